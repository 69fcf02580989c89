"""Expected false alarms in a month when many charts are watched.

Printed beside the list of signals, so that nobody runs after chance. With 500 themes whose figures never
change, 8 to 27 have a signal on their last month all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldthread.analysis.charts.series import SeriesError

LENGTHS = (12, 18, 24, 36, 60)
# Share of steady series with a signal on the last point, NHS-R rules, by number of readings: 100,000 series
# each, from bench/false_signals.py. At 24 they agree with the table in section 1 of the statistics notes
# (.016, .054, .027, .025, .084).
RATES = {
    "normal": (0.0151, 0.0155, 0.0163, 0.0177, 0.0188),
    "poisson_1": (0.0512, 0.0533, 0.0558, 0.0604, 0.0692),
    "poisson_3": (0.0223, 0.0252, 0.0254, 0.0277, 0.0317),
    "negbin_8": (0.0200, 0.0223, 0.0247, 0.0261, 0.0286),
    "drifting": (0.0561, 0.0743, 0.0835, 0.0907, 0.0990),
}
# What may be behind the figures of each kind, from the mildest process to the harshest.
BEHIND = {
    "any": ("normal", "negbin_8", "poisson_1"),
    "score": ("normal", "normal", "drifting"),
    "count": ("poisson_3", "negbin_8", "poisson_1"),
    "rare": ("poisson_3", "poisson_1", "poisson_1"),
    "drifting": ("drifting", "drifting", "drifting"),
}


@dataclass(frozen=True)
class FalseSignals:
    """False alarms to expect on the last points of n_series steady charts: low, expected and high."""

    n_series: int
    low: float
    expected: float
    high: float

    @property
    def sentence(self) -> str:
        """Say it for the head of a list of signals."""
        charts = "1 chart" if self.n_series == 1 else f"{self.n_series:,} charts"
        low, high = round(self.low), round(self.high)
        if high < 1:
            return f"Over the {charts} watched, a false alarm this month is possible but not likely."
        many = f"about {high}" if low == high else f"up to {high}" if low == 0 else f"{low} to {high}"
        alarms = "false alarm" if many == "about 1" or many == "up to 1" else "false alarms"
        return f"Over the {charts} watched, expect {many} {alarms} this month even if nothing has changed."


def expected_false_signals(n_series: int, n_points: int = 24, kind: str = "any") -> FalseSignals:
    """Return how many of n_series charts will show a signal on their last point though nothing changed.

    n_points: readings in each chart (rates are interpolated between 12 and 60, and held beyond). kind:
    "any", "score", "count", "rare" (about one a month) or "drifting" (each month takes after the last).
    Source: section 1 of the project's statistics notes, measured again by bench/false_signals.py.
    """
    if kind not in BEHIND:
        raise SeriesError(f"There is no kind {kind!r}; choose from {', '.join(BEHIND)}.")
    if n_series < 0 or n_points < 1:
        raise SeriesError("Give a number of charts and of readings that is not below 0.")
    low, expected, high = (n_series * float(np.interp(n_points, LENGTHS, RATES[p])) for p in BEHIND[kind])
    return FalseSignals(n_series, low, expected, high)
