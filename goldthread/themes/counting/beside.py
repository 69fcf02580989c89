"""Complaints and incidents of a theme beside each other: what people say of it, and what staff report of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldthread.analysis.drawing.small_charts import sparkline
from goldthread.council.models import Person
from goldthread.feedback.sources import SOURCES
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.counts import Filters
from goldthread.themes.counting.regular import OneOffs

BESIDE = ("complaint", "incident")
_MONTHS = 24


@dataclass(frozen=True)
class Beside:
    """One type of feedback of a theme over the last two years: its drawing, its months, and its last twelve in all."""

    source: str
    name: str
    svg: str
    months: Sequence[datetime.date]
    counts: Sequence[int]

    @property
    def year(self) -> int:
        """Return how many there were in the last twelve whole months."""
        return sum(self.counts[-12:])


def beside(
    person: Person, theme: Theme, filters: Filters, *, today: datetime.date, outside: OneOffs
) -> list[Beside]:
    """Return both types, of the same months, narrowed alike; none where neither was ever counted.

    Each has its own scale: how many are reported says as much about reporting as about what happens.
    """
    found = []
    for source in BESIDE:
        one = replace(filters, source=source)
        [series] = one.series(person, [theme], today=today, outside=outside)
        months, counts = series.months[-_MONTHS:], series.everything[-_MONTHS:]
        mean = sum(counts) / len(counts) if counts else None
        drawing = sparkline(counts, f"{SOURCES[source].plural} by month", mean=mean, width=240, height=48)
        found.append(Beside(source, SOURCES[source].plural, drawing, months, counts))
    return found if any(sum(one.counts) for one in found) else []
