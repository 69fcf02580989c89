"""How fast, and in how much memory, a large spreadsheet is brought in. Prints a section of Markdown; asserts nothing.

    python bench/imports.py [ROWS] [--home FOLDER] [--helpers NUMBER] [--personal] [--profile]

The way is the product's own: the file is brought, its columns matched, every row checked, and the rows
brought in by the jobs that the worker runs, into an embedded PostgreSQL that keeps what it acknowledges.
All of it but the helpers is one process here, so its peak memory is an upper bound for the web server's and the worker's.
With `--helpers 0` nothing is done ahead: then the parts of the import add up to its processor time.
"""

from __future__ import annotations

import argparse
import functools
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council

_TICK = os.sysconf("SC_CLK_TCK")


def peak(whose: int = resource.RUSAGE_SELF) -> float:
    """Return the most memory this process, or the largest of its children, has had, in MB."""
    most = resource.getrusage(whose).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) / 1e6


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="keep the council in this folder")
    parser.add_argument(
        "--helpers",
        type=int,
        help="processes that prepare rows beside the import (default: the product's own)",
    )
    parser.add_argument(
        "--personal",
        action="store_true",
        help="names, addresses and telephone numbers in a third of the rows",
    )
    parser.add_argument("--profile", action="store_true", help="say where the time goes, on standard error")
    args = parser.parse_args()
    if args.helpers is not None:
        os.environ["GOLDTHREAD_IMPORT_HELPERS"] = str(args.helpers)
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as scratch:
        path = large_council.spreadsheet(
            Path(scratch) / "complaints.csv", args.rows, seed=int(time.time()), personal=args.personal
        )
        with large_council.opened(args.home or Path(scratch) / "home"):
            report(args, path)


class Parts:
    """The seconds that each part of an import takes in this process, while it is `on`; parts may stand within others."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.on = False

    def time(self, holder: Any, name: str, label: str | Callable[..., str]) -> None:
        """Time a function, where `holder` has it under this name."""
        function = getattr(holder, name)

        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            if not self.on:
                return function(*given, **named)
            began = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                called = label if isinstance(label, str) else label(*given)
                self.seconds[called] += time.perf_counter() - began

        setattr(holder, name, timed)

    def time_all(self) -> None:
        """Time what an import consists of."""
        from django.db.backends.base.base import BaseDatabaseWrapper

        from goldthread.council.records import audit, bulk, search, vectors
        from goldthread.feedback import commands, jobs
        from goldthread.feedback.importing.rows import RowReader

        self.time(RowReader, "read", "rows read")
        self.time(jobs, "known_rows", "known rows looked up")
        self.time(commands, "without_saved", "fingerprints looked up")
        self.time(commands, "redact_new", "personal data detected and hidden")
        self.time(search, "put", "search, in all")
        self.time(vectors, "packed", "of search: text vectors")
        self.time(search, "words_of", "of search: words")
        self.time(
            bulk, "insert", lambda records: f"rows inserted: {type(records[0]).__name__}" if records else ""
        )
        self.time(audit, "write", "audit log")
        self.time(BaseDatabaseWrapper, "_commit", "commit, with foreign keys checked")


def postgresql_seconds() -> float:
    """Return the processor seconds of the home's PostgreSQL; those of connections that ended are not in them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    server, spent = stat.read_text().rpartition(")")[2].split()[1], 0
    for process in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = process.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if server in (fields[1], process.parent.name):
            spent += int(fields[11]) + int(fields[12])
    return spent / _TICK


def report(args: argparse.Namespace, path: Path) -> None:
    """Bring the file in and print what it took."""
    import cProfile
    import pstats

    from goldthread.themes.suggesting.suggestions import suggest_waiting

    steps: list[tuple[str, float, float, float, float, float]] = []
    profiler, parts = cProfile.Profile(), Parts()

    def helpers_seconds() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def timed(name: str, step: Callable[[], object]) -> object:
        began, used = time.perf_counter(), time.process_time()
        helped, database = helpers_seconds(), postgresql_seconds()
        parts.on = name.startswith("Imported")
        if args.profile:
            profiler.enable()
        result = step()
        profiler.disable()
        parts.on = False
        steps.append(
            (
                name,
                time.perf_counter() - began,
                time.process_time() - used,
                helpers_seconds() - helped,
                postgresql_seconds() - database,
                peak(),
            )
        )
        return result

    by = large_council.founded()
    before = peak()
    parts.time_all()
    large_council.bring(by, path, timed)
    whole, most = sum(step[1] for step in steps), peak()
    helper, load = peak(resource.RUSAGE_CHILDREN), os.getloadavg()
    timed("Afterwards, by another job: themes suggested for every point", lambda: suggest_waiting(by.council))
    print(f"## A spreadsheet of {args.rows:,} rows\n")
    print(f"`python bench/imports.py {' '.join(sys.argv[1:])}` on {large_council.machine()}.\n")
    print(
        "| step | seconds | rows a second | processor, µs a row: Python | helpers | PostgreSQL | peak memory, MB |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, took, *used, memory in steps:
        a_row = " | ".join(f"{seconds / args.rows * 1e6:,.0f}" for seconds in used)
        print(f"| {name} | {took:.1f} | {args.rows / took:,.0f} | {a_row} | {memory:.0f} |")
    print("\n| part of the import, in its own process, with waiting for PostgreSQL | µs a row |\n|---|---:|")
    for name, took in parts.seconds.most_common():
        print(f"| {name} | {took / args.rows * 1e6:,.0f} |")
    print(
        f"\n{args.rows / whole:,.0f} rows a second from the file to feedback that can be read and found, "
        f"{whole:.0f} s in all; load average {load[0]:.1f} at the end of it, {load[1]:.1f} over five minutes. Peak memory of the "
        f"process {most:.0f} MB, of which {before:.0f} MB stood before it began; of the largest helper or other child "
        f"{helper:.0f} MB. The file has {path.stat().st_size / 1e6:.0f} MB."
    )
    if args.profile:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
