"""What a chart says, in plain English: a sentence, a caption and the table under it.

A signal is "worth asking about", never "changed": on steady figures the last month alone is flagged
falsely 1.6-8% of the time. Nothing here ever prints NaN; what cannot be said is said to be so.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.xmr_core import FEWEST_FOR_FIRM_LIMITS

if TYPE_CHECKING:
    from goldthread.analysis.charts.control_chart import ControlChart
    from goldthread.analysis.charts.xmr import XmrChart

ASK = "worth asking about"
# Below this many readings there are only words; up to the firm number, limits are called trial limits.
FEWEST_FOR_LIMITS = 10


def number(value: float) -> str:
    """Write a figure as people do: whole where it is whole, otherwise about three significant digits."""
    if not math.isfinite(value):
        return "not known"
    if abs(value) >= 1e15 or 0 < abs(value) < 0.0005:
        return f"{value:.3g}"
    size = abs(value)
    places = 0 if value == round(value) or size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if places else text
    return "0" if text == "-0" else text


def figure(value: float, unit: str = "") -> str:
    """Write a figure with its unit: "11 complaints", "1 complaint", "4.5%"."""
    gap = "" if not unit or unit.startswith("%") else " "
    return f"{number(value)}{gap}{_one(unit) if value == 1 else unit}"


def _one(unit: str) -> str:
    """Return a unit's first word for one of it, where adding an s is what made it several: "points of praise"."""
    first, gap, rest = unit.partition(" ")
    if first == "people":
        return f"person{gap}{rest}"
    plain = (
        first.isalpha() and first.endswith("s") and not first.endswith(("ss", "ies", "xes", "ches", "shes"))
    )
    return f"{first[:-1]}{gap}{rest}" if plain and len(first) > 3 else unit


def is_monthly(dates: Sequence[dt.date] | Sequence[int]) -> bool:
    """Whether every date stands for a month, being its first day."""
    return all(isinstance(d, dt.date) and d.day == 1 for d in dates)


def day(date: dt.date | int, monthly: bool) -> str:
    """Write a date as "March 2025" or "14 March 2025"; a position as "reading 12"."""
    if not isinstance(date, dt.date):
        return f"reading {date}"
    return f"{date:%B %Y}" if monthly else f"{date.day} {date:%B %Y}"


def in_time(date: dt.date | int, monthly: bool) -> str:
    """Write when it was, with its preposition: "in March 2025", "on 14 March 2025", "at reading 12"."""
    word = "in" if monthly else "on" if isinstance(date, dt.date) else "at"
    return f"{word} {day(date, monthly)}"


def readings_in_segment(chart: XmrChart | ControlChart, at: int) -> int:
    """Count the readings that share a segment with index `at`."""
    return int(((chart.segment == chart.segment[at]) & ~np.isnan(chart.values)).sum())


def sentence(chart: XmrChart, what: str = "this", unit: str = "") -> str:
    """Say what the last reading is, for someone who has not seen the chart.

    what: the thing followed, such as "this theme". unit: of the readings, such as "complaints" or "%".
    """
    at = chart.last
    monthly = is_monthly(chart.dates)
    when = in_time(chart.dates[at], monthly)
    reading = figure(float(chart.values[at]), unit)
    own = readings_in_segment(chart, at)
    if own < FEWEST_FOR_LIMITS:
        return _too_few(chart, what, reading, when, own)
    mean, upper = float(chart.mean[at]), float(chart.upper[at])
    if not math.isfinite(upper):
        return (
            f"{reading} {when}: no two readings follow each other without a gap, "
            "so what is usual cannot be worked out."
        )
    code = int(chart.code[at])
    if upper == mean:
        if code == r.COMMON:
            return f"{reading} {when}, as before: the readings do not vary at all."
        return (
            f"{reading} {when} differs from a baseline that never varied ({number(mean)} each time); {ASK}."
        )
    return _judged(chart, what, reading, when, code) + "."


def _too_few(chart: XmrChart, what: str, reading: str, when: str, own: int) -> str:
    since = ""
    if chart.segment[chart.last] != chart.segment[0]:
        first = int(np.argmax(chart.segment == chart.segment[chart.last]))
        since = f" since the limits started afresh {in_time(chart.dates[first], is_monthly(chart.dates))}"
    count = "only one reading" if own == 1 else f"only {own} readings"
    return f"{reading} {when}. There {'is' if own == 1 else 'are'} {count}{since}: too few to say what is usual for {what}."


def _judged(chart: XmrChart, what: str, reading: str, when: str, code: int) -> str:
    high = r.SIDE[code] > 0
    if code in (r.ABOVE, r.BELOW):
        return f"{reading} {when} is {'higher' if high else 'lower'} than {what} usually gets; {ASK}"
    if code in (r.RISING, r.FALLING):
        steps = _steps_to(chart, 1 if high else -1)
        way = "risen" if high else "fallen"
        return f"{_start(what)} has {way} {steps} times running, to {reading} {when}; {ASK}"
    if code in (r.NEAR_ABOVE, r.NEAR_BELOW):
        end = "top" if high else "bottom"
        return (
            f"{reading} {when} is the second reading out of three close to the {end} of what {what} "
            f"usually gets; {ASK}"
        )
    if code in (r.RUN_ABOVE, r.RUN_BELOW):
        run = _run_to(chart)
        place = "above" if high else "below"
        return (
            f"The last {run} readings, up to {reading} {when}, all lie {place} the usual level of "
            f"{number(float(chart.mean[chart.last]))}; {ASK}"
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


def usual_range(chart: XmrChart | ControlChart, at: int) -> tuple[float, float]:
    """Return the limits at index `at` as a reader should see them.

    Not below 0 where no reading is; in whole numbers, those within the limits, where all readings are whole.
    """
    lower, upper = float(chart.lower[at]), float(chart.upper[at])
    there = chart.values[~np.isnan(chart.values)]
    if lower < 0 <= there.min():
        lower = 0.0
    if np.all(there == np.round(there)) and math.ceil(lower) <= math.floor(upper):
        return float(math.ceil(lower)), float(math.floor(upper))
    return lower, upper


def caption(chart: XmrChart, what: str = "this", unit: str = "") -> str:
    """Return the caption: the sentence, the usual range, the target, the rule set and what to bear in mind."""
    at = chart.last
    parts = [sentence(chart, what, unit)]
    own = readings_in_segment(chart, at)
    if own >= FEWEST_FOR_LIMITS and chart.upper[at] > chart.lower[at]:
        lower, upper = usual_range(chart, at)
        parts.append(
            f"Usually between {number(lower)} and {figure(upper, unit)}, "
            f"around a mean of {number(float(chart.mean[at]))}."
        )
        if own < FEWEST_FOR_FIRM_LIMITS:
            parts.append(f"With {own} readings these are trial limits, which will move as readings come in.")
        parts.extend(_target(chart, unit))
    parts.extend(gap_notes(chart))
    parts.extend(chart.notes)
    parts.append(f"Rules: {chart.rules.title}{_screening(chart.rules)}.")
    return " ".join(parts)


def gap_notes(chart: XmrChart | ControlChart) -> list[str]:
    """Say how many dates have no reading, if any."""
    gaps = int((chart.code < 0).sum())
    if not gaps:
        return []
    if gaps == 1:
        return ["One date has no reading; it is left as a gap."]
    return [f"{gaps} dates have no reading; they are left as gaps."]


def _screening(rules: r.Rules) -> str:
    """Say where screening is not as the preset has it."""
    if rules.name not in r.PRESETS or rules.screen == r.PRESETS[rules.name].screen:
        return ""
    return ", with unusual jumps left out of the limits" if rules.screen else ", with unusual jumps kept in"


def _target(chart: XmrChart, unit: str) -> list[str]:
    if chart.target is None:
        return []
    goal = f"The target of {figure(chart.target, unit)}"
    says = {
        "consistent_pass": "lies beyond the usual range on the good side: as things are, it is met each time.",
        "consistent_fail": "lies beyond the usual range on the wrong side: as things are, it is missed each time.",
        "inconsistent": "lies within the usual range: as things are, it is met or missed by chance.",
    }.get(chart.assurance or "")
    return [f"{goal} {says}"] if says else [f"{goal} is shown for comparison."]


POINT_WORDS = {
    r.MISSING: "no reading",
    r.COMMON: "usual ups and downs",
    r.ABOVE: "higher than usual",
    r.BELOW: "lower than usual",
    r.RISING: "part of a steady rise",
    r.FALLING: "part of a steady fall",
    r.NEAR_ABOVE: "two of three close to the top of the usual range",
    r.NEAR_BELOW: "two of three close to the bottom of the usual range",
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
    firm = [readings_in_segment(chart, i) >= FEWEST_FOR_LIMITS for i in range(len(dates))]

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
