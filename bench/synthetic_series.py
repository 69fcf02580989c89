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


WANDERING = ("walk", "shifts", "counting", "drift", "narrowed")
# What the rule was not chosen on.
OTHER_WANDERING = ("slow walk", "fast walk", "pulled back", "cycle", "fast drift")


def own_level(rng: np.random.Generator, runs: int, n0: int, n1: int, world: str) -> Floats:
    """Return factors of a level that moves with no action at all, (runs, n0 + n1).

    "walk": .06 a month on the log scale ("slow walk" .03, "fast walk" .10); "shifts": by about a fifth, every 18
    months on average; "counting": counted a quarter more narrowly, or as much more widely, from any one month on;
    "drift": half a per cent lower every month ("fast drift" one per cent); "narrowed": a quarter fewer counted from 4
    to 9 months after the action on; "pulled back": a walk drawn back to its mean (.95 a month, standard deviation .2);
    "cycle": of 3 to 6 years, a fifth up and down.
    """
    months = n0 + n1
    t = np.arange(months)
    if world in ("walk", "slow walk", "fast walk"):
        move = {"walk": 0.06, "slow walk": 0.03, "fast walk": 0.10}[world]
        return np.exp(np.cumsum(move * rng.standard_normal((runs, months)), axis=1))
    if world == "shifts":
        jumps = (rng.random((runs, months)) < 1 / 18) * 0.2 * rng.standard_normal((runs, months))
        return np.exp(np.cumsum(jumps, axis=1))
    if world == "counting":
        since = rng.integers(3, months - 3, runs)
        return np.where(t >= since[:, None], rng.choice([0.75, 1 / 0.75], runs)[:, None], 1.0)
    if world in ("drift", "fast drift"):
        return np.tile({"drift": 0.995, "fast drift": 0.99}[world] ** t, (runs, 1))
    if world == "narrowed":
        since = n0 - 1 + rng.integers(4, 10, runs)
        return np.where(t >= since[:, None], 0.75, 1.0)
    if world == "pulled back":
        return np.exp(0.2 * hidden(rng, runs, months, 0.95))
    if world == "cycle":
        length, start = rng.uniform(36, 72, (runs, 1)), rng.uniform(0, 2 * np.pi, (runs, 1))
        return np.exp(0.2 * np.sin(2 * np.pi * t / length + start))
    raise ValueError(f"{world!r} is none of the worlds")


def wandering_counts(
    rng: np.random.Generator, runs: int, n0: int, n1: int, *, mean: float, world: str, effect: float = 0.0
) -> Floats:
    """Return counts about such a level, (runs, n0 + n1), of variance 1.5 times their mean and hidden correlation .3."""
    months = n0 + n1
    sd = np.sqrt(np.log1p(0.5 / mean))
    rate = (
        mean * np.exp(sd * hidden(rng, runs, months, 0.3) - sd**2 / 2) * own_level(rng, runs, n0, n1, world)
    )
    rate[:, n0:] *= 1.0 + effect
    return rng.poisson(rate).astype(float)


def wandering_shares(
    rng: np.random.Generator, runs: int, n0: int, n1: int, *, files: int, share: float, world: str
) -> tuple[Floats, Floats]:
    """Return (passed, looked at), (runs, n0 + n1) each, of a share that moves by itself.

    world: "walk" (log odds move by .1 a month) or "auditor" (another every half year, .25 of log odds apart).
    """
    months = n0 + n1
    if world == "walk":
        odds = np.cumsum(0.1 * rng.standard_normal((runs, months)), axis=1)
    else:
        halves = (np.arange(months) + rng.integers(0, 6, (runs, 1))) // 6
        odds = np.take_along_axis(0.25 * rng.standard_normal((runs, months // 6 + 2)), halves, axis=1)
    p = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + odds)))
    size = np.full((runs, months), files)
    return rng.binomial(size, p).astype(float), size.astype(float)


def wandering_scores(rng: np.random.Generator, runs: int, n0: int, n1: int, *, world: str) -> Floats:
    """Return monthly scores about 3.5 with standard deviation .5, (runs, n0 + n1), that move by themselves.

    world: "walk" (.2 of their standard deviation a month) or "correlated" (.6 with the month before).
    """
    months = n0 + n1
    if world == "correlated":
        return 3.5 + 0.5 * hidden(rng, runs, months, 0.6)
    level = np.cumsum(0.2 * rng.standard_normal((runs, months)), axis=1)
    return 3.5 + 0.5 * (level + rng.standard_normal((runs, months)))
