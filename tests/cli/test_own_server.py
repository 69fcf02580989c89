"""A council's own server: the roles and database of docs/running.md, restarts of its parts, and homes without a council."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from goldthread.engine import Server
from tests.cli.test_serving import NAME, NEW, PASSWORD, ROOT, a_free_port, goldthread, left_running, started

pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.usefixtures("postgresql"),
    pytest.mark.slow(reason="each command is a process of its own on a server that starts and stops"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """Return a PostgreSQL that somebody else runs, with the two roles of docs/running.md and nothing else."""
    words = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    statements = re.findall(r"CREATE ROLE [^;]+;", words)[:2]
    assert len(statements) == 2
    with Server(tmp_path_factory.mktemp("elsewhere") / "home") as server:
        with psycopg.connect(server.dsn("superuser", "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
        yield server


@pytest.fixture
def database(server) -> Callable[[str], dict[str, str]]:
    """Return a function that makes a database as the documents do, and returns the two addresses of it."""

    def make(name: str) -> dict[str, str]:
        with psycopg.connect(server.dsn("superuser", "postgres"), autocommit=True) as connection:
            connection.execute(
                f"CREATE DATABASE {name} OWNER goldthread_owner ENCODING 'UTF8' TEMPLATE template0"
            )
        return {
            "DATABASE_URL": server.dsn("runtime", name),
            "DATABASE_OWNER_URL": server.dsn("owner", name),
        }

    return make


@contextmanager
def up(home: Path, bind: str, **more: str) -> Iterator[subprocess.Popen]:
    """Serve a home until the block ends; founded where it is new."""
    process = started(home, bind, *NEW, typed=PASSWORD, **more)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def fetch(bind: str, path: str, *, host: str = "", **headers: str) -> tuple[int, str]:
    """Return the status and the text of a page; 0 where nothing answers."""
    request = urllib.request.Request(
        f"http://{bind}{path}", headers={**headers, **({"Host": host} if host else {})}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def until(bind: str, path: str, status: int, seconds: float = 60) -> str:
    """Ask until the status comes, and return the page."""
    deadline = time.monotonic() + seconds
    while True:
        answer, text = fetch(bind, path)
        if answer == status:
            return text
        assert time.monotonic() < deadline, (answer, text[:2000])
        time.sleep(0.2)


def pid_of(home: Path, part: str) -> int:
    """Return the process of a part of a home that runs."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
            about = (process / "environ").read_bytes()
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if part.encode() in words and str(home).encode() in about and parent != int(process.name):
            return int(process.name)
    raise AssertionError(f"no {part} runs")


def test_the_documented_roles_and_database_are_enough(database, tmp_path):
    """First start, two at once, doctor, backup, and a restore into a second database that is then served."""
    first, second = f"127.0.0.1:{a_free_port()}", f"127.0.0.1:{a_free_port()}"
    urls, home = database("documented"), tmp_path / "home"
    # The key of a service with more than one machine is given to each.
    urls["GOLDTHREAD_SECRET_KEY"] = "k" * 50
    with up(home, first, **urls), up(tmp_path / "other home", second, **urls):
        for bind in (first, second):
            until(bind, "/sign-in/", 200)
            assert json.loads(until(bind, "/ready/", 200))["status"] == "ok"
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        assert connection.execute("SELECT name FROM goldthread_council").fetchall() == [(NAME,)]
    report = goldthread(home, "doctor", **urls)
    assert report.returncode == 0, report.stdout
    file = tmp_path / "backup.zip"
    assert goldthread(home, "backup", str(file), **urls).returncode == 0
    other = database("restored")
    restored = goldthread(tmp_path / "new home", "restore", str(file), **other)
    assert restored.returncode == 0, restored.stderr
    with up(tmp_path / "new home", first, **other):
        until(first, "/sign-in/", 200)


def test_health_is_told_to_whoever_asks_by_any_name(database, tmp_path):
    bind = f"127.0.0.1:{a_free_port()}"
    urls = database("healthy") | {
        "GOLDTHREAD_BEHIND_HTTPS": "1",
        "GOLDTHREAD_HOSTS": "learning.council.example",
        "GOLDTHREAD_PROXIES": "127.0.0.1",
    }
    with up(tmp_path / "home", bind, **urls):
        https = {"host": "learning.council.example", "X-Forwarded-Proto": "https"}
        assert json.loads(until(bind, "/health/", 200)) == {"status": "ok"}
        until(bind, "/ready/", 200)
        assert fetch(bind, "/health/", host="10.0.0.7")[0] == 200
        assert fetch(bind, "/sign-in/", host="10.0.0.7")[0] == 400
        assert fetch(bind, "/accessibility/", **https)[0] == 200
        # Nobody can put a page under an address for which the proxy in front has other rules.
        assert fetch(bind, "/x/accessibility/", **https)[0] == 404
        assert fetch(bind, "/x/accessibility/", **https, SCRIPT_NAME="/x")[0] == 404


def test_who_is_no_named_proxy_is_not_believed_by_the_web_server_either(database, tmp_path):
    """Gunicorn by itself believes whoever connects from this machine."""
    bind = f"127.0.0.1:{a_free_port()}"
    urls = database("unbelieved") | {
        "GOLDTHREAD_BEHIND_HTTPS": "1",
        "GOLDTHREAD_HOSTS": "learning.council.example",
    }
    refused = goldthread(tmp_path / "home", "up", "--bind", bind, *NEW, typed=PASSWORD, **urls)
    assert refused.returncode == 2 and "Set GOLDTHREAD_PROXIES to its address" in refused.stderr
    with up(tmp_path / "home", bind, **urls, GOLDTHREAD_PROXIES="10.9.9.9"):
        until(bind, "/health/", 200)
        for name in ("X-Forwarded-Proto", "X_Forwarded_Proto", "X-Forwarded-Protocol", "X-Forwarded-Ssl"):
            value = {"X-Forwarded-Protocol": "ssl", "X-Forwarded-Ssl": "on"}.get(name, "https")
            answer = _first_answer(bind, "/accessibility/", "learning.council.example", name, value)
            assert answer.startswith("HTTP/1.1 301") and "https://learning.council.example/" in answer


def _first_answer(bind: str, path: str, host: str, name: str, value: str) -> str:
    """Return the head of an answer, which is not followed; the header is sent as it is written."""
    address, _, port = bind.rpartition(":")
    with socket.create_connection((address, int(port)), timeout=30) as connection:
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{name}: {value}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        return connection.recv(65536).decode()


def test_what_stops_is_started_again_and_pages_say_so_meanwhile(server, database, tmp_path):
    """The worker and the web server are killed, and the database is restarted while pages are asked for."""
    bind, home = f"127.0.0.1:{a_free_port()}", tmp_path / "home"
    with up(home, bind, **database("restarted")) as process:
        until(bind, "/ready/", 200)
        for part in ("procrastinate", "gunicorn"):
            old = pid_of(home, part)
            os.killpg(old, signal.SIGKILL)
            deadline = time.monotonic() + 30
            while True:
                try:
                    if pid_of(home, part) != old:
                        break
                except AssertionError:
                    assert time.monotonic() < deadline
                time.sleep(0.1)
        until(bind, "/ready/", 200)
        server.stop()
        assert "Try again in a moment" in until(bind, "/sign-in/", 503)
        assert json.loads(until(bind, "/ready/", 503))["database"] != "ok"
        assert fetch(bind, "/health/")[0] == 200
        server.start()
        until(bind, "/sign-in/", 200)
        until(bind, "/ready/", 200, 90)
        assert process.poll() is None
        printed = "".join(_printed(process))
    assert "the worker stopped" in printed and "started again" in printed


def _printed(process: subprocess.Popen) -> Iterator[str]:
    os.set_blocking(process.stdout.fileno(), False)
    while line := process.stdout.readline():
        yield line


def test_the_homes_own_postgresql_is_started_again(tmp_path):
    bind, home = f"127.0.0.1:{a_free_port()}", tmp_path / "home"
    with up(home, bind):
        until(bind, "/ready/", 200)
        [line] = (home / "data" / "postmaster.pid").read_text().splitlines()[:1]
        os.kill(int(line), signal.SIGQUIT)
        time.sleep(1)
        until(bind, "/ready/", 200, 90)
    deadline = time.monotonic() + 10
    while left_running(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left_running(home) == []


@pytest.mark.parametrize(
    "command",
    [
        ("backup", "FILE"),
        ("doctor",),
        ("audit", "verify"),
        ("forget",),
        ("export", "feedback", "FILE.csv", "--by", "ada@council.example"),
        ("import", "FILE.csv", "--source", "complaint", "--by", "ada@council.example"),
    ],
    ids=lambda command: command[0],
)
def test_a_command_makes_nothing_where_there_is_no_council(command, tmp_path):
    home = tmp_path / "no home"
    (tmp_path / "FILE.csv").write_text("a,b\n1,2\n")
    arguments = [
        word.replace("FILE", str(tmp_path / ("FILE" if command[0] == "import" else "new")))
        for word in command
    ]
    done = goldthread(home, *arguments)
    assert done.returncode == 2
    assert f"There is no council in {home}" in done.stderr
    assert not home.exists()


def test_a_command_says_that_a_database_has_no_tables_or_does_not_answer(database, tmp_path):
    empty = goldthread(tmp_path, "backup", str(tmp_path / "file"), **database("empty"))
    assert empty.returncode == 2 and "has no tables" in empty.stderr
    nowhere = "postgresql://goldthread_runtime@127.0.0.1:1/goldthread"
    silent = goldthread(tmp_path, "doctor", DATABASE_URL=nowhere)
    assert silent.returncode == 2 and "cannot be reached" in silent.stderr
    assert not (tmp_path / "file").exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://goldthread:A-SECRET%zz@127.0.0.1:1/goldthread",
        "postgres//goldthread:A-SECRET@127.0.0.1:1/goldthread",
        "postgresql://goldthread:A-SECRET@127.0.0.1:port/goldthread",
        "postgresql://goldthread:A-SECRET@127.0.0.1:99999/goldthread",
        "postgresql://goldthread:A-SECRET@127.0.0.1:1/goldthread?sslmode=wrong",
        "A-SECRET",
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(server, tmp_path, address):
    right = {
        "DATABASE_URL": server.dsn("runtime", "postgres"),
        "DATABASE_OWNER_URL": server.dsn("owner", "postgres"),
    }
    for name in right:
        done = goldthread(tmp_path, "doctor", **right | {name: address})
        assert done.returncode == 2 and name in done.stderr, done.stderr
        assert "SECRET" not in done.stdout + done.stderr


def test_a_backup_without_the_owners_address_is_refused_in_words(database, tmp_path):
    urls = database("not_the_owners")
    made = goldthread(tmp_path, "up", "--no-serve", *NEW, typed=PASSWORD, **urls)
    assert made.returncode == 0, made.stderr
    done = goldthread(tmp_path, "backup", str(tmp_path / "file"), DATABASE_URL=urls["DATABASE_URL"])
    assert done.returncode == 2 and "Set DATABASE_OWNER_URL" in done.stderr
    assert not (tmp_path / "file").exists()


def test_without_the_owner_tables_of_another_version_are_refused_in_words(database, tmp_path):
    """As the service of docs/running.md runs, on a database that nobody has brought up to date."""
    bind = f"127.0.0.1:{a_free_port()}"
    done = goldthread(tmp_path, "up", "--bind", bind, DATABASE_URL=database("untouched")["DATABASE_URL"])
    assert done.returncode == 2
    assert (
        "no tables of this version. Run `goldthread up --no-serve` once with DATABASE_OWNER_URL"
        in done.stderr
    )


def test_a_home_that_is_a_file_is_said_to_be_one(tmp_path):
    (tmp_path / "home").write_text("")
    for command in (("doctor",), ("up", "--bind", f"127.0.0.1:{a_free_port()}")):
        done = goldthread(tmp_path / "home", *command)
        assert done.returncode == 2 and "is a file" in done.stderr


def test_unsafe_settings_are_refused_for_a_real_council(database, tmp_path):
    urls = database("unsafe")
    bind = f"127.0.0.1:{a_free_port()}"
    with up(tmp_path, bind, **urls):
        until(bind, "/sign-in/", 200)
    for setting, words in {
        "GOLDTHREAD_DEBUG": "shows the insides of an error",
        "GOLDTHREAD_HOSTS": "answers to any name",
    }.items():
        value = "1" if setting == "GOLDTHREAD_DEBUG" else "*"
        done = goldthread(tmp_path, "up", GOLDTHREAD_BIND=bind, **urls, **{setting: value})
        assert done.returncode == 2 and words in done.stderr
    done = goldthread(tmp_path, "up", "--bind", bind, **urls, GOLDTHREAD_OIDC_SERVER="https://id.example")
    assert done.returncode == 2
    assert "GOLDTHREAD_OIDC_CLIENT, GOLDTHREAD_OIDC_SECRET" in done.stderr
