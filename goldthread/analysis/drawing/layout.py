"""Layout of a chart's drawing: its size, and the position of each date and figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.formatting import judged
from goldthread.analysis.drawing.svg import Scale, scale


@dataclass(frozen=True)
class Paper:
    """Measures of the drawing, in pixels at its natural size."""

    width: float
    plot: float
    left: float
    right: float
    top: float
    letters: int


WIDE = Paper(width=760, plot=250, left=52, right=92, top=34, letters=14)
NARROW = Paper(width=320, plot=190, left=40, right=46, top=32, letters=12)


class Positions:
    """Positions of dates and figures on the paper, and which limits are firm enough to draw."""

    def __init__(
        self, chart: XmrChart | ControlChart, paper: Paper, head: float = 0, also: Sequence[float] = ()
    ):
        """Lay a chart out. head: room above it. also: other levels that are drawn and must be on it."""
        self.paper = paper
        self.head = head  # room for the numbers of marked events
        self.top = paper.top + head
        self.bottom = self.top + paper.plot
        self.right = paper.width - paper.right
        there = chart.code >= 0
        self.limited = judged(chart) & np.isfinite(chart.upper)
        self.signal = self.limited & (chart.code > r.COMMON)
        readings = chart.values[there]
        shown = [readings, chart.mean[np.isfinite(chart.mean)], chart.upper[self.limited]]
        self.floor = 0.0 if readings.min() >= 0 else -np.inf
        shown.append(np.maximum(chart.lower[self.limited], self.floor))
        if chart.target is not None:
            shown.append(np.array([chart.target]))
        if also:
            shown.append(np.array(also, dtype=float))
        figures = np.concatenate(shown)
        low, high = float(figures.min()), float(figures.max())
        if 0 <= low < 0.6 * high:  # a chart of counts stands on nought
            low = 0.0
        self.y: Scale = scale(low, high, self.bottom, self.top)
        steps = max(len(chart.values) - 1, 1)
        self.inset = 8.0
        self.step = (self.right - paper.left - 2 * self.inset) / steps
        self.single = len(chart.values) == 1

    def x(self, at: float) -> float:
        """Return the place of a position."""
        if self.single:
            return (self.paper.left + self.right) / 2 + at * 60
        return self.paper.left + self.inset + at * self.step

    def edge(self, at: float) -> float:
        """Return the place of a position between two points, kept on the plot."""
        return min(max(self.x(at), self.paper.left), self.right)
