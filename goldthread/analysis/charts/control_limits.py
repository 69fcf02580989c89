"""Control limits of each kind of chart, for many series at once."""

from __future__ import annotations

import numpy as np

from goldthread.analysis.charts.series import Bools, Floats

# Gaps between events are close to normal when raised to this power (Nelson 1994).
T_POWER = 1 / 3.6


def lines_of(
    kind: str, x: Floats, y: Floats, bottom: Floats | None, base: Bools, screen: bool, floor_sigma: bool
) -> tuple[Floats, ...]:
    """Return centre, lower, upper, near_lower, near_upper of one part, each (n, t).

    x: counts. y: what is plotted. bottom: denominators. base: what the limits are made from.
    Formulas: section 2 of the project's statistics notes.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind in {"run", "g"}:
            middle = _median(y, base)
        if kind == "run":
            return (*_like(y, middle), *_like(y, *[np.full(len(y), np.nan)] * 4))
        if kind == "t":
            power = y**T_POWER
            mean, sigma = _mean(power, base), _mean_move(power, base, screen) / 1.128
            edges = [np.maximum(mean + k * sigma, 0) ** (1 / T_POWER) for k in (-3, 3, -2, 2)]
            return _like(y, mean ** (1 / T_POWER), *edges)
        if bottom is not None:
            centre = (_total(x, base) / _total(bottom, base))[:, None]
            spread = np.sqrt(centre * (1 - centre) / bottom if kind in {"p", "pp"} else centre / bottom)
            if kind in {"up", "pp"}:
                spread = spread * _sigma_z(y, centre, spread, base, screen, floor_sigma)[:, None]
            return _around(y, centre, centre, spread, floor=True, cap=kind in {"p", "pp"})
        mean = _mean(y, base)
        if kind == "i":
            return _around(y, mean, mean, _mean_move(y, base, screen) / 1.128, floor=False)
        if kind == "mr":
            return _around(y, mean, 0 * mean, mean * 3.267 / 3, floor=True)
        if kind == "c":
            return _around(y, mean, mean, np.sqrt(mean), floor=True)
        return _around(y, middle, mean, np.sqrt(mean * (mean + 1)), floor=True)


def _around(
    y: Floats, centre: Floats, middle: Floats, sigma: Floats, *, floor: bool, cap: bool = False
) -> tuple[Floats, ...]:
    """Return the centre and the limits 3 and 2 sigma around the middle; all broadcast to y."""
    if middle.ndim == 1:
        centre, middle, sigma = (v[:, None] for v in (centre, middle, sigma))
    edges = [middle + k * sigma for k in (-3, 3, -2, 2)]
    if floor:
        edges[0], edges[2] = np.maximum(edges[0], 0), np.maximum(edges[2], 0)
    if cap:
        edges[1], edges[3] = np.minimum(edges[1], 1), np.minimum(edges[3], 1)
    return tuple(np.broadcast_to(v, y.shape) for v in (centre, *edges))


def _like(y: Floats, *of_series: Floats) -> tuple[Floats, ...]:
    return tuple(np.broadcast_to(v[:, None], y.shape) for v in of_series)


def _total(values: Floats, base: Bools) -> Floats:
    return np.where(base, values, 0).sum(axis=1)


def _mean(values: Floats, base: Bools) -> Floats:
    count = base.sum(axis=1)
    mean = _total(values, base) / count
    return mean + _total(values - mean[:, None], base) / count  # the second pass takes the rounding out


def _median(values: Floats, base: Bools) -> Floats:
    ordered = np.sort(np.where(base, values, np.inf), axis=1)
    count = base.sum(axis=1)
    rows = np.arange(len(values))
    low, high = (
        ordered[rows, np.maximum((count - 1) // 2, 0)],
        ordered[rows, np.maximum(count // 2, 0) % values.shape[1]],
    )
    return np.where(count > 0, (low + high) / 2, np.nan)


def _mean_move(values: Floats, base: Bools, screen: bool) -> Floats:
    """Return the mean difference of neighbouring base readings, (n,); never across a gap."""
    pair = base[:, 1:] & base[:, :-1]
    moves = np.where(pair, np.abs(values[:, 1:] - values[:, :-1]), 0)
    mean = moves.sum(axis=1) / pair.sum(axis=1)
    if screen:
        included = pair & (moves < 3.267 * mean[:, None])
        some = included.any(axis=1)
        mean = np.where(some, np.where(included, moves, 0).sum(axis=1) / included.sum(axis=1), mean)
    return mean


def _sigma_z(y: Floats, centre: Floats, spread: Floats, base: Bools, screen: bool, floor: bool) -> Floats:
    """Return Laney's sigma_z, (n,): how much more the readings vary than their denominators explain."""
    z = np.where(spread > 0, (y - centre) / spread, 0)
    sigma_z = _mean_move(z, base, screen) / 1.128
    return np.fmax(sigma_z, 1) if floor else sigma_z
