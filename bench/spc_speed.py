"""How fast 100,000 XmR charts of 60 points are made, beside three packages from PyPI, in one run.

Each does it in its own way: Goldthread in one call; abspc by its two functions for each series;
clinical-qikit by `qic` for each series and, where faster, in one call with facets; pycontrolcharts by
`calc_xmr` for each series. The peers are timed on a sample and scaled. They are not part of Goldthread;
install them into an environment of their own, with numpy, and run this file with it from the project's root:

    python -m venv peers && peers/bin/pip install abspc clinical-qikit pycontrolcharts
    peers/bin/python bench/spc_speed.py --markdown docs/performance-spc.md

What is missing is said to be so. Without peers it still times Goldthread and prints the peak memory.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MACHINE = "2 cores, 24 GiB, Python 3.11"


def series(n: int, t: int) -> np.ndarray:
    """Return n seeded series of t counts, mean 8, variance twice the mean."""
    return np.random.default_rng(20).negative_binomial(8, 0.5, (n, t)).astype(float)


def timed(work: Callable[[], object], times: int) -> float:
    """Return the median seconds of so many runs."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def ours(n: int, t: int) -> dict[str, float]:
    """Time Goldthread alone; run in a process of its own, so that the peak memory is its own."""
    from goldthread.analysis.charts.xmr import xmr
    from goldthread.analysis.charts.xmr_core import xmr_many

    values = series(n, t)
    plain = timed(lambda: xmr_many(values), 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    values[np.random.default_rng(21).random(values.shape) < 0.05] = np.nan
    gaps = timed(lambda: xmr_many(values), 3)
    halves = np.arange(t) // (t // 2)
    rebased = timed(lambda: xmr_many(values, segments=halves, fix_after=12), 3)
    one = timed(lambda: xmr(values[0]), 200)
    return {
        "seconds": plain,
        "gaps": gaps,
        "rebased": rebased,
        "one_ms": one * 1000,
        "peak_mb": peak / 1024,
    }


def abspc_ways(values: np.ndarray) -> dict[str, Callable[[], object]]:
    """abspc has no call for many series: limits, then rules, for each (its icon would be a third call)."""
    import abspc
    import pandas as pd

    frames = [pd.DataFrame({"value": row}) for row in values]  # making them is not counted against it

    def limits_and_rules() -> None:
        for frame in frames:
            abspc.detect_special_causes(abspc.calculate_control_limits(frame, "XmR"))

    return {"limits, then rules, for each": limits_and_rules}


def qikit_ways(values: np.ndarray) -> dict[str, Callable[[], object]]:
    """clinical-qikit: `qic` for each series, or one call with a facet for each (Anhøj's rules, not the NHS's)."""
    import pandas as pd
    from qikit.spc import qic

    n, t = values.shape
    table = pd.DataFrame(
        {"x": np.tile(np.arange(t), n), "y": values.ravel(), "series": np.repeat(np.arange(n), t)}
    )

    def each() -> None:
        for row in values:
            qic(y=row, chart="i")

    def facets() -> None:
        qic(x="x", y="y", data=table, facets="series", chart="i")

    return {"qic for each": each, "qic with facets": facets}


def pycontrolcharts_ways(values: np.ndarray) -> dict[str, Callable[[], object]]:
    """pycontrolcharts: `calc_xmr` for each series (Nelson's rules)."""
    from pycontrolcharts import calc_xmr

    lists = values.tolist()

    def each() -> None:
        for row in lists:
            calc_xmr(row)

    return {"calc_xmr for each": each}


PEERS = {
    "abspc": ("abspc", abspc_ways),
    "clinical-qikit": ("qikit", qikit_ways),
    "pycontrolcharts": ("pycontrolcharts", pycontrolcharts_ways),
}


def same_limits(values: np.ndarray) -> str:
    """Say how far abspc's limits are from ours on the sample, neither leaving jumps out."""
    import abspc
    import pandas as pd

    from goldthread.analysis.charts.xmr_core import xmr_many

    upper = xmr_many(values, screen=False).upper[:, 0]
    theirs = np.array(
        [abspc.calculate_control_limits(pd.DataFrame({"value": v}), "XmR")["ucl"].iloc[0] for v in values]
    )
    return (
        f"largest difference between abspc's upper limits and ours: {np.max(np.abs(upper / theirs - 1)):.2%}"
    )


def ours_alone(n: int, t: int) -> dict[str, float]:
    """Return what `ours` finds in a fresh process."""
    child = subprocess.run(
        [sys.executable, __file__, "--ours", "--series", str(n), "--points", str(t)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(child.stdout)


def report(n: int, t: int, sample: int) -> str:
    """Return the measurements as Markdown."""
    first = ours_alone(n, t)
    values = series(sample, t)
    rows, notes = [], []
    for name, (module, ways) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            notes.append(f"{name} is not installed here and was not measured.")
            continue
        version = importlib.metadata.version(name)
        for way, work in ways(values).items():
            work()  # warm
            rows.append((f"{name} {version}", way, timed(work, 3) / sample * n))
        if name == "abspc":
            notes.append(same_limits(values[:100]) + ".")
    # Timed before and after the others, and the slower counts, so that what else runs does not flatter us.
    mine = max(first, ours_alone(n, t), key=lambda run: run["seconds"])
    lines = [
        f"# {n:,} XmR charts of {t} points",
        "",
        f"Measured by `bench/spc_speed.py` on {MACHINE}; numpy {np.__version__}. Goldthread: median of 5 calls on",
        f"all {n:,}, before and after the others, the slower of the two. The others: median of 3 on {sample:,} of them,",
        f"scaled up. Other work ran beside it (load average {os.getloadavg()[1]:.1f}), so read ratios, not seconds.",
        "",
        "| package | how | seconds | times Goldthread's |",
        "|---|---|---:|---:|",
        f"| goldthread | `xmr_many`, one call | {mine['seconds']:.2f} | 1 |",
    ]
    for name, way, seconds in rows:
        lines.append(f"| {name} | {way} | {seconds:,.0f} | {seconds / mine['seconds']:,.0f} |")
    lines += [
        "",
        f"- With 5% of readings missing: {mine['gaps']:.2f} s. Also rebased half-way, each part frozen at 12: "
        f"{mine['rebased']:.2f} s.",
        f"- One series alone, with its checks and its `XmrChart`: {mine['one_ms']:.2f} ms.",
        f"- Peak memory of the whole process, with Python, numpy and the readings: {mine['peak_mb']:,.0f} MB.",
        "- The packages do not all do the same. Goldthread and abspc: limits and four rules. clinical-qikit: "
        "limits, points outside and Anhøj's runs. pycontrolcharts: limits, Nelson's rules and the moving ranges.",
        *(f"- {note[0].upper()}{note[1:]}" for note in notes),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Run the benchmark; print it, and write it where asked."""
    parser = argparse.ArgumentParser(
        description="Time 100,000 XmR charts of 60 points beside other packages."
    )
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--points", type=int, default=60)
    parser.add_argument("--sample", type=int, default=500, help="series given to the slower packages")
    parser.add_argument("--markdown", type=Path, help="also write the report to this file")
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ours:
        print(json.dumps(ours(args.series, args.points)))
        return 0
    warnings.simplefilter("ignore")
    text = report(args.series, args.points, args.sample)
    print(text)
    if args.markdown:
        args.markdown.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
