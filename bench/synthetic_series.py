"""Made-up monthly series whose truth is known, to try methods on: counts, shares of files, scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hidden(rng: np.random.Generator, runs: int, months: int, rho: float) -> Floats:
    """Return standard normal series, (runs, months), each month correlated rho with the one before."""
    noise = rng.standard_normal((runs, months))
    for t in range(1, months):
        noise[:, t] = rho * noise[:, t - 1] + np.sqrt(1 - rho**2) * noise[:, t]
    return noise


def season(months: int, n0: int, swing: float) -> Floats:
    """Return a yearly factor, (months,), lowest (swing > 0) or highest (swing < 0) 4 months after the action."""
    return 1.0 - swing * np.cos(2 * np.pi * (np.arange(months) - n0 - 3.5) / 12)


def counts(
    rng: np.random.Generator,
    runs: int,
    n0: int,
    n1: int,
    *,
    mean: float,
    phi: float = 1.0,
    rho: float = 0.0,
    swing: float = 0.0,
    effect: float = 0.0,
) -> Floats:
    """Return counts, (runs, n0 + n1), of the given mean and variance over mean.

    The rate itself wanders (log-normal) with month-to-month correlation rho. effect: -.25 is a
    quarter fewer from the month after the action on.
    """
    months = n0 + n1
    sd = np.sqrt(np.log1p((phi - 1.0) / mean))
    rate = mean * np.exp(sd * hidden(rng, runs, months, rho) - sd**2 / 2) * season(months, n0, swing)
    rate[:, n0:] *= 1.0 + effect
    return rng.poisson(rate).astype(float)


def shares(
    rng: np.random.Generator,
    runs: int,
    n0: int,
    n1: int,
    *,
    files: int,
    share: float,
    sd: float = 0.5,
    rho: float = 0.0,
    becomes: float | None = None,
) -> tuple[Floats, Floats]:
    """Return (passed, looked at), (runs, n0 + n1) each; the log odds wander with sd and rho.

    becomes: the share after the action (None: the same).
    """
    months = n0 + n1
    level = np.full(months, np.log(share / (1 - share)))
    if becomes is not None:
        level[n0:] = np.log(becomes / (1 - becomes))
    odds = np.exp(level + sd * hidden(rng, runs, months, rho))
    size = np.full((runs, months), files)
    return rng.binomial(size, odds / (1 + odds)).astype(float), size.astype(float)


def scores(
    rng: np.random.Generator,
    runs: int,
    n0: int,
    n1: int,
    *,
    shape: str = "normal",
    rho: float = 0.0,
    effect: float = 0.0,
) -> Floats:
    """Return monthly scores, (runs, n0 + n1), sd about 1; effect in sds, from the month after the action.

    shape: "normal"; "skewed" (log-normal, long upper tail); "heavy" (t with 4 degrees of freedom);
    "coarse" (rounded to whole sds, so that many months tie).
    """
    z = hidden(rng, runs, n0 + n1, rho)
    if shape == "skewed":
        z = (np.exp(0.7 * z) - np.exp(0.245)) / np.sqrt((np.exp(0.49) - 1) * np.exp(0.49))
    elif shape == "heavy":
        z = z * np.sqrt(2 / rng.chisquare(4, z.shape))
    z[:, n0:] += effect
    return np.round(z) if shape == "coarse" else z
