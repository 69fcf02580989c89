"""What others published, beside our own readings on a chart: a level over the months of its period, named in the key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.drawing.layout import Positions
from goldthread.analysis.drawing.legend import OTHER, Entry
from goldthread.analysis.drawing.svg import line

_DASHES = ("10 3 2 3", "4 3", "1 3", "12 2", "6 2 1 2 1 2")


@dataclass(frozen=True)
class Other:
    """A published level: what it is called in the key, its first and last day, and the level, in the chart's unit."""

    name: str
    starts: dt.date
    ends: dt.date
    level: float


def within(chart: XmrChart | ControlChart, others: Iterable[Other]) -> list[tuple[Other, int, int]]:
    """Return those of which some months are on the chart, each with the first and the last of its places."""
    dates = [each if isinstance(each, dt.date) else None for each in chart.dates]
    found = []
    for other in others:
        places = [at for at, day in enumerate(dates) if day is not None and other.starts <= day <= other.ends]
        if places:
            found.append((other, places[0], places[-1]))
    return found


def lines(shown: Iterable[tuple[Other, int, int]], spot: Positions) -> list[str]:
    """Return each level as a line over its months, told apart by its dashes."""
    return [
        line(
            spot.edge(first - 0.5), spot.y(other.level), spot.edge(last + 0.5), spot.y(other.level),
            stroke=OTHER, stroke_width=2, stroke_dasharray=_DASHES[number % len(_DASHES)], class_="gt-chart__other",
        )
        for number, (other, first, last) in enumerate(shown)
    ]  # fmt: skip


def entries(shown: Iterable[tuple[Other, int, int]]) -> list[Entry]:
    """Return the key of the lines."""
    return [
        Entry("other", other.name, _DASHES[number % len(_DASHES)])
        for number, (other, _, _) in enumerate(shown)
    ]
