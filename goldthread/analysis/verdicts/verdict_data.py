"""Data of a verdict: its state, what every review showed, and everything it was computed from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldthread.analysis.verdicts.attribution import CAME_WITH_ACTION
from goldthread.analysis.verdicts.interrupted_time_series import Direction, Kind

TOO_LITTLE_DATA = "too_little_data"
NO_DETECTABLE_CHANGE_YET = "no_detectable_change_yet"
EARLY_SIGN = "early_sign"
IMPROVED = "improved"
WORSENED = "worsened"
# Two reviews running have shown a change, but the brake does not let it be called one: see Brake.
LOWER_SINCE = "lower_since"
HIGHER_SINCE = "higher_since"
STATES = (
    TOO_LITTLE_DATA,
    NO_DETECTABLE_CHANGE_YET,
    EARLY_SIGN,
    LOWER_SINCE,
    HIGHER_SINCE,
    IMPROVED,
    WORSENED,
)

# Why a change is called no more than lower or higher since the action.
MOVES_BY_ITSELF = "moves_by_itself"
SMALL = "small"
BEGAN_LATER = "began_later"
OTHERS_TOO = "others_too"
BRAKE_REASONS = (MOVES_BY_ITSELF, SMALL, BEGAN_LATER, OTHERS_TOO)
# Why there is no verdict where counting changed within two months of the action.
COUNTING_CHANGED = "counting_changed"

# The rule that a verdict was made by, kept with it: 1 had no brake.
RULE = 2


@dataclass(frozen=True)
class Brake:
    """Brake on one review's change: what the measure may do by itself, and when the change began.

    p_margin: chance that the change is not beyond the margin; p_direction: that it is none at all. margin, sure: as
    people say a change (power.plain_change), but a count's rise as the part by which the old level is
    below the new; sure is the largest change that is nine in ten sure. own_movement: standard
    deviation of the level's own move between the two spells (log rate, log odds; a score's in
    standard deviations of a month, score_sd). began: months from the first month after the action to the best date of
    one step, gain: how much better it fits. others: the other themes' rate ratio, p_others the chance that the
    measure did not move beyond them; None without such themes.
    """

    p_margin: float
    p_direction: float
    margin: float
    sure: float
    own_movement: float
    score_sd: float | None
    began: int
    began_month: dt.date
    gain: float
    others: float | None
    p_others: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CountingChange:
    """Recorded change of counting: the first month counted otherwise, and its effect as the latest review
    estimates it (rate ratio, odds ratio or difference); None where no review could."""

    month: dt.date
    effect: float | None


def improved_with_action(state: str, attribution: str | None) -> bool:
    """Return whether a verdict is "improved, and it came with the action": the one that headline figures count.

    Where nothing was done and the level wanders, far fewer series come to this than to "improved" alone
    (docs/accuracy.md, "Worlds that move by themselves").
    """
    return state == IMPROVED and attribution == CAME_WITH_ACTION


@dataclass(frozen=True)
class Review:
    """Figures of one review. months: after the action. effect and interval ends: rate ratio, odds ratio
    or difference; an end may be infinite. strict: the interval two reviews running must show. brake: of
    the two reviews that a verdict rests on."""

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
    brake: Brake | None = None


@dataclass(frozen=True)
class Verdict:
    """A verdict and everything it was made from.

    state: one of STATES. towards: "better" or "worse" for an early sign or a verdict. ratio: rate ratio
    (count), odds ratio (proportion) or difference (score), with its 95% interval. mde80: smallest
    change in the good direction that would be seen 80 times in 100 (count: part of the level;
    proportion: part of 1; score: its units), None if none would. months_until: months after the action
    at which the worthwhile change would show, "never", or None where it already would or a verdict stands.
    used: the readings, as (month, value, denominator). unit: of a score, "%" for percentages, which keep their sign.
    counting_changed: the recorded changes of counting up to the latest month looked at. rule: see RULE.
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
    counting_changed: tuple[CountingChange, ...] = ()
    rule: int = RULE

    @property
    def improved_with_action(self) -> bool:
        """Return whether it improved and the improvement came with the action: what a headline may count."""
        return improved_with_action(self.state, self.attribution)

    @property
    def brake(self) -> Brake | None:
        """Return the brake of the latest review, where two reviews running have shown a change."""
        return self.review.brake if self.review else None

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
