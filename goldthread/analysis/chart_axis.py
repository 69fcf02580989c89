"""The dates under a chart: as many months as fit, each year named once."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.svg import text_width
from goldthread.analysis.words import is_monthly


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
        return [Label(i, str(d)) for i, d in enumerate(dates) if d % step == 0 or len(dates) == 1]
    if is_monthly(dates):
        step = _step([1, 2, 3, 6, 12, 24, 60, 120], text_width("Mar ", size), spacing)
        months = [d.year * 12 + d.month - 1 for d in dates]
        chosen = [i for i, m in enumerate(months) if m % step == 0] or [0]
        labels = [(i, f"{dates[i]:%b}") for i in chosen]
    else:
        step = max(1, -(-int(text_width("28 Mar  ", size)) // max(int(spacing), 1)))
        labels = [(i, f"{dates[i].day} {dates[i]:%b}") for i in range(0, len(dates), step)]
    out, seen = [], None
    for i, words in labels:
        year = dates[i].year
        out.append(Label(i, words, "" if year == seen else str(year)))
        seen = year
    return out


def _step(steps: list[int], room: float, spacing: float) -> int:
    return next((s for s in steps if s * spacing >= room), steps[-1])


def place(dates: Sequence[dt.date] | Sequence[int], when: dt.date | int) -> float | None:
    """Return where a date lies between the positions (2.5 is half-way from index 2 to 3); None outside.

    A day within the last month counts, where dates are months.
    """
    if when < dates[0]:  # type: ignore[operator]
        return None
    at = bisect_right(list(dates), when) - 1  # type: ignore[type-var]
    if at == len(dates) - 1:
        last = dates[at]
        within = when == last or (
            isinstance(last, dt.date)
            and isinstance(when, dt.date)
            and is_monthly(dates)
            and (when.year, when.month) == (last.year, last.month)
        )
        return float(at) if within else None
    whole, part = dates[at + 1] - dates[at], when - dates[at]  # type: ignore[operator]
    return at + part / whole
