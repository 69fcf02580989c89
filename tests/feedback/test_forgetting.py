"""What is due is deleted, in the history too, and what was learned stays without the person."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.utils import timezone

from goldthread.council.models import SearchEntry, SearchWord
from goldthread.feedback import commands, forgetting
from goldthread.feedback.models import Contact, EqualityAnswers, Feedback, Point, Words
from goldthread.themes.models import Coding, ThemeMonth

pytestmark = pytest.mark.django_db

_SAID = "The lady at the desk in Tillingbourne told me to come back on a Thursday, three times over, in the quincunx garden."


@pytest.fixture
def old(avonshire):
    """Return a compliment of three years ago, with everything that may hang on one."""
    by = avonshire.person("complaints_manager")
    day = timezone.localdate() - datetime.timedelta(days=3 * 366)
    return commands.receive(
        by=by,
        today=timezone.localdate(),
        heard=commands.Heard(
            source="compliment",
            points=[_SAID],
            received_on=day,
            their_reference="CMP-77",
            contact={"name": "Somebody Invented", "phone": "01632 960001"},
            equality={"age": "75 to 84"},
        ),
    )


def test_what_is_due_is_told_from_what_is_not(avonshire, old):
    due = forgetting.due(avonshire.council, timezone.localdate())
    assert old in due
    assert all(item.received_on < timezone.localdate() - datetime.timedelta(days=700) for item in due)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (datetime.date(2026, 11, 22), 2, datetime.date(2024, 11, 22)),
        (datetime.date(2024, 2, 29), 1, datetime.date(2023, 2, 28)),
        (datetime.date(2026, 3, 31), 0.5, datetime.date(2025, 9, 30)),
        (datetime.date(2026, 1, 15), 6, datetime.date(2020, 1, 15)),
    ],
)
def test_years_are_counted_by_the_calendar(day, years, expected):
    assert forgetting.years_before(day, years) == expected


def test_every_word_and_name_is_gone_and_the_count_stays(avonshire, old):
    today = timezone.localdate()
    point = Point.objects.get(feedback=old)
    point.text = _SAID + " It was raining."
    point.save()
    history = apps.get_model("goldthread", "PointEvent").objects.filter(pgh_obj_id=point.pk)
    assert history.exists()
    themes_before = list(Coding.objects.filter(point=point).values_list("theme", flat=True))
    months_before = ThemeMonth.objects.filter(council=avonshire.council).count()

    forgetting.forget(by=avonshire.person("administrator"), feedback=[old], on=today)

    avonshire.enter()
    for model in (Words, Contact, EqualityAnswers):
        assert not model.objects.filter(feedback=old).exists()
    assert not history.exists()
    forgotten = Feedback.objects.get(pk=old.pk)
    kept = f"{forgotten.title} {forgotten.told_what} {forgotten.extra} {forgotten.their_reference} {forgotten.fingerprint}"
    assert "Thursday" not in kept + Point.objects.get(pk=point.pk).text
    assert "CMP-77" not in kept
    assert forgotten.forgotten_on == today and forgotten.source == "compliment"
    assert list(Coding.objects.filter(point=point).values_list("theme", flat=True)) == themes_before
    assert ThemeMonth.objects.filter(council=avonshire.council).count() == months_before
    assert not SearchEntry.objects.filter(record_id=old.pk).exists()


def test_it_is_done_once(avonshire, old):
    clock = avonshire.person("administrator")
    first = forgetting.forget_due(clock, today=timezone.localdate(), now=timezone.now())
    avonshire.enter()
    second = forgetting.forget_due(clock, today=timezone.localdate(), now=timezone.now())
    assert first.feedback >= 1 and second.feedback == 0
    avonshire.enter()
    # No other voice in Avonshire says so; the word must not stay behind for the near-spellings.
    assert not SearchWord.objects.filter(word="quincunx").exists()


def test_only_an_administrator_may(avonshire, old):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        forgetting.forget(by=avonshire.person("complaints_manager"), feedback=[old], on=timezone.localdate())


def test_the_words_as_they_came_open_with_a_reason_that_is_kept(avonshire, old):
    from goldthread.council.command import Refused
    from goldthread.council.models import AuditLine

    by = avonshire.person("complaints_manager")
    with pytest.raises(Refused):
        commands.open_words(by=by, feedback=old, reason="   ")
    assert commands.open_words(by=by, feedback=old, reason="The person asked for a copy").as_received == _SAID
    avonshire.enter()
    line = AuditLine.objects.filter(command="feedback.open_words").latest("number")
    assert line.reason == "The person asked for a copy" and line.person == by
