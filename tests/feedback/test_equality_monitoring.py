"""Equality monitoring: voluntary answers as totals, small numbers suppressed, nothing of another council's."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from goldthread.feedback import commands
from goldthread.feedback.duplicates.commands import group_duplicates, ungroup_duplicates
from goldthread.feedback.equality import NOT_STATED
from goldthread.feedback.equality_monitoring import closed_year, equality_totals
from goldthread.feedback.models import EqualityAnswers, Feedback

pytestmark = pytest.mark.django_db

# Long before Avonshire's two years, in which people have answered already.
TODAY = datetime.date(2019, 11, 20)
LAST_YEAR = datetime.date(2019, 3, 31)


def receive(cast, day, **counts):
    """Receive so many pieces with each answer about age, from the complaints manager of a council."""
    by, number = cast.person("complaints_manager"), 0
    for age, count in counts.items():
        for _ in range(count):
            number += 1
            new = commands.NewFeedback(
                source="suggestion",
                points=[f"Open the day centre earlier, please, {age} {number}."],
                received_on=day,
                equality={
                    "age": {"young": "18 to 24", "old": "85 or over", "mid": "45 to 64", "no": NOT_STATED}[
                        age
                    ]
                },
            )
            commands.receive(by=by, new=new, today=day)


def ages(cast):
    totals = equality_totals(cast.person("quality_lead"), TODAY)
    return totals.questions[0] if totals.questions else None


@pytest.mark.parametrize(
    ("given", "shown", "answered", "not_stated"),
    [
        # Worked out by hand: 1 to 4 is suppressed, and the next smallest with it where one alone would be left. Then
        # all is rounded to the nearest five.
        ({"young": 5, "old": 8}, {"18 to 24": 5, "85 or over": 10}, 15, 0),
        ({"young": 3, "old": 6, "mid": 9}, {"18 to 24": None, "85 or over": None, "45 to 64": 10}, 20, 0),
        ({"young": 6, "old": 7, "no": 2}, {"18 to 24": None, "85 or over": 5}, None, None),
        ({"young": 5, "old": 7, "no": 5}, {"18 to 24": 5, "85 or over": 5}, 10, 5),
        ({"young": 2}, {"18 to 24": None}, None, 0),
    ],
)
def test_small_numbers_are_suppressed_and_cannot_be_worked_out(avonshire, given, shown, answered, not_stated):
    receive(avonshire, LAST_YEAR, **given)
    totals = ages(avonshire)
    rows = {label: count for label, count, _ in totals.rows}
    assert {label: rows[label] for label in shown} == shown
    assert (totals.answered, totals.not_stated) == (answered, not_stated)


@pytest.mark.parametrize(
    ("today", "since"),
    [
        ("2019-04-30", 2017),
        ("2019-05-01", 2018),
        ("2019-12-31", 2018),
        ("2020-01-01", 2018),
        ("2020-04-30", 2018),
    ],
)
def test_a_year_is_shown_once_it_has_been_over_for_a_month(today, since):
    assert closed_year(datetime.date.fromisoformat(today)) == (
        datetime.date(since, 4, 1),
        datetime.date(since + 1, 4, 1),
    )


def test_only_that_year_and_only_this_council(avonshire, brackenmoor):
    receive(avonshire, datetime.date(2019, 4, 1), young=9)
    receive(avonshire, datetime.date(2018, 3, 31), young=9)
    brackenmoor.enter()
    receive(brackenmoor, LAST_YEAR, young=9)
    avonshire.enter()
    assert ages(avonshire) is None


def test_repeats_of_one_person_count_once_and_a_campaign_each_time(avonshire):
    by = avonshire.person("complaints_manager")
    receive(avonshire, LAST_YEAR, young=8)
    pieces = list(Feedback.objects.filter(council=by.council, received_on=LAST_YEAR).order_by("number"))[:3]
    for kind, answered in (("repeat", 5), ("campaign", 10)):
        group = group_duplicates(by=by, feedback=pieces, kind=kind, name="Open it earlier")
        assert ages(avonshire).answered == answered
        ungroup_duplicates(by=by, group=group, reason="Only to try")


def test_the_page_shows_the_totals_to_those_who_may_see_them(avonshire):
    since, _ = closed_year(datetime.date.today())
    EqualityAnswers.objects.all().delete()
    receive(avonshire, since, young=8, old=2)
    address = reverse("feedback:equality_monitoring")
    page = avonshire.client("quality_lead").get(address).content.decode()
    assert "Equality monitoring" in page
    assert "Not shown" in page and "About 10 answered." in page
    for role in ("team_manager", "councillor", "board_member"):
        assert avonshire.client(role).get(address).status_code == 403
