"""What those see who read totals and no voices: counts of 1 to 4 could point at somebody, so they are withheld."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.analysis.suppression import SMALLEST_SHOWN, suppress_list
from goldthread.themes.counts import Series

TOO_FEW = "1 to 4, not shown"


def withheld(count: int) -> bool:
    """Say whether a count is too small to show by itself."""
    return 0 < count < SMALLEST_SHOWN


def any_withheld(counts: Sequence[int]) -> bool:
    """Say whether a drawing of these counts would show one that is too small."""
    return any(withheld(count) for count in counts)


def safe(rows: Sequence[tuple[str, int]]) -> tuple[list[tuple[str, int | None]], int | None]:
    """Return labelled counts and their total, None where one is withheld.

    Others are withheld along with a small one, so that no subtraction from the total gives it back.
    """
    if not rows:
        return [], 0
    hidden, total_hidden = suppress_list([count for _, count in rows])
    shown = [(label, None if hide else count) for (label, count), hide in zip(rows, hidden, strict=True)]
    return shown, None if total_hidden else sum(count for _, count in rows)


def quarters(series: Series) -> list[tuple[str, int]]:
    """Return a monthly series as whole quarters of the calendar, with their names."""
    sums: dict[tuple[int, int], list[int]] = {}
    for month, count in zip(series.months, series.counts, strict=True):
        sums.setdefault((month.year, (month.month - 1) // 3), []).append(count)
    return [
        (_quarter_name(year, quarter), sum(counts))
        for (year, quarter), counts in sums.items()
        if len(counts) == 3
    ]


def _quarter_name(year: int, quarter: int) -> str:
    first, last = datetime.date(year, quarter * 3 + 1, 1), datetime.date(year, quarter * 3 + 3, 1)
    return f"{first:%b} to {last:%b %Y}"
