"""Own movement of a measure: how far its level moves by itself, learned with the action's step taken out.

A step at the action is fitted to the whole series on a scale on which months vary evenly. Its errors are months that
vary by chance and remember the month before (rho), and a level that wanders (a random walk whose monthly move has
standard deviation tau). Neither is estimated: every pair of a grid is tried, and weighed by a prior and by the
restricted likelihood. The prior and the margin were chosen by simulation, docs/accuracy.md, "Worlds that move by
themselves". Everything works on S series of one design at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts.interrupted_time_series import Design, Floats, Kind

# Month-to-month correlation, and how likely each value is before the series is seen.
RHO = np.array([0.0, 0.3, 0.6])
RHO_PRIOR = np.array([0.30, 0.45, 0.25])
# Standard deviation of the level's own monthly move: log rate, log odds, or a score's standard deviations of a month.
TAU = np.array([0.0, 0.01, 0.02, 0.03, 0.045, 0.065, 0.09, 0.13, 0.20])
# "It never moves" has .15, and each larger move four fifths of the one before.
TAU_PRIOR = np.concatenate([[0.15], 0.85 * 0.8 ** np.arange(8) / (0.8 ** np.arange(8)).sum()])
# A change is sure at nine chances in ten.
SURE = 0.90
# Residual variation is found by so many passes, beginning from this much more than chance.
_PASSES, _FIRST_PHI = 3, 1.3
_LEAST = 1e-12


@dataclass(frozen=True)
class Scale:
    """Scale on which months vary evenly, whatever their level. z: (S, n). spread: (S,) variance of z
    that a level moving by one (log rate, log odds, standard deviation) brings. level: (S,) mean count a month or
    share before the action. files: (S,) typical number of files a month (a share). sd: (S,) a score's
    standard deviation of a month. least: floor of phi. exposure: (n,) over its mean, of all series."""

    kind: Kind
    z: Floats
    spread: Floats
    level: Floats
    files: Floats
    sd: Floats
    least: float
    exposure: Floats

    def on_z(self, change: Floats, way: int) -> Floats:
        """Return changes on the scale of z, (S,). change: (S,) 0 or more, as Brake.margin. way: -1 a fall, 1 a rise."""
        if self.kind == "score":
            return way * change / self.sd
        if self.kind == "count":
            ratio = 1 - change if way < 0 else 1 / np.maximum(1 - change, _LEAST)
            return 2 * np.sqrt(self.level) * (np.sqrt(ratio) - 1)
        moved = np.clip(self.level + way * change, 0.0, 1.0)
        return 2 * np.sqrt(self.files) * (np.arcsin(np.sqrt(moved)) - np.arcsin(np.sqrt(self.level)))

    def plain(self, z_change: Floats, way: int) -> Floats:
        """Return the change that a difference on z is, (S,), as `on_z` takes it; 0 where it goes the other way."""
        forwards = np.maximum(way * z_change, 0.0)
        if self.kind == "score":
            return forwards * self.sd
        if self.kind == "count":
            root = np.maximum(1 + way * forwards / (2 * np.sqrt(self.level)), 0.0)
            with np.errstate(divide="ignore"):
                return np.minimum(1 - (root**2 if way < 0 else root**-2), 0.999)
        angle = np.arcsin(np.sqrt(self.level)) + way * forwards / (2 * np.sqrt(self.files))
        return np.abs(np.sin(np.clip(angle, 0.0, np.pi / 2)) ** 2 - self.level)


def even_scale(y: Floats, design: Design, kind: Kind, size: Floats) -> Scale:
    """Return S series on the scale on which months vary evenly. y: (S, n). size: (S, n); the exposure of
    counts must move alike in all of them."""
    before = ~design.after
    one = np.ones(len(y))
    if kind == "count":
        exposure = size / size.mean(axis=1, keepdims=True)
        level = y[:, before].sum(axis=1) / exposure[:, before].sum(axis=1)
        z = 2 * np.sqrt((y + 0.375) / exposure)
        mean = y.sum(axis=1) / exposure.sum(axis=1)
        return Scale(kind, z, mean, np.maximum(level, 0.5 / before.sum()), one, one, 1.0, exposure[0])
    flat = np.ones(y.shape[1])
    if kind == "proportion":
        files = 1 / (1 / (size + 0.5)).mean(axis=1)
        share = (y.sum(axis=1) + 0.5) / (size.sum(axis=1) + 1)
        level = (y[:, before].sum(axis=1) + 0.5) / (size[:, before].sum(axis=1) + 1)
        z = 2 * np.sqrt(files)[:, None] * np.arcsin(np.sqrt((y + 0.375) / (size + 0.75)))
        return Scale(kind, z, files * share * (1 - share), level, files, one, 1.0, flat)
    variance = np.diff(y, axis=1).var(axis=1) / 2
    sd = np.sqrt(np.maximum(variance, _LEAST * np.maximum((y**2).mean(axis=1), 1e-300)))
    return Scale(kind, y / sd[:, None], one, y[:, before].mean(axis=1), one, sd, _LEAST, flat)


@dataclass(frozen=True)
class Movement:
    """Step at the action of S series for every pair of rho and tau. weight, step, se: (S, pairs). df: of the t
    distribution. own: (S,) standard deviation of the level's own move from the months before to those after."""

    scale: Scale
    weight: Floats
    step: Floats
    se: Floats
    df: int
    own: Floats

    def chance_not_beyond(self, change: Floats, way: int) -> Floats:
        """Return the chance that the change is not beyond the one given, (S,). change, way: as Scale.on_z."""
        from scipy.special import stdtr

        beyond = (self.step - self.scale.on_z(change, way)[:, None]) / self.se
        return (self.weight * stdtr(self.df, -way * beyond)).sum(axis=1)

    def sure_change(self, way: int) -> Floats:
        """Return the largest change that is nine in ten sure, (S,), as Scale.on_z takes it; 0 where none is."""
        from scipy.special import stdtr

        reach = (np.abs(self.step) + 50 * self.se).max(axis=1)
        near, far = np.zeros(len(reach)), reach
        for _ in range(45):
            middle = (near + far) / 2
            beyond = (way * self.step - middle[:, None]) / self.se
            sure = (self.weight * stdtr(self.df, -beyond)).sum(axis=1) <= 1 - SURE
            near, far = np.where(sure, middle, near), np.where(sure, far, middle)
        return self.scale.plain(way * near, way)


def own_movement(y: Floats, design: Design, kind: Kind, size: Floats) -> Movement:
    """Fit the step of S series, its errors allowed to wander. y, size: (S, n), as `even_scale` takes them."""
    scale = even_scale(y, design, kind, size)
    fits = [_fit_rho(scale, design, float(rho)) for rho in RHO]
    likelihood, step, se = (np.concatenate(part, axis=1) for part in zip(*fits, strict=True))
    prior = (RHO_PRIOR[:, None] * TAU_PRIOR[None, :]).ravel()
    weight = prior * np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    weight = weight / weight.sum(axis=1, keepdims=True)
    apart = np.where(design.after, 1 / design.after.sum(), -1 / (~design.after).sum())
    walked = float(apart @ _walk(design.times) @ apart)
    own = np.sqrt((weight * np.tile(TAU**2, len(RHO))).sum(axis=1) * walked)
    df = len(design.times) - design.columns.shape[1]
    return Movement(scale, weight, step, se, df, own)


def _fit_rho(scale: Scale, design: Design, rho: float) -> tuple[Floats, Floats, Floats]:
    """Return restricted log likelihood, step and standard error for one rho and every tau, (S, taus) each."""
    turn, wander, x, logdet = _rotated(
        design.times.tobytes(),
        np.delete(design.columns, design.target, axis=1).tobytes(),
        design.after.tobytes(),
        scale.exposure.tobytes(),
        rho,
    )
    g = scale.z @ turn.T
    df = len(wander) - 1
    phi = np.full((len(g), len(TAU)), _FIRST_PHI)
    walk = TAU**2 * scale.spread[:, None]
    for _ in range(_PASSES):  # what a wandering level weighs depends on phi
        w = 1 / (1 + (walk / phi)[:, :, None] * wander)
        sxx = w @ (x * x)
        step = (w @ (x * g)[:, :, None])[:, :, 0] / sxx
        rss = (w @ (g * g)[:, :, None])[:, :, 0] - step**2 * sxx
        phi = np.maximum(rss / df, scale.least)
    likelihood = -0.5 * (-np.log(w).sum(axis=2) + np.log(sxx) + df * np.log(phi) + rss / phi + logdet)
    return likelihood, step, np.sqrt(phi / sxx)


@lru_cache(maxsize=256)
def _rotated(
    times: bytes, others: bytes, after: bytes, exposure: bytes, rho: float
) -> tuple[Floats, Floats, Floats, float]:
    """Return, for one design, what turns z into independent parts (m, n), the variance of the walk in each (m,), the
    step in them (m,), and log|Q'RQ|. Kept, as finding it takes longer than all the rest."""
    from scipy.linalg import eigh

    t = np.frombuffer(times, dtype=np.int64)
    x = np.frombuffer(others).reshape(len(t), -1)
    step = np.frombuffer(after, dtype=bool).astype(float)
    left = np.linalg.qr(x, mode="complete")[0][:, x.shape[1] :]
    chance = left.T @ month_covariance(t, rho, np.frombuffer(exposure)) @ left
    variance, axes = eigh(left.T @ _walk(t) @ left, chance)
    turn = axes.T @ left.T
    return turn, np.maximum(variance, 0.0), turn @ step, float(np.linalg.slogdet(chance)[1])


def month_covariance(times: NDArray[np.int64], rho: float, exposure: Floats) -> Floats:
    """Return the covariance of months that remember the one before, (n, n); exposure: (n,) over its mean."""
    apart = np.abs(times[:, None] - times[None, :])
    root = np.sqrt(exposure)
    return rho**apart / (root[:, None] * root[None, :])


def _walk(times: NDArray[np.int64]) -> Floats:
    """Return the covariance of a random walk from the first month, (n, n)."""
    return np.minimum(times[:, None], times[None, :]).astype(float) - times[0]
