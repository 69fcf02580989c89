"""What is declared to be kept for a time is gone when that time is over, in every record of every room."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from goldthread.council.models import Membership, Person
from goldthread.council.people import commands as council
from goldthread.council.people import leavers
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.council.records.retention import STAFF
from goldthread.feedback.models import Feedback
from goldthread.thread import forgetting
from tests.cast import Cast

pytestmark = pytest.mark.django_db

YEARS = 20
# Each with its reason. What search holds of other records goes with them; a finding's words are the review's.
STAYS = {
    ("SearchEntry", "title"): "of lessons, actions and briefings, which stay",
    ("SearchEntry", "body"): "of lessons, actions and briefings, which stay",
    ("SearchEntry", "meaning"): "of lessons, actions and briefings, which stay",
    ("SearchEntry", "mark"): "of lessons, actions and briefings, which stay",
    ("SearchWord", "word"): "of lessons, actions and briefings, which stay",
    ("Point", "text"): "of findings; what people said is looked at by itself below",
    ("ThemeModel", "data"): "learned anew the next night, from what is left",
    ("ThemeModel", "tone"): "learned anew the next night, from what is left",
}
_EMPTY = ("", None, {}, [], b"")


def _is_gone(value: Any) -> bool:
    if isinstance(value, memoryview):
        value = bytes(value)
    return value in _EMPTY or str(value).startswith(("Deleted on ", "forgotten-"))


@pytest.fixture(scope="module")
def twenty_years_on(module_transaction) -> Cast:
    """Everybody but who looks after people has left, and all is twenty years ago: nothing kept for a time may stand."""
    avonshire = Cast("avonshire")
    clock = avonshire.clock
    stays = Membership.objects.filter(role__in=PERMISSIONS["council.manage"]).values("person")
    here = Person.objects.filter(council=avonshire.council, is_active=True, is_system=False)
    for person in here.exclude(pk__in=stays):
        council.deactivate_person(by=clock, person=person)
    later = timezone.now() + datetime.timedelta(days=366 * YEARS)
    done = forgetting.forget_due(clock, today=later.date(), now=later)
    assert done.feedback and done.staff and done.reviews
    return avonshire


@pytest.fixture
def all_over(twenty_years_on, db) -> Cast:
    """Return the council after those years, entered."""
    twenty_years_on.enter()
    return twenty_years_on


def test_nothing_stays_beyond_its_time(all_over):
    standing = {}
    for model in apps.get_app_config("goldthread").get_models():
        if hasattr(model, "pgh_tracked_model") or not hasattr(model, "retention"):
            continue
        if "council" not in {field.name for field in model._meta.get_fields()}:
            continue
        timed = [
            name
            for name, schedule in model.retention.personal.items()
            if schedule.years is not None and schedule is not STAFF and (model.__name__, name) not in STAYS
        ]
        for row in model.objects.filter(council=all_over.council).values_list("pk", *timed) if timed else ():
            for name, value in zip(timed, row[1:], strict=True):
                if not _is_gone(value):
                    standing.setdefault(f"{model.__name__}.{name}", value)
    assert standing == {}


def test_nothing_that_people_said_stays(all_over):
    said = Feedback.objects.filter(council=all_over.council)
    assert said.exists() and not said.filter(forgotten_on__isnull=True).exists()
    texts = set(said.values_list("points__text", flat=True)) - {None}
    assert all(_is_gone(text) for text in texts)


def test_no_name_of_staff_stays(all_over):
    people = Person.objects.filter(council=all_over.council, is_system=False, is_active=False)
    assert set(people.values_list("name", "job_title", "account")) == {(leavers.NAME, "", None)}


def test_the_history_holds_none_of_it_either(all_over):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM goldthread_feedbackevent")
        assert cursor.fetchone()[0] == 0
        cursor.execute(
            "SELECT count(*) FROM goldthread_pointevent AS e JOIN goldthread_point AS p ON p.id = e.pgh_obj_id WHERE p.feedback_id IS NOT NULL"
        )
        assert cursor.fetchone()[0] == 0
