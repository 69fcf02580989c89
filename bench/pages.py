"""How quickly pages answer where much is stored. Prints sections of Markdown; asserts nothing.

    python bench/pages.py [--pieces 100000] [--against 10000] [--homes FOLDER] [--only processor]

Makes a made-up council with so many pieces of feedback, of which six in ten are coded, and a tenth of it in a
home of its own; both are kept in FOLDER for the next run. Three sections, or the one that `--only` names:

- processor: what one page costs, in this process and in PostgreSQL's, and how many queries it makes;
- waiting: each council is served by `goldthread up` with two web server processes; one user alone, then twenty at
  once, request each page again without a pause between;
- mix: twenty at once request pages of all kinds (`large_pages.MIX`), without a pause.

The pages are listed in `bench/large_pages.py`.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council, large_pages
from bench.page_processor import TIMES, processor

ALONE, TOGETHER = 1, 20
_REQUESTS = {ALONE: 20, TOGETHER: 120}
_SECONDS = 30.0
"""No page is asked for longer than this."""
_MIX_SECONDS = 20.0
_SECTIONS = ("processor", "waiting", "mix")

_PageList = list[dict[str, Any]]


@dataclass(frozen=True)
class Times:
    """How long answers took, in milliseconds, and how many came each second."""

    median: float
    p95: float
    a_second: float


def measured(port: int, addresses: list[str], cookie: str, users: int) -> Times:
    """Have so many users ask for a page at once, over and over, and return how long they waited."""
    times, whole = _asked(
        port, [itertools.cycle(addresses) for _ in range(users)], cookie, _SECONDS, _REQUESTS[users] // users
    )
    return _in_order([took for took, _ in times], whole)


def mixed(port: int, listed: _PageList, cookie: str) -> tuple[Times, dict[str, Times]]:
    """Have twenty users ask for pages of all kinds, as often as `MIX` says; return all times, and those of each part."""
    chance = random.Random(1)
    addresses = {
        part: [page["addresses"] for page in listed if page["part"] == part] for part in large_pages.MIX
    }
    of_part = {each: part for part, pages in addresses.items() for page in pages for each in page}

    def chosen():
        while True:
            [part] = chance.choices(list(large_pages.MIX), list(large_pages.MIX.values()))
            yield chance.choice(chance.choice(addresses[part]))

    whole_run = [list(itertools.islice(chosen(), 5_000)) for _ in range(TOGETHER)]
    _asked(port, [iter(each) for each in whole_run], cookie, 5, None)
    times, whole = _asked(port, [iter(each) for each in whole_run], cookie, _MIX_SECONDS, None)
    parts = {
        part: _in_order([took for took, address in times if of_part[address] == part], whole)
        for part in large_pages.MIX
    }
    return _in_order([took for took, _ in times], whole), parts


def _asked(
    port, users, cookie: str, seconds: float, most: int | None
) -> tuple[list[tuple[float, str]], float]:
    """Return how long each answer took and of which address, and how long it all took; users: addresses for each."""
    took: list[tuple[float, str]] = []
    failed: list[str] = []
    end = time.monotonic() + seconds

    def user(addresses) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for address in itertools.islice(addresses, None if most is None else max(1, most)):
            if time.monotonic() > end or failed:
                break
            began = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            took.append(((time.perf_counter() - began) * 1000, address))
            if answer.status != 200:
                failed.append(f"{address} answered {answer.status}")
        connection.close()

    threads = [threading.Thread(target=user, args=[each]) for each in users]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(failed[0])
    return took, time.perf_counter() - began


def _in_order(took: list[float], whole: float) -> Times:
    ordered = sorted(took)
    return Times(
        statistics.median(ordered),
        ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        len(took) / whole,
    )


def build(folder: Path, pieces: int) -> dict[str, object]:
    """Make the council where it is not there yet; return the pages to ask for and a session's cookie."""
    # The words are invented and hold nobody's data; looking for it in all of them takes half of an import.
    os.environ["GOLDTHREAD_PRIVACY"] = "bench.large_council.hide_nothing"
    with large_council.opened(folder):
        from goldthread.council.database import tenant
        from goldthread.feedback.models import Feedback, Point
        from goldthread.learning.models import Lesson

        by = large_council.founded()
        with tenant.inside(by.council_id):
            stored = Feedback.objects.count()
        if stored < pieces:
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as scratch:
                path = large_council.spreadsheet(Path(scratch) / "complaints.csv", pieces)
                large_council.bring(by, path, lambda name, step: step())
            print(f"{pieces:,} brought in after {time.monotonic() - began:.0f} s", file=sys.stderr)
            _settle()
        with tenant.inside(by.council_id):
            is_coded = Point.objects.filter(council=by.council, coded_at__isnull=False).exists()
            is_followed = Lesson.objects.filter(council=by.council).exists()
        if not is_coded:
            large_council.coded(by)
        if not is_followed:
            large_council.followed(by)
        if not (is_coded and is_followed):
            _settle()
        with tenant.inside(by.council_id):
            return {"pages": large_pages.pages(by), "cookie": _session(by.account)}


def _session(account) -> str:
    """Return the cookie of a session of somebody who has signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    # As through a provider: of a password alone, an administrator would be asked for one-time codes first.
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": 0}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _settle() -> None:
    """Do what the database does by itself in its own time, so that runs are alike."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve a home as `goldthread up` does, with two web server processes; yields the port."""
    port = _free_port()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("GOLDTHREAD", "DATABASE"))
    }
    bind = ["--bind", f"127.0.0.1:{port}", "--processes", "2"]
    server = subprocess.Popen(
        [sys.executable, "-m", "goldthread.cli.main", "up", *bind],
        env=environment | {"GOLDTHREAD_HOME": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if not server.stdout.readline():
            raise SystemExit("goldthread up did not come up; what it said is above")
        yield port
    finally:
        server.terminate()
        server.wait(30)


def waiting(port: int, listed: _PageList, cookie: str) -> dict[str, dict[int, Times]]:
    """Ask for every page, and return how long one user and twenty waited."""
    times: dict[str, dict[int, Times]] = {}
    for page in (page for page in listed if not page["changed"]):
        # Once unmeasured, so that both processes have warmed up.
        measured(port, page["addresses"], cookie, ALONE)
        times[page["name"]] = {
            users: measured(port, page["addresses"], cookie, users) for users in (ALONE, TOGETHER)
        }
    return times


def main() -> None:
    """Measure both councils and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pieces", type=int, default=100_000)
    parser.add_argument("--against", type=int, default=10_000)
    parser.add_argument("--homes", type=Path, default=Path(tempfile.gettempdir()) / "goldthread-bench-homes")
    parser.add_argument("--only", choices=_SECTIONS, action="append", help="print this section, not all")
    parser.add_argument("--name", action="append", help="measure only pages whose name begins so")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--processor", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        print(json.dumps(build(args.build, args.pieces)))
        return
    if args.processor:
        given = json.loads(sys.stdin.read())
        print(json.dumps(processor(args.processor, given["pages"], given["cookie"])))
        return
    sections = args.only or _SECTIONS
    home, built = _built(args, args.pieces)
    if "processor" in sections:
        _print_processor(args, built, _by_itself("--processor", home, given=json.dumps(built)))
    if "waiting" in sections:
        times = {}
        for pieces in (args.against, args.pieces):
            folder, listed = _built(args, pieces)
            with served(folder) as port:
                times[pieces] = waiting(port, listed["pages"], listed["cookie"])
        _print_waiting(args, times)
    if "mix" in sections:
        with served(home) as port:
            _print_mix(args, *mixed(port, built["pages"], built["cookie"]))


def _built(args: argparse.Namespace, pieces: int) -> tuple[Path, dict[str, Any]]:
    home = args.homes / str(pieces)
    built = _by_itself("--build", home, "--pieces", str(pieces))
    if args.name:
        built["pages"] = [page for page in built["pages"] if page["name"].startswith(tuple(args.name))]
    return home, built


def _by_itself(*options: object, given: str = "") -> Any:
    """Run a part of this script: Django can be made ready for one database only, so each is a process of its own."""
    command = [sys.executable, __file__, *map(str, options)]
    run = subprocess.run(command, stdout=subprocess.PIPE, input=given, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def _print_processor(args: argparse.Namespace, built: dict[str, Any], used: dict[str, Any]) -> None:
    print(f"## Processor time of pages with {args.pieces:,} pieces of feedback\n")
    print(
        f"`python bench/pages.py --only processor` on {large_council.machine()}. Milliseconds of one page, in the"
    )
    print(
        f"mean of {TIMES}: Python's, PostgreSQL's, both; the limit that the project has set itself; queries.\n"
    )
    print("| page | Python | PostgreSQL | both | limit | queries |\n|---|---:|---:|---:|---:|---:|")
    for page in built["pages"]:
        name = page["name"]
        python, postgresql = used[name]["python"], used[name]["postgresql"]
        costs = f"{python:.1f} | {postgresql:.1f} | {python + postgresql:.0f}"
        print(f"| {name} | {costs} | {page['limit']} | {used[name]['queries']} |")
    print(flush=True)


def _print_mix(args: argparse.Namespace, all_times: Times, parts: dict[str, Times]) -> None:
    shares = ", ".join(f"{share}% {part}" for part, share in large_pages.MIX.items())
    print(f"## Twenty at once, pages of all kinds, with {args.pieces:,} pieces of feedback\n")
    print(
        f"`python bench/pages.py --only mix` on {large_council.machine()}. `goldthread up --processes 2`, embedded"
    )
    print(
        "PostgreSQL, and what asked for the pages, all on the one machine, for 20 seconds without a pause between"
    )
    print(f"pages: {shares}.\n")
    print("| pages | median, ms | p95, ms | pages a second |\n|---|---:|---:|---:|")
    for name, times in {"All": all_times, **parts}.items():
        name = name[0].upper() + name[1:]
        print(f"| {name} | {times.median:.0f} | {times.p95:.0f} | {times.a_second:.0f} |")
    print(flush=True)


def _print_waiting(args: argparse.Namespace, times_by_size: dict[int, dict[str, dict[int, Times]]]) -> None:
    large, small = times_by_size[args.pieces], times_by_size[args.against]
    print(f"## Pages with {args.pieces:,} pieces of feedback\n")
    print(
        f"`python bench/pages.py --only waiting` on {large_council.machine()}. `goldthread up --processes 2`,"
    )
    print(
        "embedded PostgreSQL, and what asked for the pages, all on the one machine. Milliseconds: median and p95. The last"
    )
    print(
        f"column: how many times longer one user waits with {args.pieces:,} pieces than with {args.against:,}.\n"
    )
    print("| page | 1 user | | 20 users at once | | pages a second | larger / smaller |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, times in large.items():
        one, many = times[ALONE], times[TOGETHER]
        ratio = one.median / small[name][ALONE].median
        print(
            f"| {name} | {one.median:.0f} | {one.p95:.0f} | {many.median:.0f} | {many.p95:.0f} "
            f"| {many.a_second:.0f} | {ratio:.1f} |"
        )


if __name__ == "__main__":
    main()
