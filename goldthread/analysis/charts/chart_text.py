"""Charts in plain English: a sentence, a caption and the table under the drawing.

A signal is "unusual", never "changed": on steady figures the last month alone is flagged
falsely 1.6-8% of the time. Nothing here ever prints NaN; what cannot be said is said to be so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.control_text import control_caption, control_sentence, target_notes
from goldthread.analysis.charts.formatting import (
    UNUSUAL,
    carried_note,
    day,
    figure,
    gap_notes,
    in_time,
    is_judged,
    is_monthly,
    judged,
    level,
    readings_behind,
    readings_in_segment,
    usual_range,
)
from goldthread.analysis.charts.xmr_core import FEWEST_FOR_FIRM_LIMITS


def chart_sentence(chart: XmrChart | ControlChart, what: str = "this", unit: str = "") -> str:
    """Say in plain English what the last reading is, for someone who has not seen the chart.

    what: the thing followed, such as "this theme". unit: of the readings, such as "complaints" or "%".
    """
    if isinstance(chart, ControlChart):
        return control_sentence(chart, what, unit)
    at = chart.last
    monthly = is_monthly(chart.dates)
    when = in_time(chart.dates[at], monthly)
    reading = figure(float(chart.values[at]), unit)
    own = readings_in_segment(chart, at)
    if not is_judged(chart, at):
        return _too_few(chart, what, reading, when, own)
    mean, upper = float(chart.mean[at]), float(chart.upper[at])
    if not math.isfinite(upper):
        there = chart.code >= 0
        if (there[1:] & there[:-1]).any() and np.nanmin(chart.values) == np.nanmax(chart.values):
            return f"{reading} {when}, as before: the readings do not vary at all, and no limits are drawn."
        return (
            f"{reading} {when}: no two readings follow each other without a gap, "
            "so what is usual cannot be worked out."
        )
    code = int(chart.code[at])
    if upper == mean:
        if code == r.COMMON:
            return f"{reading} {when}, as before: the readings do not vary at all."
        if np.unique(chart.values[chart.base & (chart.segment == chart.segment[at])]).size > 1:
            return (
                f"{reading} {when} is not at the usual level of {level(mean, unit)}. Nearly every reading is the same as "
                "the one before, so the limits lie on that level, and whatever is not on it is marked as unusual "
                "(special cause)."
            )
        return f"{reading} {when} differs from a baseline that never varied ({level(mean, unit)} each time), {UNUSUAL}."
    return _judged(chart, what, reading, when, code, unit) + "."


def _too_few(chart: XmrChart, what: str, reading: str, when: str, own: int) -> str:
    since = ""
    if chart.segment[chart.last] != chart.segment[0]:
        first = int(np.argmax(chart.segment == chart.segment[chart.last]))
        since = f" since the limits were recalculated {in_time(chart.dates[first], is_monthly(chart.dates))}"
    behind = readings_behind(chart, chart.last)
    if behind < own:
        makes = "no reading" if not behind else "one reading" if behind == 1 else f"{behind} readings"
        return f"{reading} {when}. Limits would be made from {makes}{since}: too few to say what is usual for {what}."
    count = "only one reading" if own == 1 else f"only {own} readings"
    return f"{reading} {when}. There {'is' if own == 1 else 'are'} {count}{since}: too few to say what is usual for {what}."


def _judged(chart: XmrChart, what: str, reading: str, when: str, code: int, unit: str) -> str:
    high = r.SIDE[code] > 0
    if code in (r.ABOVE, r.BELOW):
        return f"{reading} {when} is {'higher' if high else 'lower'} than {what} usually gets, {UNUSUAL}"
    if code in (r.RISING, r.FALLING):
        steps = _steps_to(chart, 1 if high else -1)
        way = "risen" if high else "fallen"
        return f"{_start(what)} has {way} {steps} times running, to {reading} {when}, {UNUSUAL}"
    if code in (r.NEAR_ABOVE, r.NEAR_BELOW):
        end = "top" if high else "bottom"
        return (
            f"{reading} {when} is the second reading out of three close to the {end} of what {what} "
            f"usually gets, {UNUSUAL}"
        )
    if code in (r.RUN_ABOVE, r.RUN_BELOW):
        run = _run_to(chart)
        side = "above" if high else "below"
        return (
            f"The last {run} readings, up to {reading} {when}, all lie {side} the usual level of "
            f"{level(float(chart.mean[chart.last]), unit)}, {UNUSUAL}"
        )
    return f"{reading} {when} is within what {what} usually gets"


def briefly(chart: XmrChart) -> str:
    """Say in a few words why the last reading asks for attention, for a line in a list; "" where it does not."""
    code = int(chart.code[chart.last])
    if code == r.MISSING or code == r.COMMON:
        return ""
    high = r.SIDE[code] > 0
    if code in (r.RISING, r.FALLING):
        steps = _steps_to(chart, 1 if high else -1)
        return f"{'risen' if high else 'fallen'} {steps} months running"
    if code in (r.RUN_ABOVE, r.RUN_BELOW):
        return f"{'above' if high else 'below'} its usual level for {_run_to(chart)} months running"
    if code in (r.NEAR_ABOVE, r.NEAR_BELOW):
        return f"close to the {'top' if high else 'bottom'} of what it usually gets, for the second time in three months"
    return f"{'more' if high else 'fewer'} than it usually gets"


def _start(what: str) -> str:
    return what[:1].upper() + what[1:]


def _steps_to(chart: XmrChart, way: int) -> int:
    """Count the steps one way that end at the last reading, within its segment."""
    at, steps = chart.last, 0
    while (
        at > 0
        and chart.segment[at - 1] == chart.segment[at]
        and way * (chart.values[at] - chart.values[at - 1]) > 0
    ):
        at, steps = at - 1, steps + 1
    return steps


def _run_to(chart: XmrChart) -> int:
    """Count the readings on one side of the mean that end at the last reading, within its segment."""
    at = chart.last
    while (
        at > 0
        and chart.segment[at - 1] == chart.segment[chart.last]
        and chart.code[at - 1] >= 0
        and chart.side[at - 1] == chart.side[chart.last]
    ):
        at -= 1
    return chart.last - at + 1


def chart_caption(chart: XmrChart | ControlChart, what: str = "this", unit: str = "") -> str:
    """Return the sentence, the control limits, the target, what to bear in mind, and the rule set or kind of chart."""
    if isinstance(chart, ControlChart):
        return control_caption(chart, what, unit)
    at = chart.last
    parts = [chart_sentence(chart, what, unit)]
    own = readings_behind(chart, at)
    if is_judged(chart, at) and chart.upper[at] > chart.lower[at]:
        lower, upper = usual_range(chart, at)
        parts.append(
            f"Usually between {level(lower, unit)} and {figure(upper, unit)}, "
            f"around a mean of {level(float(chart.mean[at]), unit)}."
        )
        if not chart.own_limits and own < FEWEST_FOR_FIRM_LIMITS:
            parts.append(f"With {own} readings these are trial limits, which will move as readings come in.")
        parts.append(carried_note(chart, at))
        parts.extend(target_notes(chart, unit))
    parts.extend(gap_notes(chart))
    parts.extend(chart.notes)
    parts.append(f"Rules: {chart.rules.title}{_screening(chart.rules)}.")
    return " ".join(filter(None, parts))


def _screening(rules: r.Rules) -> str:
    """Say where screening is not as the preset has it."""
    if rules.name not in r.PRESETS or rules.screen == r.PRESETS[rules.name].screen:
        return ""
    return ", with unusual jumps left out of the limits" if rules.screen else ", with unusual jumps kept in"


POINT_WORDS = {
    r.MISSING: "no reading",
    r.COMMON: "normal variation",
    r.ABOVE: "above the upper control limit",
    r.BELOW: "below the lower control limit",
    r.RISING: "part of a steady rise",
    r.FALLING: "part of a steady fall",
    r.NEAR_ABOVE: "two of three close to the upper control limit",
    r.NEAR_BELOW: "two of three close to the lower control limit",
    r.RUN_ABOVE: "part of a run above the mean",
    r.RUN_BELOW: "part of a run below the mean",
}


def chart_table(chart: XmrChart | ControlChart) -> list[dict]:
    """Return the rows of the table under the chart.

    Keys: date, label (the date in words), value, mean, lower, upper (None where there is none), words.
    Where a segment has fewer than 10 readings there are no limits and no signals, as in the drawing.
    """
    dates: Sequence[Any] = chart.dates
    monthly = is_monthly(dates)
    firm = judged(chart).tolist()

    def known(value: float) -> float | None:
        return float(value) if math.isfinite(value) else None

    return [
        {
            "date": date,
            "label": day(date, monthly),
            "value": known(chart.values[i]),
            "mean": known(chart.mean[i]),
            "lower": known(chart.lower[i]) if firm[i] else None,
            "upper": known(chart.upper[i]) if firm[i] else None,
            "words": POINT_WORDS[int(chart.code[i])] if firm[i] or chart.code[i] < 0 else "too few to say",
        }
        for i, date in enumerate(dates)
    ]
