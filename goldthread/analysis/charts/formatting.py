"""Formatting of figures, dates and control limits in a chart's words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.series import Bools
from goldthread.dates import Period, day_in_words

UNUSUAL = "which is unusual (special cause)"
# Below this many readings there are only words; up to the firm number, limits are called trial limits.
FEWEST_FOR_LIMITS = 10


def number(value: float) -> str:
    """Write a figure as people do: whole where it is whole, otherwise about three significant digits."""
    if not math.isfinite(value):
        return "not known"
    if abs(value) >= 1e15 or 0 < abs(value) < 0.0005:
        return f"{value:.3g}"
    size = abs(value)
    decimals = 0 if value == round(value) or size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    return "0" if text == "-0" else text


def figure(value: float, unit: str = "") -> str:
    """Write a figure with its unit: "11 complaints", "1 complaint", "4.5%"."""
    gap = "" if not unit or unit.startswith("%") else " "
    return f"{number(value)}{gap}{_one(unit) if value == 1 else unit}"


def level(value: float, unit: str = "") -> str:
    """Write a limit or a mean beside a reading with its unit: a percentage keeps its sign, and no word is repeated."""
    return figure(value, "%") if unit.startswith("%") else number(value)


# What follows these in a unit says more about it and is not counted: "points of praise", "calls a month".
_SAYS_MORE = {
    "of",
    "a",
    "an",
    "per",
    "for",
    "in",
    "on",
    "by",
    "to",
    "from",
    "with",
    "without",
    "since",
    "who",
    "that",
}
_NO_PLAIN_PLURAL = ("ss", "us", "is", "ies", "xes", "ches", "shes", "sses")


def _one(unit: str) -> str:
    """Return a unit for one of it: its first word that several have with an s, as in "negative issues"."""
    words = unit.split(" ")
    for at, word in enumerate(words):
        if word in _SAYS_MORE:
            break
        if word == "people":
            return " ".join([*words[:at], "person", *words[at + 1 :]])
        if len(word) > 3 and word.isalpha() and word.endswith("s") and not word.endswith(_NO_PLAIN_PLURAL):
            return " ".join([*words[:at], word[:-1], *words[at + 1 :]])
    return unit


def is_monthly(dates: Sequence[dt.date] | Sequence[int]) -> bool:
    """Return whether every date stands for a month, being its first day."""
    return all(isinstance(d, dt.date) and d.day == 1 for d in dates)


def percent_bounds(unit: str) -> tuple[float, float] | None:
    """Return what readings of a unit cannot be beyond: 0 and 100 for percentages, None for others."""
    return (0.0, 100.0) if unit.startswith("%") else None


def day(date: dt.date | int, monthly: bool) -> str:
    """Write a date as "March 2025" or "14 March 2025", a period by its name, a position as "reading 12"."""
    if not isinstance(date, dt.date):
        return f"reading {date}"
    if isinstance(date, Period):
        return date.name
    return f"{date:%B %Y}" if monthly else day_in_words(date)


def in_time(date: dt.date | int, monthly: bool) -> str:
    """Write when it was, with its preposition: "in March 2025", "on 14 March 2025", "at reading 12"."""
    word = "in" if monthly or isinstance(date, Period) else "on" if isinstance(date, dt.date) else "at"
    return f"{word} {day(date, monthly)}"


def is_judged(chart: XmrChart | ControlChart, at: int) -> bool:
    """Return whether there are limits to judge a reading by: enough readings to make them, or limits that were given."""
    return chart.own_limits or readings_behind(chart, at) >= FEWEST_FOR_LIMITS


def judged(chart: XmrChart | ControlChart) -> Bools:
    """Return for each reading whether there are limits to judge it by, as `is_judged` says of one."""
    behind = np.bincount(chart.segment, weights=chart.base)[chart.segment]
    return (behind >= FEWEST_FOR_LIMITS) | chart.own_limits


def readings_in_segment(chart: XmrChart | ControlChart, at: int) -> int:
    """Count the readings that share a segment with index `at`."""
    return int(((chart.segment == chart.segment[at]) & ~np.isnan(chart.values)).sum())


def readings_behind(chart: XmrChart | ControlChart, at: int) -> int:
    """Count the readings that the limits at index `at` are made from: fewer than its segment's where they are carried."""
    return int(((chart.segment == chart.segment[at]) & chart.base).sum())


def carried_note(chart: XmrChart | ControlChart, at: int) -> str:
    """Say from which readings the limits at index `at` are carried forward; "" where they are not."""
    makes = np.flatnonzero((chart.segment == chart.segment[at]) & chart.base)
    if (
        chart.own_limits
        or not len(makes)
        or makes[-1] == at
        or readings_behind(chart, at) < FEWEST_FOR_LIMITS
    ):
        return ""
    frozen = np.flatnonzero((chart.segment == chart.segment[at]) & ~np.isnan(chart.values))
    if frozen[-1] == makes[-1]:
        return ""
    until = day(chart.dates[makes[-1]], is_monthly(chart.dates))
    return f"The limits are those of the {len(makes)} readings up to {until}, carried forward."


def usual_range(chart: XmrChart | ControlChart, at: int) -> tuple[float, float]:
    """Return the limits at index `at` as a reader should see them.

    Not below 0 where no reading is; in whole numbers, those within the limits, where all readings are whole.
    """
    lower, upper = float(chart.lower[at]), float(chart.upper[at])
    there = chart.values[~np.isnan(chart.values)]
    if chart.own_limits:
        return lower, upper
    if lower < 0 <= there.min():
        lower = 0.0
    if np.all(there == np.round(there)) and math.ceil(lower) <= math.floor(upper):
        return float(math.ceil(lower)), float(math.floor(upper))
    return lower, upper


def gap_notes(chart: XmrChart | ControlChart) -> list[str]:
    """Say how many dates have no reading, if any."""
    gaps = int((chart.code < 0).sum())
    if not gaps:
        return []
    if gaps == 1:
        return ["One date has no reading; it is left as a gap."]
    return [f"{gaps} dates have no reading; they are left as gaps."]
