"""An administrator's home: accounts that nobody uses, and what is set; nobody else sees either."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.council.settings.overview import NOT_USED, not_used

pytestmark = pytest.mark.django_db


def _signed_in(person, days: int | None) -> None:
    at = None if days is None else timezone.now() - datetime.timedelta(days=days)
    type(person.account).objects.filter(pk=person.account.pk).update(last_login=at)


def test_accounts_that_nobody_uses_come_with_their_last_sign_in(avonshire):
    by, today = avonshire.person("administrator"), timezone.localdate()
    lead, partner = avonshire.person("quality_lead"), avonshire.person("partner")
    _signed_in(lead, NOT_USED.days - 1)
    _signed_in(partner, NOT_USED.days + 1)
    rows, more = not_used(by, today)
    everybody = {person.pk: day for person, day in rows}
    assert lead.pk not in everybody
    # Of those who have ever signed in, whoever did so longest ago comes first.
    days = [day for _, day in rows if day is not None]
    assert days == sorted(days) and len(rows) <= 8 and more >= 0
    partner.is_active = False
    partner.save(update_fields=["is_active"])
    assert partner.pk not in {person.pk for person, _ in not_used(by, today)[0]}


def test_home_shows_an_administrator_what_is_set_and_nobody_else(avonshire):
    page = avonshire.client("administrator").get("/").content.decode()
    assert "No sign-in for 90 days" in page and "Retention periods" in page
    for role in ("councillor",):
        assert "No sign-in for 90 days" not in avonshire.client(role).get("/").content.decode()
