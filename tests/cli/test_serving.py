"""A council's own home from the command line: served, stopped, looked over, backed up and brought back."""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import psycopg
import pytest

from goldthread.cli import demo, up
from goldthread.cli.errors import UserError
from goldthread.engine import Server

ROOT = Path(__file__).resolve().parents[2]
NAME, PASSWORD = "Council of the tests", "a long password for the tests\n"
NEW = ("--council", NAME, "--admin-name", "Ada Min", "--admin-email", "ada@council.example")

# One worker, so that the home that they share is made once.
pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.usefixtures("postgresql"),
    pytest.mark.slow(reason="each command is a process of its own that starts PostgreSQL, as for a council"),
]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a machine where nothing but the home is set."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GOLDTHREAD_", "DATABASE_", "DJANGO_", "PYTEST"))
        or key in ("GOLDTHREAD_PG_BIN", "GOLDTHREAD_PRIVACY")
    }
    return inherited | {"GOLDTHREAD_HOME": str(home), "PYTHONUNBUFFERED": "1"} | more


def goldthread(home: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; none may show a person a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "goldthread.cli.main", *arguments],
        env=environment(home, **more),
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def left_running(home: Path) -> list[str]:
    """Return what still runs for a home, by its command line, its environment, or where it stands."""
    processes = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
            about = [words, (process / "environ").read_bytes(), os.readlink(process / "cwd").encode()]
        except OSError:
            continue
        if any(str(home).encode() in text for text in about) and int(process.name) != os.getpid():
            processes.append(words.replace(b"\0", b" ").decode())
    return processes


def until_all_run(home: Path) -> None:
    """Wait for the web server, the worker and the database, each a process of its own."""
    deadline = time.monotonic() + 20
    while not all(part in " ".join(left_running(home)) for part in ("gunicorn", "procrastinate", "postgres")):
        assert time.monotonic() < deadline, left_running(home)
        time.sleep(0.1)


def started(home: Path, bind: str, *arguments: str, typed: str = "", **more: str) -> subprocess.Popen[str]:
    """Return `goldthread up` as a process of its own, for which the answers to what it asks are typed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "goldthread.cli.main", "up", "--bind", bind, *arguments],
        env=environment(home, **more),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    process.stdin.write(typed)
    process.stdin.flush()
    return process


def serve(home: Path, how_it_ends: signal.Signals, *arguments: str, typed: str = "") -> str:
    """Serve a home until its sign-in page answers, end it, and return what it printed."""
    bind = f"127.0.0.1:{a_free_port()}"
    process = started(home, bind, *arguments, typed=typed)
    try:
        printed = ""
        while f"http://{bind}/" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        with urllib.request.urlopen(f"http://{bind}/sign-in/") as page:
            text = page.read().decode()
        assert "Sign in" in text
        assert "Choose whom to sign in as" not in text, "personas are for the demo"
        until_all_run(home)
        process.send_signal(how_it_ends)
        printed += process.communicate(timeout=30)[0]
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=30)
    assert process.returncode == 0, printed
    assert "Traceback" not in printed, printed
    return printed


@pytest.fixture(scope="module")
def home(postgresql, tmp_path_factory) -> Path:
    """Return the home of a council that was founded, served and stopped by Ctrl-C."""
    home = tmp_path_factory.mktemp("a council's") / "own home"
    serve(home, signal.SIGINT, *NEW, typed=PASSWORD)
    return home


def test_ctrl_c_leaves_nothing_running(home):
    if not Path("/proc/self/environ").exists():
        pytest.skip("what runs can be read only where there is a /proc")
    assert left_running(home) == []


def test_a_polite_kill_leaves_nothing_running_either(home):
    serve(home, signal.SIGTERM)
    deadline = time.monotonic() + 10
    while left_running(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left_running(home) == []


def test_doctor_finds_nothing_wrong_with_a_new_home(home):
    done = goldthread(home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "Problem" not in done.stdout
    for check in ("database", "tables", "serving", "row-level security", "jobs", f"audit log of {NAME}"):
        assert re.search(rf"OK +{check}: ", done.stdout), done.stdout


def test_doctor_names_whoever_has_a_teams_role_without_a_team(home):
    """As an earlier version gave it, for the whole council."""
    role = "UPDATE goldthread_membership SET role = %s"
    for given in ("team_manager", "administrator"):
        with Server(home) as server, psycopg.connect(server.dsn("superuser")) as superuser:
            superuser.execute(role, [given])
        done = goldthread(home, "doctor")
        assert (done.returncode == 1) is (given == "team_manager")
        assert ("Ada Min is a team manager without a team" in done.stdout) is (given == "team_manager")


def test_it_is_not_served_beyond_this_machine(home):
    done = goldthread(home, "up", "--bind", f"0.0.0.0:{a_free_port()}")
    assert done.returncode == 2
    assert "The embedded PostgreSQL is for one machine" in done.stderr
    assert "without HTTPS" in done.stderr


def test_an_address_in_use_is_said_so(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = goldthread(home, "up", "--bind", f"127.0.0.1:{other.getsockname()[1]}")
    assert done.returncode == 2
    assert "choose another with --bind" in done.stderr


def test_a_role_that_sees_past_its_council_is_refused(home, tmp_path):
    with Server(home) as server:
        urls = {"DATABASE_URL": server.dsn("superuser"), "DATABASE_OWNER_URL": server.dsn("owner")}
        done = goldthread(tmp_path, "up", "--bind", f"127.0.0.1:{a_free_port()}", **urls)
        report = goldthread(tmp_path, "doctor", **urls)
    assert done.returncode == 2
    assert "is a superuser, and no policy applies to a superuser" in done.stderr
    assert report.returncode == 1
    assert re.search(r"Problem +serving: .* is a superuser", report.stdout)


def test_the_demos_setting_is_refused_with_a_councils_own_data(home):
    done = goldthread(home, "doctor", GOLDTHREAD_DEMO="1")
    assert done.returncode == 2
    assert "GOLDTHREAD_DEMO is set" in done.stderr


def _tables(home: Path) -> dict[str, list[str]]:
    """Return every row of every table, as text, in order."""
    with Server(home) as server, psycopg.connect(server.dsn("superuser")) as conn:
        names = conn.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: [row for (row,) in conn.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1').fetchall()]
            for (name,) in names
        }


def _sign_somebody_in(home: Path) -> None:
    """Leave a session and a draft in a home, as a working day does."""
    with Server(home) as server, psycopg.connect(server.dsn("superuser")) as superuser:
        superuser.execute("INSERT INTO django_session VALUES ('a-key', 'somebody', now() + interval '1 day')")
        superuser.execute(
            "INSERT INTO goldthread_formdraft (id, council_id, created_at, person_id, address, answers, saved_at) "
            "SELECT gen_random_uuid(), council_id, now(), id, '/x/', '[[\"title\", \"Mrs Pemberton\"]]', now() "
            "FROM goldthread_person LIMIT 1"
        )


def test_a_backup_comes_back_into_an_empty_home_table_by_table(home, tmp_path):
    file, new = tmp_path / "a backup.zip", tmp_path / "new home"
    _sign_somebody_in(home)
    written = goldthread(home, "backup", str(file))
    assert (written.returncode, file.stat().st_mode & 0o077) == (0, 0), "only its owner may read it"
    assert re.search(r"[\d,]+ rows of \d+ tables", written.stdout)
    assert re.search(rf"{NAME}: audit log's head \d+:[0-9a-f]{{64}}\n", written.stdout)
    with zipfile.ZipFile(file) as members:
        assert not any(
            b"Pemberton" in members.read(name) or b"a-key" in members.read(name)
            for name in members.namelist()
        )
    again = goldthread(home, "backup", str(file))
    assert again.returncode == 2
    assert "is there already" in again.stderr

    back = goldthread(new, "restore", str(file))
    assert back.returncode == 0, back.stderr
    before, after = _tables(home), _tables(new)
    assert before.keys() == after.keys()
    left_out = {"django_session", "goldthread_formdraft"}
    assert {name for name in before if before[name] != after[name]} == left_out
    assert {name: after[name] for name in left_out} == {name: [] for name in left_out}
    assert before["goldthread_auditline"]
    assert goldthread(new, "audit", "verify").returncode == 0

    assert goldthread(new, "restore", str(file)).returncode == 2, "into an empty home only"
    assert goldthread(new, "restore", str(tmp_path / "none")).returncode == 2


def test_audit_verify_names_what_was_changed_and_says_so_by_its_exit_code(home):
    whole = goldthread(home, "audit", "verify")
    assert whole.returncode == 0
    assert re.match(rf"{NAME}: \d+ lines, intact", whole.stdout)

    def change(reason: str) -> None:
        with Server(home) as server, psycopg.connect(server.dsn("superuser")) as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute("UPDATE goldthread_auditline SET reason = %s WHERE number = 2", [reason])

    change("another")
    report = goldthread(home, "audit", "verify")
    checks = goldthread(home, "doctor")
    change("")
    assert report.returncode == checks.returncode == 1
    assert "line 2 (themes.begin_codebook) was changed after it was written" in report.stdout
    assert re.search(r"Problem +audit log of .*: line 2", checks.stdout)
    assert goldthread(home, "audit", "verify").returncode == 0


def test_a_log_written_anew_is_found_by_a_head_that_was_kept(home):
    """Whoever may change the tables can seal a whole log again; only what is kept elsewhere shows it."""
    printed = goldthread(home, "audit", "head").stdout
    head = re.search(r"head (\d+:[0-9a-f]{64})", printed)[1]
    assert f"head {head}" in goldthread(home, "audit", "verify").stdout
    assert goldthread(home, "audit", "verify", "--head", head).returncode == 0
    number, seal = head.split(":")
    for other in (f"{int(number) + 1}:{seal}", f"{number}:{'0' * 64}", "nonsense"):
        done = goldthread(home, "audit", "verify", "--head", other)
        assert done.returncode == 1 and f"No log has the head {other}" in done.stdout


def test_nothing_is_served_where_that_is_asked_and_no_port_is_needed(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = goldthread(home, "up", "--no-serve", "--bind", f"127.0.0.1:{other.getsockname()[1]}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [up, demo])
def test_a_busy_port_stops_only_what_serves(command, monkeypatch):
    """The demo's whole build would take too long here: it is enough that it gets as far as opening its home."""

    def is_opened(*_: object, **__: object):
        raise InterruptedError

    monkeypatch.setattr("goldthread.cli.home.opened", is_opened)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        options = {"bind": f"127.0.0.1:{other.getsockname()[1]}", "fresh": False}
        with pytest.raises(InterruptedError):
            command.run(argparse.Namespace(no_serve=True, **options))
        with pytest.raises(UserError, match="choose another with --bind"):
            command.run(argparse.Namespace(no_serve=False, **options))
