"""Schedule of quarterly reviews and the rule by which a verdict may move, for many series at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts.brake import brake_holds
from goldthread.analysis.verdicts.interrupted_time_series import Fit, Floats, Kind
from goldthread.analysis.verdicts.step import Step, measure_step

# Months after the action at which a verdict may move; between them it never does.
REVIEW_MONTHS = (6, 9, 12, 15, 18)
# A review with fewer readings since the action is not held.
LEAST_AFTER = 6
# A single interval of this level that leaves out "no change" is an early sign.
EARLY_LEVEL = 0.95
# Two intervals running of this level are a verdict, for a measure that (falls, rises). Chosen by
# simulation (docs/accuracy.md) so that two alone are false at any review in under 5.5% of the worst of
# the steady worlds tried, before the brake: counts vary more upwards, and shares and scores wander more than chance alone.
STRICT_LEVELS: dict[Kind, tuple[float, float]] = {
    "count": (0.975, 0.985),
    "proportion": (0.985, 0.985),
    "score": (0.985, 0.985),
}

# How many in 100 actions come to be called improved where nothing changed, and where the level moves about by
# itself (docs/accuracy.md, "Worlds that move by themselves").
CALLED_BY_CHANCE, CALLED_WHERE_IT_MOVES = 4.5, 8.0

# Series are worked through in blocks that fit a processor's cache.
_BLOCK = 500


@dataclass(frozen=True)
class ReviewFlags:
    """Flags of each review of S series; each array is (S, reviews).

    down, up: the strict interval lies wholly below, above no change. down_early, up_early: the 95%
    interval does. down_holds, up_holds: and the brake lets it be called so; looked at only where two
    reviews running have seen it, and False elsewhere.
    """

    down: NDArray[np.bool_]
    up: NDArray[np.bool_]
    down_early: NDArray[np.bool_]
    up_early: NDArray[np.bool_]
    down_holds: NDArray[np.bool_]
    up_holds: NDArray[np.bool_]

    def fell(self) -> NDArray[np.bool_]:
        """Return at which reviews a fall is a verdict: seen, and holding, twice running, (S, reviews)."""
        return twice_running(self.down_holds)

    def rose(self) -> NDArray[np.bool_]:
        """Return at which reviews a rise is a verdict: seen, and holding, twice running, (S, reviews)."""
        return twice_running(self.up_holds)

    def lower_since(self) -> NDArray[np.bool_]:
        """Return at which reviews a fall has been seen twice running and does not hold, (S, reviews)."""
        return twice_running(self.down) & ~self.fell()

    def higher_since(self) -> NDArray[np.bool_]:
        """Return at which reviews a rise has been seen twice running and does not hold, (S, reviews)."""
        return twice_running(self.up) & ~self.rose()


def strict_level(kind: Kind, way: str) -> float:
    """Return the level of interval that two reviews running must show, for a move "down" or "up"."""
    return STRICT_LEVELS[kind][way == "up"]


def twice_running(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where a review and the one before it both saw something; (S, reviews), the first never."""
    result = np.zeros_like(flags)
    result[:, 1:] = flags[:, 1:] & flags[:, :-1]
    return result


def excludes_no_change(step: Step, level: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (wholly below, wholly above) no change, (S,) each, at one level."""
    low, high = step.interval(level)
    # A series without any variation has no interval; nothing is concluded from it.
    flat = step.fit.phi <= 0
    return (high < 0) & ~flat, (low > 0) & ~flat


def _seen_twice(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the reviews that saw something and stand beside another that did, (S, reviews)."""
    beside = np.zeros_like(flags)
    beside[:, 1:] |= flags[:, :-1]
    beside[:, :-1] |= flags[:, 1:]
    return flags & beside


def review_many(
    y: Floats,
    n0: int,
    kind: Kind,
    *,
    size: Floats | None = None,
    first_month: int = 0,
    reviews: tuple[int, ...] = REVIEW_MONTHS,
    level: float | None = None,
    worthwhile: float | None = None,
    counting_changed: Sequence[int] = (),
    known: NDArray[np.bool_] | None = None,
) -> ReviewFlags:
    """Review S series at once: n0 months before, then the months after (none between).

    y: (S, n0 + months after). known: (n,) False for months in which none of them has a reading; a review with
    fewer than six since the action is not held, and flags nothing. size: exposure or denominator, (S, n) or (n,). first_month:
    month number of the first column. Reviews beyond the last column are left out.
    level: one strict level for both ways instead of the rule's own. worthwhile: of a score.
    counting_changed: months from which all are counted otherwise.
    """
    y = np.atleast_2d(np.asarray(y, dtype=float))
    whole = np.ones_like(y) if size is None else np.broadcast_to(np.asarray(size, dtype=float), y.shape)
    down_level, up_level = (level or strict_level(kind, way) for way in ("down", "up"))
    possible = [m for m in reviews if n0 + m <= y.shape[1]]
    known = np.ones(y.shape[1], dtype=bool) if known is None else known
    months_known = first_month + np.flatnonzero(known)
    y, whole = y[:, known], whole[:, known]
    flags = np.zeros((6, len(y), len(possible)), dtype=bool)
    for start in range(0, len(y), _BLOCK):
        block = slice(start, start + _BLOCK)
        fits: dict[int, Fit] = {}
        for r, months in enumerate(possible):
            n = int(known[: n0 + months].sum())
            times, after = months_known[:n], months_known[:n] >= first_month + n0
            if after.sum() < LEAST_AFTER:
                continue
            step = measure_step(
                y[block, :n],
                times,
                after,
                kind,
                size=whole[block, :n],
                counting_changed=counting_changed,
            )
            flags[0, block, r] = excludes_no_change(step, down_level)[0]
            flags[1, block, r] = excludes_no_change(step, up_level)[1]
            flags[2, block, r], flags[3, block, r] = excludes_no_change(step, EARLY_LEVEL)
            fits[r] = step.fit
        for seen, holds, way in ((0, 4, -1), (1, 5, 1)):
            asked = _seen_twice(flags[seen, block])
            for r, fit in fits.items():
                of, n = asked[:, r], len(fit.design.times)
                held = brake_holds(
                    y[block, :n][of], whole[block, :n][of], fit.of(of), kind, way, worthwhile=worthwhile
                )
                flags[holds, block, r][of] = held
    return ReviewFlags(*flags)
