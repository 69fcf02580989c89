"""What the work list of cases costs where a council has many. Prints a section of Markdown; asserts nothing.

    python bench/cases.py [--cases 50000] [--homes FOLDER]

Makes a made-up council with so many complaints, of which one in four is open, kept in FOLDER for the next run, and asks
for the pages of casework in this process: Python's and PostgreSQL's processor of one page, and its queries.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council
from bench.large_pages import LISTS, OTHERS, Page
from bench.page_processor import TIMES, processor

_RECORDS = 20
_OPEN_IN = 4
_CLOSED, _OUTCOME = 2, 7


def _spreadsheet(path: Path, count: int) -> Path:
    """Write the rows of the made-up council, one in four of them without a closing date and an outcome."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(large_council.COLUMNS)
        for number, row in enumerate(large_council.rows(count, today=datetime.date.today())):
            if number % _OPEN_IN == 0:
                row[_CLOSED] = row[_OUTCOME] = ""
            writer.writerow(row)
    return path


def build(folder: Path, count: int) -> dict[str, Any]:
    """Make the council where it is not there yet; return the pages to ask for and a session's cookie."""
    os.environ["GOLDTHREAD_PRIVACY"] = "bench.large_council.hide_nothing"
    with large_council.opened(folder):
        from bench.pages import _session, _settle
        from goldthread.council.database import tenant
        from goldthread.feedback.models import Feedback

        by = large_council.founded()
        with tenant.inside(by.council_id):
            stored = Feedback.objects.count()
        if stored < count:
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as scratch:
                path = _spreadsheet(Path(scratch) / "complaints.csv", count)
                large_council.bring(by, path, lambda name, step: step())
            print(f"{count:,} brought in after {time.monotonic() - began:.0f} s", file=sys.stderr)
            _settle()
        with tenant.inside(by.council_id):
            return {"pages": [vars(page) for page in _pages()], "cookie": _session(by.account)}


def _pages() -> list[Page]:
    from django.urls import reverse

    from goldthread.feedback.models import Feedback

    cases = reverse("casework:list")
    newest = Feedback.objects.filter(closed_on=None).order_by("-received_on", "-id")[:_RECORDS]
    return [
        Page("All cases", [cases], LISTS, 20),
        Page("Open cases by due date", [f"{cases}?state=all-open&sort=due_on"], LISTS, 20),
        Page("Overdue", [f"{cases}?state=all-open&due=overdue&sort=due_on"], LISTS, 20),
        Page("To acknowledge", [f"{cases}?state=new&sort=due_on"], LISTS, 20),
        Page("Three times over", [f"{cases}?three_times=1"], LISTS, 20),
        Page("Upheld, no learning decision", [f"{cases}?undecided=1"], LISTS, 20),
        Page("A case", [reverse("feedback:detail", args=[each.pk]) for each in newest], LISTS, 20),
        Page("My work", [reverse("my_work")], OTHERS, 20),
    ]


def _by_itself(*options: object, given: str = "") -> Any:
    """Run a part of this script: Django can be made ready for one database only, so each is a process of its own."""
    command = [sys.executable, __file__, *map(str, options)]
    run = subprocess.run(command, stdout=subprocess.PIPE, input=given, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--homes", type=Path, default=Path(tempfile.gettempdir()) / "goldthread-bench-homes")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--processor", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        print(json.dumps(build(args.build, args.cases)))
        return
    if args.processor:
        given = json.loads(sys.stdin.read())
        print(json.dumps(processor(args.processor, given["pages"], given["cookie"])))
        return
    home = args.homes / f"cases-{args.cases}"
    built = _by_itself("--build", home, "--cases", args.cases)
    used = _by_itself("--processor", home, given=json.dumps(built))
    print(f"## Pages of casework with {args.cases:,} complaints, one in four of them open\n")
    print(
        f"`python bench/cases.py` on {large_council.machine()}. Milliseconds of one page, in the mean of {TIMES}.\n"
    )
    print("| page | Python | PostgreSQL | both | limit | queries |\n|---|---:|---:|---:|---:|---:|")
    for page in built["pages"]:
        cost = used[page["name"]]
        python, postgresql = cost["python"], cost["postgresql"]
        numbers = f"{python:.1f} | {postgresql:.1f} | {python + postgresql:.0f}"
        print(f"| {page['name']} | {numbers} | {page['limit']} | {cost['queries']} |")


if __name__ == "__main__":
    main()
