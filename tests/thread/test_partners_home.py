"""A partner's home: what was agreed with their own organisation and asked of it, and nothing of any case."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.parts.commands import ask_part
from goldthread.council.command import Refused
from goldthread.council.models import Membership
from goldthread.council.organisations.models import Organisation
from goldthread.council.people.commands import set_organisation
from goldthread.thread.partners import own_organisation
from tests.casework.cases import made

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def _organisation(cast, name: str) -> Organisation:
    return Organisation.objects.get(council=cast.council, name=name)


def test_a_partner_sees_what_was_agreed_with_and_asked_of_their_organisation(avonshire):
    partner, today = avonshire.person("partner"), timezone.localdate()
    shown = own_organisation(partner, today)
    assert shown.name == "Healthwatch Avonshire"
    assert "Easy read and pictorial forms" in shown.actions[0][0] and not shown.parts
    for name, days in (("Healthwatch Avonshire", 5), ("Royal Avonshire Infirmary", 6)):
        ask_part(
            by=avonshire.person("complaints_manager"), feedback=made(avonshire), title="What Mrs Quince was told",
            organisation=_organisation(avonshire, name), text="Please say.", asked_on=today,
            due_on=today + days * DAY, points=[],
        )  # fmt: skip
        avonshire.enter()
    (part,) = own_organisation(avonshire.person("partner"), today).parts
    assert part[1] == today + 5 * DAY
    html = avonshire.client("partner").get("/").content.decode()
    assert "Asked of Healthwatch Avonshire" in html and "Quince" not in html and "private link" in html
    assert "/casework/" not in html and "Reports for partners" in html


def test_everybody_else_has_none_of_it(avonshire, brackenmoor):
    assert own_organisation(avonshire.person("quality_lead"), timezone.localdate()) is None
    assert own_organisation(avonshire.person("assessor"), timezone.localdate()) is None


def test_an_administrator_says_which_organisation_a_partner_is_from(avonshire):
    membership = Membership.objects.get(person=avonshire.person("partner"))
    by, infirmary = avonshire.person("administrator"), _organisation(avonshire, "Royal Avonshire Infirmary")
    client, there = avonshire.client("administrator"), reverse("role_organisation", args=[membership.pk])
    assert "Healthwatch Avonshire" in client.get(there).content.decode()
    avonshire.enter()
    set_organisation(by=by, membership=membership, organisation=infirmary)
    avonshire.enter()
    partner = avonshire.person("partner")
    assert own_organisation(partner, timezone.localdate()).name == "Royal Avonshire Infirmary"
    with pytest.raises(PermissionDenied):
        set_organisation(by=partner, membership=membership, organisation=None)
    manager = Membership.objects.filter(person=avonshire.person("complaints_manager")).first()
    avonshire.enter()
    with pytest.raises(Refused, match="Only a partner"):
        set_organisation(by=by, membership=manager, organisation=infirmary)
