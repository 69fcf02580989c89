"""What those see who read totals and no voices: counts of 1 to 4 could point at somebody, so they are withheld."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.analysis.suppression import SMALLEST_SHOWN
from goldthread.themes.counts import Series


def withheld(count: int) -> bool:
    """Say whether a count is too small to show by itself."""
    return 0 < count < SMALLEST_SHOWN


def any_withheld(counts: Sequence[int]) -> bool:
    """Say whether a drawing of these counts would show one that is too small."""
    return any(withheld(count) for count in counts)


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
