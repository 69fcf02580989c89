"""The golden thread both ways: from a claim down to its feedback, and from feedback up to the claim."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldthread.council.records.spec import record_types, type_of
from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding
from goldthread.thread import links

pytestmark = pytest.mark.django_db

_CLAIM = "People who wait for us now hear from us every fortnight"


@pytest.fixture
def claim(avonshire):
    avonshire.enter()
    return Claim.objects.get(council=avonshire.council, text__startswith=_CLAIM)


def _by_kind(stages):
    return {stage.kind: stage for stage in stages}


def test_down_from_a_claim_to_feedback(avonshire, claim):
    person = avonshire.person("quality_lead")
    down = _by_kind(links.based_on(person, claim))
    assert {"measure", "action", "lesson", "finding", "review", "feedback"} <= set(down)
    assert [link.title for link in down["action"].links] == [
        "Fortnightly updates for everyone on the waiting list"
    ]
    assert len(down["feedback"].links) >= 4
    assert next(iter(down)) == "measure" and list(down)[-1] in ("feedback", "review")


def test_up_from_that_feedback_to_the_claim(avonshire, claim):
    person = avonshire.person("quality_lead")
    for link in _by_kind(links.based_on(person, claim))["feedback"].links:
        up = _by_kind(links.led_to(person, Feedback.objects.get(pk=link.pk)))
        assert claim.pk in {each.pk for each in up["claim"].links}


def test_up_from_a_finding(avonshire, claim):
    person = avonshire.person("quality_lead")
    finding = Finding.objects.get(point__text__startswith="For nineteen weeks nobody told")
    up = _by_kind(links.led_to(person, finding))
    assert {"lesson", "action", "measure", "briefing", "claim"} <= set(up)


def test_a_team_manager_is_told_of_feedback_that_they_may_not_open(avonshire, claim):
    manager = avonshire.person("farida-hussein")
    lesson_link = _by_kind(links.based_on(avonshire.person("quality_lead"), claim))["lesson"].links[0]
    lesson = links.get(manager, "lesson", lesson_link.pk)
    feedback = _by_kind(links.based_on(manager, lesson))["feedback"]
    assert feedback.hidden > 0
    teams = {membership.team_id for membership in manager.memberships.all()}
    assert all(Feedback.objects.get(pk=link.pk).team_id in teams for link in feedback.links)


def test_another_council_sees_nothing(avonshire, brackenmoor, claim):
    stranger = brackenmoor.person("quality_lead")
    with pytest.raises(Claim.DoesNotExist):
        links.get(stranger, "claim", claim.pk)


def test_the_pages(avonshire, brackenmoor, claim):
    page = avonshire.client("quality_lead").get(f"/thread/claim/{claim.pk}/")
    assert page.status_code == 200
    assert "Based on" in page.content.decode()
    assert avonshire.client("councillor").get(f"/thread/claim/{claim.pk}/").status_code == 403
    assert brackenmoor.client("quality_lead").get(f"/thread/claim/{claim.pk}/").status_code == 404
    assert avonshire.client("quality_lead").get(f"/thread/nothing/{claim.pk}/").status_code == 404


@pytest.mark.parametrize("model", [Finding, Measure], ids=lambda model: model.__name__)
def test_many_links_need_no_more_queries_than_few(avonshire, model):
    records = links.visible(avonshire.person("quality_lead"), model)
    assert records.count() > 3
    with CaptureQueriesContext(connection) as few:
        assert [links.link(record) for record in records[:2]]
    with CaptureQueriesContext(connection) as many:
        assert [links.link(record) for record in records[:20]]
    assert len(many) == len(few)


def test_records_beyond_the_limit_are_not_called_hidden(avonshire, claim):
    person = avonshire.person("quality_lead")
    all_of_it = _by_kind(links.based_on(person, claim))["feedback"]
    few = _by_kind(links.based_on(person, claim, most=2))["feedback"]
    assert len(few.links) == 2 and few.hidden == 0
    assert few.more == len(all_of_it.links) - 2 + all_of_it.more


@pytest.mark.parametrize("kind", [kind for kind, model in record_types().items() if model.spec.on_thread])
def test_a_link_asks_nothing_more_of_the_database(avonshire, kind, django_assert_num_queries):
    # What is called embedded by its measure is asked whether the measure still stands.
    Action.objects.filter(embedded="yes").update(embedded_by="measure")
    records = list(links.visible(avonshire.person("quality_lead"), type_of(kind))[:30])
    with django_assert_num_queries(0):
        for record in records:
            links.link(record)
