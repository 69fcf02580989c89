"""A measure's chart: limits of before carried forward, a step once the result says so, and the direction of better."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.dates import add_months
from goldthread.impact import commands
from goldthread.impact.charts import events_of, measure_chart, small_chart
from goldthread.impact.counting_changes.commands import record_counting_change
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.learning.models import Direction, MeasureKind
from goldthread.themes.counting.commands import add_annotation

pytestmark = pytest.mark.django_db
ACTED = datetime.date(2025, 3, 1)
# Twelve months before: mean 9, moving ranges of 2 throughout, so limits 9 ± 2.66 x 2 = 3.68 and 14.32.
BEFORE = [8, 10] * 6
AFTER = [3, 2] * 6


def _measure(
    cast, before=BEFORE, after=AFTER, *, direction=Direction.DECREASE, state="", **fields
) -> Measure:
    """Return a measure with readings before and after its action, not in its own month; with a result where given."""
    cast.enter()
    lead: Person = cast.person("quality_lead")
    defaults = {
        "kind": MeasureKind.COUNT,
        "smallest_change": 25,
        "unit": "complaints a month",
        "acted_on": ACTED,
    }
    measure = Measure.objects.create(
        council=cast.council, name="Cold hands", direction=direction, **(defaults | fields)
    )
    months = [add_months(ACTED, n - len(before)) for n in range(len(before))]
    months += [add_months(ACTED, n + 1) for n in range(len(after))]
    for month, value in zip(months, [*before, *after], strict=True):
        Reading.objects.create(
            council=cast.council, measure=measure, month=month, value=Decimal(value), by=lead
        )
    if state:
        Verdict.objects.create(
            council=cast.council,
            measure=measure,
            review_month=12,
            on=add_months(ACTED, 13),
            state=state,
            sentence="S.",
        )
    return measure


def _chart(measure: Measure):
    return measure_chart(measure, list(measure.readings.all()))


def _marks(svg: str, kind: str) -> int:
    drawing = svg.split('<g class="gt-chart__key">')[0]
    return drawing.count(f"gt-chart__point--{kind}")


@pytest.mark.parametrize(
    "state", ["", "lower_since", "early_sign", "no_detectable_change_yet", "too_little_data"]
)
def test_until_the_result_says_so_the_limits_of_before_go_on(avonshire, state):
    measure = _measure(avonshire, state=state)
    chart = _chart(measure)
    limits = {tuple(row[2:5]) for row in chart.rows}
    assert limits == {(9.0, 3.68, 14.3)} and chart.recalculated == ""
    # Each of the twelve months after lies below the lower limit, where lower is better; none of the months before does.
    assert _marks(chart.svg, "improvement") == 12 and _marks(chart.svg, "concern") == 0
    assert "The limits are those of the 12 readings up to February 2025, carried forward." in chart.caption
    assert [icon.words for icon in chart.icons] == ["Better than usual", "No target set"]


@pytest.mark.parametrize(
    ("state", "direction"), [("improved", Direction.DECREASE), ("worsened", Direction.INCREASE)]
)
def test_a_step_is_drawn_once_the_result_is_improved_or_worsened(avonshire, state, direction):
    chart = _chart(_measure(avonshire, state=state, direction=direction))
    assert {tuple(row[2:5]) for row in chart.rows[:12]} == {(9.0, 3.68, 14.3)}
    assert {row[2] for row in chart.rows[13:]} == {2.5}
    words = state.capitalize()
    assert chart.recalculated == (
        f"Limits recalculated from April 2025; the old ones go on as dots. Reason: The result at 12 months is {words}."
    )
    assert f"The result at 12 months is {words}." in chart.svg and "gt-chart__old" in chart.svg
    tint = {"improved": "#dfeaf6", "worsened": "#fbe9dd"}[state]
    assert tint in chart.svg and "mean was 9" in chart.svg
    # Judged by the new limits the months after are usual.
    assert _marks(chart.svg, "improvement") == _marks(chart.svg, "concern") == 0


def test_a_result_that_todays_rule_would_not_give_draws_no_step(avonshire):
    measure = _measure(avonshire, state="improved")
    measure.verdicts.update(today_state="lower_since", today_sentence="Lower.")
    assert _chart(measure).recalculated == ""


def test_with_fewer_than_ten_months_since_the_old_limits_go_on(avonshire):
    chart = _chart(_measure(avonshire, after=AFTER[:9], state="improved"))
    assert chart.recalculated == "" and {row[2] for row in chart.rows} == {9.0}


def test_where_higher_is_better_a_fall_is_worse(avonshire):
    chart = _chart(_measure(avonshire, direction=Direction.INCREASE))
    assert _marks(chart.svg, "concern") == 12 and _marks(chart.svg, "improvement") == 0
    assert chart.icons[0].words == "Worse than usual"


def test_too_few_months_before_make_no_limits_and_none_are_made_across_the_action(avonshire):
    chart = _chart(_measure(avonshire, before=BEFORE[:7], after=[3, 2] * 9))
    assert {row[3] for row in chart.rows} == {None}
    assert (
        "Limits would be made from 7 readings: too few to say what is usual for this measure."
        in chart.caption
    )
    assert chart.icons[0].words == "Too few to say"
    # So no month is unusual: by limits over both sides of the action, all would be.
    assert not any(_marks(chart.svg, kind) for kind in ("improvement", "concern", "higher", "lower"))


def test_an_action_that_makes_something_rare_keeps_the_chart_of_before(avonshire):
    chart = _chart(_measure(avonshire, after=[0, 0, 1, 0] * 6))
    assert chart.why.startswith("An XmR chart") and _marks(chart.svg, "improvement") == 24


def test_the_target_is_drawn_with_its_icon(avonshire):
    for target, words in (
        (Decimal(20), "Meets its target each time"),
        (Decimal(10), "Meets or misses its target by chance"),
        (Decimal(1), "Misses its target each time"),
    ):
        chart = _chart(_measure(avonshire, target=target))
        assert chart.icons[1].words == words and f"target {target}" in chart.svg


def test_months_to_bed_in_belong_to_neither_side(avonshire):
    chart = _chart(_measure(avonshire, state="improved", after=[9, 9, *AFTER], bedding_in=2))
    assert chart.recalculated.startswith("Limits recalculated from June 2025")


def test_from_a_change_of_counting_on_limits_are_made_anew(avonshire):
    """Its limits before say nothing of what is counted since; the months up to it keep what they had."""
    measure = _measure(avonshire)
    plain = _chart(measure)
    record_counting_change(
        by=avonshire.person("quality_lead"),
        measure=measure,
        month=add_months(ACTED, 6),
        title="Calls by the new form count too",
        because="There is a new form since then.",
        today=add_months(ACTED, 13),
    )
    marked = _chart(Measure.objects.get(pk=measure.pk))
    assert "September 2025: counted otherwise" in marked.svg
    assert "recalculated from September 2025, because it is counted otherwise" in marked.recalculated
    until = [row[0] for row in marked.rows].index("September 2025")
    assert [row[:5] for row in marked.rows[:until]] == [row[:5] for row in plain.rows[:until]]
    assert {row[2] for row in marked.rows[until:]}.isdisjoint({row[2] for row in plain.rows[until:]})
    assert not [row for row in marked.rows[until:] if "unusual" in row[-1]]


def test_the_page_has_values_on_focus_downloads_and_the_list_a_small_chart(avonshire):
    measure = _measure(avonshire, target=Decimal(4))
    client = avonshire.client("quality_lead")
    page = client.get(reverse("impact:measure", args=[measure.pk])).content.decode()
    assert 'aria-label="April 2025: 3 complaints a month, below the lower control limit"' in page
    assert "Skip the readings in the chart" in page and "gt-icon" in page
    answer = client.get(reverse("impact:chart_csv", args=[measure.pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"Month","Reading","Mean","Lower","Upper","In words"'
    assert lines[1] == '"March 2024",8,9,3.68,14.3,"normal variation"'
    drawing = client.get(reverse("impact:chart_svg", args=[measure.pk])).content.decode()
    assert "tabindex" not in drawing and drawing.startswith("<svg")
    assert (
        small_chart(measure, list(measure.readings.all()))
        in client.get(reverse("impact:list")).content.decode()
    )


def test_who_sees_no_numbers_gets_no_chart_as_a_file_or_in_the_list(avonshire):
    avonshire.enter()
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="counted", withdrawn_on=None
    ).first()
    client = avonshire.client("councillor")
    for ending in ("svg", "csv"):
        answer = client.get(reverse(f"impact:chart_{ending}", args=[measure.pk]))
        assert answer.status_code == 302 and answer["Location"] == reverse(
            "impact:measure", args=[measure.pk]
        )
    avonshire.enter()
    assert f"s{measure.pk.hex[-8:]}-title" not in client.get(reverse("impact:list")).content.decode()


def test_a_measure_of_a_theme_counts_negative_issues_unless_told_otherwise(avonshire):
    assert Measure._meta.get_field("counted_tone").default == Measure.Tone.FAULT
    assert commands.set_up_measure.__wrapped__.__kwdefaults__["counted_tone"] == Measure.Tone.FAULT
    avonshire.enter()
    for measure in Measure.objects.filter(
        council=avonshire.council, data_source="counted", withdrawn_on=None
    ).order_by("pk")[:2]:
        page = (
            avonshire.client("quality_lead")
            .get(reverse("impact:measure", args=[measure.pk]))
            .content.decode()
        )
        avonshire.enter()
        assert re.search(rf"Counts</dt>\s*<dd[^>]*>\s*{measure.get_counted_tone_display()}", page), (
            measure.name
        )


def test_what_is_annotated_on_every_themes_chart_is_on_that_of_a_measure_counted_from_one(avonshire):
    lead = avonshire.person("quality_lead")
    measure = Measure.objects.get(council=avonshire.council, name="Times that somebody was not kept informed")
    month = add_months(measure.acted_on, 2)
    add_annotation(by=lead, on=month, label="Comment cards at every desk", theme=None)
    assert (month, "Comment cards at every desk") in events_of(lead, measure)
    typed = Measure.objects.filter(council=avonshire.council, theme=None).first()
    assert events_of(lead, typed) == []


def test_the_numbers_in_the_chart_are_those_that_it_draws(avonshire):
    """A caption gives three figures, so does its table; and nobody leaves fewer than no complaints."""
    [first, *_] = _chart(_measure(avonshire)).rows
    assert first[1:5] == (8, 9, 3.68, 14.3)
    few = _measure(avonshire, before=[1, 3] * 6, after=[])  # 2 ± 5.32
    assert _chart(few).rows[0][1:5] == (1, 2, 0, 7.32)
    small = _measure(avonshire, before=[0.04, 0.05] * 6, after=[], kind=MeasureKind.SCORE)
    assert _chart(small).rows[0][1] == 0.04
    below = _measure(avonshire, before=[-1, 1] * 6, after=[], kind=MeasureKind.SCORE)
    assert _chart(below).rows[0][3] == -5.32
