"""Charts of measures: the type that suits the numbers, the SVG, its caption and its table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Q

from goldthread.analysis.charts.chart_choice import CHARTS, choose_chart
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_caption, chart_sentence, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.formatting import FEWEST_FOR_LIMITS, figure, percent_bounds, usual_range
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.beside import Other, within
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.icons import Icon, assurance_icon, variation_icon
from goldthread.analysis.drawing.small_charts import small_multiple
from goldthread.council.models import Person
from goldthread.dates import add_months, months_between
from goldthread.impact.comparators.comparing import of_measure
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.impact.small_numbers import PARTED
from goldthread.learning.models import Direction
from goldthread.themes.counting.models import Annotation

_BETWEEN_EVENTS = ("t", "g")
Event = tuple[datetime.date, str]


@dataclass(frozen=True)
class MeasureChart:
    """A chart for a page and for a narrow screen, with its caption, the reason for its type, its table and icons.

    recalculated: from when and why its limits are made anew, in sentences; "" where they are those of before.
    stepped: whether they are made anew since the action. others: what others published, drawn with it.
    """

    svg: str
    narrow: str
    caption: str
    why: str
    rows: list[tuple]
    icons: list[Icon]
    recalculated: str = ""
    stepped: bool = False
    others: tuple[Other, ...] = ()
    columns: list[Any] = field(default_factory=lambda: _columns(()))


@dataclass(frozen=True)
class Step:
    """The month from which limits are made anew, why, and whether that is "better" or "worse"; "" where neither."""

    month: datetime.date
    reason: str
    way: str


def measure_chart(
    measure: Measure,
    readings: Sequence[Reading],
    events: Sequence[Event] = (),
    *,
    uid: str = "",
    focusable: bool = False,
) -> MeasureChart | None:
    """Return a measure's chart from its readings in order; None where no chart can be made of them.

    `uid` begins the ids in the SVG, where one page holds the same chart twice. focusable: each reading shows its value
    on hover and focus, for a page with our style sheet.

    The action's month is annotated, and each month from which it is counted otherwise. Limits are calculated from the
    months before the action and carried forward, so that they never run through it; the old ones stay visible after
    they are recalculated (`_step`). A month without a reading is a gap that no line crosses.
    """
    asked = _question(measure, readings)
    annotations = tuple(_annotations(measure, events, asked.step))
    name = uid or f"m{measure.pk.hex[-8:]}"
    return _drawn(asked, measure.name, annotations, name, focusable, _others(measure, readings))


# A page that is opened again draws the same: it follows from these alone.
@lru_cache(maxsize=256)
def _drawn(
    asked: _Question,
    title: str,
    annotations: tuple[Event, ...],
    name: str,
    focusable: bool,
    others: tuple[Other, ...],
) -> MeasureChart | None:
    made = _made(asked)
    if made is None:
        return None
    (chart, why), step = made, asked.step
    others = tuple(other for other, *_ in within(chart, others))

    def svg(*, compact: bool) -> str:
        return chart_svg(
            chart,
            title,
            what="this measure",
            unit=asked.unit,
            events=annotations,
            compact=compact,
            uid=f"{name}n" if compact else name,
            focusable=focusable,
            step=step.way if step else "",
            action_on=asked.acted_on,
            others=others,
        )

    return MeasureChart(
        svg=svg(compact=False),
        narrow=svg(compact=True),
        caption=chart_caption(chart, "this measure", asked.unit),
        why=why,
        rows=[
            (
                row["label"],
                *(_rounded(row[name]) for name in ("value", "mean")),
                *(_rounded(limit) for limit in _limits(chart, at, row)),
                *(_rounded(_at(other, chart.dates[at])) for other in others),
                row["words"],
            )
            for at, row in enumerate(chart_table(chart))
        ],
        columns=_columns(others),
        icons=[variation_icon(chart), assurance_icon(chart)],
        recalculated=_recalculated(asked),
        stepped=step is not None,
        others=others,
    )


def _columns(others: Sequence[Other]) -> list[Any]:
    """Return the headings of a chart's table: what others published stands beside our readings."""
    numbers = ["Reading", "Mean", "Lower", "Upper", *(other.name for other in others)]
    return ["Month", *({"text": name, "numeric": True} for name in numbers), "In words"]


def _at(other: Other, day: Any) -> float | None:
    return other.level if other.starts <= day <= other.ends else None


def _others(measure: Measure, readings: Sequence[Reading]) -> tuple[Other, ...]:
    """Return what others published that may be compared with this measure, as levels over their periods."""
    known = [each for each in measure.comparators.all() if each.withdrawn_on is None]
    return tuple(
        Other(
            str(each.comparator), each.comparator.starts, each.comparator.ends, float(each.comparator.value)
        )
        for each in of_measure(measure, readings, known)
        if each.is_compared
    )


def small_chart(measure: Measure, readings: Sequence[Reading]) -> str:
    """Return a measure's chart in small, to stand beside others: the last two years; "" where there is none."""
    return _small(_question(measure, readings), measure.name, f"s{measure.pk.hex[-8:]}")


@dataclass(frozen=True)
class Tile:
    """A measure in small, to stand beside others: its drawing, its newest reading, its icons, and all that in words."""

    svg: str
    now: str
    when: str
    icons: tuple[Icon, Icon]
    sentence: str


def tile_of(measure: Measure, readings: Sequence[Reading], *, name: str = "") -> Tile | None:
    """Return a measure in small; None where no chart can be made. name: what the drawing calls it, its own name unless given."""
    return _tile(_question(measure, readings), name or measure.name, f"t{measure.pk.hex[-8:]}")


def events_of(person: Person, measure: Measure) -> list[Event]:
    """Return what is annotated on the chart of the theme that a measure counts, on every theme's chart included."""
    if not measure.theme_id:
        return []
    annotations = Annotation.objects.visible_to(person).filter(Q(theme=measure.theme) | Q(theme=None))
    return [(annotation.on, annotation.label) for annotation in annotations]


def _recalculated(asked: _Question) -> str:
    """Return from when and why limits are made anew."""
    sentences = [
        f"Limits recalculated from {month:%B %Y}, because it is counted otherwise from then on."
        for month in asked.counted_from
    ]
    if asked.step:
        sentences.append(
            f"Limits recalculated from {asked.step.month:%B %Y}; the old ones go on as dots. Reason: {asked.step.reason}"
        )
    return " ".join(sentences)


def _counted_from(measure: Measure, known: Sequence[Reading]) -> tuple[datetime.date, ...]:
    """Return the months with a reading from which limits are made anew because something else is counted.

    Limits of what was counted before say nothing of what is counted now, however few readings there are of it.
    """
    months = [reading.month for reading in known]
    changes = [change.month for change in measure.counting_changes.all() if change.withdrawn_on is None]
    first = [next((month for month in months[1:] if month >= change), None) for change in changes]
    return tuple(sorted({month for month in first if month}))


def _annotations(measure: Measure, events: Sequence[Event], step: Step | None) -> list[Event]:
    """Return what is marked: the action, changes of counting, the theme's annotations and recalculated limits."""
    annotations = [(measure.acted_on, "action took effect")] if measure.acted_on else []
    changes = [change.month for change in measure.counting_changes.all() if change.withdrawn_on is None]
    if measure.acted_on in changes:
        annotations = [(measure.acted_on, "action took effect, counted otherwise")]
    annotations += [(month, "counted otherwise") for month in changes if month != measure.acted_on]
    marked = {month for month, _ in annotations}
    annotations += [event for event in events if event[0] not in marked]
    if step:
        annotations.append((step.month, f"limits recalculated. {step.reason}"))
    return annotations


def _limits(
    chart: XmrChart | ControlChart, at: int, row: dict[str, Any]
) -> tuple[float | None, float | None]:
    """Return the limits of a month as the drawing and the caption give them: not below 0 where no reading is."""
    lower, upper = row["lower"], row["upper"]
    if lower is not None and lower < 0 <= usual_range(chart, at)[0]:
        lower = 0.0
    return lower, upper


def _rounded(value: float | None) -> float | None:
    """Return a figure to about three significant digits, as pages write it: a rate of .04 is not 0."""
    if value is None:
        return None
    return round(value, 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 4)


_WAYS = {Verdict.State.IMPROVED: "better", Verdict.State.WORSENED: "worse"}


def _step(measure: Measure, known: Sequence[Reading]) -> Step | None:
    """Return where limits are made anew: from the month after the action, once its result says that it moved.

    Improved and worsened alone say so, as far as today's rule holds them; "lower since" does not. And only once there
    are enough readings for limits. A person may recalculate them earlier, with a reason. Further months to bed in belong to
    neither side.
    """
    if measure.acted_on is None:
        return None
    since = add_months(measure.acted_on, 1 + measure.bedding_in)
    after = sum(1 for reading in known if reading.month >= since)
    made = list(measure.verdicts.all())
    latest = made[-1] if made else None
    way = _WAYS.get(Verdict.State(latest.state), "") if latest and latest.holds else ""
    if measure.recalculated_from and after:
        return Step(since, measure.recalculation_reason, way)
    if latest is None or not way or after < FEWEST_FOR_LIMITS:
        return None
    return Step(since, f"The result at {latest.review_month} months is {latest.get_state_display()}.", way)


_Figures = tuple[datetime.date, float, float | None, float | None]


@dataclass(frozen=True)
class _Question:
    """All that a measure's chart follows from, so that the same question is answered once."""

    kind: str
    per: int
    unit: str
    direction: str
    acted_on: datetime.date | None
    target: float | None
    step: Step | None
    counted_from: tuple[datetime.date, ...]
    figures: tuple[_Figures, ...]


def _question(measure: Measure, readings: Sequence[Reading]) -> _Question:
    known = [reading for reading in readings if reading.value is not None]
    return _Question(
        measure.kind,
        measure.per,
        measure.unit,
        "decrease" if measure.direction == Direction.DECREASE else "increase",
        measure.acted_on,
        None if measure.target is None else float(measure.target),
        _step(measure, known),
        _counted_from(measure, known),
        tuple(
            (each.month, float(each.value), _float(each.numerator), _float(each.denominator))
            for each in known
        ),
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


# A list of measures makes every chart each time; its question, and no council or record, is the key.
@lru_cache(maxsize=1024)
def _made(asked: _Question) -> tuple[XmrChart | ControlChart, str] | None:
    """Return the chart and the reason for its type; None where there is no chart."""
    if not asked.figures:
        return None
    try:
        return _chart(asked)
    except SeriesError:
        return None


@lru_cache(maxsize=1024)
def _small(asked: _Question, name: str, uid: str) -> str:
    made = _made(asked)
    return small_multiple(made[0], name, unit=asked.unit, action_on=asked.acted_on, uid=uid) if made else ""


@lru_cache(maxsize=1024)
def _tile(asked: _Question, name: str, uid: str) -> Tile | None:
    made = _made(asked)
    if made is None:
        return None
    chart = made[0]
    return Tile(
        svg=small_multiple(chart, name, unit=asked.unit, action_on=asked.acted_on, uid=uid),
        now=figure(float(chart.values[chart.last]), asked.unit),
        when=f"{asked.figures[-1][0]:%B %Y}",
        icons=(variation_icon(chart), assurance_icon(chart)),
        sentence=chart_sentence(chart, "this measure", asked.unit),
    )


def _chart(asked: _Question) -> tuple[XmrChart | ControlChart, str]:
    months = months_between(asked.figures[0][0], asked.figures[-1][0])
    by_month = {month: figures for month, *figures in asked.figures}
    values, tops, bottoms = (
        [by_month[m][column] if m in by_month else None for m in months] for column in range(3)
    )
    numerators, denominators = (tops, bottoms) if asked.kind in PARTED else (values, None)
    # The months before the action choose the type: one that made something rare would change it.
    before = [m for m in months if asked.acted_on and m < asked.acted_on]
    upto = len(before) if sum(m in by_month for m in before) >= FEWEST_FOR_LIMITS else len(months)
    choice = choose_chart(numerators[:upto], denominators[:upto] if denominators else None, asked.kind)
    of_all = choose_chart(numerators, denominators, asked.kind)
    choice = of_all if of_all.kind == choice.kind else choice
    options: dict[str, Any] = {
        "direction": asked.direction,
        "carry_from": asked.acted_on,
        "rebase": sorted({*asked.counted_from, *([asked.step.month] if asked.step else [])}),
        "target": asked.target,
    }
    if choice.kind in ("up", "pp"):
        chart = control_chart(
            numerators, denominators, months, kind=choice.kind, multiply=asked.per, **options
        )
        return chart, choice.why
    if choice.kind in (*_BETWEEN_EVENTS, "run"):
        why = choice.why
        if choice.kind in _BETWEEN_EVENTS:
            why = (
                f"{choice.why} Only monthly numbers are available, so this is a {CHARTS['run']}; "
                "read it by the quarter."
            )
        return control_chart(values, None, months, kind="run", **options), why
    return xmr(values, months, bounds=percent_bounds(asked.unit), **options), choice.why
