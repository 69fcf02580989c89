"""An action that changes a contract: whose, what changed, and from when; on the action, the provider and in a list."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.organisations.models import Organisation
from goldthread.learning import commands
from goldthread.learning.models import Action, Lesson
from tests.thread.mechanism_pages import read

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHAT = "Plovers are counted at each visit."


def agreed(by, **given) -> Action:
    """Return a new action."""
    lesson = Lesson.objects.visible_to(by).order_by("number").first()
    fields = {"title": "Count plovers at visits", "owner": by, "agreed_on": TODAY, "measure_name": "Plovers"}
    due = TODAY + datetime.timedelta(days=30)
    return commands.agree_action(by=by, lesson=lesson, due_on=due, **(fields | given))


def test_it_says_whose_contract_and_what(avonshire):
    lead = avonshire.person("quality_lead")
    provider = Organisation.objects.visible_to(lead).filter(kind="provider").order_by("name").first()
    with pytest.raises(Refused, match="whose contract"):
        agreed(lead, contract_change=WHAT)
    with pytest.raises(Refused, match="what changed in the contract"):
        agreed(lead, organisation=provider, contract_from=TODAY)
    action = agreed(lead, organisation=provider, contract_change=WHAT, contract_from=TODAY)
    assert action.changes_contract
    client = avonshire.client("practitioner")
    for at in (
        reverse("learning:action", args=[action.pk]),
        reverse("organisations:organisation", args=[provider.pk]),
        reverse("learning:contracts") + f"?words={action.reference}",
    ):
        assert WHAT in read(client, at), at


def test_another_council_sees_none_of_them(avonshire, brackenmoor):
    lead = avonshire.person("quality_lead")
    provider = Organisation.objects.visible_to(lead).order_by("name").first()
    agreed(lead, organisation=provider, contract_change=WHAT)
    assert WHAT not in brackenmoor.client("brenda-stoate").get(reverse("learning:contracts")).content.decode()
