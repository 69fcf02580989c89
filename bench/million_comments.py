"""A million comments brought in, read and indexed by the product's own workers, one of which is killed on the way.

    python bench/million_comments.py [COMMENTS] [--workers 2] [--home FOLDER]        (20,000 comments unless said)

The comments are made up (`large_council.py`) and come as spreadsheets of at most 50,000 rows. Each is brought, checked
and brought in, and read for harm, tone and themes, by the jobs of `goldthread up`; each worker is a process of its own.
Half-way one of them is killed as by a power cut and another started. At the end everything is counted, and a sample is
read once more by itself: prints a section of Markdown, and ends with 1 where anything was lost, doubled or different.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council

_IN_EACH = 50_000
_SAMPLE = 2_000
# A score's last digits depend on how many texts were read at once: half a millionth.
_CLOSE = 1e-5
_TICK = os.sysconf("SC_CLK_TCK")


class Worker:
    """A worker of its own process, and what it has cost."""

    def __init__(self, home) -> None:
        command = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"]
        self.process = subprocess.Popen(command, env=home.for_children(), start_new_session=True)
        self.seconds = self.peak = 0.0

    def measure(self) -> None:
        """Note its processor seconds and the most memory it has had, in MB."""
        folder = Path(f"/proc/{self.process.pid}")
        try:
            spent = (folder / "stat").read_text().rpartition(")")[2].split()
            status = (folder / "status").read_text()
        except OSError:
            return
        self.seconds = (int(spent[11]) + int(spent[12])) / _TICK
        self.peak = next(
            (int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")),
            self.peak,
        )

    def end(self, how: signal.Signals) -> None:
        """End it, politely or as a power cut does."""
        self.measure()
        self.process.send_signal(how)
        self.process.wait()


def main() -> int:
    """Measure, check and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("comments", nargs="?", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--home", type=Path, help="keep the council in this folder")
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="goldthread-bench-") as scratch,
        large_council.opened(args.home or Path(scratch) / "home") as home,
    ):
        return _measured(args, home, Path(scratch))


def _measured(args: argparse.Namespace, home, scratch: Path) -> int:
    by = large_council.founded()
    began = time.perf_counter()
    sizes = [min(_IN_EACH, args.comments - start) for start in range(0, args.comments, _IN_EACH)]
    for seed, size in enumerate(sizes, 1):
        _hand_in(by, large_council.spreadsheet(scratch / f"complaints-{seed}.csv", size, seed=seed))
    workers = [Worker(home) for _ in range(args.workers)]
    killed: list[Worker] = []
    marks: dict[str, float] = {}
    last_said = began
    while True:
        time.sleep(1)
        for worker in workers:
            worker.measure()
            if worker.process.poll() is not None:
                print("A worker stopped by itself; what it said is above.", file=sys.stderr)
                return 1
        _start_checked_imports(by)
        in_, read, waiting = _how_far(by)
        since = time.perf_counter() - began
        if not killed and in_ + read >= args.comments:
            killed.append(workers.pop(0))
            killed[0].end(signal.SIGKILL)
            marks["killed"] = since
            workers.append(Worker(home))
        if in_ == args.comments:
            marks.setdefault("in", since)
        if in_ == args.comments and not waiting:
            break
        if time.perf_counter() - last_said > 30:
            last_said = time.perf_counter()
            print(f"{since / 60:5.1f} min: {in_:,} brought in, {read:,} read", file=sys.stderr, flush=True)
    whole = time.perf_counter() - began
    for worker in workers:
        worker.end(signal.SIGTERM)
    faults = _faults(by, args.comments)
    spent = sum(worker.seconds for worker in [*workers, *killed])
    print(
        f"`python bench/million_comments.py {args.comments} --workers {args.workers}` on {large_council.machine()}.\n"
    )
    print("| | |\n|---|---:|")
    for name, value in {
        "Comments": f"{args.comments:,}",
        "All imported and indexed after": _hours(marks["in"]),
        "All read for safeguarding concerns, sentiment and themes after": _hours(whole),
        "Comments a second, from the files to the end": f"{args.comments / whole:,.0f}",
        "Processor time of the workers": _hours(spent),
        "Most memory of a worker, MB": f"{max(worker.peak for worker in [*workers, *killed]):.0f}",
        "The database's size, GB": f"{_size() / 1e9:.1f}",
        "A worker was killed after": _hours(marks["killed"]),
        "Lost, doubled or different": "; ".join(faults) or "nothing",
    }.items():
        print(f"| {name} | {value} |")
    return bool(faults)


def _hand_in(by, path: Path) -> None:
    """Bring a spreadsheet and match its columns, as a person does; a worker checks it."""
    from goldthread.council.database import tenant
    from goldthread.feedback.importing import commands

    batch = commands.upload(by=by, source=large_council.SOURCE, filename=path.name, content=path.read_bytes())
    with tenant.inside(by.council_id):
        commands.set_columns(by=by, batch=batch, mapping=batch.mapping)
    path.unlink()


def _start_checked_imports(by) -> None:
    """Start the import of each checked spreadsheet, as a person does."""
    from goldthread.council.database import tenant
    from goldthread.feedback.importing import commands
    from goldthread.feedback.importing.models import ImportBatch

    with tenant.inside(by.council_id):
        for batch in ImportBatch.objects.filter(council=by.council, state=ImportBatch.State.CHECKED):
            commands.start_import(by=by, batch=batch, skip_errors=True)


def _how_far(by) -> tuple[int, int, bool]:
    """Return how many comments have been brought in, how many of them read, and whether any work waits."""
    from django.db import connection

    from goldthread.council.database import tenant

    with tenant.inside(by.council_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(sum(CASE WHEN state = 'done' THEN ready ELSE done END), 0)"
            " FROM goldthread_importbatch WHERE state IN ('running', 'done')),"
            " (SELECT count(*) FROM goldthread_pointreading WHERE model <> '' AND screened_by <> ''),"
            " (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            " AND task_name ~ 'import|suggest')"
        )
        in_, read, jobs = cursor.fetchone()
    return int(in_), read, bool(jobs) or read < in_


def _faults(by, comments: int) -> list[str]:
    """Count what there is, read a sample once more by itself, and return what is not as it should be."""
    from django.db.models import Count

    from goldthread.council.database import tenant
    from goldthread.council.models import SearchEntry
    from goldthread.feedback.importing.models import ImportBatch
    from goldthread.feedback.models import Feedback, Point
    from goldthread.themes.coding.models import PointReading, Suggestion
    from goldthread.themes.suggesting import model_store, training

    model = training.train_if_due(by.council)
    with tenant.inside(by.council_id):
        feedback = Feedback.objects.filter(council=by.council)
        counted = {
            "pieces of feedback": feedback.count(),
            "different references": feedback.aggregate(n=Count("their_reference", distinct=True))["n"],
            "points": Point.objects.filter(council=by.council).count(),
            "points read": PointReading.objects.filter(council=by.council, model=model.name).count(),
            "in the search index": SearchEntry.objects.filter(council=by.council, kind="feedback").count(),
            "rows counted as imported": sum(
                ImportBatch.objects.filter(council=by.council).values_list("ready", flat=True)
            ),
        }
        faults = [f"{count:,} {what}" for what, count in counted.items() if count != comments]
        keys = list(Point.objects.filter(council=by.council).order_by("pk").values_list("pk", flat=True))
        chosen = random.Random(1).sample(keys, min(_SAMPLE, len(keys)))
        points = list(Point.objects.filter(pk__in=chosen))
        again = model_store.load(model).suggest_many(
            [point.text for point in points], [point.source for point in points], 3
        )
        there: dict[object, dict[str, float]] = {}
        suggested = Suggestion.objects.filter(point__in=chosen)
        for point, slug, score in suggested.values_list("point_id", "theme__slug", "score"):
            there.setdefault(point, {})[slug] = score
    different = sum(
        not _as_good_as_equal({one.theme: one.score for one in answers}, there.get(point.pk, {}))
        for point, answers in zip(points, again, strict=True)
    )
    return faults + ([f"{different} of {len(points)} read differently by themselves"] if different else [])


def _as_good_as_equal(one: dict[str, float], other: dict[str, float]) -> bool:
    return one.keys() == other.keys() and all(abs(one[slug] - other[slug]) < _CLOSE for slug in one)


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def _hours(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min {rest:02} s"


if __name__ == "__main__":
    sys.exit(main())
