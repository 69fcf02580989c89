"""Date axis of a chart: as many months as fit, each year named once."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from goldthread.analysis.charts.formatting import is_monthly
from goldthread.analysis.drawing.svg import text_width
from goldthread.dates import Period, month_number


@dataclass(frozen=True)
class Label:
    """A label under the position `at` (index into the dates); year is set where one begins."""

    at: int
    text: str
    year: str = ""


def date_labels(dates: Sequence[dt.date] | Sequence[int], spacing: float, size: int) -> list[Label]:
    """Return the labels that fit when positions lie `spacing` apart and letters have this size."""
    if not isinstance(dates[0], dt.date):
        step = _step([1, 2, 5, 10, 20, 50, 100, 200, 500], text_width(f"{dates[-1]} ", size + 2), spacing)
        positions = cast(Sequence[int], dates)
        return [Label(i, str(d)) for i, d in enumerate(positions) if d % step == 0 or len(positions) == 1]
    days = cast(Sequence[dt.date], dates)
    if any(isinstance(d, Period) for d in days):
        return _period_labels(days, spacing, size)
    if is_monthly(days):
        step = _step([1, 2, 3, 6, 12, 24, 60, 120], text_width("Mar ", size), spacing)
        chosen = [i for i, d in enumerate(days) if month_number(d) % step == 0] or [0]
        labels = [(i, f"{days[i]:%b}") for i in chosen]
    else:
        step = max(1, -(-int(text_width("28 Mar  ", size)) // max(int(spacing), 1)))
        labels = [(i, f"{days[i].day} {days[i]:%b}") for i in range(0, len(days), step)]
    out: list[Label] = []
    previous = None
    for i, words in labels:
        year = days[i].year
        out.append(Label(i, words, "" if year == previous else str(year)))
        previous = year
    return out


def _period_labels(days: Sequence[dt.date], spacing: float, size: int) -> list[Label]:
    """Name as many quarters or years as fit."""
    names = [d.name if isinstance(d, Period) else f"{d:%b %Y}" for d in days]
    step = max(1, -(-int(max(text_width(f"{name}  ", size) for name in names)) // max(int(spacing), 1)))
    return [Label(i, names[i]) for i in range(0, len(days), step)]


def _step(steps: list[int], room: float, spacing: float) -> int:
    return next((s for s in steps if s * spacing >= room), steps[-1])


def position(dates: Sequence[dt.date] | Sequence[int], when: Any) -> float | None:
    """Return where a date lies between the positions (2.5 is half-way from index 2 to 3); None outside.

    A day within the last month counts, where dates are months.
    """
    ordered: Sequence[Any] = dates
    if when < ordered[0]:
        return None
    at = bisect_right(ordered, when) - 1
    if at == len(ordered) - 1:
        last = ordered[at]
        within = when == last or (
            isinstance(last, dt.date)
            and isinstance(when, dt.date)
            and is_monthly(dates)
            and (when.year, when.month) == (last.year, last.month)
        )
        return float(at) if within else None
    whole, part = ordered[at + 1] - ordered[at], when - ordered[at]
    return at + part / whole
