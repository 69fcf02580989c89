"""Interrupted time series: the step in a monthly series after an action, with autocorrelation.

QPAR: a quasi-likelihood step model whose standard errors allow for extra variation (phi) and for
month-to-month correlation (rho). Counts use log/Poisson, proportions logit/binomial, scores
identity/Gaussian. The rule is docs/accuracy.md, "Verdicts". Everything works on many series of one
design at a time: S series, n readings, p columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Kind = Literal["count", "proportion", "score"]
Direction = Literal["down", "up"]

# Short series cannot estimate their own correlation: it is drawn towards .3 as if by 20 more months.
PRIOR_RHO, PRIOR_MONTHS, LARGEST_RHO = 0.3, 20.0, 0.8
_RHO_GRID = np.linspace(-0.9, 0.95, 75)
# Residuals this small against the fit are rounding, not variation.
_NO_VARIATION = 1e-12
_LEAST_WEIGHT = 1e-12
# Up to so many numbers, the months' correlations are formed whole: one product instead of a step of Python a month.
_FEW = 40_000


@dataclass(frozen=True)
class Design:
    """Design of a fit, shared by all its series.

    times: (n,) whole months, rising; a gap is a jump. after: (n,) True after the action.
    columns: (n, p), the first all ones; `target` is the column whose coefficient is wanted. counted: (month, column)
    of each recorded change of counting that the months can show.
    """

    times: NDArray[np.int64]
    after: NDArray[np.bool_]
    columns: Floats
    target: int
    counted: tuple[tuple[int, int], ...] = ()

    @property
    def steps(self) -> Floats:
        """Months between neighbouring readings, (n-1,)."""
        return np.diff(self.times).astype(float)

    @property
    def neighbours(self) -> NDArray[np.bool_]:
        """Return whether two readings in a row are one month apart, (n-1,)."""
        return self.steps == 1

    @property
    def lag_curve(self) -> Floats:
        """Lag-1 correlation to expect in the residuals for each true rho on the grid.

        Residuals of a fit look less correlated than the errors were; this curve undoes it.
        """
        return _lag_curve(self.times.tobytes(), np.ascontiguousarray(self.columns).tobytes())

    def degrees_of_freedom(self, rho: float) -> float:
        """Satterthwaite degrees of freedom if every month weighed the same; for planning."""
        x = self.columns[None]
        rx = ar1_times(np.array([rho]), self.steps, x)
        trace, squared = _traces(np.array([rho]), self.steps, x, rx, np.linalg.inv(x[0].T @ x[0])[None])
        return float(trace[0] ** 2 / squared[0])


@lru_cache(maxsize=512)
def _lag_curve(times: bytes, columns: bytes) -> Floats:
    """Return a design's lag curve. Kept for each design, since finding it takes longer than a fit."""
    t = np.frombuffer(times, dtype=np.int64)
    x = np.frombuffer(columns).reshape(len(t), -1)
    projection = np.eye(len(t)) - x @ np.linalg.pinv(x)
    apart = np.abs(t[:, None] - t[None, :])
    lagged = projection @ (apart == 1) @ projection / 2
    # tr(M R) and tr(L M R M) are polynomials in rho, since R_ij = rho^|i - j| and M M = M.
    own = np.bincount(apart.ravel(), weights=projection.ravel())
    next_month = np.bincount(apart.ravel(), weights=lagged.ravel())
    powers = _RHO_GRID[:, None] ** np.arange(len(own))
    return np.maximum.accumulate((powers @ next_month) / np.maximum(powers @ own, 1e-9))


def step_design(
    times: NDArray[np.int64],
    after: NDArray[np.bool_],
    *,
    harmonic: bool | None = None,
    trend: bool = False,
    counting_changed: Sequence[int] = (),
) -> Design:
    """Return intercept and step, with one yearly wave where months allow, and a trend where asked.

    harmonic None: by rule, if 12 readings before and 18 in all. The wave is left out where the
    readings cannot tell it from the step (a few months of each year only). counting_changed: months from
    which it is counted otherwise, a column each (0 before, 1 from then on).
    """
    times, after = np.asarray(times, dtype=np.int64), np.asarray(after, dtype=bool)
    if harmonic is None:
        harmonic = int((~after).sum()) >= 12 and len(after) >= 18
    columns: list[Floats] = [np.ones(len(times)), after.astype(float)]
    if trend:
        columns.append((times - times[0]) / 12.0)
    return _design(times, after, columns, target=1, harmonic=harmonic, counting_changed=counting_changed)


def slope_design(times: NDArray[np.int64], *, counting_changed: Sequence[int] = ()) -> Design:
    """Return intercept and yearly slope (the target) with a yearly wave from 18 months on: the baseline alone."""
    times = np.asarray(times, dtype=np.int64)
    columns: list[Floats] = [np.ones(len(times)), (times - times[0]) / 12.0]
    none = np.zeros(len(times), dtype=bool)
    return _design(
        times, none, columns, target=1, harmonic=len(times) >= 18, counting_changed=counting_changed
    )


def level_design(times: NDArray[np.int64], *, counting_changed: Sequence[int] = ()) -> Design:
    """Return the intercept, with a yearly wave from 18 months on: a baseline's own variation."""
    times = np.asarray(times, dtype=np.int64)
    columns: list[Floats] = [np.ones(len(times))]
    none = np.zeros(len(times), dtype=bool)
    return _design(
        times, none, columns, target=0, harmonic=len(times) >= 18, counting_changed=counting_changed
    )


def _design(
    times: NDArray[np.int64],
    after: NDArray[np.bool_],
    columns: list[Floats],
    *,
    target: int,
    harmonic: bool,
    counting_changed: Sequence[int],
) -> Design:
    counted = []
    for month in sorted(set(counting_changed)):
        column = (times >= month).astype(float)
        if np.linalg.matrix_rank(np.column_stack([*columns, column])) > len(columns):
            counted.append((int(month), len(columns)))
            columns = [*columns, column]
    if harmonic:
        angle = 2 * np.pi * times / 12.0
        seasonal = np.column_stack([*columns, np.sin(angle), np.cos(angle)])
        if np.linalg.matrix_rank(seasonal) == seasonal.shape[1] and np.linalg.cond(seasonal) < 1e3:
            return Design(times, after, seasonal, target, tuple(counted))
    return Design(times, after, np.column_stack(columns), target, tuple(counted))


@dataclass(frozen=True)
class Fit:
    """One fit of S series. coef: (S, p). se, df, phi, rho: (S,). mu: (S, n). converged: (S,).

    coef and se are on the scale of the model: log rate, log odds, or the score itself.
    """

    design: Design
    coef: Floats
    covariance: Floats
    df: Floats
    phi: Floats
    rho: Floats
    mu: Floats
    converged: NDArray[np.bool_]

    @property
    def effect(self) -> Floats:
        """The target coefficient, (S,)."""
        return self.coef[:, self.design.target]

    @property
    def se(self) -> Floats:
        """Standard error of the target coefficient, (S,)."""
        return np.sqrt(self.covariance[:, self.design.target, self.design.target])

    def of(self, rows: slice | NDArray[np.bool_]) -> Fit:
        """Return the fit of some of the series."""
        return Fit(
            self.design,
            self.coef[rows],
            self.covariance[rows],
            self.df[rows],
            self.phi[rows],
            self.rho[rows],
            self.mu[rows],
            self.converged[rows],
        )


def fit(
    y: Floats,
    design: Design,
    kind: Kind,
    *,
    size: Floats | None = None,
    haldane: bool = True,
    rho: float | None = None,
    least_phi: float = 1.0,
) -> Fit:
    """Fit S series by iterated least squares; standard errors from an AR(1) sandwich.

    y: (S, n) or (n,), no gaps (leave the month out of the design). size: same shape or (n,): exposure
    of a count, denominator of a proportion. haldane: add half an event spread over each side.
    rho: fixed correlation instead of the estimated one. least_phi: floor of phi for counts and
    proportions; a score's phi is its variance and has none.
    """
    y = np.atleast_2d(np.asarray(y, dtype=float))
    size = np.ones_like(y) if size is None else np.broadcast_to(np.asarray(size, dtype=float), y.shape)
    if haldane and kind != "score":
        counts = np.where(design.after, design.after.sum(), (~design.after).sum())
        y = y + 0.5 / counts
        if kind == "proportion":
            size = size + 1.0 / counts
    coef, mu, weight, inverse, converged = _least_squares(y, design.columns, kind, size)
    # A share that rounds to all of it has no variance of its own, and still a weight.
    variance = weight if kind != "proportion" else np.maximum(mu * (1 - mu / size), _LEAST_WEIGHT)
    residual = (y - mu) / np.sqrt(variance)
    squares = (residual**2).sum(axis=1)
    flat = squares <= _NO_VARIATION * np.maximum((y**2).sum(axis=1), 1e-300)
    rhos = _estimate_rho(residual, squares, flat, design) if rho is None else np.full(len(y), float(rho))
    x = np.sqrt(weight)[:, :, None] * design.columns
    rx = ar1_times(rhos, design.steps, x)
    trace, squared = _traces(rhos, design.steps, x, rx, inverse)
    phi = np.where(flat, 0.0, squares / trace)
    if kind != "score":
        phi = np.maximum(phi, least_phi)
    covariance = phi[:, None, None] * (inverse @ (x.transpose(0, 2, 1) @ rx) @ inverse)
    return Fit(design, coef, covariance, trace**2 / squared, phi, rhos, mu, converged)


def _least_squares(
    y: Floats, columns: Floats, kind: Kind, size: Floats
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.bool_]]:
    """Return coef (S, p), mu and weight (S, n), inverse information (S, p, p), converged (S,)."""
    n, p = columns.shape
    products = (columns[:, :, None] * columns[:, None, :]).reshape(n, p * p)
    shift = np.log(size) if kind == "count" else 0.0
    if kind == "count":
        eta = np.log(y + 0.1)
    elif kind == "proportion":
        eta = np.log((y + 0.5) / (size - y + 0.5))
    else:
        eta = y
    coef: Floats = np.zeros((len(y), p))
    settled = np.ones(len(y), dtype=bool)
    for _ in range(40):
        mu, weight = _mean_and_weight(eta, kind, size)
        working = eta - shift + (y - mu) / weight
        information = (weight @ products).reshape(-1, p, p)
        new = np.linalg.solve(information, ((weight * working) @ columns)[..., None])[..., 0]
        moved = np.abs(new - coef).max(axis=1)
        coef, eta = new, new @ columns.T + shift
        if kind != "score":
            eta = np.clip(eta, -40.0, 40.0)
        if kind == "score" or moved.max(initial=0.0) < 1e-9:
            break
    mu, weight = _mean_and_weight(eta, kind, size)
    information = (weight @ products).reshape(-1, p, p)
    if kind != "score":
        settled = np.asarray(moved < 1e-6)
    return coef, mu, weight, np.linalg.inv(information), settled


def _mean_and_weight(eta: Floats, kind: Kind, size: Floats) -> tuple[Floats, Floats]:
    if kind == "count":
        mu = np.exp(eta)
        return mu, mu
    if kind == "proportion":
        share = 1.0 / (1.0 + np.exp(-eta))
        return size * share, np.maximum(size * share * (1.0 - share), _LEAST_WEIGHT)
    return eta, np.ones_like(eta)


def _estimate_rho(residual: Floats, squares: Floats, flat: NDArray[np.bool_], design: Design) -> Floats:
    """Return the month-to-month correlation, (S,), corrected for short series and shrunk to .3."""
    n = residual.shape[1]
    lagged = (residual[:, 1:] * residual[:, :-1])[:, design.neighbours].sum(axis=1)
    observed = lagged / np.where(flat, 1.0, squares)
    corrected = np.interp(observed, design.lag_curve, _RHO_GRID)
    shrunk = np.clip((n * corrected + PRIOR_MONTHS * PRIOR_RHO) / (n + PRIOR_MONTHS), 0.0, LARGEST_RHO)
    return np.where(flat, PRIOR_RHO, shrunk)


def ar1_times(rho: Floats, steps: Floats, x: Floats) -> Floats:
    """Return R x for R_ij = rho^|t_i - t_j|, (S, n, k). rho: (S,), steps: (n-1,), x: (S or 1, n, k)."""
    months = x.shape[1]
    if len(rho) * months * months <= _FEW:
        at = np.concatenate(([0.0], np.cumsum(steps)))
        return rho[:, None, None] ** np.abs(at[:, None] - at[None, :]) @ x
    decay = rho[:, None] ** steps[None, :]
    forward = np.broadcast_to(x, (len(rho), *x.shape[1:])).copy()
    backward = forward.copy()
    for i in range(len(steps)):
        forward[:, i + 1] += decay[:, i, None] * forward[:, i]
        j = len(steps) - 1 - i
        backward[:, j] += decay[:, j, None] * backward[:, j + 1]
    return forward + backward - x


def _traces(rho: Floats, steps: Floats, x: Floats, rx: Floats, inverse: Floats) -> tuple[Floats, Floats]:
    """Return tr(MR) and tr(MRMR), (S,) each, for M = I - x inverse x'."""
    n = x.shape[1]
    first = inverse @ (x.transpose(0, 2, 1) @ rx)
    second = inverse @ (rx.transpose(0, 2, 1) @ rx)
    whole = ar1_times(rho**2, steps, np.ones((1, n, 1))).sum(axis=(1, 2))
    trace = n - np.trace(first, axis1=1, axis2=2)
    squared = whole - 2 * np.trace(second, axis1=1, axis2=2) + np.trace(first @ first, axis1=1, axis2=2)
    return np.maximum(trace, 1e-9), np.maximum(squared, 1e-9)
