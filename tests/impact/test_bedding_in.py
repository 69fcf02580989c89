"""Bedding-in months: agreed with the action, left out of the comparison, and fixed once a review has been made."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.dates import add_months
from goldthread.impact import commands, jobs, verdict
from goldthread.impact.models import Measure, Verdict
from goldthread.learning import commands as learning
from goldthread.learning.models import Action, Lesson

pytestmark = pytest.mark.django_db
JAN = datetime.date(2026, 1, 1)


def agreed(avonshire, months: int) -> Action:
    avonshire.enter()
    by = avonshire.person("quality_lead")
    return learning.agree_action(
        by=by,
        lesson=Lesson.objects.filter(council=avonshire.council).first(),
        title="Ring back on the day that was promised",
        owner=by,
        agreed_on=timezone.localdate(),
        due_on=timezone.localdate(),
        measure_name="Times that a call was promised and not made",
        bedding_in=months,
    )


def test_it_is_copied_from_the_action_and_reviews_run_from_its_end(avonshire):
    measure = commands.set_up_measure(by=avonshire.person("quality_lead"), action=agreed(avonshire, 2))
    assert measure.bedding_in == 2
    measure.acted_on = JAN
    assert measure.settled_on == datetime.date(2026, 3, 1)
    # Six whole months after March: the first review closes with September, not July.
    assert verdict.next_review(measure, last_month=JAN) == verdict.Due(6, datetime.date(2026, 9, 1))
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert "2, fixed from the first review on" in page
    action = avonshire.client("quality_lead").get(f"/learning/actions/{measure.action_id}/").content.decode()
    assert "Further months to bed in" in action


@pytest.mark.parametrize("months", [-1, 7])
def test_no_more_than_half_a_year(avonshire, months):
    with pytest.raises(Refused, match="0 to 6 months"):
        agreed(avonshire, months)


def test_the_months_are_left_out_of_the_result(avonshire):
    avonshire.enter()
    by = avonshire.person("quality_lead")
    measure = Measure.objects.get(council=avonshire.council, name__startswith="Direct payments that reached")
    Verdict.objects.filter(measure=measure).delete()
    commands.set_acted_on(by=by, measure=measure, acted_on=measure.acted_on, bedding_in=2)
    made = jobs.review(by=by, measure=measure, today=timezone.localdate())
    used = {month for month, _, _ in made.readings}
    left_out = {add_months(measure.acted_on, offset).isoformat() for offset in range(3)}
    assert not used & left_out
    # Ten months of readings after the action's month, two of them left out: the review at six months.
    assert made.review_month == 6 and made.readings[-1][0] == add_months(measure.settled_on, 6).isoformat()
    assert made.figures["action_to"] == add_months(measure.acted_on, 2).isoformat()
    with pytest.raises(Refused, match="cannot be changed"):
        commands.set_acted_on(by=by, measure=measure, acted_on=measure.acted_on, bedding_in=0)


def test_what_was_agreed_stays_with_the_action(avonshire):
    action = agreed(avonshire, 1)
    with pytest.raises(Refused, match="stays as it was agreed"):
        learning.edit_action(
            by=avonshire.person("quality_lead"),
            action=action,
            version=action.version,
            reason="It took longer",
            bedding_in=3,
        )
