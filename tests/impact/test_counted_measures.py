"""Counted measures: why a review is held, and what changes to the theme do."""

from __future__ import annotations

import datetime
import html

import pytest
from django.utils import timezone

from goldthread.dates import add_months, last_whole_month
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.impact import jobs, queries
from goldthread.impact.models import Measure
from goldthread.themes.codebook import commands as themes
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import Coding

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(avonshire):
    """Return the person who changes the themes."""
    return avonshire.person("quality_lead")


@pytest.fixture
def measure(lead) -> Measure:
    """Return a measure that is counted from a theme, its review made again from the start."""
    counted = Measure.objects.filter(
        council=lead.council, data_source="counted", theme__slug="being-kept-informed"
    ).get()
    counted.verdicts.all().delete()
    return counted


def _receive(lead, month: datetime.date, many: int = 1, source: str = "complaint") -> list[Point]:
    new = [
        feedback.NewFeedback(
            source=source,
            points=[f"Nobody told us what happens next, {number}."],
            received_on=month + datetime.timedelta(days=3),
            speaker="carer",
        )
        for number in range(many)
    ]
    received = feedback.receive_many(by=lead, pieces=new)
    return [piece.points.get() for piece in received]


def _counts(measure: Measure) -> list[int]:
    return [int(reading.value) for reading in measure.readings.order_by("month")]


def _theme(lead, slug: str, **more) -> Theme:
    return themes.add_theme(by=lead, slug=slug, name=slug.title(), group="New", what_it_is="It.", **more)


def test_a_review_is_held_until_its_months_are_coded(avonshire, lead, measure):
    today = timezone.localdate()
    points = _receive(lead, add_months(last_whole_month(today), -1), many=9)
    jobs.count(by=lead, measure=measure, today=today)
    assert jobs.review(by=lead, measure=measure, today=today) is None
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert "9 issues from its months have not been coded yet" in page
    assert "Make review now" not in page
    sent = avonshire.client("quality_lead").post(f"/impact/{measure.pk}/review/", follow=True)
    assert "The review is made when no more than one issue in 20 of any month" in html.unescape(
        sent.content.decode()
    )
    for point in points:
        coding_commands.code(by=lead, point=point, themes=[])
    assert jobs.review(by=lead, measure=measure, today=today) is not None


def test_a_few_uncoded_issues_do_not_hold_a_review(lead, measure):
    today = timezone.localdate()
    month = add_months(last_whole_month(today), -1)
    count = Point.objects.filter(council=lead.council, month=month).count()
    assert count >= 20, "one in twenty of this month is a point at least"
    _receive(lead, month)
    jobs.count(by=lead, measure=measure, today=today)
    assert jobs.review(by=lead, measure=measure, today=today) is not None


def test_feedback_after_the_review_closes_does_not_hold_it(lead, measure):
    today = timezone.localdate()
    assert Point.objects.filter(coded_at__isnull=True, month=today.replace(day=1)).exists()
    assert jobs.review(by=lead, measure=measure, today=today) is not None


def test_a_review_is_held_while_a_regular_source_is_missing(lead, measure):
    closes = last_whole_month(timezone.localdate())
    missing = Point.objects.filter(council=lead.council, source="complaint", month__gte=closes)
    missing.update(month=add_months(closes, -1))
    today = add_months(closes, 1) + datetime.timedelta(days=9)
    assert jobs.review(by=lead, measure=measure, today=today) is None
    held = queries.result_of(measure, list(measure.readings.all()), today).held
    assert f"Nothing for {closes:%B %Y} has been received yet from: complaint" in held
    later = add_months(closes, 1) + datetime.timedelta(days=31)
    assert later.month == add_months(closes, 1).month or later.day < 15
    measure.acted_on = add_months(closes, -12)
    assert jobs.review(by=lead, measure=measure, today=later) is not None


def test_a_merged_theme_is_counted_where_it_went_and_no_reading_falls_to_nought(lead, measure):
    today = timezone.localdate()
    before, other = _counts(measure), _theme(lead, "told-things")
    themes.merge_themes(by=lead, theme=measure.theme, into=other, reason="The same thing twice")
    measure.refresh_from_db()
    jobs.count(by=lead, measure=measure, today=today)
    assert _counts(measure) == before
    assert other in queries.counted_themes(measure)
    assert queries.counted_from(lead, other) == [measure]


def test_the_parts_of_a_split_theme_are_counted_together_each_point_once(lead, measure):
    today, theme = timezone.localdate(), measure.theme
    before = _counts(measure)
    letters, calls = _theme(lead, "letters", split_from=theme), _theme(lead, "calls")
    themes.split_theme(by=lead, theme=theme, into=[letters, calls], reason="Two things in one")
    moved = [coding.point for coding in Coding.objects.filter(theme=theme, applies=True)[:20]]
    themes.move_codings(by=lead, points=moved, from_theme=theme, to_theme=letters, reason="Letters")
    [point] = _receive(lead, last_whole_month(today))
    coding_commands.code(by=lead, point=point, themes=[letters, calls], tone=-1)
    measure.refresh_from_db()
    jobs.count(by=lead, measure=measure, today=today)
    assert _counts(measure) == [*before[:-1], before[-1] + 1]


def test_what_is_split_off_from_a_theme_in_use_is_counted_with_it(lead, measure):
    today, before = timezone.localdate(), _counts(measure)
    part = _theme(lead, "letters", split_from=measure.theme)
    newest = Coding.objects.filter(theme=measure.theme, applies=True).order_by("-month")[:10]
    points = [coding.point for coding in newest]
    themes.move_codings(by=lead, points=points, from_theme=measure.theme, to_theme=part, reason="Letters")
    jobs.count(by=lead, measure=measure, today=today)
    assert _counts(measure) == before


def test_points_moved_elsewhere_by_hand_are_still_counted_by_the_measure_that_had_them(lead, measure):
    today, before = timezone.localdate(), _counts(measure)
    elsewhere = Theme.objects.get(council=lead.council, slug="first-contact")
    newest = Coding.objects.filter(theme=measure.theme, applies=True).order_by("-month")[:10]
    points = [coding.point for coding in newest]
    themes.move_codings(
        by=lead, points=points, from_theme=measure.theme, to_theme=elsewhere, reason="It was the phone"
    )
    jobs.count(by=lead, measure=measure, today=today)
    # A point that had the other theme already has lost nothing either.
    assert (
        sum(before) - sum(_counts(measure))
        <= len(points)
        - Coding.objects.filter(theme=elsewhere, first_theme=measure.theme, point__in=points).count()
    )


@pytest.mark.parametrize("what", ["merge", "split", "move"])
def test_the_pages_that_change_a_theme_list_its_measures(avonshire, measure, what):
    client = avonshire.client("quality_lead")
    page = client.get(f"/themes/{measure.theme_id}/{what}/").content.decode()
    assert "1 measure is counted from" in page and measure.name in page
    other = Theme.objects.filter(council=avonshire.council, state="active", measures__isnull=True).first()
    assert "counted from" not in client.get(f"/themes/{other.pk}/{what}/").content.decode()
