"""Evidence asked for while a case is looked into: somebody's work by a day, and ended in no silence."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import closing
from goldthread.casework.evidence_requests import commands
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.council.records import my_work
from tests.casework.cases import case_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def asked(avonshire, complaint) -> EvidenceRequest:
    by = avonshire.person("complaints_manager")
    request = commands.ask_for_evidence(
        by=by,
        feedback=complaint,
        title="The visit log",
        asked_of="The provider",
        asked_on=timezone.localdate(),
        due_on=timezone.localdate() + 5 * DAY,
        owner=by,
    )
    avonshire.enter()
    return request


def test_it_is_its_owners_work_until_it_came(avonshire, asked):
    by = avonshire.person("complaints_manager")
    assert asked.pk in {record.pk for record in my_work.first(by, most=500)}
    commands.receive_evidence(
        by=by, evidence_request=asked, received_on=timezone.localdate(), received="No visit is logged."
    )
    avonshire.enter()
    assert asked.pk not in {record.pk for record in my_work.first(by, most=500)}
    assert [state.text for state in asked.states(timezone.localdate())] == ["Received"]


def test_closing_a_case_gives_up_what_it_waits_for_with_the_reason(avonshire, complaint, asked):
    by = avonshire.person("complaints_manager")
    assert any("visit log" in item.text and item.end for item in closing.open_items(case_of(complaint)))
    closing.close(by=by, feedback=complaint, on=timezone.localdate(), reason="The provider is no more.")
    avonshire.enter()
    asked.refresh_from_db()
    assert (asked.ended_on, asked.ended_because) == (timezone.localdate(), "The provider is no more.")


def test_who_may_not_and_another_council(avonshire, brackenmoor, complaint, asked):
    assert (
        brackenmoor.client("complaints_manager")
        .get(reverse("casework:evidence_request", args=[asked.pk]))
        .status_code
        == 404
    )
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        commands.give_up_evidence(
            by=avonshire.person("practitioner"),
            evidence_request=asked,
            ended_on=timezone.localdate(),
            reason="It will not come.",
        )
