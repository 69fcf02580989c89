"""Totals: no count of 1 to 4 can be worked out by subtraction from all the pages of a theme together."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.dates import add_months, financial_year
from goldthread.feedback.models import Point
from goldthread.impact import jobs
from goldthread.impact.models import Measure
from goldthread.learning.models import Direction, MeasureKind
from goldthread.themes.codebook import commands
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting import counts, freezing, team_comparison, totals
from goldthread.themes.counting.freezing import freeze_quarters
from goldthread.themes.counting.models import ThemeQuarter
from goldthread.themes.counting.signals import find_signals
from tests.themes.conftest import page_of

pytestmark = pytest.mark.django_db

READERS = ["councillor", "board_member", "administrator"]
FOUR_TEAMS = ("locality-north", "locality-south", "mental-health", "hospital-discharge")


@dataclass(frozen=True)
class Example:
    """A theme made for a test, with the first month of its financial year, and its measure."""

    theme: Theme
    first: datetime.date
    measure: Measure


def make_example(cast, rows: list[tuple[int, str, str, str]], name: str = "Warm hands") -> Example:
    """Return a theme with one point for each row: which of twelve months, team, source and speaker."""
    lead, today = cast.person("quality_lead"), timezone.localdate()
    theme = commands.add_theme(by=lead, name=name, group="Examples", what_it_is="Warm hands.")
    # The last financial year that is over and counted: its last quarter ended four weeks ago or more.
    first, now = financial_year(add_months(today - datetime.timedelta(days=28), -12)), timezone.now()
    common = {"council": cast.council, "tone": -1}
    points = Point.objects.bulk_create(
        Point(
            **common,
            text="Invented.",
            origin="feedback",
            origin_id=uuid.uuid4(),
            reference="F-0",
            permission="feedback.read",
            heard_on=add_months(first, month),
            month=add_months(first, month),
            team=cast.team(team) if team else None,
            source=source,
            speaker=speaker,
            coded_at=now,
        )
        for month, team, source, speaker in rows
    )
    Coding.objects.bulk_create(
        Coding(
            **common,
            theme=theme,
            applies=True,
            by=lead,
            at=now,
            point=point,
            **{name: getattr(point, name) for name in ("month", "team", "source", "speaker")},
        )
        for point in points
    )
    counts.recount(cast.council.pk, {(theme.pk, point.month) for point in points})
    measure = Measure.objects.create(
        council=cast.council,
        name="Times that hands were cold",
        kind=MeasureKind.COUNT,
        direction=Direction.DECREASE,
        smallest_change=20,
        data_source=Measure.DataSource.COUNTED,
        theme=theme,
    )
    jobs.count(by=lead, measure=measure, today=today)
    freeze_quarters(cast.council, today=today)
    return Example(theme, first, measure)


def by_month(numbers: list[int], team: str = "mental-health") -> list[tuple[int, str, str, str]]:
    """Return rows with so many points in each of the twelve months, the same but for the month."""
    return [(month, team, "complaint", "carer") for month, many in enumerate(numbers) for _ in range(many)]


def by_team(numbers: dict[str, int]) -> list[tuple[int, str, str, str]]:
    """Return rows with so many points of each team, spread over the year so that no quarter is small."""
    teams = [team for team, many in numbers.items() for _ in range(many)]
    return [(index % 12, team, "complaint", "carer") for index, team in enumerate(teams)]


def pages(cast, who: str, example: Example) -> dict[str, str]:
    """Return the text of the pages of a theme that this person may open; of the list, its own row."""
    theme = example.theme.pk
    listed = page_of(cast, who, reverse("themes:list")).split("<main")[1]
    rows = re.findall(r"<tr.*?</tr>", listed, re.S)
    [row] = [row for row in rows if reverse("themes:detail", args=[theme]) in row]
    answers = {
        "list": row,
        # The chart's page and the breakdown's, one after the other: what the one withholds the other must not give.
        "detail": "".join(
            page_of(cast, who, reverse(f"themes:{part}", args=[theme])).split("<main")[1]
            for part in ("detail", "sources")
        ),
        "compare": page_of(cast, who, reverse("themes:compare_teams", args=[theme])),
    }
    if cast.person(who).may("impact.read"):
        answers["measure"] = page_of(cast, who, reverse("impact:measure", args=[example.measure.pk]))
        answers["measures"] = page_of(cast, who, reverse("impact:list"))
    return {name: text.split("<main")[-1] for name, text in answers.items()}


def figures(text: str) -> set[int]:
    """Return the numbers that a page shows: in tables, in drawings and their descriptions, in captions."""
    cells = re.findall(r"<td[^>]*>\s*(?:<[^>]*>\s*)*([\d,]+)\b", text)
    drawn = re.findall(r"<text[^>]*>([\d,]+)</text>", text)
    described = [
        n for desc in re.findall(r"<desc[^>]*>(.*?)</desc>", text, re.S) for n in re.findall(r"\b\d+", desc)
    ]
    captions = re.findall(r"of ([\d,]+) issues?", text)
    numbers = {int(number.replace(",", "")) for number in (*cells, *drawn, *described, *captions)}
    return {number for number in numbers if not 2000 < number < 2100}


def team_rows(text: str) -> dict[str, str]:
    """Return the first cell beside each team in a page's tables."""
    return dict(re.findall(r">\s*([A-Z][\w ]+?)\s*</t[hd]>\s*<td[^>]*>\s*(.*?)\s*</td>", text, re.S))


@pytest.mark.slow(reason="Five pages for each of three readers")
@pytest.mark.parametrize("who", READERS)
def test_a_theme_with_a_small_quarter_is_shown_by_year_alone(avonshire, who):
    numbers = [7, 6, 5, 11, 8, 2, 2, 0, 1, 9, 5, 3]
    example = make_example(avonshire, by_month(numbers))
    shown = pages(avonshire, who, example)
    numbers_shown = set().union(
        *(figures(text) for name, text in shown.items() if name in ("list", "detail", "measure"))
    )
    assert 59 in numbers_shown, "the year's total is shown, for no quarter stands beside it"
    # Any other run of months: a single month, the small quarter, a part of the year.
    runs = {sum(numbers[start:end]) for start in range(12) for end in range(start + 1, 13)}
    year_in_its_name = {(example.first.year + 1) % 100}
    assert not numbers_shown & (runs - {0, 59} - year_in_its_name)
    assert "By year only" in shown["list"] and "Not shown" not in shown["list"]
    assert "Financial year" in shown["detail"] and "Breakdown," in shown["detail"]


def test_a_theme_without_a_small_quarter_is_shown_by_quarter_and_year(avonshire):
    example = make_example(avonshire, by_month([7, 6, 5, 11, 8, 2, 2, 3, 1, 9, 5, 3]))
    listed, detail = (page_of(avonshire, "councillor", address) for address in _addresses(example))
    assert {18, 21, 6, 17, 62} <= figures(detail)
    assert "62" in listed


def _addresses(example: Example) -> tuple[str, str]:
    return reverse("themes:list"), reverse("themes:detail", args=[example.theme.pk])


@pytest.mark.parametrize(
    ("quarters", "by_quarter", "total"),
    [
        ([18, 21, 3, 17], False, 59),
        ([18, 21, 3, 17], True, None),  # 59 - 18 - 21 - 17 = 3
        ([18, 2, 3, 17], True, 40),  # the two make 5: 1 and 4, 2 and 3, 3 and 2, 4 and 1
        ([18, 1, 1, 17], True, None),  # the two make 2, so each is 1
        ([18, 4, 4, 17], True, None),  # the two make 8, so each is 4
        ([0, 0, 0, 0], False, 0),
        ([1, 0, 2, 0], False, None),
        ([5, 5, 5, 5], True, 20),
    ],
)
def test_a_years_total_gives_no_small_quarter_away(quarters, by_quarter, total):
    year = totals.Year(
        [
            totals.Quarter(ThemeQuarter(first=datetime.date(2025, 4, 1), count=count, by_quarter=by_quarter))
            for count in quarters
        ]
    )
    assert year.total == total


def test_one_piece_coded_late_changes_no_total(avonshire):
    example = make_example(avonshire, by_month([5] * 12))
    councillor, later = avonshire.person("councillor"), timezone.localdate() + datetime.timedelta(days=1)
    before = _shown(councillor, example)
    _code_late(avonshire, example, 1)
    freeze_quarters(avonshire.council, today=later)
    assert (
        _shown(councillor, example)
        == before
        == ([15, 15, 15, 15], 60, [(avonshire.team("mental-health").name, 60)])
    )
    # Six of the same kind can be nobody's alone: after an import was put right, say.
    _code_late(avonshire, example, 5)
    freeze_quarters(avonshire.council, today=later)
    assert _shown(councillor, example) == ([21, 15, 15, 15], 66, [(avonshire.team("mental-health").name, 66)])


def test_merging_two_themes_does_not_give_away_what_was_coded_late(avonshire):
    one, other = (
        make_example(avonshire, by_month([5] * 12)),
        make_example(avonshire, by_month([3] * 12), "Hats"),
    )
    councillor, lead = avonshire.person("councillor"), avonshire.person("quality_lead")
    later = timezone.localdate() + datetime.timedelta(days=1)
    _code_late(avonshire, one, 1, at=timezone.now() + datetime.timedelta(days=1))
    commands.merge_themes(by=lead, theme=other.theme, into=one.theme, reason="They are the same.")
    freeze_quarters(avonshire.council, today=later)
    # 15 + 9 + 1 would be 25, and a reader of both totals knew 15 and 9.
    assert _shown(councillor, one)[0] == [15, 24, 24, 24]
    _code_late(avonshire, one, 4, at=timezone.now() + datetime.timedelta(days=1))
    freeze_quarters(avonshire.council, today=later)
    assert _shown(councillor, one)[0] == [29, 24, 24, 24]


def _shown(
    person, example: Example
) -> tuple[list[int | None], int | None, list[tuple[str, int | None]] | None]:
    year = totals.totals_of(person, [example.theme])[example.theme.pk].last_year
    assert year is not None
    return (
        [quarter.count for quarter in year.quarters],
        year.total,
        totals.suppressed_counts_by(person, "team", year),
    )


def _code_late(cast, example: Example, many: int, at: datetime.datetime | None = None) -> None:
    [coding] = Coding.objects.filter(theme=example.theme, month=example.first).select_related("point")[:1]
    for _ in range(many):
        point = coding.point
        point.pk = coding.pk = None
        point.origin_id = uuid.uuid4()
        point._state.adding = coding._state.adding = True
        point.id, coding.id = uuid.uuid4(), uuid.uuid4()
        point.save(force_insert=True)
        coding.point, coding.at = point, at or coding.at
        coding.save(force_insert=True)
    counts.recount(cast.council.pk, {(example.theme.pk, example.first)})


def test_how_a_theme_is_shown_is_decided_before_its_year_is_seen(avonshire):
    example = make_example(avonshire, by_month([5] * 12))
    next_year = add_months(example.first, 12)
    known = {row.first: row for row in ThemeQuarter.objects.filter(theme=example.theme, first__lt=next_year)}
    assert known[example.first].by_quarter
    # Another year, whose second quarter turns out small, is shown by quarter as its first was.
    assert freezing._shown_by_quarter(
        next_year, {**known, next_year: ThemeQuarter(first=next_year, count=2)}, [next_year]
    )
    known[example.first].count = 4
    assert not freezing._shown_by_quarter(
        next_year, {**known, next_year: ThemeQuarter(first=next_year, count=30)}, [next_year]
    )


def test_most_of_avonshires_themes_have_a_total_that_a_councillor_may_see(avonshire):
    listed = page_of(avonshire, "councillor", reverse("themes:list")).split("<main")[1]
    rows = [row for row in re.findall(r"<tr.*?</tr>", listed, re.S) if "/themes/" in row]
    assert len(rows) > 30
    assert sum("Not shown" in row for row in rows) <= len(rows) // 10


@pytest.mark.parametrize("who", READERS)
def test_the_one_small_team_can_be_worked_out_from_no_page(avonshire, who):
    north, south, mind, ward = FOUR_TEAMS
    by_team_counts = {north: 40, south: 35, mind: 30, "": 6, ward: 3}
    example = make_example(avonshire, by_team(by_team_counts))
    shown = pages(avonshire, who, example)
    assert sum(by_team_counts.values()) in figures(shown["list"])
    detail, compared = team_rows(shown["detail"]), team_rows(shown["compare"])
    name = {slug: avonshire.team(slug).name for slug in FOUR_TEAMS}
    assert detail[name[north]] == compared[name[north]] == "40"
    assert detail[name[ward]] == detail["No team recorded"] == compared[name[ward]] == "Not shown"
    # What is left is two counts together, 9, which could be 3 and 6 or 4 and 5.
    teams_shown = [int(detail[one]) for one in (*name.values(), "No team recorded") if detail[one].isdigit()]
    left = sum(by_team_counts.values()) - sum(teams_shown)
    assert left == 9
    teams = team_comparison.points_by_team(avonshire.person(who), example.theme, today=timezone.localdate())
    funnel = team_comparison.team_funnel(teams)
    assert funnel is not None and {unit.name for unit in funnel.units} & {name[ward]} == set()
    visible = [(about, every) for team, about, every in teams.rows if team not in teams.hidden]
    rate = sum(about for about, _ in visible) / sum(every for _, every in visible)
    assert funnel.rate == pytest.approx(rate), "hidden teams are left out of the average"
    assert sum(about for about, _ in visible) == 105


def test_a_breakdown_into_ones_is_not_shown_beside_its_total(avonshire):
    teams = ("first-contact", *FOUR_TEAMS)
    example = make_example(avonshire, [(0, team, "complaint", "carer") for team in teams])
    shown = pages(avonshire, "councillor", example)
    assert 5 in figures(shown["list"])
    assert not any(avonshire.team(team).name in shown["detail"] for team in teams)
    assert "Too little data" in shown["compare"]


def test_the_breakdown_by_speaker_does_not_imply_the_one_by_source(avonshire):
    rows = (
        [("staff_feedback", "staff")] * 3 + [("exit_interview", "staff")] * 12 + [("complaint", "carer")] * 12
    )
    example = make_example(avonshire, [(index % 12, "mental-health", *row) for index, row in enumerate(rows)])
    answer = pages(avonshire, "councillor", example)["detail"]
    assert "Type of feedback" in answer and "Not shown" in answer and "Feedback from" not in answer
    assert "Feedback from" in page_of(
        avonshire, "quality_lead", reverse("themes:sources", args=[example.theme.pk])
    )


def test_the_day_of_rare_feedback_is_not_shown(avonshire):
    example = make_example(avonshire, by_month([0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]))
    address = reverse("themes:detail", args=[example.theme.pk])
    assert "Days between events" in page_of(avonshire, "quality_lead", address)
    answer = page_of(avonshire, "councillor", address).split("<main")[1]
    assert "days since" not in answer and "Issues in each whole" in answer
    assert not re.search(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d", answer)


def test_a_signal_gives_no_months_count(avonshire):
    lead, councillor = avonshire.person("quality_lead"), avonshire.person("councillor")
    last = counts.last_whole_month(timezone.localdate())
    example = make_example(avonshire, by_month([8] * 12))
    # Two and three by turns in each of two years' months, and all the others in the last.
    keys = list(Coding.objects.filter(theme=example.theme).order_by("pk").values_list("pk", flat=True))
    months = [add_months(last, -n) for n in range(1, 24) for _ in range(2 + n % 2)]
    for key, month in zip(keys, months + [last] * len(keys), strict=False):
        Coding.objects.filter(pk=key).update(month=month)
    counts.recount(avonshire.council.pk, {(example.theme.pk, add_months(last, -n)) for n in range(40)})
    [with_count] = [
        s for s in find_signals(lead, today=timezone.localdate()).signals if s.theme == example.theme
    ]
    [without_count] = [
        s for s in find_signals(councillor, today=timezone.localdate()).signals if s.theme == example.theme
    ]
    assert with_count.text == f"38 negative issues in {last:%B}, more than it usually gets"
    assert without_count.text == f"more negative issues than usual in {last:%B}"
    assert with_count.way == without_count.way == "worse"


@pytest.mark.parametrize("who", READERS)
def test_the_history_does_not_give_the_number_of_points_moved(avonshire, who):
    lead = avonshire.person("quality_lead")
    example = make_example(avonshire, by_month([9] * 12))
    other = commands.add_theme(by=lead, name="Cold hands", group="Examples", what_it_is="Cold hands.")
    points = [coding.point for coding in Coding.objects.filter(theme=example.theme)[:2]]
    commands.move_codings(
        by=lead, points=points, from_theme=example.theme, to_theme=other, reason="They were cold"
    )
    version = CodebookVersion.objects.order_by("-number").first()
    for address in (
        reverse("themes:definition", args=[example.theme.pk]),
        reverse("themes:versions"),
        reverse("themes:version", args=[version.number]),
    ):
        answer = page_of(avonshire, who, address)
        assert "Issues moved from Warm hands to Cold hands" in answer
        assert not re.search(r"\b\d+ issues? moved", answer)
