"""Special-cause rules: a point outside the limits, two near a limit, a run, a trend.

Rules work on time-major arrays: axis 0 is time, axis 1 the series, so that one step handles
thousands of series. Which points count is what differs between the NHS's own tools (presets).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.charts.series import Bools, Floats, SeriesError

Codes = NDArray[np.int8]

# What a point is, in the order of `labels`. Odd codes lie high or rise, even ones low or fall.
COMMON, ABOVE, BELOW, RISING, FALLING, NEAR_ABOVE, NEAR_BELOW, RUN_ABOVE, RUN_BELOW = range(9)
MISSING = -1
SIDE = np.array([0, 1, -1, 1, -1, 1, -1, 1, -1, 0], dtype=np.int8)  # the last is MISSING


@dataclass(frozen=True)
class Rules:
    """A rule set.

    screen: leave out moving ranges above 3.267 times their mean when limits are made.
    shift_n, trend_n: points that make a run on one side, and a trend.
    two3_beyond: points outside the limits count as well in "two of three near a limit".
    two3_same_side: the third point of the three must lie on the same side of the mean; otherwise it
    may lie anywhere but near the opposite limit.
    """

    name: str
    title: str
    screen: bool = True
    shift_n: int = 7
    trend_n: int = 7
    two3_beyond: bool = False
    two3_same_side: bool = True


PRESETS = {
    rules.name: rules
    for rules in (
        Rules("nhsr", "NHS-R plot-the-dots rules"),
        Rules("mdc_excel", "NHS England's Excel tool's rules", screen=False, two3_beyond=True),
        Rules("powerbi", "NHS England's Power BI visual's rules", two3_beyond=True, two3_same_side=False),
    )
}


def rules_for(preset: str | Rules, screen: bool | None = None) -> Rules:
    """Return the preset's rules (or a rule set as it is), with screening switched as asked; None leaves it."""
    if isinstance(preset, Rules):
        rules = preset
    elif preset in PRESETS:
        rules = PRESETS[preset]
    else:
        raise SeriesError(f"There is no preset {preset!r}; choose from {', '.join(PRESETS)}.")
    if min(rules.shift_n, rules.trend_n) < 2:
        raise SeriesError("A run or a trend needs two points or more.")
    return rules if screen is None else replace(rules, screen=screen)


def labels(rules: Rules) -> list[str]:
    """Return the special cause names by code, worded as NHSRplotthedots words them."""
    return [
        "Common Cause",
        "Above UCL",
        "Below LCL",
        f"{rules.trend_n} Point Trend (Increasing)",
        f"{rules.trend_n} Point Trend (Decreasing)",
        "2 in 3 Above CL",
        "2 in 3 Below CL",
        f"{rules.shift_n} Points Above CL",
        f"{rules.shift_n} Points Below CL",
    ]


def windows(member: Bools, k: int) -> Bools:
    """Return, for each start, whether k points on end are members: shape (T - k + 1, n)."""
    if len(member) < k:
        return np.zeros((0, *member.shape[1:]), dtype=bool)
    width = 1
    while width < k:  # doubling: log2(k) passes instead of k
        step = min(width, k - width)
        member = member[:-step] & member[step:]
        width += step
    return member


def spread(window: Bools, k: int, length: int) -> Bools:
    """Return which of `length` points lie in at least one true window of k points."""
    if not len(window):
        return np.zeros((length, *window.shape[1:]), dtype=bool)
    out = np.zeros((length + k - 1, *window.shape[1:]), dtype=bool)
    out[k - 1 : k - 1 + len(window)] = window
    width = 1
    while width < k:
        step = min(width, k - width)
        out = out[:-step] | out[step:]
        width += step
    return out


def in_shift(side: Bools, k: int) -> Bools:
    """Return the points of every unbroken run of k or more on one side; the whole run is flagged."""
    return spread(windows(side, k), k, len(side))


def in_trend(step: Bools, k: int) -> Bools:
    """Return the points of every trend of k or more points, given which of the T - 1 steps go that way."""
    return spread(windows(step, k - 1), k, len(step) + 1)


def in_two_of_three(near: Bools, same: Bools) -> Bools:
    """Return the near points of windows of three that hold two or more of them.

    near: near the limit on one side. same: points that may stand in such a window at all.
    """
    if len(near) < 3:
        return np.zeros_like(near)
    first, second, third = near[:-2], near[1:-1], near[2:]
    two = (first & second) | (third & (first | second))
    return spread(two & windows(same, 3), 3, len(near)) & near


def classify(
    y: Floats, mean: Floats, amr: Floats, tie: Floats, rules: Rules, nhsr_quirks: bool = False
) -> tuple[Codes, Bools, Bools, Codes]:
    """Return (side, outside, close, code) of every point of one segment.

    y: (T, n) readings, NaN for a gap. mean, amr: (n,), NaN where unknown. tie: (n,), differences up
    to this count as none. side: int8 sign of y - mean. code: int8, see the codes above; -1 for a gap.
    nhsr_quirks: name a trend's turning point as NHSRplotthedots does, by the step that follows it.
    Source of the rules: NHSRplotthedots 0.2.2 as observed, and NHS England's announcements.
    """
    deviation = y - mean
    above, below = deviation > tie, deviation < -tie
    distance = np.abs(deviation)
    outside = distance > 2.66 * amr + tie
    near = distance > 2 * (2.66 / 3) * amr + tie
    close = near & ~outside
    counted = near if rules.two3_beyond else close
    there = ~np.isnan(y)
    whole = bool(there.all())

    code = np.zeros(y.shape, dtype=np.int8)

    def mark(value: int, where: Bools) -> None:
        np.copyto(code, np.int8(value), where=where)

    # Later marks overwrite earlier ones: outside > trend > two of three > shift.
    mark(RUN_ABOVE, in_shift(above, rules.shift_n))
    mark(RUN_BELOW, in_shift(below, rules.shift_n))
    high, low = counted & above, counted & below
    mark(NEAR_ABOVE, in_two_of_three(high, above if rules.two3_same_side else there & ~low))
    mark(NEAR_BELOW, in_two_of_three(low, below if rules.two3_same_side else there & ~high))
    if len(y) > 1:
        change = y[1:] - y[:-1]
        up, down = change > tie, change < -tie
        rising, falling = in_trend(up, rules.trend_n), in_trend(down, rules.trend_n)
        if nhsr_quirks:
            rising, falling = _by_following_step(up, down, rising | falling)
        else:  # a turning point belongs to both; it takes the name of the trend that it ends
            ends_a_fall = rising & falling
            ends_a_fall[1:] &= down
            rising &= ~ends_a_fall
            falling &= ~rising
        mark(RISING, rising)
        mark(FALLING, falling)
    mark(ABOVE, outside & above)
    mark(BELOW, outside & below)
    if not whole:
        mark(MISSING, ~there)
    return above.view(np.int8) - below.view(np.int8), outside, close, code


def _by_following_step(up: Bools, down: Bools, trend: Bools) -> tuple[Bools, Bools]:
    """Split a trend's points by the step to the next point if that is in a trend too, else the step before."""
    followed = trend[:-1] & trend[1:]
    rising, falling = np.zeros_like(trend), np.zeros_like(trend)
    for steps, out in ((up, rising), (down, falling)):
        out[1:] = steps
        out[:-1] = np.where(followed, steps, out[:-1])
        out &= trend
    return rising, falling


def point_types(code: Codes, direction: Codes) -> Codes:
    """Return +1 improvement, -1 concern, +2 high and -2 low for neutral measures, 0 otherwise.

    code: (T, n). direction: (n,), +1 when more is better, -1 when less is, 2 when neither.
    """
    return SIDE[code] * direction
