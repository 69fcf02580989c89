"""Power: the smallest change that would be seen, in planning and in judging."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts import interrupted_time_series as its
from goldthread.analysis.verdicts.interrupted_time_series import Direction, Kind
from goldthread.analysis.verdicts.margin import margin
from goldthread.analysis.verdicts.own_movement import SURE
from goldthread.analysis.verdicts.step import inflation
from goldthread.analysis.verdicts.verdict_schedule import CALLED_WHERE_IT_MOVES, strict_level

# A change that can be seen only beyond this (log scale: a cut of 60%, or odds 2.5 times as high) is
# too large to wait for: there is too little data. Scores have no such scale; theirs is three times
# the change that was named worthwhile, about the same proportion.
LARGEST_USEFUL = -math.log(0.4)
LARGEST_USEFUL_SCORE = 3.0
# By so much a wandering level widens the error of the step in planning: with it, the rule sees what is promised
# about 80 times in 100 (docs/accuracy.md, "What planning promises").
BRAKE_FACTOR = 1.4
# Further ahead than five years the baseline no longer describes the service.
HORIZON_MONTHS = 60
NEVER = "never"


@dataclass(frozen=True)
class Noise:
    """Noise of a measure: how it varies by itself. level: mean count, share or score a month. size: mean exposure
    or denominator a month (1 where there is none). phi: variance over what chance alone gives (for a
    score, its variance). rho: month-to-month correlation. months: readings in the baseline. changes: recorded changes of
    counting, each in months from the action (-8: it is counted otherwise from 8 months before)."""

    kind: Kind
    level: float
    size: float
    phi: float
    rho: float
    months: int
    changes: tuple[int, ...] = ()


def baseline_noise(
    before: Sequence[tuple[int, float, float]], kind: Kind, *, counting_changed: Sequence[int] = ()
) -> Noise:
    """Return how a measure varies in its baseline: (month number, value, size) rows without gaps.

    counting_changed: month numbers from which it is counted otherwise.
    """
    times = np.array([r[0] for r in before], dtype=np.int64)
    y, size = np.array([r[1] for r in before]), np.array([r[2] for r in before])
    fitted = its.fit(y, its.level_design(times, counting_changed=counting_changed), kind, size=size)
    # The mean count a month, or the share of all files, or the mean score.
    level = float(y.sum() / size.sum()) if kind == "proportion" else float(y.mean())
    changes = tuple(month - int(times[-1]) - 1 for month, _ in fitted.design.counted)
    return Noise(kind, level, float(size.mean()), float(fitted.phi[0]), float(fitted.rho[0]), len(y), changes)


def smallest_change(noise: Noise, direction: Direction, n1: int, *, worthwhile: float | None = None) -> float:
    """Return the smallest change n1 months after would show 80 times in 100, on the model's scale.

    Log rate ratio, log odds ratio or score difference, as a positive number; infinity where no change
    in this direction would show. Two-sided strict level of the verdict, and its brake: beyond the margin at
    nine chances in ten. worthwhile: of a score, whose margin is a part of it. Optimistic at n1 = 6.
    """
    from scipy.special import expit, logit, stdtrit

    n0 = noise.months
    times = np.concatenate([np.arange(-n0, 0), np.arange(1, n1 + 1)])
    df = its.step_design(times, times > 0).degrees_of_freedom(noise.rho)
    tail = (1 + strict_level(noise.kind, direction)) / 2
    spread = math.sqrt(noise.phi * _entanglement(times, noise.changes))
    strict = float(stdtrit(df, tail) + stdtrit(df, 0.8)) * spread
    braked = BRAKE_FACTOR * float(stdtrit(df, SURE) + stdtrit(df, 0.8)) * spread
    v0, v1 = (float(inflation(np.array(noise.rho), n)) for n in (n0, n1))
    way = -1 if direction == "down" else 1
    if noise.kind == "score":
        se = math.sqrt(v0 / n0 + v1 / n1)
        beyond = float(margin(noise.kind, way, np.array(noise.level), worthwhile))
        return max(strict * se, beyond + braked * se) if noise.phi > 0 else math.inf
    d = np.arange(0.005, 4.0, 0.005)
    signed = way * d
    if noise.kind == "count":
        if noise.level <= 0:
            return math.inf
        before, later = noise.level * n0, noise.level * np.exp(signed) * n1
        beyond = -math.log(1 - float(margin(noise.kind, way, np.array(noise.level))))
    else:
        share = min(max(noise.level, 0.5 / (noise.size * n0 + 1)), 1 - 0.5 / (noise.size * n0 + 1))
        moved = expit(logit(share) + signed)
        before = noise.size * share * (1 - share) * n0
        later = noise.size * moved * (1 - moved) * n1
        beyond = abs(
            float(logit(share + way * float(margin(noise.kind, way, np.array(share)))) - logit(share))
        )
    se = np.sqrt(v0 / before + v1 / later)
    detectable = d >= np.maximum(strict * se, beyond + braked * se)
    return float(d[detectable.argmax()]) if detectable.any() else math.inf


def _entanglement(times: NDArray[np.int64], changes: Sequence[int]) -> float:
    """Return by how much recorded changes of counting raise the variance of the step: 1 without any."""
    after = (times > 0).astype(float)
    columns = np.column_stack([np.ones(len(times)), *((times >= change).astype(float) for change in changes)])
    left = after - columns @ np.linalg.lstsq(columns, after, rcond=None)[0]
    plain = after - after.mean()
    return float((plain @ plain) / max(left @ left, 1e-9))


def plain_change(noise: Noise, direction: Direction, d: float) -> float | None:
    """Return a change on the model's scale as people say it; None for infinity.

    Count: the part it falls or rises by (.25 is a quarter). Proportion: the part of 1 it moves by (.10
    is ten percentage points). Score: its own units.
    """
    from scipy.special import expit, logit

    if math.isinf(d):
        return None
    if noise.kind == "count":
        return 1 - math.exp(-d) if direction == "down" else math.exp(d) - 1
    if noise.kind == "proportion":
        share = min(max(noise.level, 1e-6), 1 - 1e-6)
        return abs(float(expit(logit(share) + (d if direction == "up" else -d))) - noise.level)
    return d


def model_change(noise: Noise, direction: Direction, plain: float) -> float:
    """Return a change as people say it on the model's scale; infinity where it cannot happen at all."""
    from scipy.special import logit

    if noise.kind == "count":
        if direction == "up":
            return math.log1p(plain)
        return -math.log1p(-plain) if plain < 1 else math.inf
    if noise.kind == "proportion":
        target = noise.level + (plain if direction == "up" else -plain)
        if not 0 < target < 1 or not 0 < noise.level < 1:
            return math.inf
        return abs(float(logit(target) - logit(noise.level)))
    return plain


def too_large(kind: Kind, d: float, worthwhile: float) -> bool:
    """Return whether the smallest change that would show is so large that there is too little data."""
    return d > (LARGEST_USEFUL_SCORE * worthwhile if kind == "score" else LARGEST_USEFUL)


def months_until(noise: Noise, direction: Direction, worthwhile: float, *, least: int = 6) -> int | str:
    """Return the months after the action at which the worthwhile change would show, or "never".

    worthwhile: as people say it (see plain_change). "never": not within five years with this baseline.
    """
    wanted = model_change(noise, direction, worthwhile)
    if math.isinf(wanted) or _shown_by(noise, direction, worthwhile, HORIZON_MONTHS) > wanted:
        return NEVER
    low, high = least - 1, HORIZON_MONTHS
    while high - low > 1:  # the smallest change shrinks with every month, so halving finds it
        middle = (low + high) // 2
        if _shown_by(noise, direction, worthwhile, middle) <= wanted:
            high = middle
        else:
            low = middle
    return high


def _shown_by(noise: Noise, direction: Direction, worthwhile: float, n1: int) -> float:
    return smallest_change(noise, direction, n1, worthwhile=worthwhile)


def expected_false_verdicts(actions: int, rate: float = CALLED_WHERE_IT_MOVES / 100) -> tuple[float, str]:
    """Return how many verdicts of improved to expect by chance alone, and the sentence that says so.

    actions: how many a council is running; rate: chance of a false "improved" for each that does nothing.
    """
    expected = actions * rate
    if actions < 1:
        return 0.0, "No actions are being watched, so no verdict can be a false one."
    count = "less than one" if expected < 0.95 else f"about {expected:.0f}"
    subject = "the one action" if actions == 1 else f"all {actions} actions"
    return expected, (
        f"If {subject} had no effect at all, {count} would still come to be called improved "
        f"(at most {rate:.0%} of actions without effect)."
    )
