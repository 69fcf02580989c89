"""How often the verdict is wrong where nothing changed, and how often it sees what did change.

Made-up series of known truth (synthetic_series.py) are judged at all five reviews, beside the usual ways
of comparing (before_after_methods.py), on the same series. Here levels are steady; verdict_wandering.py has those
that move by themselves, written with --wandering. Seeded: the same command gives the same numbers.

    python bench/verdict_simulation.py --runs 5000 --write docs/accuracy.md
    python bench/verdict_simulation.py --wandering --runs 1500 --write docs/accuracy.md
"""

from __future__ import annotations

import argparse
import itertools
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import before_after_methods as usual
import numpy as np
import synthetic_series as made_up
import verdict_wandering as wandering

from goldthread.analysis.verdicts.one_point import one_point_changes
from goldthread.analysis.verdicts.step import measure_step
from goldthread.analysis.verdicts.verdict import judge
from goldthread.analysis.verdicts.verdict_schedule import (
    CALLED_BY_CHANCE,
    REVIEW_MONTHS,
    STRICT_LEVELS,
    review_many,
    twice_running,
)
from goldthread.dates import month_from_number

AFTER = REVIEW_MONTHS[-1]
PROCESSES = ((1.0, 0.0), (1.5, 0.3), (2.0, 0.0), (2.0, 0.6), (3.0, 0.3), (3.0, 0.6))
METHODS: dict[str, Callable] = {
    "before/after": usual.before_after,
    "segmented regression": usual.segmented_regression,
}


@dataclass
class World:
    """One world in which nothing changes. label: what it is; fell, rose: false verdicts at any review; alone: the
    same (fell, rose) without the brake."""

    kind: str
    label: str
    n0: int
    make: Callable[[np.random.Generator, int], tuple]
    fell: float = 0.0
    rose: float = 0.0
    alone: tuple[float, float] = (0.0, 0.0)
    usual: dict[str, float] | None = None
    group: str = ""


def worlds() -> list[World]:
    """Every world tried: counts, shares of files and scores, 9 to 24 months before."""
    result = []
    for n0, mean, (phi, rho), swing in itertools.product(
        (9, 12, 24), (1, 2, 3, 6, 10, 30), PROCESSES, (0.0, 0.3, -0.3)
    ):
        season = {0.0: "no season", 0.3: "trough after", -0.3: "peak after"}[swing]
        result.append(
            World(
                "count",
                f"{mean} a month, variance/mean {phi:g}, hidden correlation {rho:g}, {season}, {n0} months before",
                n0,
                lambda rng, runs, n0=n0, mean=mean, phi=phi, rho=rho, swing=swing: (
                    made_up.counts(rng, runs, n0, AFTER, mean=mean, phi=phi, rho=rho, swing=swing),
                    None,
                ),
                group=f"{phi:g} | {rho:g} | {'no' if not swing else 'yes'}",
            )
        )
    for n0, files, share, (sd, rho) in itertools.product(
        (12, 24),
        (10, 20, 60),
        (0.05, 0.2, 0.6, 0.95),
        ((0, 0), (0.5, 0.0), (0.5, 0.3), (0.5, 0.6), (1.0, 0.6)),
    ):
        result.append(
            World(
                "proportion",
                f"{share:.0%} of {files} files a month, log odds wander by {sd:g}, correlation {rho:g}, {n0} months before",
                n0,
                lambda rng, runs, n0=n0, files=files, share=share, sd=sd, rho=rho: made_up.shares(
                    rng, runs, n0, AFTER, files=files, share=share, sd=sd, rho=rho
                ),
            )
        )
    for n0, shape, rho in itertools.product(
        (12, 24), ("normal", "skewed", "heavy", "coarse"), (0.0, 0.3, 0.6)
    ):
        result.append(
            World(
                "score",
                f"{shape}, correlation {rho:g}, {n0} months before",
                n0,
                lambda rng, runs, n0=n0, shape=shape, rho=rho: (
                    made_up.scores(rng, runs, n0, AFTER, shape=shape, rho=rho),
                    None,
                ),
            )
        )
    return result


def try_world(world: World, rng: np.random.Generator, runs: int, *, with_usual: bool) -> tuple[float, float]:
    """Return the shares of runs in which a fall, a rise, came to be called a verdict at any review."""
    fell = rose = 0
    alone = np.zeros(2)
    hits: dict[str, int] = {}
    for start in range(0, runs, 5000):
        block = min(5000, runs - start)
        y, size = world.make(rng, block)
        flags = review_many(y, world.n0, world.kind, size=size)
        fell += int(flags.fell().any(axis=1).sum())
        rose += int(flags.rose().any(axis=1).sum())
        alone += [twice_running(seen).any(axis=1).sum() for seen in (flags.down, flags.up)]
        if with_usual and world.kind == "count":
            for name, method in METHODS.items():
                signals = np.any([method(y[:, : world.n0 + m], world.n0) for m in REVIEW_MONTHS], axis=0)
                hits[name] = hits.get(name, 0) + int(signals.sum())
            hits["chart signal"] = hits.get("chart signal", 0) + int(
                usual.any_chart_signal(y, world.n0).sum()
            )
    if with_usual:
        world.alone = (alone[0] / runs, alone[1] / runs)
        world.usual = {name: n / runs for name, n in hits.items()}
    return fell / runs, rose / runs


def false_verdicts(runs: int, confirm: int, seed: int) -> list[str]:
    """Return the tables of false verdicts; the worst worlds are tried again with fresh series."""
    everything = worlds()
    for i, world in enumerate(everything):
        rng = np.random.default_rng([seed, i])
        world.fell, world.rose = try_world(world, rng, runs, with_usual=True)
    lines = [
        f"False verdicts at any of the five reviews where nothing changed: {len(everything)} worlds, {runs:,} series "
        f"each (standard error at 5%: {se(0.05, runs):.4f}). The worst of each kind was tried again with {confirm:,} "
        f"fresh series (standard error {se(0.05, confirm):.4f}), since the worst of many is partly bad luck; that "
        f"figure is the one to go by. A verdict says at most {CALLED_BY_CHANCE:g} in 100.",
        "",
        "| kind | level of the two intervals | move | worst without the brake | median | worst, first try | worst, again "
        "| its world |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for k, kind in enumerate(STRICT_LEVELS):
        mine = [w for w in everything if w.kind == kind]
        for move, name in (("fell", "fall"), ("rose", "rise")):
            ranked = sorted(mine, key=lambda w, move=move: -getattr(w, move))[:3]
            again = []
            for j, world in enumerate(ranked):
                rng = np.random.default_rng([seed, 7, k, j, move == "rose"])
                again.append(try_world(world, rng, confirm, with_usual=False)[move == "rose"])
            worst = int(np.argmax(again))
            median = float(np.median([getattr(w, move) for w in mine]))
            lines.append(
                f"| {kind} | {STRICT_LEVELS[kind][move == 'rose']:.1%} | {name} | "
                f"{max(w.alone[move == 'rose'] for w in mine):.3f} | {median:.3f} | "
                f"{getattr(ranked[0], move):.3f} | **{again[worst]:.3f}** | {ranked[worst].label} |"
            )
    lines += ["", *beside_usual([w for w in everything if w.kind == "count"])]
    return lines


def beside_usual(count_worlds: list[World]) -> list[str]:
    """Return the table of false falls by process: the verdict and the usual ways, same series."""
    names = [*METHODS, "chart signal"]
    lines = [
        'False "lower" on the same count series, worst over means and months before (each way looked at '
        "6, 9, 12, 15 and 18 months after, 95% where it has a level; a chart signal is any XmR rule, downwards, "
        "against limits frozen before the action):",
        "",
        "| variance/mean | hidden correlation | season | verdict | " + " | ".join(names) + " |",
        "|---" * (4 + len(names)) + "|",
    ]
    for group in dict.fromkeys(w.group for w in count_worlds):
        mine = [w for w in count_worlds if w.group == group]
        others = " | ".join(f"{max(w.usual[name] for w in mine):.3f}" for name in names)
        lines.append(f"| {group} | **{max(w.fell for w in mine):.3f}** | {others} |")
    return lines


def bad_spells(runs: int, seed: int) -> list[str]:
    """Return the table for actions begun after a bad spell, where nothing changed."""
    lines = [
        "An action begun after a bad spell (three months more than 20% above those before) that does nothing:",
        "",
        "| mean a month | variance/mean, correlation | three months after v before: more than 20% lower | verdict: improved |",
        "|---|---|---|---|",
    ]
    for i, (mean, (phi, rho)) in enumerate(
        itertools.product((3, 6, 10, 30), ((1.0, 0.0), (1.5, 0.3), (2.0, 0.0), (3.0, 0.3)))
    ):
        rng = np.random.default_rng([seed, 11, i])
        spells: list[np.ndarray] = []
        for _ in range(200):
            y = made_up.counts(rng, runs, 24, AFTER, mean=mean, phi=phi, rho=rho)
            spells.append(y[usual.after_bad_spell(y, 24)])
            if sum(map(len, spells)) >= runs:
                break
        y = np.concatenate(spells)[:runs]
        if len(y) < runs:
            lines.append(f"| {mean} | {phi:g}, {rho:g} | such a spell is too rare to try | |")
            continue
        tempting = usual.three_months(y, 24).mean()
        improved = review_many(y, 24, "count").fell().any(axis=1).mean()
        lines.append(f"| {mean} | {phi:g}, {rho:g} | {tempting:.2f} | {improved:.3f} |")
    return lines


def power(runs: int, seed: int) -> list[str]:
    """Return the tables of how often a real change is called by month 18."""
    lines = [
        "Real falls called improved by month 18 (variance/mean 1.5, hidden correlation .3), 12 / 24 months before:",
        "",
        "| mean a month | -25% | -40% | -60% | -90% |",
        "|---|---|---|---|---|",
    ]
    for i, mean in enumerate((1, 3, 6, 10, 30)):
        cells = []
        for j, effect in enumerate((-0.25, -0.40, -0.60, -0.90)):
            pair = []
            for n0 in (12, 24):
                rng = np.random.default_rng([seed, 21, i, j, n0])
                y = made_up.counts(rng, runs, n0, AFTER, mean=mean, phi=1.5, rho=0.3, effect=effect)
                pair.append(f"{review_many(y, n0, 'count').fell().any(axis=1).mean():.2f}")
            cells.append("/".join(pair))
        lines.append(f"| {mean} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "Shares of files (log odds wander by .5, correlation .3) and normal scores (correlation .3), the same way:",
        "",
        "| measure | 12 / 24 months before |",
        "|---|---|",
    ]
    for i, (files, share, becomes) in enumerate(
        ((10, 0.6, 0.8), (20, 0.6, 0.77), (20, 0.6, 0.9), (60, 0.6, 0.77), (20, 0.95, 0.98))
    ):
        pair = []
        for n0 in (12, 24):
            rng = np.random.default_rng([seed, 22, i, n0])
            y, size = made_up.shares(rng, runs, n0, AFTER, files=files, share=share, rho=0.3, becomes=becomes)
            pair.append(f"{review_many(y, n0, 'proportion', size=size).rose().any(axis=1).mean():.2f}")
        lines.append(f"| {files} files a month, {share:.0%} becomes {becomes:.0%} | {'/'.join(pair)} |")
    for i, effect in enumerate((0.5, 1.0, 1.5, 2.0)):
        pair = []
        for n0 in (12, 24):
            rng = np.random.default_rng([seed, 23, i, n0])
            y = made_up.scores(rng, runs, n0, AFTER, rho=0.3, effect=effect)
            pair.append(f"{review_many(y, n0, 'score').rose().any(axis=1).mean():.2f}")
        lines.append(
            f"| score rises by {effect:g} of its month-to-month standard deviation | {'/'.join(pair)} |"
        )
    return lines


def speed(seed: int) -> list[str]:
    """Return the processor's time for verdicts: many at once, and one as the product makes it."""
    y = made_up.counts(np.random.default_rng([seed, 31]), 10_000, 24, AFTER, mean=6, phi=1.5, rho=0.3)
    start = time.process_time()
    review_many(y, 24, "count")
    many = time.process_time() - start
    lines = [
        f"10,000 series at once (24 months before, five reviews each) took {many:.1f} s of one {platform.machine()} "
        "core. One verdict as the product makes it, with its five reviews, attribution and outlook, and what one more "
        "or one fewer would change (median of 100, about 20 a month):",
        "",
        "| verdict on | milliseconds | times one bare fit | first of a new shape | one more or one fewer |",
        "|---|---|---|---|---|",
    ]
    for label, effect, n0 in (
        ("no change", 0.0, 24),
        ("a fall of half, 12 months before", -0.5, 12),
        ("a fall of half, 24 months before", -0.5, 24),
        ("a fall of half, 36 months before", -0.5, 36),
    ):
        rng = np.random.default_rng([seed, 32, n0, int(-effect * 100)])
        series = made_up.counts(rng, 100, n0, AFTER, mean=20, phi=1.5, rho=0.3, effect=effect)
        one, near, fit = [], [], []
        for row in series:
            # The action's own month is between the two spells and left out.
            rows = [(month_from_number(24_000 + i + (i >= n0)), v) for i, v in enumerate(row)]
            times = np.array([24_000 + i + (i >= n0) for i in range(len(row))])
            one.append(_took(lambda rows=rows, n0=n0: judge(rows, month_from_number(24_000 + n0), "down")))
            verdict = judge(rows, month_from_number(24_000 + n0), "down")
            near.append(_took(lambda verdict=verdict: one_point_changes(verdict)))
            fit.append(
                _took(
                    lambda row=row, times=times, n0=n0: measure_step(
                        row, times, times > times[n0 - 1], "count"
                    )
                )
            )
        middle = float(np.median(one[1:]))
        lines.append(
            f"| {label} | {middle:.1f} | {middle / np.median(fit):.1f} | {one[0]:.1f} | {np.median(near):.1f} |"
        )
    return lines


def _took(call: Callable[[], object]) -> float:
    """Return the milliseconds of the processor that a call takes."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1e3


def se(share: float, runs: int) -> float:
    """Return the standard error of a share of runs."""
    return float(np.sqrt(share * (1 - share) / runs))


def write_section(path: Path, heading: str, text: str) -> None:
    """Put the text under its heading in a Markdown file, in place of what stood there before."""
    whole = path.read_text() if path.exists() else "# How accurate it is\n"
    section = f"## {heading}\n\n{text.strip()}\n\n"
    pattern = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.S | re.M)
    whole = (
        pattern.sub(lambda _: section, whole) if pattern.search(whole) else f"{whole.rstrip()}\n\n{section}"
    )
    path.write_text(whole.rstrip() + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--runs", type=int, default=500, help="series in each world (5,000 for the written table)"
    )
    parser.add_argument(
        "--confirm", type=int, default=0, help="fresh series for the worst worlds (default 8 x runs)"
    )
    parser.add_argument("--seed", type=int, default=20250401)
    parser.add_argument(
        "--wandering", action="store_true", help="levels that move by themselves, instead of steady ones"
    )
    parser.add_argument("--write", type=Path, help="the Markdown file whose section to replace")
    args = parser.parse_args()
    start = time.perf_counter()
    if args.wandering:
        finish(
            "Worlds that move by themselves",
            [
                f"`python bench/verdict_simulation.py --wandering --runs {args.runs} --seed {args.seed}`",
                "",
                *wandering.tables(args.runs, args.seed),
            ],
            args.write,
            start,
        )
        return
    parts = [
        f"`python bench/verdict_simulation.py --runs {args.runs} --seed {args.seed}`",
        "",
        *false_verdicts(args.runs, args.confirm or 8 * args.runs, args.seed),
        "",
        *bad_spells(args.runs, args.seed),
        "",
        *power(args.runs, args.seed),
        "",
        *speed(args.seed),
    ]
    finish("Verdict simulations", parts, args.write, start)


def finish(heading: str, parts: list[str], path: Path | None, start: float) -> None:
    """Print a section, and write it where asked."""
    text = "\n".join(parts)
    print(text)
    print(f"\n{time.perf_counter() - start:.0f} s in all")
    if path:
        write_section(path, heading, text)


if __name__ == "__main__":
    main()
