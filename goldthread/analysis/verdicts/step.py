"""Change after an action with its interval: the step model, or exact odds where events are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts import interrupted_time_series as its
from goldthread.analysis.verdicts.interrupted_time_series import Fit, Floats, Kind

# With fewer (effective) events than this after the action, the exact ratio is used.
FEW_EVENTS = 5.0


@dataclass(frozen=True)
class Step:
    """The step in S series, on the model's scale: log rate ratio, log odds ratio, or difference.

    effect: (S,), -inf when nothing at all happened afterwards. before, after: (S,) rate (per unit of
    exposure), share or mean score, as observed. few: (S,) True where the exact ratio is used.
    """

    kind: Kind
    fit: Fit
    effect: Floats
    before: Floats
    after: Floats
    few: NDArray[np.bool_]
    counts: tuple[Floats, Floats]
    exposure_ratio: Floats

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Return (low, high), (S,) each, of the given level (.95, .975), on the model's scale."""
        from scipy.special import stdtrit

        half = stdtrit(self.fit.df, 0.5 + level / 2) * self.fit.se
        low, high = self.fit.effect - half, self.fit.effect + half
        if self.few.any():
            low, high = low.copy(), high.copy()
            s0, s1 = (c[self.few] for c in self.counts)
            low[self.few], high[self.few] = exact_ratio(s0, s1, self.exposure_ratio[self.few], level)
        return low, high


def measure_step(
    y: Floats,
    times: NDArray[np.int64],
    after: NDArray[np.bool_],
    kind: Kind,
    *,
    size: Floats | None = None,
    trend: bool = False,
    counting_changed: Sequence[int] = (),
) -> Step:
    """Measure the step of S series that share their months.

    y: (S, n) or (n,), no gaps. times: (n,) month numbers. after: (n,) True after the action; the
    action's own months are left out of all of them. size: exposure (count) or denominator
    (proportion), (S, n) or (n,). trend: allow for a steady drift as well. counting_changed: months from
    which it is counted otherwise, taken out of the step; the exact ratio, which cannot, is not used then.
    """
    y = np.atleast_2d(np.asarray(y, dtype=float))
    size = np.ones_like(y) if size is None else np.broadcast_to(np.asarray(size, dtype=float), y.shape)
    design = its.step_design(times, after, trend=trend, counting_changed=counting_changed)
    fitted = its.fit(y, design, kind, size=size)
    if not fitted.converged.all():
        fitted = _without_season(y, design, kind, size, fitted, trend)
    after = design.after
    s0, s1 = y[:, ~after].sum(axis=1), y[:, after].sum(axis=1)
    e0, e1 = size[:, ~after].sum(axis=1), size[:, after].sum(axis=1)
    few = np.zeros(len(y), dtype=bool)
    effect, ratio = fitted.effect, e1 / e0
    if kind == "count" and not trend and not design.counted:
        c0, c1 = _clumping(y, size, design, fitted)
        s0_eff, s1_eff, ratio = s0 / c0, s1 / c1, ratio * c0 / c1
        few = s1_eff < FEW_EVENTS
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = np.log(s1 / e1) - np.log(s0 / e0)
        effect = np.where(few & (s0 > 0) & (s1 > 0), observed, effect)
        effect = np.where(few & (s1 == 0) & (s0 > 0), -np.inf, effect)
        counts = (s0_eff, s1_eff)
    else:
        counts = (s0, s1)
    return Step(kind, fitted, effect, s0 / e0, s1 / e1, few, counts, ratio)


def exact_ratio(s0: Floats, s1: Floats, exposure_ratio: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the exact interval of the log ratio of two Poisson rates (s1 after, s0 before).

    Counts may be fractions (counts divided by their clumping). No events before: no upper end.
    """
    from scipy.special import fdtri

    q = 0.5 + level / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        upper = (s1 + 1) / (s0 * exposure_ratio) * fdtri(2 * s1 + 2, 2 * s0, q)
        lower = s1 / ((s0 + 1) * exposure_ratio) / fdtri(2 * s0 + 2, 2 * s1, q)
        upper = np.where(s0 > 0, upper, np.inf)
        lower = np.where(s1 > 0, lower, 0.0)
        return np.log(lower), np.log(upper)


def inflation(rho: Floats, months: int) -> Floats:
    """Return the factor by which month-to-month correlation raises the variance of a total."""
    k = np.arange(1, months)
    return 1.0 + 2.0 * ((1.0 - k / months) * np.asarray(rho)[..., None] ** k).sum(axis=-1)


def baseline_phi(y: Floats, size: Floats, times: NDArray[np.int64], rho: Floats) -> Floats:
    """Return variance over mean of the baseline months, (S,), at least 1. y, size: (S, n0)."""
    rate = y.sum(axis=1, keepdims=True) / size.sum(axis=1, keepdims=True)
    mu = np.maximum(rate * size, 1e-300)
    q = np.sqrt(size / size.sum(axis=1, keepdims=True))[:, :, None]
    rq = its.ar1_times(rho, np.diff(times).astype(float), q)
    trace = np.maximum(y.shape[1] - (q * rq).sum(axis=(1, 2)), 1e-9)
    return np.maximum(1.0, ((y - mu) ** 2 / mu).sum(axis=1) / trace)


def _clumping(y: Floats, size: Floats, design: its.Design, fitted: Fit) -> tuple[Floats, Floats]:
    """Return how many events count as one before and after, from extra variation and correlation."""
    before = ~design.after
    phi = np.maximum(
        fitted.phi, baseline_phi(y[:, before], size[:, before], design.times[before], fitted.rho)
    )
    return (
        phi * inflation(fitted.rho, int(before.sum())),
        phi * inflation(fitted.rho, int(design.after.sum())),
    )


def _without_season(y: Floats, design: its.Design, kind: Kind, size: Floats, fitted: Fit, trend: bool) -> Fit:
    """Return the fit with the series that did not settle fitted again without the yearly wave."""
    months = [month for month, _ in design.counted]
    plain = its.step_design(design.times, design.after, harmonic=False, trend=trend, counting_changed=months)
    again = its.fit(y, plain, kind, size=size)
    p, stuck = plain.columns.shape[1], ~fitted.converged
    coef, covariance = fitted.coef.copy(), fitted.covariance.copy()
    coef[stuck, :p], covariance[stuck, :p, :p] = again.coef[stuck], again.covariance[stuck]

    def pick(own: Floats, other: Floats) -> Floats:
        return np.where(stuck.reshape(-1, *[1] * (own.ndim - 1)), other, own)

    return Fit(
        design,
        coef,
        covariance,
        df=pick(fitted.df, again.df),
        phi=pick(fitted.phi, again.phi),
        rho=pick(fitted.rho, again.rho),
        mu=pick(fitted.mu, again.mu),
        converged=fitted.converged | again.converged,
    )
