"""One chart of a theme for home, list and page; negative issues unless asked otherwise; numbers open what they count."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.charts.chart_text import chart_caption
from goldthread.analysis.drawing.icons import variation_icon
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.dates import add_months, last_whole_month, month_start
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.models import Feedback, Point
from goldthread.themes.codebook.commands import add_theme
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting import charts, counts
from goldthread.themes.counting.commands import add_annotation
from goldthread.themes.counting.counts import Filters
from goldthread.themes.counting.signals import find_signals, signal_for_totals
from goldthread.themes.counting.theme_charts import chart_of, days_of
from goldthread.themes.counting.tones import EVERYTHING, NEGATIVE, PRAISE, tone_of
from tests.themes.conftest import page_of

pytestmark = pytest.mark.django_db
MONTHS = 24


def _theme(cast, negative: list[int], praise: list[int], name: str = "Warm hands") -> Theme:
    """Return a theme with so many negative and positive issues in each of the last 24 whole months."""
    lead, now = cast.person("quality_lead"), timezone.now()
    theme = add_theme(by=lead, name=name, group="Examples", what_it_is="Warm hands.")
    last = last_whole_month(timezone.localdate())
    rows = [
        (add_months(last, at + 1 - MONTHS), tone)
        for tone, numbers in ((-1, negative), (1, praise))
        for at, number in enumerate(numbers)
        for _ in range(number)
    ]
    points = Point.objects.bulk_create(
        Point(
            council=cast.council, tone=tone, text="Invented.", origin="feedback", origin_id=uuid.uuid4(), reference="F-0",
            permission="feedback.read", heard_on=month, month=month, source="complaint", speaker="carer", coded_at=now,
        )
        for month, tone in rows
    )  # fmt: skip
    Coding.objects.bulk_create(
        Coding(
            council=cast.council, theme=theme, applies=True, by=lead, at=now, point=point, tone=point.tone,
            month=point.month, source=point.source, speaker=point.speaker,
        )
        for point in points
    )  # fmt: skip
    counts.recount(cast.council.pk, {(theme.pk, month) for month, _ in rows})
    return theme


def _signals_of(person: Person, theme: Theme, tone: str = NEGATIVE) -> list:
    found = find_signals(person, today=timezone.localdate(), tone=tone)
    return [signal for signal in found.signals if signal.theme == theme]


STEADY = [6, 7, 5, 6, 8, 6, 5, 7, 6, 6, 7, 5] * 2
PRAISED = [9, 8, 10, 9, 9, 10, 8, 9, 9, 10, 9, 8] * 2


def test_praise_that_falls_is_no_signal_of_complaints(avonshire):
    lead = avonshire.person("quality_lead")
    theme = _theme(avonshire, STEADY, [*PRAISED[:-1], 0])
    assert _signals_of(lead, theme) == []
    [fallen] = _signals_of(lead, theme, PRAISE)
    assert fallen.way == "worse" and fallen.text.startswith("0 positive issues in ")
    # Counted together the month is low, and nobody can say whether that is good: 5 instead of about 15.
    [together] = _signals_of(lead, theme, EVERYTHING)
    assert (
        together.way == ""
        and together.text.startswith("5 issues in ")
        and together.words == "Unusual (special cause)."
    )
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert "Warm hands: negative issues by month" in page and "praise is not added to them" in page
    assert "gt-chart__point--concern" not in page and "Normal variation" in page


def test_fewer_complaints_are_better_and_more_are_worse(avonshire):
    lead = avonshire.person("quality_lead")
    more, fewer = (
        _theme(avonshire, [*STEADY[:-1], 30], []),
        _theme(avonshire, [*STEADY[:-1], 0], [], "Cold feet"),
    )
    assert [signal.way for signal in _signals_of(lead, more)] == ["worse"]
    assert [signal.way for signal in _signals_of(lead, fewer)] == ["better"]
    found = find_signals(lead, today=timezone.localdate()).signals
    assert [signal.way for signal in found] == sorted(
        (s.way for s in found), key=["worse", "", "better"].index
    )
    home = page_of(avonshire, "quality_lead", reverse("home"))
    assert "Unusual (special cause): worse than usual." in home


def test_one_month_of_many_is_no_signal_where_the_page_charts_days_between(avonshire):
    """All of one month, nothing else: by the month's count it would be far above any limit."""
    lead = avonshire.person("quality_lead")
    theme = _theme(avonshire, [0] * 12 + [1] + [0] * 10 + [9], [])
    made = chart_of(lead, theme, Filters(tone=NEGATIVE), today=timezone.localdate())
    assert made.unit == "days since the one before" and len(made.days) == 10
    assert _signals_of(lead, theme) == []
    assert "Days between events" in page_of(
        avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk])
    )


def test_issues_close_together_are_a_signal_of_a_rare_theme_and_not_for_readers_of_totals(avonshire):
    """A theme of one issue every second month or so has three at once: closer together than days between usually are."""
    lead, councillor = avonshire.person("quality_lead"), avonshire.person("councillor")
    theme = _theme(avonshire, [1, 0] * 11 + [0, 3], [])
    last = last_whole_month(timezone.localdate())
    points = Point.objects.filter(codings__theme=theme, month=last).order_by("pk")
    for day, point in enumerate(points, start=1):
        Point.objects.filter(pk=point.pk).update(heard_on=last.replace(day=day + 14))
    made = chart_of(lead, theme, Filters(tone=NEGATIVE), today=timezone.localdate())
    assert made.chart.kind == "t" and made.chart.values[-1] == 1  # a day, where two months are usual
    [signal] = _signals_of(lead, theme)
    assert signal.text == f"3 negative issues in {last:%B}, sooner after the one before than usual"
    assert signal.way == "worse"
    assert _signals_of(councillor, theme) == []


@pytest.mark.parametrize("tone", [NEGATIVE, PRAISE, EVERYTHING])
def test_home_list_and_page_read_the_same_chart(avonshire, tone):
    avonshire.enter()
    lead, today = avonshire.person("quality_lead"), timezone.localdate()
    _theme(avonshire, [*STEADY[:-1], 30], [*PRAISED[:-1], 0])
    unusual = {signal.theme.pk for signal in find_signals(lead, today=today, tone=tone).signals}
    for theme in Theme.objects.filter(council=avonshire.council, state="active"):
        made = chart_of(lead, theme, Filters(tone=tone), today=today)
        assert (theme.pk in unusual) == bool(made and made.is_unusual), theme.name
        if made:
            # What the page says of the last reading is what the list says, where that is of the last month.
            last = made.chart.dates[made.chart.last]
            said = "which is unusual" in chart_caption(made.chart, "this theme", made.unit)
            assert (theme.pk in unusual) == (said and month_start(last) == last_whole_month(today)), (
                theme.name
            )
            assert not (said and variation_icon(made.chart).kind == "normal"), theme.name
    assert unusual


@pytest.mark.parametrize("role", ["councillor", "board_member"])
def test_a_signal_that_readers_of_totals_follow_is_on_the_page_it_leads_to(avonshire, role):
    """Their page shows quarters of everything, on which nothing is unusual: it has to say what the list says."""
    avonshire.enter()
    reader, today, filters = avonshire.person(role), timezone.localdate(), Filters(tone=NEGATIVE)
    more = _theme(avonshire, [*STEADY[:-1], 30], PRAISED)
    usual = _theme(avonshire, STEADY, PRAISED, name="Cold feet")
    on_list = {signal.theme.pk: signal.text for signal in find_signals(reader, today=today).signals}
    themes = list(Theme.objects.filter(council=avonshire.council, state="active"))
    on_page = {
        series.theme.pk: signal.text
        for series in filters.series(reader, themes, today=today)
        if (signal := signal_for_totals(reader, series, filters, today=today))
    }
    assert on_page == on_list and more.pk in on_list and usual.pk not in on_list
    page = page_of(avonshire, role, reverse("themes:detail", args=[more.pk]))
    said = on_list[more.pk]
    assert f"{said[0].upper()}{said[1:]} (worse)." in page
    assert 'id="signal"' not in page_of(avonshire, role, reverse("themes:detail", args=[usual.pk]))
    assert 'id="signal"' not in page_of(avonshire, "quality_lead", reverse("themes:detail", args=[more.pk]))


def test_the_list_counts_what_the_address_asks_for_and_each_number_opens_it(avonshire):
    theme = _theme(avonshire, STEADY, PRAISED)
    last = last_whole_month(timezone.localdate())
    issues = reverse("themes:issues", args=[theme.pk])
    for tone, expected in ((NEGATIVE, 5), (PRAISE, 8), (EVERYTHING, 13)):
        page = page_of(avonshire, "quality_lead", reverse("themes:list") + f"?tone={tone}")
        address = f"{issues}?tone={tone}&month={last:%Y-%m}"
        assert re.search(rf'href="{re.escape(address)}"[^>]*>{expected}</a>', page), tone
        opened = page_of(avonshire, "quality_lead", address)
        tones = set(
            Point.objects.filter(
                pk__in=re.findall(r'name="row" value="([0-9a-f-]{36})"', opened)
            ).values_list("tone", flat=True)
        )
        assert tones == {NEGATIVE: {-1}, PRAISE: {1}, EVERYTHING: {-1, 1}}[tone]


def test_the_default_is_negative_and_a_wrong_choice_is_none(avonshire):
    assert tone_of("").slug == tone_of("loud").slug == NEGATIVE and tone_of("praise").direction == "increase"
    page = page_of(avonshire, "quality_lead", reverse("themes:list"))
    assert "Negative issues from feedback and findings of reviews" in page


def test_issues_without_a_sentiment_are_said_and_counted_under_everything(avonshire):
    theme = _theme(avonshire, STEADY, [])
    some = list(Coding.objects.filter(theme=theme).order_by("pk").values_list("pk", flat=True)[:3])
    Coding.objects.filter(pk__in=some).update(tone=None)
    months = Coding.objects.filter(theme=theme).values_list("month", flat=True).distinct()
    counts.recount(avonshire.council.pk, {(theme.pk, month) for month in months})
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert "3 issues have no sentiment or a neutral one" in page
    assert f"{reverse('themes:detail', args=[theme.pk])}?tone=count" in page


def test_a_campaign_is_one_event_of_a_rare_theme(avonshire):
    lead, today = avonshire.person("quality_lead"), timezone.localdate()
    theme = _theme(avonshire, [0] * 10 + [2] + [0] * 10 + [4, 0, 0], [])
    [series] = Filters(tone=NEGATIVE).series(lead, [theme], today=today)
    assert len(days_of(lead, [series], Filters(tone=NEGATIVE), today=today)[theme.pk]) == 6
    group = DuplicateGroup.objects.create(council=avonshire.council, kind="campaign", by=lead)
    pieces = list(Feedback.objects.filter(council=avonshire.council, duplicate=None)[:4])
    points = Point.objects.filter(codings__theme=theme, month=add_months(last_whole_month(today), -2))
    for point, piece in zip(points, pieces, strict=True):
        DuplicateMember.objects.create(council=avonshire.council, group=group, feedback=piece)
        Point.objects.filter(pk=point.pk).update(origin_id=piece.pk)
    assert len(days_of(lead, [series], Filters(tone=NEGATIVE), today=today)[theme.pk]) == 3


def test_the_chart_is_downloaded_as_the_page_shows_it(avonshire):
    theme = _theme(avonshire, STEADY, PRAISED)
    client = avonshire.client("quality_lead")
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]) + "?tone=praise")
    for ending in ("svg", "csv"):
        assert f'{reverse(f"themes:chart_{ending}", args=[theme.pk])}?tone=praise"' in page
    answer = client.get(reverse("themes:chart_csv", args=[theme.pk]) + "?tone=praise")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"Month","Positive issues","Normal variation","Result"' and len(lines) == 1 + MONTHS
    last = last_whole_month(timezone.localdate())
    assert lines[1].startswith(f'"{last:%B %Y}",8,') and "<a" not in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="warm-hands-positive-issues.csv"'
    drawing = client.get(reverse("themes:chart_svg", args=[theme.pk]))
    assert drawing["Content-Type"] == "image/svg+xml" and b"negative issues" in drawing.content
    assert b"tabindex" not in drawing.content
    # Who sees totals gets those and no month.
    totals = (
        avonshire.client("councillor")
        .get(reverse("themes:chart_csv", args=[theme.pk]))
        .content.decode("utf-8-sig")
    )
    assert f"{last:%B %Y}" not in totals and "Month" not in totals.splitlines()[0]


def test_a_long_annotation_is_shown_whole_and_a_longer_one_is_refused(avonshire):
    lead, theme = avonshire.person("quality_lead"), _theme(avonshire, STEADY, [])
    label = ("The agency closed at a day's notice and every visit moved. " * 4).strip()
    day = add_months(last_whole_month(timezone.localdate()), -3)
    add_annotation(by=lead, on=day, label=label, theme=theme)
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert label in page  # in the list under the chart, and in its key over several lines
    with pytest.raises(Refused, match="to 300 characters or fewer"):
        add_annotation(by=lead, on=day, label=label * 2, theme=theme)


@pytest.mark.parametrize(
    ("month", "until"),
    [
        (datetime.date(2026, 9, 1), datetime.date(2026, 9, 30)),
        (datetime.date(2026, 10, 1), datetime.date(2026, 9, 30)),
        (datetime.date(2026, 2, 1), datetime.date(2025, 12, 31)),
        (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31)),
    ],
)
def test_a_quarter_that_is_not_over_is_not_given_as_one(month, until):
    assert charts._end_of_last_whole_quarter(month) == until


def test_limits_are_made_anew_from_the_month_after_an_annotation_that_says_so(avonshire):
    """Nine or so a month for a year, then three: over both, every month would be unusual."""
    lead, today = avonshire.person("quality_lead"), timezone.localdate()
    theme = _theme(avonshire, [9, 8, 10, 9, 9, 10, 8, 9, 9, 10, 9, 8, 3, 2, 4, 3, 3, 2, 4, 3, 2, 3, 3, 2], [])
    made = chart_of(lead, theme, Filters(tone=NEGATIVE), today=today)
    assert (made.chart.code != 0).sum() == 24 and len(_signals_of(lead, theme)) == 1
    last = last_whole_month(today)
    add_annotation(
        by=lead, on=add_months(last, -12), label="Updates every fortnight", theme=theme, recalculates=True
    )
    made = chart_of(lead, theme, Filters(tone=NEGATIVE), today=today)
    assert (made.chart.code != 0).sum() == 0 and _signals_of(lead, theme) == []
    assert made.chart.mean[0] == pytest.approx(9) and made.chart.mean[-1] == pytest.approx(34 / 12)
    assert made.rebase == (add_months(last, -11),)
    page = page_of(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert (
        "Updates every fortnight. Limits recalculated from the month after" in page
        and "gt-chart__old" in page
    )
    # Of another theme nothing changes, and one before the first month is none.
    other = _theme(avonshire, STEADY, [], "Cold feet")
    assert chart_of(lead, other, Filters(tone=NEGATIVE), today=today).rebase == ()
