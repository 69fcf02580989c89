"""How fast, and in how much memory, a large spreadsheet is brought in. Prints a section of Markdown; asserts nothing.

    python bench/imports.py [ROWS] [--home FOLDER] [--profile]

The way is the product's own: the file is brought, its columns matched, every row checked, and the rows
brought in by the jobs that the worker runs, into an embedded PostgreSQL that keeps what it acknowledges.
All of it is one process here, so its peak memory is an upper bound for the web server's and the worker's.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council


def peak() -> float:
    """Return the most memory this process has had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) / 1e6


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="keep the council in this folder")
    parser.add_argument("--profile", action="store_true", help="say where the time goes, on standard error")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as scratch:
        path = large_council.spreadsheet(Path(scratch) / "complaints.csv", args.rows, seed=int(time.time()))
        with large_council.opened(args.home or Path(scratch) / "home"):
            report(args, path)


def report(args: argparse.Namespace, path: Path) -> None:
    """Bring the file in and print what it took."""
    import cProfile
    import pstats

    from goldthread.themes.suggesting.suggestions import suggest_waiting

    steps: list[tuple[str, float, float, float]] = []
    profiler = cProfile.Profile()

    def timed(name: str, step: Callable[[], object]) -> object:
        began, used = time.perf_counter(), time.process_time()
        if args.profile:
            profiler.enable()
        result = step()
        profiler.disable()
        steps.append((name, time.perf_counter() - began, time.process_time() - used, peak()))
        return result

    by = large_council.founded()
    before = peak()
    large_council.bring(by, path, timed)
    whole, most = sum(step[1] for step in steps), peak()
    timed("Afterwards, by another job: themes suggested for every point", lambda: suggest_waiting(by.council))
    print(f"## A spreadsheet of {args.rows:,} rows\n")
    print(f"`python bench/imports.py {args.rows}` on {large_council.machine()}.\n")
    print("| step | seconds | of these, Python's | rows a second | peak memory, MB |")
    print("|---|---:|---:|---:|---:|")
    for name, took, used, memory in steps:
        print(f"| {name} | {took:.1f} | {used:.1f} | {args.rows / took:,.0f} | {memory:.0f} |")
    print(
        f"\n{args.rows / whole:,.0f} rows a second from the file to feedback that can be read and found; peak memory of the "
        f"process {most:.0f} MB, of which {before:.0f} MB stood before it began. The file has {path.stat().st_size / 1e6:.0f} MB."
    )
    if args.profile:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
