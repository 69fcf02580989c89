"""What the shelf costs with the reports of all councils, several times over. Prints a section of Markdown; asserts nothing.

    python bench/shelf.py [--reports 1500] [--homes FOLDER]

Puts so many made-up reports of forty passages each on a shelf, kept in FOLDER for the next run, and asks for its pages in this
process: Python's and PostgreSQL's processor of one page, its queries, and how long one takes from request to answer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council
from bench.large_pages import LISTS, OTHERS, SEARCHES, Page
from bench.page_processor import TIMES, processor

_PASSAGES, _AT_ONCE = 40, 100
_RARE = "bellringer"
_SYSTEMS = ("portal", "case management system", "shared care record", "triage tool")
_WHO = (
    "People told us",
    "Staff said",
    "Leaders told us",
    "Partners said",
    "Carers said",
    "Data provided showed",
)
_WHAT = (
    "waited for an assessment", "shaped the new portal", "had not been told what changed", "met monthly to read complaints",
    "were asked late about the strategy", "had time for training", "planned a panel for remedies", "answered within ten days",
    "used the same record as the hospital", "found the letters hard to read", "reviewed plans once a year", "felt heard",
)  # fmt: skip
_WHY = (
    "because of an audit in the spring", "after a review by neighbouring councils", "although workload was high",
    "and the board asked for figures", "with people who draw on care", "in two of the localities", "for the second year",
    "as leaders had promised", "where interpreters were booked", "since the teams were joined",
)  # fmt: skip


def _reports(count: int, *, seed: int = 1) -> Any:
    """Return made-up pages, of ten councils for every statement."""
    from goldthread.analysis.reports.types import Figure, Passage, Place, PublishedPage
    from goldthread.sector.choices import Speaker, Tells, statements

    draw, names = random.Random(seed), [name for _, name in statements()]
    for number in range(count):
        passages = []
        for at in range(1, _PASSAGES + 1):
            sentences = [
                f"{draw.choice(_WHO)} they {draw.choice(_WHAT)} {draw.choice(_WHY)}." for _ in range(4)
            ]
            if number % 100 == 0 and at == 7:
                sentences.append(f"A {_RARE} opened the meeting.")
            passages.append(
                Passage(
                    text=" ".join([*sentences, f"This was seen in case {draw.randrange(10**6)}."]),
                    place=Place(paragraph=at),
                    section="Learning from feedback" if at > 20 else "Continuous learning",
                    speaker=draw.choice(Speaker.values),
                    tells=draw.choice(Tells.values),
                    systems=(draw.choice(_SYSTEMS),) if at % 8 == 0 else (),
                )
            )
        place = Place(paragraph=3)
        figure = Figure(value=float(draw.randrange(100)), unit="%", printed="Some per cent", place=place)
        yield PublishedPage(
            source=f"made-up-{number}.md",
            council=f"Made-up Council {number // len(names)}",
            statement=names[number % len(names)],
            score=draw.choice((1, 2, 2, 3, 3, 3, 3, 4)),
            published=f"{1 + number % 28} May {2020 + number % 6}",
            passages=tuple(passages),
            figures=(figure,) * 8,
        )


def build(folder: Path, count: int) -> dict[str, Any]:
    """Make the shelf where it is not there yet; return the pages to ask for and a session's cookie."""
    with large_council.opened(folder):
        from bench.pages import _session, _settle
        from goldthread.council.database import tenant
        from goldthread.sector import commands
        from goldthread.sector.models import PublishedReport

        by = large_council.founded()
        with tenant.inside(by.council_id):
            stored = PublishedReport.objects.count()
        if stored < count:
            began, waiting = time.monotonic(), list(_reports(count))
            for start in range(0, len(waiting), _AT_ONCE):
                commands.add_reports(by=by, pages=waiting[start : start + _AT_ONCE], confirmed=True)
            print(f"{count:,} reports on the shelf after {time.monotonic() - began:.0f} s", file=sys.stderr)
            _settle()
        with tenant.inside(by.council_id):
            return {"pages": [vars(page) for page in _pages()], "cookie": _session(by.account)}


def _pages() -> list[Page]:
    from django.urls import reverse

    from goldthread.sector.models import PublishedReport

    shelf, search = reverse("sector:list"), reverse("sector:search")
    some = PublishedReport.objects.order_by("pk")[:20]
    question = "who+else+has+a+portal+shaped+by+people+who+use+it+and+what+came+of+it"
    return [
        Page("The shelf", [shelf], LISTS, 20),
        Page("The shelf, one statement and score", [f"{shelf}?statement=safeguarding&score=3"], LISTS, 20),
        Page(
            "A report of 40 passages", [reverse("sector:report", args=[each.pk]) for each in some], LISTS, 20
        ),
        Page("Search: a rare word", [f"{search}?words={_RARE}"], SEARCHES, 20),
        Page("Search: a common word", [f"{search}?words=people"], SEARCHES, 20),
        Page("Search: two words, one speaker", [f"{search}?words=portal+audit&speaker=staff"], SEARCHES, 20),
        Page("Search: a question", [f"{search}?words={question}"], SEARCHES, 20),
        Page("All weaknesses of reports with a 2", [f"{search}?tells=weakness&score=2"], SEARCHES, 20),
        Page("Scores of all councils", [reverse("sector:scores")], OTHERS, 40),
    ]


def times(folder: Path, listed: list[dict[str, Any]], cookie: str) -> dict[str, float]:
    """Return how many milliseconds each page takes from request to answer, in the middle of so many."""
    with large_council.opened(folder, connections=1):
        from django.test import Client

        client, found = Client(headers={"cookie": cookie, "host": "127.0.0.1"}), {}
        for page in listed:
            taken = []
            for _ in range(TIMES):
                began = time.perf_counter()
                if client.get(page["addresses"][0]).status_code != 200:
                    raise SystemExit(f"{page['name']} did not answer")
                taken.append(time.perf_counter() - began)
            found[page["name"]] = sorted(taken)[TIMES // 2] * 1000
        return found


def _by_itself(*options: object, given: str = "") -> Any:
    """Run a part of this script: Django can be made ready for one database only, so each is a process of its own."""
    command = [sys.executable, __file__, *map(str, options)]
    run = subprocess.run(command, stdout=subprocess.PIPE, input=given, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1500)
    parser.add_argument("--homes", type=Path, default=Path(tempfile.gettempdir()) / "goldthread-bench-homes")
    for part in ("--build", "--processor", "--times"):
        parser.add_argument(part, type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        print(json.dumps(build(args.build, args.reports)))
        return
    if folder := args.processor or args.times:
        given, measure = json.loads(sys.stdin.read()), processor if args.processor else times
        print(json.dumps(measure(folder, given["pages"], given["cookie"])))
        return
    home = args.homes / f"shelf-{args.reports}"
    built = json.dumps(_by_itself("--build", home, "--reports", args.reports))
    used, taken = _by_itself("--processor", home, given=built), _by_itself("--times", home, given=built)
    print(f"## The shelf with {args.reports:,} made-up reports, {args.reports * _PASSAGES:,} passages\n")
    print(
        f"`python bench/shelf.py` on {large_council.machine()}. Milliseconds of one page, in the mean of {TIMES}.\n"
    )
    print(
        "| page | Python | PostgreSQL | both | limit | queries | answered in |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    for page in json.loads(built)["pages"]:
        cost = used[page["name"]]
        python, postgresql = cost["python"], cost["postgresql"]
        numbers = f"{python:.1f} | {postgresql:.1f} | {python + postgresql:.0f} | {page['limit']} | {cost['queries']}"
        print(f"| {page['name']} | {numbers} | {taken[page['name']]:.0f} |")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
