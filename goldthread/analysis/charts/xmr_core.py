"""XmR charts for thousands of series at once: figures without words.

Method: section 1 of the project's statistics notes; agrees with NHSRplotthedots 0.2.2 (which sets
the NHS convention) except for the knowing differences in docs/differences.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldthread.analysis.charts.rules import Rules, classify, point_types, rules_for
from goldthread.analysis.charts.series import LARGEST, Bools, Floats, SeriesError

DIRECTIONS = {"increase": 1, "decrease": -1, "neutral": 2}
# Differences below this share of the largest reading are rounding, not difference.
TIE = 1e-12
FEWEST_TO_FREEZE = 12
FEWEST_FOR_FIRM_LIMITS = 13
FAIL, INCONSISTENT, PASS, NO_TARGET = -1, 0, 1, 9


@dataclass(frozen=True)
class XmrMany:
    """Charts of n series by T points; every array is (n, T) unless said, and may be a read-only view.

    mean, lower, upper: centre line and process limits (NaN where two readings on end are wanting).
    half: distance from mean to limit. side: sign of value - mean. outside, close: beyond the limits,
    or in the outer third within them. code: what the point is (rules.labels), -1 for a gap.
    point_type: +1 improvement, -1 concern, +2/-2 neutral high/low, 0 common. short: fewer than 13
    readings in the segment. last: (n,) index of the last reading, -1 where there is none.
    assurance: (n,) 1 pass, 0 inconsistent, -1 fail, 9 none.
    """

    values: Floats
    mean: Floats
    half: Floats
    side: NDArray[np.int8]
    outside: Bools
    close: Bools
    code: NDArray[np.int8]
    point_type: NDArray[np.int8]
    short: Bools
    last: NDArray[np.intp]
    assurance: NDArray[np.int8]
    rules: Rules

    @property
    def lower(self) -> Floats:
        """Lower process limit, (n, T); not floored at 0."""
        return self.mean - self.half

    @property
    def upper(self) -> Floats:
        """Upper process limit, (n, T)."""
        return self.mean + self.half

    @property
    def signal(self) -> NDArray[np.int8]:
        """Point type of each series' last reading, (n,): the one icon worth a headline."""
        return np.where(self.last < 0, 0, self.point_type[np.arange(len(self.last)), self.last])


def xmr_many(
    values: ArrayLike,
    *,
    segments: ArrayLike | None = None,
    fix_after: int | ArrayLike | None = None,
    direction: str | Sequence[str] = "increase",
    target: float | ArrayLike | None = None,
    preset: str | Rules = "nhsr",
    screen: bool | None = None,
    nhsr_quirks: bool = False,
    carried: ArrayLike | None = None,
    block: int = 4096,
) -> XmrMany:
    """Compute the XmR charts of n series in one call.

    values: (n, T), in date order; NaN is a gap (pad shorter series with NaN). segments: (T,) or
    (n, T) whole numbers that grow where limits are recalculated. fix_after: make limits from the first so
    many readings of each segment, 12 or more, for all series or (n,) with 0 for none. direction:
    "increase", "decrease" or "neutral", for all or one each. target: for all or (n,), NaN for none.
    preset, screen: see goldthread.analysis.charts.rules. nhsr_quirks: also repeat NHSRplotthedots' oddities
    (no limits for a constant series; a trend's turning point named by what follows).
    carried: (T,) or (n, T), true for readings that make no limits and are judged by those of their segment's others,
    as after an action. block: series handled at a time; bounds the memory.

    A gap is never crossed: no moving range spans it, and no run, trend or window of three.
    Raises SeriesError for an infinite reading, an unknown direction or preset, or too short a freeze.
    """
    y = np.atleast_2d(np.asarray(values, dtype=float))
    if y.ndim != 2 or y.shape[1] == 0:
        raise SeriesError("Give readings as one row for each series, one column for each date.")
    n, t = y.shape
    rules = rules_for(preset, screen)
    freeze = _freeze(fix_after, n)
    way = _directions(direction, n)
    groups = None if segments is None else np.broadcast_to(np.asarray(segments, dtype=np.intp), (n, t))
    makes = None if carried is None else ~np.broadcast_to(np.asarray(carried, dtype=bool), (n, t))

    shared = groups is None  # then the mean and limits of a series hold for all its dates
    mean, half = (np.empty((1 if shared else t, n)) for _ in range(2))
    side, code, point_type = (np.empty((t, n), dtype=np.int8) for _ in range(3))
    outside, close = (np.empty((t, n), dtype=bool) for _ in range(2))
    short = np.empty((1 if shared else t, n), dtype=bool)
    last = np.empty(n, dtype=np.intp)
    for start in range(0, n, block):
        cut = slice(start, min(start + block, n))
        rows = np.ascontiguousarray(y[cut].T)
        fixed = None if freeze is None else freeze[cut]
        own = None if makes is None else makes[cut].T
        if groups is None:
            arrays = _segment(rows, fixed, own, rules, nhsr_quirks)
        else:
            arrays = _segmented(rows, groups[cut].T, fixed, own, rules, nhsr_quirks)
        wholes: tuple[NDArray[Any], ...] = (mean, half, side, outside, close, code, short)
        for whole, part in zip(wholes, arrays, strict=True):
            whole[:, cut] = part
        point_type[:, cut] = point_types(code[:, cut], way[cut])
        last[cut] = _last_reading(code[:, cut])

    return XmrMany(
        values=y,
        mean=np.broadcast_to(mean, (t, n)).T,
        half=np.broadcast_to(half, (t, n)).T,
        side=side.T,
        outside=outside.T,
        close=close.T,
        code=code.T,
        point_type=point_type.T,
        short=np.broadcast_to(short, (t, n)).T,
        last=last,
        assurance=_assurance(mean[-1], half[-1], way, target),
        rules=rules,
    )


def _freeze(fix_after: int | ArrayLike | None, n: int) -> NDArray[np.intp] | None:
    if fix_after is None:
        return None
    try:
        freeze = np.broadcast_to(np.asarray(fix_after, dtype=np.intp), (n,))
    except OverflowError:
        raise SeriesError("A frozen baseline cannot have so many readings.") from None
    if np.any((freeze != 0) & (freeze < FEWEST_TO_FREEZE)):
        raise SeriesError(f"A frozen baseline needs {FEWEST_TO_FREEZE} readings or more.")
    return freeze if freeze.any() else None


def _directions(direction: str | Sequence[str], n: int) -> NDArray[np.int8]:
    names = [direction] if isinstance(direction, str) else list(direction)
    unknown = set(names) - DIRECTIONS.keys()
    if unknown:
        raise SeriesError(f"Direction must be increase, decrease or neutral, not {unknown.pop()!r}.")
    return np.broadcast_to(np.array([DIRECTIONS[d] for d in names], dtype=np.int8), (n,))


def _last_reading(code: NDArray[np.int8]) -> NDArray[np.intp]:
    """Return each series' last time index that is no gap, -1 where all are."""
    there = code[::-1] >= 0
    return np.where(there.any(axis=0), len(code) - 1 - there.argmax(axis=0), -1)


def _assurance(
    mean: Floats, half: Floats, way: NDArray[np.int8], target: float | ArrayLike | None
) -> NDArray[np.int8]:
    """Compare targets with the limits in force at the end; a limit that equals the target decides nothing."""
    n = len(mean)
    out = np.full(n, NO_TARGET, dtype=np.int8)
    if target is None:
        return out
    goal = np.broadcast_to(np.asarray(target, dtype=float), (n,))
    tie = TIE * np.maximum(np.abs(goal), np.abs(mean) + half)
    above, below = goal - mean > half + tie, mean - goal > half + tie
    judged = (way != DIRECTIONS["neutral"]) & np.isfinite(goal) & np.isfinite(half)
    out[judged] = ((below.astype(np.int8) - above) * way)[judged]
    return out


def _segment(
    y: Floats, freeze: NDArray[np.intp] | None, makes: Bools | None, rules: Rules, nhsr_quirks: bool
):
    """Return mean, half, side, outside, close, code and short of one segment; y is (T, n)."""
    largest = np.fmax(np.fmax.reduce(y), -np.fmin.reduce(y))
    if np.any(largest > LARGEST):
        raise SeriesError("A reading is infinite or larger than 1e150, too large to draw limits for.")
    there = ~np.isnan(y)
    whole = bool(there.all())
    counts = np.full(y.shape[1], len(y)) if whole else there.sum(axis=0)
    base: Bools | None = None
    if freeze is not None:
        base = there & ((np.cumsum(there, axis=0) <= freeze) | (freeze == 0))
    elif not whole or makes is not None:
        base = there
    if base is not None and makes is not None:
        base = base & makes
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, amr = _mean_and_range(y, base, rules.screen, nhsr_quirks)
        flags = classify(y, mean, amr, TIE * largest, rules, nhsr_quirks)
        return mean, 2.66 * amr, *flags, counts < FEWEST_FOR_FIRM_LIMITS


def _mean_and_range(y: Floats, base: Bools | None, screen: bool, nhsr_quirks: bool) -> tuple[Floats, Floats]:
    """Return the mean and the mean moving range of the base readings, NaN where there are none."""
    if base is None:
        mean = y.sum(axis=0) / len(y)
        mean += (y - mean).sum(axis=0) / len(y)  # a second pass, so that a point on the mean is seen to be
        moves = np.abs(y[1:] - y[:-1])
        amr = moves.sum(axis=0) / len(moves) if len(moves) else np.full(y.shape[1], np.nan)
    else:
        count = base.sum(axis=0)
        mean = np.where(base, y, 0).sum(axis=0) / count
        mean += np.where(base, y - mean, 0).sum(axis=0) / count
        pair = base[1:] & base[:-1]
        moves = np.where(pair, np.abs(y[1:] - y[:-1]), np.inf)  # the infinite ones are never kept
        amr = np.where(pair, moves, 0).sum(axis=0) / pair.sum(axis=0)
    if screen:
        included = moves < 3.267 * amr
        if nhsr_quirks:
            amr = np.where(included, moves, 0).sum(axis=0) / included.sum(axis=0)
        else:  # in a constant series none is kept: its limits are its mean
            amr = np.where(included, moves, 0).sum(axis=0) / np.where(amr == 0, 1, included.sum(axis=0))
    return mean, amr


def _segmented(
    y: Floats,
    groups: NDArray[np.intp],
    freeze: NDArray[np.intp] | None,
    makes: Bools | None,
    rules: Rules,
    nhsr_quirks: bool,
):
    """Lay each segment of each series out as a series of its own, judge it, and put the answers back."""
    t, n = y.shape
    starts = np.ones((t, n), dtype=bool)
    starts[1:] = groups[1:] != groups[:-1]
    in_series = np.cumsum(starts, axis=0) - 1
    first = np.concatenate(([0], np.cumsum(in_series[-1] + 1)))
    column = in_series + first[:-1]
    at = np.arange(t)[:, None]
    row = at - np.maximum.accumulate(np.where(starts, at, 0), axis=0)
    laid = np.full((int(row.max()) + 1, int(first[-1])), np.nan)
    laid[row, column] = y
    own = None if freeze is None else np.repeat(freeze, in_series[-1] + 1)
    limits_from = None
    if makes is not None:
        limits_from = np.zeros(laid.shape, dtype=bool)
        limits_from[row, column] = makes
    mean, half, *points, short = _segment(laid, own, limits_from, rules, nhsr_quirks)
    return mean[column], half[column], *(p[row, column] for p in points), short[column]
