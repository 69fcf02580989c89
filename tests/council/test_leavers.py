"""Staff who have long left are forgotten by name, and what they did stays."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.council.models import Account, AuditLine, Membership, Person
from goldthread.council.people import commands, leavers
from goldthread.council.records import audit
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(avonshire):
    """Return the quality lead, whose way in has just been closed."""
    person = avonshire.person("quality_lead")
    commands.deactivate_person(by=avonshire.person("administrator"), person=person)
    avonshire.enter()
    return person


def _after(years: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=366 * years)


def test_nobody_is_forgotten_before_six_years_have_gone(avonshire, left):
    assert leavers.due(avonshire.council, _after(5)) == []
    assert leavers.due(avonshire.council, _after(7)) == [left]


def test_the_name_and_the_way_in_go_and_what_was_done_stays(avonshire, left):
    drawn = set(Lesson.objects.filter(recorded_by=left).values_list("pk", flat=True))
    lines = AuditLine.objects.filter(person=left).count()
    account = left.account_id
    assert drawn and lines and account
    leavers.forget(by=avonshire.clock, people=[left])
    avonshire.enter()
    person = Person.objects.get(pk=left.pk)
    assert (person.name, person.job_title, person.account_id) == (leavers.NAME, "", None)
    assert not Account.objects.filter(pk=account).exists()
    assert not Membership.objects.filter(person=left).exists()
    assert set(Lesson.objects.filter(recorded_by=left).values_list("pk", flat=True)) == drawn
    assert AuditLine.objects.filter(person=left).count() == lines
    assert not list(audit.verify(avonshire.council)), "the trail still holds together"
    assert leavers.due(avonshire.council, _after(20)) == [], "forgotten once"


def test_a_way_in_that_opens_another_council_stays(avonshire, brackenmoor, left):
    brackenmoor.enter()
    Person.objects.create(council=brackenmoor.council, account=left.account, name="The same, elsewhere")
    avonshire.enter()
    leavers.forget(by=avonshire.clock, people=[left])
    assert Account.objects.filter(pk=left.account_id).exists()
    avonshire.enter()
    assert Person.objects.get(pk=left.pk).account_id is None
