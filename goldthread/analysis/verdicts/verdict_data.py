"""Data of a verdict: its state, what every review showed, and everything it was computed from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldthread.analysis.verdicts.interrupted_time_series import Kind
from goldthread.analysis.verdicts.power import Direction

TOO_LITTLE_DATA = "too_little_data"
NO_DETECTABLE_CHANGE_YET = "no_detectable_change_yet"
EARLY_SIGN = "early_sign"
IMPROVED = "improved"
WORSENED = "worsened"
STATES = (TOO_LITTLE_DATA, NO_DETECTABLE_CHANGE_YET, EARLY_SIGN, IMPROVED, WORSENED)


@dataclass(frozen=True)
class Review:
    """Figures of one review. months: after the action. effect and interval ends: rate ratio, odds ratio
    or difference; an end may be infinite. strict: the interval two reviews running must show."""

    months: int
    month: dt.date
    readings_after: int
    before: float
    after: float
    effect: float
    interval: tuple[float, float]
    strict: tuple[float, float]
    fell: bool
    rose: bool
    early_fall: bool
    early_rise: bool


@dataclass(frozen=True)
class Verdict:
    """A verdict and everything it was made from.

    state: one of STATES. towards: "better" or "worse" for an early sign or a verdict. ratio: rate ratio
    (count), odds ratio (proportion) or difference (score), with its 95% interval. mde80: smallest
    change in the good direction that would be seen 80 times in 100 (count: part of the level;
    proportion: part of 1; score: its units), None if none would. months_until: months after the action
    at which the worthwhile change would show, "never", or None where it already would or a verdict stands.
    used: the readings, as (month, value, denominator). unit: of a score, "%" for percentages, which keep their sign.
    """

    state: str
    towards: str | None
    name: str
    kind: Kind
    direction: Direction
    worthwhile_change: float
    action_from: dt.date
    action_to: dt.date
    as_of: dt.date
    months_before: int
    gaps: int
    has_exposure: bool
    reviews: tuple[Review, ...]
    mde80: float | None
    months_until: int | str | None
    attribution: str | None
    phi: float | None
    rho: float | None
    next_review: dt.date | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    used: tuple[tuple[str, float, float], ...]
    unit: str = ""

    @property
    def review(self) -> Review | None:
        """The latest review with enough readings, if there has been one."""
        return self.reviews[-1] if self.reviews else None

    @property
    def ratio(self) -> float | None:
        return self.review.effect if self.review else None

    @property
    def room(self) -> bool:
        """Return whether a share has room for the worthwhile change at all (91% cannot rise ten points)."""
        before = [(value, size) for month, value, size in self.used if month < self.action_from.isoformat()]
        share = sum(value for value, _ in before) / max(sum(size for _, size in before), 1e-9)
        moved = share + self.worthwhile_change * (1 if self.direction == "up" else -1)
        return self.kind != "proportion" or 0 < moved < 1

    @property
    def interval(self) -> tuple[float, float] | None:
        return self.review.interval if self.review else None

    @property
    def rebase_from(self) -> dt.date | None:
        """Return from where recalculating a chart's limits may be offered: after an improvement, at its action."""
        return self.action_from if self.state == IMPROVED else None
