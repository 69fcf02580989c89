"""Control charts for many series: c, u, p, Laney's u' and p', g, t, moving ranges, run charts.

Section 2 of the project's statistics notes; the figures agree with qicharts2 0.8.1 except where
docs/differences.md says otherwise. `chart_choice.py` says which chart suits which figures: never plain c, u or p alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldthread.analysis.charts.control_limits import lines_of
from goldthread.analysis.charts.run_chart import Runs, anhoej
from goldthread.analysis.charts.series import Bools, Floats, SeriesError, check_size

# Below this a denominator is a slip of the keyboard, and what is divided by it overflows.
SMALLEST = 1e-6
KINDS = {
    "i": "readings",
    "mr": "moving ranges",
    "c": "counts",
    "u": "rates",
    "p": "shares",
    "up": "rates, Laney's u'",
    "pp": "shares, Laney's p'",
    "g": "cases between events",
    "t": "days between events",
    "run": "readings, run chart",
}
WITH_DENOMINATORS = {"u", "p", "up", "pp"}


@dataclass(frozen=True)
class ControlMany:
    """Charts of n series by T points; arrays are (n, T) unless said.

    values: what is plotted (rates for u, shares for p). centre, lower, upper: NaN where none can be drawn.
    near_lower, near_upper: two thirds of the way. part: (T,) from 1, grows where the limits are recalculated.
    base: readings that the limits rest on. include: readings that count at all. beyond: outside the limits.
    runs: Anhøj's figures for each part.
    """

    kind: str
    values: Floats
    denominators: Floats | None
    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    part: NDArray[np.intp]
    base: Bools
    include: Bools
    beyond: Bools
    runs: tuple[Runs, ...]

    @property
    def runs_signal(self) -> Bools:
        """Return whether Anhøj's rules signal in the part that a point belongs to, (n, T)."""
        return np.stack([runs.signal for runs in self.runs], axis=1)[:, self.part - 1]

    def columns(self, series: int = 0) -> dict[str, list]:
        """Return one series as lists under qicharts2's column names, None where nothing can be said."""
        of_part = {
            "n.useful": [r.useful for r in self.runs],
            "longest.run": [r.longest for r in self.runs],
            "longest.run.max": [r.longest_max for r in self.runs],
            "n.crossings": [r.crossings for r in self.runs],
            "n.crossings.min": [r.crossings_min for r in self.runs],
        }
        useful = [int(r.useful[series]) for r in self.runs]
        at = (self.part - 1).tolist()
        included = self.include[series]
        lists: dict[str, list] = {
            name: [int(counts[p][series]) if useful[p] or name == "n.useful" else None for p in at]
            for name, counts in of_part.items()
        }
        for name, values in (
            ("y", self.values),
            ("cl", self.centre),
            ("lcl", self.lower),
            ("ucl", self.upper),
            ("lcl.95", self.near_lower),
            ("ucl.95", self.near_upper),
        ):
            lists[name] = [None if np.isnan(v) else v for v in values[series].tolist()]
        lists["part"] = self.part.tolist()
        lists["include"] = included.tolist()
        lists["sigma.signal"] = self.beyond[series].tolist()
        lists["runs.signal"] = self.runs_signal[series].tolist()
        lists["n.obs"] = [int((included & (self.part == self.part[i])).sum()) for i in range(len(at))]
        return lists


def control_many(
    counts: ArrayLike,
    denominators: ArrayLike | None = None,
    *,
    kind: str,
    part: int | Sequence[int] = (),
    freeze: int | None = None,
    exclude: Iterable[int] = (),
    screen: bool = False,
    floor_sigma: bool = True,
    multiply: float = 1,
    across_gaps: bool = False,
    carried: ArrayLike | None = None,
) -> ControlMany:
    """Compute one kind of chart for n series in one call.

    counts: (n, T) counts, readings or gaps between events, NaN for a gap. denominators: (n, T) or (T,), for
    u, p, up and pp; 0 is a gap. part: the limits are recalculated after these positions (1 = after the first).
    freeze: limits from the first so many readings of each part. exclude: positions from 1 that neither make
    limits nor count in runs. screen: leave unusual moving ranges out (i, mr, t, up, pp). floor_sigma: hold
    Laney's sigma_z at 1 or more; qicharts2 does not. multiply: show rates per so many. across_gaps: let runs
    go on over gaps, as qicharts2 does. carried: (T,) or (n, T), true for readings that make no limits and are judged
    by those of their part's others, as after an action.

    Raises SeriesError for negative counts, shares above 1, gaps of 0 days, missing denominators.
    """
    if kind not in KINDS:
        raise SeriesError(f"There is no chart {kind!r}; choose from {', '.join(KINDS)}.")
    x = np.atleast_2d(np.asarray(counts, dtype=float))
    if x.ndim != 2 or x.shape[1] == 0:
        raise SeriesError("Give readings as one row for each series, one column for each date.")
    check_size(x)
    if not (np.isfinite(multiply) and multiply > 0):
        raise SeriesError("multiply must be a number above 0.")
    bottom = _denominators(kind, x, denominators)
    numbers = part_numbers(x.shape[1], part)
    values = _plotted(kind, x, bottom, numbers)
    include = np.ones(x.shape, dtype=bool)
    include[:, _excluded(exclude, x.shape[1])] = False
    base = include & ~np.isnan(values)
    if carried is not None:
        base &= ~np.asarray(carried, dtype=bool)
    lines = [np.full(x.shape, np.nan) for _ in range(5)]
    runs = []
    for number in range(1, numbers[-1] + 1):
        own = numbers == number
        if freeze is not None:
            base[:, own] &= np.cumsum(base[:, own], axis=1) <= freeze
        own_bottom = None if bottom is None else bottom[:, own]
        limits = lines_of(kind, x[:, own], values[:, own], own_bottom, base[:, own], screen, floor_sigma)
        for whole, line in zip(lines, limits, strict=True):
            whole[:, own] = line
        runs.append(anhoej(values[:, own], lines[0][:, own], include[:, own], across_gaps=across_gaps))
    centre, lower, upper, near_lower, near_upper = lines
    with np.errstate(invalid="ignore"):
        tie = 1e-12 * np.abs(values)
        beyond = (values > upper + tie) | (values < lower - tie)
    return ControlMany(
        kind=kind,
        values=values * multiply,
        denominators=bottom,
        centre=centre * multiply,
        lower=lower * multiply,
        upper=upper * multiply,
        near_lower=near_lower * multiply,
        near_upper=near_upper * multiply,
        part=numbers,
        base=base,
        include=include,
        beyond=beyond,
        runs=tuple(runs),
    )


def part_numbers(t: int, part: int | Sequence[int]) -> NDArray[np.intp]:
    """Return each position's part from 1, given the positions after which a new part begins."""
    after = [part] if isinstance(part, int | np.integer) else list(part)
    numbers = np.ones(t, dtype=np.intp)
    for position in set(after):
        if not 0 < position < t:
            raise SeriesError(f"A part cannot begin after position {position} of {t}.")
        numbers[position:] += 1
    return numbers


def _excluded(exclude: Iterable[int], t: int) -> list[int]:
    positions = list(exclude)
    for position in positions:
        if not 1 <= position <= t:
            raise SeriesError(f"Position {position} cannot be left out: there are {t}.")
    return [position - 1 for position in positions]


def _denominators(kind: str, x: Floats, denominators: ArrayLike | None) -> Floats | None:
    if kind not in WITH_DENOMINATORS:
        if denominators is not None:
            raise SeriesError(f"A chart of {KINDS[kind]} takes no denominators.")
        return None
    if denominators is None:
        raise SeriesError(f"A chart of {KINDS[kind]} needs a denominator for each reading.")
    try:
        bottom = np.broadcast_to(np.asarray(denominators, dtype=float), x.shape).copy()
    except ValueError:
        raise SeriesError("There must be one denominator for each reading.") from None
    check_size(bottom)
    if np.any(bottom < 0):
        raise SeriesError("A denominator is below 0.")
    if np.any((bottom > 0) & (bottom < SMALLEST)):
        raise SeriesError("A denominator is smaller than 0.000001, too small to count anything out of.")
    impossible = x[(bottom == 0) & (x > 0)]
    if impossible.size:
        # Named by its value: the readings may have been put in order since they were given.
        raise SeriesError(
            f"A reading of {impossible[0]:g} has a denominator of 0: something was counted out of nothing."
        )
    bottom[(bottom == 0) | np.isnan(x)] = np.nan
    return bottom


def _plotted(kind: str, x: Floats, bottom: Floats | None, numbers: NDArray[np.intp]) -> Floats:
    """Return what is drawn, having refused what the kind of chart cannot mean."""
    if kind not in {"i", "mr", "run"} and np.any(x < 0):
        raise SeriesError("A count is below 0.")
    if kind == "t" and np.any(x == 0):
        raise SeriesError(
            "Days between events must be above 0: give times as well as dates, or count half a day."
        )
    if bottom is not None and kind in {"p", "pp"} and np.any(x > bottom):
        raise SeriesError("A count is larger than its denominator; a share cannot exceed 1.")
    if kind == "mr":
        moves = np.full(x.shape, np.nan)
        moves[:, 1:] = np.abs(x[:, 1:] - x[:, :-1])
        moves[:, 1:][:, numbers[1:] != numbers[:-1]] = np.nan
        return moves
    return x.copy() if bottom is None else x / bottom
