"""Ratings stay, a plan has a date, and of a few answers no split is shown."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.coproduction.maturity import commands
from goldthread.coproduction.maturity.models import MaturityRating
from goldthread.coproduction.trail.experience import QUESTIONS, answered
from goldthread.council.command import Refused

DAY = datetime.timedelta(days=1)


def test_of_fewer_than_ten_answers_no_split_is_shown():
    first, second, *others = QUESTIONS
    found = answered({first: {"yes": 7, "partly": 2, "no": 1}, second: {"yes": 5, "partly": 3, "no": 1}})
    assert found[0].text == "yes 7, partly 2, no 1. Yes: 70% (7 of 10; likely 40% to 89%)"
    assert found[1].is_few and found[1].text == "9 answered. It takes 10 to say how."
    assert [each.count for each in found[2:]] == [0] * len(others)


@pytest.mark.django_db
def test_a_later_rating_takes_nothing_of_the_earlier_away(avonshire):
    lead, today = avonshire.person("coproduction_lead"), timezone.localdate()
    given = {"why": "Two of nine began with people.", "plan": "Ask first.", "due_on": today + 30 * DAY}
    early = commands.rate_coproduction(by=lead, title="One", level="early", rated_on=today - 9 * DAY, **given)
    commands.rate_coproduction(by=lead, title="Two", level="established", rated_on=today, why="Most do now.")
    early = MaturityRating.objects.get(pk=early.pk)
    assert [state.text for state in early.states(today)] == ["Early", "Plan under way"]
    assert [state.text for state in early.states(today + 31 * DAY)] == ["Early", "Plan overdue"]
    done = commands.carry_out_plan(
        by=lead, rating=early, plan_done_on=today, came_of_it="People are asked before."
    )
    assert done.states(today)[1].text == "Plan carried out" and done.level == "early"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"level": "superb"}, "no level called"),
        ({"plan": "Ask first."}, "Enter the date by which"),
        ({"due_on": timezone.localdate()}, "Enter the plan"),
        ({"people_level": "early"}, "how many people"),
    ],
)
def test_a_rating_that_cannot_be_is_refused(avonshire, fields, says):
    given = {"title": "One", "level": "early", "rated_on": timezone.localdate(), "why": "Little.", **fields}
    with pytest.raises(Refused, match=says):
        commands.rate_coproduction(by=avonshire.person("coproduction_lead"), **given)
