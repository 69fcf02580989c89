"""The log of a service that runs: every line of every process is one event, with its time, process, request and client."""

from __future__ import annotations

import json
import os
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
import pytest

from tests.cli.test_own_server import database, fetch, pid_of, server, until  # noqa: F401 - fixtures
from tests.cli.test_serving import NEW, PASSWORD, a_free_port, started

pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.usefixtures("postgresql"),
    pytest.mark.slow(reason="a service of its own, whose parts are killed, on a server that is restarted"),
]
CLIENT, GUESS, ID = "203.0.113.9", "a guess that is in no log", "8d0f3c1e9a7b4f52"


def wrong_sign_in(bind: str, **headers: str) -> None:
    """Send a wrong password for the administrator, as a browser would."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(f"http://{bind}/sign-in/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {"login": "ada@council.example", "password": GUESS, "csrfmiddlewaretoken": token}
    request = urllib.request.Request(
        f"http://{bind}/sign-in/", urllib.parse.urlencode(form).encode(), headers=headers
    )
    assert opener.open(request, timeout=30).status == 200


def until_a_job_failed(owner_url: str) -> None:
    """Wait until the worker has given the job up: it logs that, and not the tries before, and then writes it."""
    deadline = time.monotonic() + 120
    with psycopg.connect(owner_url, autocommit=True) as connection:
        failed = "SELECT 1 FROM procrastinate_jobs WHERE args::text LIKE %s AND status = 'failed'"
        while not connection.execute(failed, [f"%{GUESS}%"]).fetchone():
            assert time.monotonic() < deadline, "no worker gave the job up"
            time.sleep(0.2)


def log_of(home: Path, bind: str, server, **settings: str) -> str:  # noqa: F811
    """Serve a home while somebody mistypes and its parts and its database are restarted; return all that it wrote."""
    process = started(home, bind, *NEW, typed=PASSWORD, GOLDTHREAD_PROXIES="127.0.0.1", **settings)
    try:
        until(bind, "/ready/", 200)
        wrong_sign_in(bind, **{"X-Forwarded-For": f"1.2.3.4, {CLIENT}", "X-Request-ID": ID})
        fetch(bind, "/no-such-page/%0A2026-01-01%20CRITICAL%20all%20is%20lost")
        until(bind, "/ready/", 200)
        with psycopg.connect(settings["DATABASE_OWNER_URL"], autocommit=True) as connection:
            # A job that fails, with somebody's words among what it was asked with.
            connection.execute(
                "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'goldthread.themes.train', 0, NULL, NULL, "
                "%s::jsonb, NULL)]::procrastinate_job_to_defer_v1[])",
                [json.dumps({"council_id": GUESS, "person_id": GUESS})],
            )
        until_a_job_failed(settings["DATABASE_OWNER_URL"])
        os.kill(pid_of(home, "procrastinate"), signal.SIGKILL)
        # The supervisor looks twice a second whether its parts run.
        time.sleep(3)
        server.stop()
        until(bind, "/sign-in/", 503)
        server.start()
        until(bind, "/ready/", 200, 90)
    finally:
        process.send_signal(signal.SIGTERM)
        written = process.communicate(timeout=60)[0]
    return written


def test_every_line_is_json_where_that_is_asked_for(server, database, tmp_path):  # noqa: F811
    bind = f"127.0.0.1:{a_free_port()}"
    written = log_of(tmp_path / "home", bind, server, **database("jsonlog"), GOLDTHREAD_LOG_FORMAT="json")
    lines = [json.loads(line) for line in written.splitlines()]
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d", line["time"]) for line in lines
    )
    assert {line["process"].partition("[")[0] for line in lines} == {"supervisor", "web", "worker"}
    assert GUESS not in written and "1.2.3.4" not in written
    [wrong] = [line for line in lines if line["message"].startswith("Sign-in failed: wrong password")]
    assert (wrong["request"], wrong["client"], wrong["level"]) == (ID, CLIENT, "INFO")
    [lost] = [line for line in lines if line["message"].startswith("Not Found: /no-such-page/")]
    assert lost["message"].endswith("all is lost") and lost["client"] == "127.0.0.1"
    failed = [line for line in lines if "goldthread.themes.train[" in line["message"]]
    assert failed and all(line["job"].isdecimal() and line["traceback"] for line in failed)
    assert any("the worker stopped (code -9)" in line["message"] for line in lines)


def test_every_line_of_text_is_one_event_and_what_belongs_to_it_is_indented(
    server,  # noqa: F811
    database,  # noqa: F811
    tmp_path,
):
    bind = f"127.0.0.1:{a_free_port()}"
    written = log_of(tmp_path / "home", bind, server, **database("textlog"))
    events = [line for line in written.splitlines() if not line.startswith("    ")]
    said = f"Goldthread is on http://{bind}/  (Ctrl-C stops it)"
    assert events.count(said) == 1
    shape = r"\d{4}-\d\d-\d\dT[0-9:.]+[+-]\d\d:\d\d [A-Z]+ (supervisor|web|worker)\[\d+\] [a-z_.]+ .+"
    assert [line for line in events if not re.fullmatch(shape, line)] == [said]
    assert GUESS not in written
