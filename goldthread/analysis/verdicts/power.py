"""Power: the smallest change that would be seen, in planning and in judging."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from goldthread.analysis.verdicts import interrupted_time_series as its
from goldthread.analysis.verdicts.interrupted_time_series import Kind
from goldthread.analysis.verdicts.step import inflation
from goldthread.analysis.verdicts.verdict_schedule import strict_level

Direction = Literal["down", "up"]

# A change that can be seen only beyond this (log scale: a cut of 60%, or odds 2.5 times as high) is
# too large to wait for: there is too little data. Scores have no such scale; theirs is three times
# the change that was named worthwhile, about the same proportion.
LARGEST_USEFUL = -math.log(0.4)
LARGEST_USEFUL_SCORE = 3.0
# Further ahead than five years the baseline no longer describes the service.
HORIZON_MONTHS = 60
NEVER = "never"


@dataclass(frozen=True)
class Noise:
    """Noise of a measure: how it varies by itself. level: mean count, share or score a month. size: mean exposure
    or denominator a month (1 where there is none). phi: variance over what chance alone gives (for a
    score, its variance). rho: month-to-month correlation. months: readings in the baseline."""

    kind: Kind
    level: float
    size: float
    phi: float
    rho: float
    months: int


def baseline_noise(before: Sequence[tuple[int, float, float]], kind: Kind) -> Noise:
    """Return how a measure varies in its baseline: (month number, value, size) rows without gaps."""
    times = np.array([r[0] for r in before], dtype=np.int64)
    y, size = np.array([r[1] for r in before]), np.array([r[2] for r in before])
    fitted = its.fit(y, its.level_design(times), kind, size=size)
    # The mean count a month, or the share of all files, or the mean score.
    level = float(y.sum() / size.sum()) if kind == "proportion" else float(y.mean())
    return Noise(kind, level, float(size.mean()), float(fitted.phi[0]), float(fitted.rho[0]), len(y))


def smallest_change(noise: Noise, direction: Direction, n1: int) -> float:
    """Return the smallest change n1 months after would show 80 times in 100, on the model's scale.

    Log rate ratio, log odds ratio or score difference, as a positive number; infinity where no change
    in this direction would show. Two-sided strict level of the verdict; optimistic at n1 = 6.
    """
    from scipy.special import expit, logit, stdtrit

    n0 = noise.months
    times = np.concatenate([np.arange(-n0, 0), np.arange(1, n1 + 1)])
    df = its.step_design(times, times > 0).degrees_of_freedom(noise.rho)
    tail = (1 + strict_level(noise.kind, direction)) / 2
    needed = float(stdtrit(df, tail) + stdtrit(df, 0.8)) * math.sqrt(noise.phi)
    v0, v1 = (float(inflation(np.array(noise.rho), n)) for n in (n0, n1))
    if noise.kind == "score":
        return needed * math.sqrt(v0 / n0 + v1 / n1) if noise.phi > 0 else math.inf
    d = np.arange(0.005, 4.0, 0.005)
    signed = -d if direction == "down" else d
    if noise.kind == "count":
        if noise.level <= 0:
            return math.inf
        before, later = noise.level * n0, noise.level * np.exp(signed) * n1
    else:
        share = min(max(noise.level, 0.5 / (noise.size * n0 + 1)), 1 - 0.5 / (noise.size * n0 + 1))
        moved = expit(logit(share) + signed)
        before = noise.size * share * (1 - share) * n0
        later = noise.size * moved * (1 - moved) * n1
    detectable = d >= needed * np.sqrt(v0 / before + v1 / later)
    return float(d[detectable.argmax()]) if detectable.any() else math.inf


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
    if math.isinf(wanted) or smallest_change(noise, direction, HORIZON_MONTHS) > wanted:
        return NEVER
    low, high = least - 1, HORIZON_MONTHS
    while high - low > 1:  # the smallest change shrinks with every month, so halving finds it
        middle = (low + high) // 2
        if smallest_change(noise, direction, middle) <= wanted:
            high = middle
        else:
            low = middle
    return high


def expected_false_verdicts(actions: int, rate: float = 0.05) -> tuple[float, str]:
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
