"""How quickly pages answer where much is stored. Prints a section of Markdown; asserts nothing.

    python bench/pages.py [--pieces 100000] [--against 10000] [--homes FOLDER]

Makes a made-up council with so many pieces of feedback, of which six in ten are coded, and a tenth of it in a
home of its own; both are kept in FOLDER for the next run. Each is served by `goldthread up` with two web
server processes. One user alone, then twenty at once, ask for each page again without a pause between.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council

ALONE, TOGETHER = 1, 20
_REQUESTS = {ALONE: 20, TOGETHER: 120}
_SECONDS = 30.0
"""No page is asked for longer than this."""


@dataclass(frozen=True)
class Times:
    """How long answers took, in milliseconds, and how many came each second."""

    median: float
    p95: float
    a_second: float


def measured(port: int, path: str, cookie: str, users: int) -> Times:
    """Have so many users ask for a page at once, over and over, and return how long they waited."""
    took: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + _SECONDS

    def user() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(max(1, _REQUESTS[users] // users)):
            if time.monotonic() > end or failed:
                break
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                failed.append(f"{path} answered {answer.status}")
        connection.close()

    threads = [threading.Thread(target=user) for _ in range(users)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(failed[0])
    whole = time.perf_counter() - began
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
        from django.urls import reverse

        from goldthread.council.database import tenant
        from goldthread.feedback.models import Feedback, Point
        from goldthread.themes.codebook.models import Theme
        from goldthread.themes.counting.models import ThemeMonth

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
        if not is_coded:
            large_council.coded(by)
            _settle()
        with tenant.inside(by.council_id):
            counts = ThemeMonth.objects.values_list("theme", flat=True)
            theme = Theme.objects.filter(pk__in=counts).order_by("slug").first()
            half = datetime.date.today() - datetime.timedelta(days=547)
            middle = Feedback.objects.filter(received_on__lte=half).order_by("-received_on", "-id").first()
            team = middle.team_id
            feedback, search = reverse("feedback:list"), reverse("search")
            one_theme = reverse("themes:detail", args=[theme.pk])
            pages = {
                "Home": reverse("home"),
                "Feedback, newest": feedback,
                "Feedback of a team from unpaid carers": f"{feedback}?team={team}&speaker=carer",
                "Feedback awaiting a response": f"{feedback}?waiting=1",
                "Feedback, from the middle on": f"{feedback}?after={_mark(middle)}",
                "Feedback by team": f"{feedback}?sort=team",
                "Feedback of last month with a common word": f"{feedback}?period=last-month&words=assessment",
                "Themes with their signals": reverse("themes:list"),
                "A theme with its chart": one_theme,
                "A theme's chart, carers only": f"{one_theme}?speaker=carer",
                "A theme's chart, as a share": f"{one_theme}?show=share",
                "Issues to code": reverse("themes:to_code"),
                "Search: a common word": f"{search}?q=assessment",
                "Search: three common words": f"{search}?q=told+about+care",
                "Search: a rare word": f"{search}?q={large_council.RARE}",
                "Search: a misspelt word": f"{search}?q=asessmnet",
                "Search: a reference": f"{search}?q=F-{middle.number}",
                "Search: a common word, one team's": f"{search}?q=assessment&team={team}",
                "Gaps in the trail": reverse("gaps"),
            }
        return {"pages": pages, "cookie": _session(by.account)}


def _mark(feedback) -> str:
    """Return the mark that stands in the address of the page of a list that follows this piece."""
    position = json.dumps([feedback.received_on.isoformat(), str(feedback.pk)])
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


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


def served(folder: Path, what: dict[str, object]) -> dict[str, dict[int, Times]]:
    """Serve a home as `goldthread up` does, ask for every page, and stop it again."""
    port = _free_port()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("GOLDTHREAD", "DATABASE"))
    }
    command = [
        sys.executable,
        "-m",
        "goldthread.cli.main",
        "up",
        "--bind",
        f"127.0.0.1:{port}",
        "--processes",
        "2",
    ]
    server = subprocess.Popen(
        command, env=environment | {"GOLDTHREAD_HOME": str(folder)}, stdout=subprocess.PIPE, text=True
    )
    try:
        if not server.stdout.readline():
            raise SystemExit("goldthread up did not come up; what it said is above")
        times: dict[str, dict[int, Times]] = {}
        for name, path in what["pages"].items():
            measured(
                port, path, what["cookie"], ALONE
            )  # once unmeasured, so that both processes have warmed up
            times[name] = {users: measured(port, path, what["cookie"], users) for users in (ALONE, TOGETHER)}
        return times
    finally:
        server.terminate()
        server.wait(30)


def main() -> None:
    """Measure both councils and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pieces", type=int, default=100_000)
    parser.add_argument("--against", type=int, default=10_000)
    parser.add_argument("--homes", type=Path, default=Path(tempfile.gettempdir()) / "goldthread-bench-homes")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        print(json.dumps(build(args.build, args.pieces)))
        return
    times = {}
    for pieces in (args.against, args.pieces):
        home = args.homes / str(pieces)
        # Django can be made ready for one database only, so each home is built by a process of its own.
        built = subprocess.run(
            [sys.executable, __file__, "--build", str(home), "--pieces", str(pieces)],
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        times[pieces] = served(home, json.loads(built.stdout.splitlines()[-1]))
    _print(args, times)


def _print(args: argparse.Namespace, times_by_size: dict[int, dict[str, dict[int, Times]]]) -> None:
    large, small = times_by_size[args.pieces], times_by_size[args.against]
    print(f"## Pages with {args.pieces:,} pieces of feedback\n")
    print(
        f"`python bench/pages.py` on {large_council.machine()}. `goldthread up --processes 2`, embedded PostgreSQL,"
    )
    print(
        "and what asked for the pages, all on the one machine. Milliseconds: median and 95th percentile. The last"
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
