"""Avonshire as it stands once it is built: its verdicts are those of its story, and its pages say what is so."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from django.urls import reverse

from goldthread.dates import add_months
from goldthread.impact.models import Measure, Reading
from goldthread.reviews.kinds import label
from goldthread.reviews.models import Review
from goldthread.themes.coding.models import Coding
from tests.demo.content import CALENDAR, FIRST, LAST, MEASURES, REVIEWS, points_of

pytestmark = pytest.mark.django_db

_FACT = re.compile(r"<dt[^>]*>\s*(.*?)\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", re.S)


@pytest.mark.parametrize(
    ("measure", "state"),
    [
        ("Times that somebody was not kept informed", "improved"),
        ("Direct payments that reached the bank on the day they were due", "improved"),
        ("Times that somebody was surprised or wronged by a bill", "improved"),
        ("Home care visits missed, for every 1,000 planned", "no_detectable_change_yet"),
        ("High-risk self-neglect met about within twenty working days", "too_little_data"),
        ("Ombudsman remedies carried out by their date", "too_little_data"),
    ],
)
def test_the_verdicts_are_those_of_the_story(avonshire, measure, state):
    assert Measure.objects.get(name=measure).verdicts.last().state == state


@pytest.mark.parametrize(
    "measure", [measure for measure in MEASURES if measure["how"] == "counted"], ids=lambda m: m["slug"]
)
def test_what_a_measure_counts_is_as_the_calendar_has_it(avonshire, measure):
    # All points of a piece have the tone of its first when they are received. The last month's newest comments stand
    # in for the month under way, and wait to be coded.
    expected = Counter(
        piece["month"]
        for piece in CALENDAR
        for point in points_of(piece)
        if measure["theme"] in point["themes"] and points_of(piece)[0]["tone"] < 0 and piece["month"] < LAST
    )
    readings = Reading.objects.filter(measure__name=measure["title"]).order_by("month")
    last = readings.last().month
    coded = Coding.objects.filter(applies=True, theme__slug=measure["theme"], tone__lt=0, month__lt=last)
    months = [add_months(last, offset - LAST) for offset in range(FIRST, LAST)]
    counted = {reading.month: int(reading.value) for reading in readings if reading.month < last}
    assert counted == {month: coded.filter(month=month).count() for month in months}
    # What is not of the calendar, such as a matter raised in a meeting, is counted beside it.
    of_calendar = dict(zip(months, (expected[offset] for offset in range(FIRST, LAST)), strict=True))
    assert {month for month in months if counted[month] < of_calendar[month]} == set()


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review["slug"])
def test_the_page_of_a_review_names_its_outcome_as_its_kind_does(avonshire, review):
    record = Review.objects.get(their_reference=review["reference"])
    page = avonshire.client("quality_lead").get(reverse("reviews:detail", args=[record.pk])).content.decode()
    facts = {html.unescape(key): html.unescape(value) for key, value in _FACT.findall(page)}
    assert facts[label(record.kind, "outcome")] == review["outcome"]
    assert facts[label(record.kind, "their_reference")] == review["reference"]
