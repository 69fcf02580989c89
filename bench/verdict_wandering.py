"""Verdicts where a level moves by itself: how often nothing done is called improved, and what the brake costs.

The tables of docs/accuracy.md, "Worlds that move by themselves", written by verdict_simulation.py. "Two reviews alone"
is the rule without its brake (analysis/verdicts/brake.py), on the same series; so are the other ways.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import before_after_methods as usual
import numpy as np
import synthetic_series as made_up
from verdict_records import ever, noisy, other_themes, recorded

from goldthread.analysis.verdicts.attribution import CAME_WITH_ACTION, attribute
from goldthread.analysis.verdicts.power import baseline_noise, smallest_change
from goldthread.analysis.verdicts.verdict_schedule import (
    REVIEW_MONTHS,
    ReviewFlags,
    review_many,
    twice_running,
)

AFTER = REVIEW_MONTHS[-1]
MEANS, BEFORE = (2, 8, 20, 60), (12, 18, 24, 36)
_BLOCK = 2000
NAMES = {
    "walk": "random walk, .06 a month",
    "shifts": "sudden shifts, about a fifth every 18 months",
    "counting": "counting widened or narrowed, any month, not recorded",
    "drift": "half a per cent lower every month",
    "narrowed": "counting narrowed by a quarter 4 to 9 months after, not recorded",
    "slow walk": "random walk, .03 a month",
    "fast walk": "random walk, .10 a month",
    "pulled back": "walk pulled back (.95 a month)",
    "cycle": "cycle of 3 to 6 years, a fifth up and down",
    "fast drift": "one per cent lower every month",
}


def tables(runs: int, seed: int) -> list[str]:
    """Return all tables. runs: series in each cell."""
    error = math.sqrt(0.05 * 0.95 / runs)
    return [
        f"{runs:,} fresh series in each cell (standard error at 5%: {error:.4f}; at 50%: {math.sqrt(0.25 / runs):.4f}), of "
        "variance 1.5 times their mean and hidden correlation .3. Nothing was done in any of them. Each figure is the worst "
        "of means 2, 8, 20 and 60 a month, which is partly bad luck; the first figure is two reviews alone, the second the "
        "verdict, at any of the five reviews:",
        "",
        *false_improvements(runs, seed),
        "",
        *unseen_worlds(runs, seed),
        "",
        *shares_and_scores(runs, seed),
        "",
        *cost(runs, seed),
        "",
        *promises(runs, seed),
        "",
        *peers(runs, seed),
        "",
        *recorded(runs, seed),
        "",
        *other_themes(max(runs // 2, 50), seed),
        "",
        *with_gaps(runs, seed),
        "",
        *with_exposure(runs, seed),
    ]


def series(
    rng: np.random.Generator, runs: int, n0: int, mean: float, world: str, *, triggered: bool = False
) -> np.ndarray:
    """Return count series of one world; triggered: whose action followed a bad month."""
    parts: list[np.ndarray] = []
    while sum(map(len, parts)) < runs:
        y = made_up.wandering_counts(rng, _BLOCK if triggered else runs, n0, AFTER, mean=mean, world=world)
        parts.append(y[usual.after_bad_month(y, n0)] if triggered else y)
    return np.concatenate(parts)[:runs]


def false_improvements(runs: int, seed: int) -> list[str]:
    """Return the table of false "improved", with "and it came with the action", and of false "worsened"."""
    lines = [
        "| world | "
        + " | ".join(f"{n0} before" for n0 in BEFORE)
        + " | and came with the action, 24 before | "
        "called worsened, 24 before |",
        "|---" * (len(BEFORE) + 3) + "|",
    ]
    for i, world in enumerate(made_up.WANDERING):
        for triggered in (False, True):
            cells, with_action, worse = [], 0.0, (0.0, 0.0)
            for n0 in BEFORE:
                worst = (0.0, 0.0)
                for mean in MEANS:
                    rng = np.random.default_rng([seed, 41, i, triggered, n0, mean])
                    y = series(rng, runs, n0, mean, world, triggered=triggered)
                    flags = review_many(y, n0, "count")
                    worst = larger(worst, (ever(twice_running(flags.down)), ever(flags.fell())))
                    if n0 == 24:
                        with_action = max(with_action, came_with_action(y, n0, flags))
                        worse = larger(worse, (ever(twice_running(flags.up)), ever(flags.rose())))
                cells.append(pair(worst))
            name = NAMES[world] + (", after a bad month" if triggered else "")
            lines.append(f"| {name} | {' | '.join(cells)} | {with_action:.3f} | {pair(worse)} |")
    return lines


def larger(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """Return the larger of each."""
    return max(a[0], b[0]), max(a[1], b[1])


def pair(cell: tuple[float, float]) -> str:
    """Return "two reviews alone → verdict" for a table."""
    return f"{cell[0]:.3f} → **{cell[1]:.3f}**"


def came_with_action(y: np.ndarray, n0: int, flags: ReviewFlags) -> float:
    """Return the share of series that are ever called improved and, at that review, said to come with the action."""
    fell, found = flags.fell(), 0
    for row, at in zip(y, fell, strict=True):
        for months in np.array(REVIEW_MONTHS)[at]:
            n = n0 + months
            times, after = np.arange(n), np.arange(n) >= n0
            if attribute(row[:n], times, after, "count", np.ones(n)) == CAME_WITH_ACTION:
                found += 1
                break
    return found / len(y)


def unseen_worlds(runs: int, seed: int) -> list[str]:
    """Return the table of worlds on which nothing of the rule was chosen."""
    lines = [
        "Worlds on which nothing of the rule was chosen, the same way:",
        "",
        "| world | 12 before | 24 before | 36 before |",
        "|---|---|---|---|",
    ]
    for i, world in enumerate(made_up.OTHER_WANDERING):
        cells = []
        for n0 in (12, 24, 36):
            worst = (0.0, 0.0)
            for mean in MEANS:
                y = series(np.random.default_rng([seed, 42, i, n0, mean]), runs, n0, mean, world)
                flags = review_many(y, n0, "count")
                worst = larger(worst, (ever(twice_running(flags.down)), ever(flags.fell())))
            cells.append(pair(worst))
        lines.append(f"| {NAMES[world]} | {' | '.join(cells)} |")
    return lines


def shares_and_scores(runs: int, seed: int) -> list[str]:
    """Return the table of shares of files and of scores that move by themselves."""
    lines = [
        "Shares (worst of 8, 30 and 60 files a month, and of 30%, 60% and 90%) and scores (standard deviation .5, the "
        "change worth having .25), called higher or lower, whichever is worse:",
        "",
        "| world | 12 before | 24 before |",
        "|---|---|---|",
    ]
    for i, (world, name) in enumerate(
        (
            ("walk", "log odds walk by .1 a month"),
            ("auditor", "another auditor every half year, .25 of log odds"),
        )
    ):
        cells = []
        for n0 in (12, 24):
            worst = (0.0, 0.0)
            for files in (8, 30, 60):
                for share in (0.3, 0.6, 0.9):
                    rng = np.random.default_rng([seed, 43, i, n0, files, int(share * 10)])
                    y, size = made_up.wandering_shares(
                        rng, runs, n0, AFTER, files=files, share=share, world=world
                    )
                    worst = larger(worst, either_way(review_many(y, n0, "proportion", size=size)))
            cells.append(pair(worst))
        lines.append(f"| share: {name} | {' | '.join(cells)} |")
    for i, (world, name) in enumerate(
        (
            ("walk", "walk by .2 of their standard deviation a month"),
            ("correlated", "correlation .6, a steady level"),
        )
    ):
        cells = []
        for n0 in (12, 24):
            y = made_up.wandering_scores(
                np.random.default_rng([seed, 44, i, n0]), runs, n0, AFTER, world=world
            )
            cells.append(pair(either_way(review_many(y, n0, "score"))))
        lines.append(f"| score: {name} | {' | '.join(cells)} |")
    return lines


def either_way(flags: ReviewFlags) -> tuple[float, float]:
    """Return the larger rate of a fall and a rise: two reviews alone, and the verdict."""
    fall = ever(twice_running(flags.down)), ever(flags.fell())
    return larger(fall, (ever(twice_running(flags.up)), ever(flags.rose())))


def cost(runs: int, seed: int) -> list[str]:
    """Return the table of real falls that are called improved by month 18, and of those called lower since."""
    lines = [
        "What the brake costs: real falls called improved by month 18 where the level is steady, two reviews alone → "
        "verdict (called lower since instead):",
        "",
        "| mean a month, fall | " + " | ".join(f"{n0} before" for n0 in BEFORE) + " |",
        "|---" * (len(BEFORE) + 1) + "|",
    ]
    for mean, effect in (
        (8, 0.25),
        (8, 0.40),
        (20, 0.25),
        (20, 0.40),
        (60, 0.25),
        (60, 0.40),
        (8, 0.60),
        (20, 0.60),
        (60, 0.15),
    ):
        cells = []
        for n0 in BEFORE:
            rng = np.random.default_rng([seed, 45, mean, int(effect * 100), n0])
            y = made_up.counts(rng, runs, n0, AFTER, mean=mean, phi=1.5, rho=0.3, effect=-effect)
            flags = review_many(y, n0, "count")
            seen = ever(twice_running(flags.down)), ever(flags.fell())
            cells.append(f"{seen[0]:.2f} → **{seen[1]:.2f}** ({flags.lower_since()[:, -1].mean():.2f})")
        lines.append(f"| {mean}, -{effect:.0%} | {' | '.join(cells)} |")
    return lines


def promises(runs: int, seed: int) -> list[str]:
    """Return the table of what planning promises from a baseline, and how often the verdict then sees it."""
    lines = [
        "What planning promises: the smallest fall that 18 months could show (the middle of 60 baselines), and how often "
        "such a fall is improved at month 18 (meant: .80):",
        "",
        "| mean a month | " + " | ".join(f"{n0} before" for n0 in (12, 24, 36)) + " |",
        "|---|---|---|---|",
    ]
    for mean in (8, 20, 60):
        cells = []
        for n0 in (12, 24, 36):
            rng = np.random.default_rng([seed, 46, mean, n0])
            baselines = made_up.counts(rng, 60, n0, 0, mean=mean, phi=1.5, rho=0.3)
            noises = [baseline_noise([(i, v, 1.0) for i, v in enumerate(row)], "count") for row in baselines]
            d = float(np.median([smallest_change(noise, "down", AFTER) for noise in noises]))
            y = made_up.counts(rng, runs, n0, AFTER, mean=mean, phi=1.5, rho=0.3, effect=math.expm1(-d))
            seen = review_many(y, n0, "count").fell()[:, -1].mean()
            cells.append(f"{-math.expm1(-d):.0%}: {seen:.2f}")
        lines.append(f"| {mean} | {' | '.join(cells)} |")
    return lines


def peers(runs: int, seed: int) -> list[str]:
    """Return the table of other ways on the same series, 24 months before."""
    n0 = 24
    ways: dict[str, Callable[[np.ndarray], float]] = {
        "segmented regression, Newey-West, 95%, any review": lambda y: any_review(
            y, n0, usual.segmented_regression
        ),
        "the same, 97.5%, two reviews running": lambda y: two_running(y, n0, usual.segmented_regression),
        "step with Newey-West, 97.5%, two reviews running": lambda y: two_running(
            y, n0, lambda part, before, level: usual.segmented_regression(part, before, level, slopes=False)
        ),
        "local level and step (structural time series), 97.5%, two running": lambda y: two_running(
            y, n0, usual.local_level
        ),
    }
    cells = [("walk", 20), ("walk", 60), ("shifts", 60), ("counting", 60), ("drift", 60)]
    made = {
        f"{world} {mean}": series(np.random.default_rng([seed, 47, k]), runs, n0, mean, world)
        for k, (world, mean) in enumerate(cells)
    }
    for k, (label, mean, phi, rho, effect) in enumerate(
        (
            ("steady 20", 20, 1.5, 0.3, 0.0),
            ("steady 30, variance 3, correlation .6", 30, 3.0, 0.6, 0.0),
            ("real -40%, 20", 20, 1.5, 0.3, -0.40),
        )
    ):
        rng = np.random.default_rng([seed, 48, k])
        made[label] = made_up.counts(rng, runs, n0, AFTER, mean=mean, phi=phi, rho=rho, effect=effect)
    rows = {"two reviews alone": [], "**the verdict**": []} | {name: [] for name in ways}
    for y in made.values():
        flags = review_many(y, n0, "count")
        rows["two reviews alone"].append(ever(twice_running(flags.down)))
        rows["**the verdict**"].append(ever(flags.fell()))
        for name, way in ways.items():
            rows[name].append(way(y))
    return [
        "Other ways on the same series, 24 months before: how often each says that it fell (world and mean a month; the "
        "last column is a real fall):",
        "",
        "| way | " + " | ".join(made) + " |",
        "|---" * (len(made) + 1) + "|",
        *(
            f"| {name} | " + " | ".join(f"{rate:.3f}" for rate in rates) + " |"
            for name, rates in rows.items()
        ),
    ]


def any_review(y: np.ndarray, n0: int, method: Callable[..., np.ndarray]) -> float:
    """Return how often a way says so at any review."""
    return float(np.any([method(y[:, : n0 + m], n0) for m in REVIEW_MONTHS], axis=0).mean())


def two_running(y: np.ndarray, n0: int, method: Callable[..., np.ndarray]) -> float:
    """Return how often a way says so at 97.5% at two reviews running."""
    return ever(twice_running(np.column_stack([method(y[:, : n0 + m], n0, 0.975) for m in REVIEW_MONTHS])))


def with_gaps(runs: int, seed: int) -> list[str]:
    """Return the table of series in which one month in five has no reading, 24 months before."""
    n0, share = 24, 0.2
    lines = [
        "One month in five without a reading, at random (24 before, 20 a month, the months missing drawn anew for every 50 "
        "series): called improved at any review, and by month 18 where it fell by 40%:",
        "",
        "| world | two reviews alone → verdict |",
        "|---|---|",
    ]
    for i, (name, world, effect) in enumerate(
        (
            ("steady", None, 0.0),
            (NAMES["walk"], "walk", 0.0),
            (NAMES["counting"], "counting", 0.0),
            (NAMES["drift"], "drift", 0.0),
            ("steady, a real fall of 40%", None, -0.40),
        )
    ):
        rng = np.random.default_rng([seed, 51, i])
        alone = held = 0.0
        blocks = max(runs // 50, 1)
        for _ in range(blocks):
            if world is None:
                y = made_up.counts(rng, 50, n0, AFTER, mean=20, phi=1.5, rho=0.3, effect=effect)
            else:
                y = series(rng, 50, n0, 20, world)
            flags = review_many(y, n0, "count", known=rng.random(n0 + AFTER) > share)
            alone += ever(twice_running(flags.down)) / blocks
            held += ever(flags.fell()) / blocks
        lines.append(f"| {name} | {pair((alone, held))} |")
    return lines


def with_exposure(runs: int, seed: int) -> list[str]:
    """Return the table of rates whose population grows or shrinks, 24 months before."""
    n0 = 24
    lines = [
        "Rates of a population that grows or shrinks by 1% a month (24 before, 20 a month at first): called improved at any "
        "review:",
        "",
        "| rate | grows | shrinks |",
        "|---|---|---|",
    ]
    for i, (name, world, effect) in enumerate(
        (("steady", None, 0.0), (NAMES["walk"], "walk", 0.0), ("steady, a real fall of 40%", None, -0.40))
    ):
        cells = []
        for j, growth in enumerate((1.01, 0.99)):
            rng = np.random.default_rng([seed, 52, i, j])
            people = growth ** np.arange(n0 + AFTER)
            level = np.ones((runs, 1)) if world is None else made_up.own_level(rng, runs, n0, AFTER, world)
            y = noisy(rng, 20 * people * level * np.where(np.arange(n0 + AFTER) >= n0, 1 + effect, 1.0))
            flags = review_many(y, n0, "count", size=1000 * people)
            cells.append(pair((ever(twice_running(flags.down)), ever(flags.fell()))))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
