"""What a record is worth to a verdict: of a change of counting, and of the council's other themes.

Two tables of verdict_wandering.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import synthetic_series as made_up

from goldthread.analysis.verdicts.verdict import judge
from goldthread.analysis.verdicts.verdict_data import IMPROVED
from goldthread.analysis.verdicts.verdict_schedule import REVIEW_MONTHS, review_many, twice_running
from goldthread.dates import month_from_number

AFTER = REVIEW_MONTHS[-1]


def ever(flags: np.ndarray) -> float:
    """Return the share of series for which a flag was up at any review."""
    return float(flags.any(axis=1).mean())


def recorded(runs: int, seed: int) -> list[str]:
    """Return the table of a change of counting that is recorded, beside the same one unrecorded."""
    n0 = 24
    lines = [
        "A change of counting by a quarter, more narrowly or more widely, from any month that is more than two from the "
        "action (24 before): called improved at any review, and by month 18 where the action brought 40% fewer:",
        "",
        "| mean a month | nothing done: two reviews alone | verdict, not recorded | **verdict, recorded** | -40%: not "
        "recorded | **-40%: recorded** |",
        "|---|---|---|---|---|---|",
    ]
    months = [m for m in range(3, n0 + AFTER - 3) if abs(m - n0) > 2]
    each = max(runs // len(months), 4)
    for mean in (8, 20, 60):
        sums = np.zeros(5)
        for month in months:
            for effect in (0.0, -0.40):
                rng = np.random.default_rng([seed, 49, mean, month, effect < 0])
                y = made_up.counts(rng, each, n0, AFTER, mean=1.0 * mean, phi=1.5, rho=0.3, effect=effect)
                factor = np.where(rng.random((each, 1)) < 0.5, 0.75, 1 / 0.75)
                # Thinning and thickening keep counts whole: some are left out, or as many more come from elsewhere.
                kept = np.where(factor < 1, rng.binomial(y.astype(int), 0.75), y + rng.poisson(y / 3))
                y = np.where(np.arange(n0 + AFTER) >= month, kept, y)
                bare, column = (
                    review_many(y, n0, "count"),
                    review_many(y, n0, "count", counting_changed=[month]),
                )
                if effect:
                    sums[3:] += ever(bare.fell()), ever(column.fell())
                else:
                    sums[:3] += ever(twice_running(bare.down)), ever(bare.fell()), ever(column.fell())
        lines.append(f"| {mean} | " + " | ".join(f"{x:.3f}" for x in sums / len(months)) + " |")
    return lines


def other_themes(runs: int, seed: int) -> list[str]:
    """Return the table of the council's other themes as a second brake."""
    n0 = 24
    lines = [
        f"The council's other themes, four of 20 a month, as a second brake (24 before, {runs:,} series a row): called "
        "improved at any review:",
        "",
        "| world | mean a month | two reviews alone | verdict | **verdict beside the others** |",
        "|---|---|---|---|---|",
    ]
    for i, (name, mean, world, shared, effect) in enumerate(
        (
            ("all themes counted otherwise", 60, "counting", True, 0.0),
            ("all themes walk together", 60, "walk", True, 0.0),
            ("this theme alone walks", 60, "walk", False, 0.0),
            ("this theme alone falls by 40%, all steady", 20, None, False, -0.40),
            ("this theme alone falls by 25%, all steady", 60, None, False, -0.25),
        )
    ):
        rng = np.random.default_rng([seed, 50, i])
        level = (
            np.ones((runs, n0 + AFTER)) if world is None else made_up.own_level(rng, runs, n0, AFTER, world)
        )
        own = np.where(np.arange(n0 + AFTER) >= n0, 1 + effect, 1.0) * level
        y = noisy(rng, mean * own)
        themes = [noisy(rng, 20 * (level if shared else np.ones_like(level))) for _ in range(4)]
        flags = review_many(y, n0, "count")
        beside = sum(
            improved_beside(y[k], [theme[k] for theme in themes], n0, np.array(REVIEW_MONTHS)[at])
            for k, at in enumerate(flags.fell())
        )
        lines.append(
            f"| {name} | {mean} | {ever(twice_running(flags.down)):.3f} | {ever(flags.fell()):.3f} | "
            f"**{beside / runs:.3f}** |"
        )
    return lines


def noisy(rng: np.random.Generator, rate: np.ndarray) -> np.ndarray:
    """Return counts about a rate, (runs, months), of variance 1.5 times their mean and hidden correlation .3."""
    sd = np.sqrt(np.log1p(0.5 / rate))
    return rng.poisson(rate * np.exp(sd * made_up.hidden(rng, *rate.shape, 0.3) - sd**2 / 2)).astype(float)


def improved_beside(row: np.ndarray, themes: list[np.ndarray], n0: int, reviews: Iterable[int]) -> bool:
    """Return whether a series is called improved at one of the reviews when the other themes are looked at too."""
    when = [month_from_number(24_000 + i + (i >= n0)) for i in range(len(row))]
    others = [list(zip(when, theme, strict=True)) for theme in themes]
    return any(
        judge(
            list(zip(when, row, strict=True)),
            month_from_number(24_000 + n0),
            "down",
            review_month=month_from_number(24_000 + n0 + int(months)),
            others=others,
        ).state
        == IMPROVED
        for months in reviews
    )
