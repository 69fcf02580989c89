"""What comes once is no monthly series: no chart, no signal and no rise from it, and the page says so in words."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.dates import add_months, last_whole_month
from goldthread.feedback import commands as feedback
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import Filters, coded_by_month, series_of, series_with_successors
from goldthread.themes.counting.models import ThemeMonth
from goldthread.themes.counting.regular import Stream, one_offs, one_offs_among
from goldthread.themes.counting.signals import find_signals
from goldthread.themes.emerging import topic_detection
from tests.themes.conftest import page_of, topic_about

TODAY = datetime.date(2026, 11, 29)


def _months(*numbers: int) -> frozenset[datetime.date]:
    """Return months of 2025 by their numbers, 13 and on in 2026."""
    return frozenset(add_months(datetime.date(2025, 1, 1), number - 1) for number in numbers)


@pytest.mark.parametrize(
    ("months", "count", "regular"),
    [
        (_months(5), 400, False),  # a survey made once
        (_months(5, 6), 400, False),  # one that went on into June
        (
            _months(5, 11, 17),
            400,
            False,
        ),  # one of every half year, many at a time: 3 of 18 months since May 2025
        (_months(*range(1, 23)), 400, True),  # month after month
        (_months(*range(20, 23)), 60, True),  # since three months
        (_months(1, 4, 7, 10, 13, 16, 19, 22), 400, True),  # every quarter: 8 of 22 months
        (_months(1, 9, 20), 12, True),  # now and then, few at a time: a rare thing, not a survey
        (_months(5), 9, True),  # too few to make a peak
    ],
)
def test_what_is_a_monthly_series(months, count, regular):
    assert Stream("survey_comment", False, months, count).is_regular(TODAY) is regular


def test_an_import_of_one_day_is_told_from_the_rest_of_its_source():
    rows = [("complaint", False, month, 20) for month in _months(*range(1, 23))]
    rows += [("complaint", True, datetime.date(2026, 5, 12), 300)]
    outside = one_offs_among(rows, today=TODAY)
    assert outside.has("complaint", True) and not outside.has("complaint", False)
    assert "complaint imported with one date for all rows (May 2026 only)" in outside.sentence
    # Where every month has such an import, that is how the council imports.
    monthly = [("complaint", True, month, 20) for month in _months(*range(1, 23))]
    assert one_offs_among(monthly, today=TODAY).streams == []
    assert one_offs_among(monthly, today=TODAY).sentence == ""


@pytest.fixture
def theme(avonshire) -> Theme:
    avonshire.enter()
    return Theme.objects.filter(state="active").order_by("slug").first()


@pytest.fixture
def survey(avonshire, theme) -> list[Point]:
    """Sixty answers in one import, all of one day of the last whole month, coded to one theme."""
    by, day = avonshire.person("complaints_manager"), last_whole_month(timezone.localdate())
    batch = ImportBatch.objects.create(council=avonshire.council, source="complaint", filename="a.csv", by=by)
    pieces = [
        feedback.NewFeedback(
            "complaint", [f"The ramp at door {n} is too steep for my chair."], day, batch_row=n
        )
        for n in range(2, 62)
    ]
    saved = feedback.receive_many(by=by, pieces=pieces, batch=batch)
    points = list(Point.objects.filter(feedback__in=saved))
    coding.code_points(by=avonshire.person("quality_lead"), decisions=[(point, [theme]) for point in points])
    return points


@pytest.mark.django_db
def test_an_import_of_one_day_changes_no_series_and_gives_no_signal(avonshire, theme, request):
    person, today = avonshire.person("quality_lead"), timezone.localdate()
    started = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)

    def series():
        [counted] = series_of(person, [theme], today=today)
        measured = series_with_successors(person, theme, since=started, today=today)
        share = coded_by_month(person, counted.months, Filters(), today=today)
        return list(counted.counts), list(measured.counts), share

    before, signals = series(), find_signals(person, today=today)
    points = request.getfixturevalue("survey")
    assert len(points) == 60
    assert series() == before
    after = find_signals(person, today=today)
    assert [signal.theme for signal in after.signals] == [signal.theme for signal in signals.signals]
    assert "imported with one date for all rows" in after.left_out
    # Nothing is lost: the totals have them.
    [counted] = series_of(person, [theme], today=today)
    assert counted.left_out[-1] == 60 and counted.everything[-1] == before[0][-1] + 60
    # Also where points were moved by hand, so that the counts are made from the codings themselves.
    Coding.objects.filter(point=points[0]).update(first_theme=theme)
    assert list(series_with_successors(person, theme, since=started, today=today).counts) == before[1]


@pytest.mark.django_db
def test_the_pages_say_what_is_left_out_and_why(avonshire, theme, survey):
    words = "was collected once or now and then is not a monthly series"
    assert words in page_of(avonshire, "quality_lead", reverse("themes:list"))
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert words in page and "complaint imported with one date for all rows" in page
    # My work lists what is unusual, so it says why a full month is not: to whoever would be told of a signal.
    assert "complaint imported with one date for all rows" in page_of(
        avonshire, "quality_lead", reverse("home")
    )
    assert words not in page_of(avonshire, "practitioner", reverse("home"))
    other = Theme.objects.filter(state="active").exclude(pk=theme.pk).order_by("slug").last()
    assert words not in page_of(avonshire, "quality_lead", reverse("themes:detail", args=[other.pk]))
    # Readers of totals have no chart by month, and the months of a count that they see withheld are none of theirs.
    for role in ("councillor", "board_member"):
        assert words not in page_of(avonshire, role, reverse("themes:detail", args=[theme.pk]))


def test_home_speaks_only_of_what_came_once_in_the_month_it_reports():
    rows = [
        ("survey_comment", False, datetime.date(2025, 5, 3), 40),
        ("audit", False, TODAY.replace(month=10), 30),
    ]
    outside = one_offs_among(rows, today=TODAY)
    assert len(outside.streams) == 2
    assert [stream.source for stream in outside.in_month(datetime.date(2026, 10, 1)).streams] == ["audit"]
    assert outside.in_month(datetime.date(2026, 9, 1)).sentence == ""


@pytest.mark.django_db
def test_a_theme_of_a_survey_alone_has_no_chart_and_its_page_says_why(avonshire, theme, survey):
    ThemeMonth.objects.filter(theme=theme, one_day=False).delete()
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert "No chart by month" in page and "is not a monthly series" in page
    assert "Chart type:" not in page
    assert one_offs(avonshire.person("quality_lead"), today=timezone.localdate()).streams


@pytest.mark.django_db
def test_what_came_once_makes_no_topic_rise(avonshire):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    run = topic_detection.detect_topics(avonshire.council, today=today)
    recent = run.recent
    batch = ImportBatch.objects.create(council=avonshire.council, source="complaint", filename="a.csv", by=by)
    pieces = [
        feedback.NewFeedback("complaint", [f"Umbrellas drip in lobby {n}."], today, batch_row=n)
        for n in range(2, 42)
    ]
    saved = feedback.receive_many(by=by, pieces=pieces, batch=batch)
    Point.objects.filter(feedback__in=saved).update(coded_at=timezone.now())
    run = topic_detection.detect_topics(avonshire.council, today=today)
    assert run.recent == recent
    topic = topic_about("umbrellas")
    assert (topic.size, topic.recent, topic.is_rising) == (40, 0, False)
