"""One home's PostgreSQL: started, shared between processes, stopped by whoever leaves last."""

import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from goldthread.engine import EngineError, Server, listener, settings
from goldthread.engine.server import LOG_BOUND

USE_UNTIL_TOLD = """
import sys
from goldthread.engine import Server
server = Server(sys.argv[1], durable=False)
server.start()
print("up", flush=True)
sys.stdin.readline()
server.stop()
print("left", flush=True)
"""


def ask(server: Server, query: str) -> list[tuple]:
    with psycopg.connect(server.dsn("superuser", "postgres")) as conn:
        result = conn.execute(query)
        return result.fetchall() if result.description else []


@pytest.fixture
def bystander():
    """A process that has nothing to do with us."""
    process = subprocess.Popen(["sleep", "600"])
    yield process
    process.kill()
    process.wait()


def test_a_new_home_is_made_and_its_data_is_there_after_a_restart(new_home: Path) -> None:
    with Server(new_home) as server:
        assert server.running()
        ask(server, "CREATE TABLE kept AS SELECT 7 AS n")
    assert not server.running()
    assert not server.sockets.exists()
    with Server(new_home) as again:
        assert ask(again, "SELECT n FROM kept") == [(7,)]
    again.stop()  # a second time does nothing


def test_a_home_deeper_than_any_socket_path_may_be(new_home: Path) -> None:
    deep = new_home / ("d" * 120) / ("e" * 120)
    with Server(deep, durable=False) as server:
        assert len(str(server.sockets)) < 60
        assert ask(server, "SELECT 1") == [(1,)]


def test_it_is_set_up_for_one_machine_and_for_text_of_any_language(home: Path) -> None:
    with Server(home) as server:
        assert ask(server, "SHOW listen_addresses") == [("",)]
        assert ask(server, "SHOW server_encoding") == [("UTF8",)]
        assert ask(server, "SHOW fsync") == [("on",)]
        assert ask(server, "SHOW data_checksums") == [("on",)]
        assert ask(server, "SELECT upper('é'), 'Z' < 'a'") == [("É", True)]
        assert server.sockets.stat().st_mode & 0o777 == 0o700


def test_a_name_and_what_was_said_do_not_reach_the_log(home: Path) -> None:
    with Server(home, durable=False) as server:
        ask(server, "CREATE TABLE person (name text PRIMARY KEY)")
        for _ in range(2):
            try:
                ask(server, "INSERT INTO person VALUES ('Invented Ivy')")
            except psycopg.errors.UniqueViolation:
                break
    log = server.log.read_text()
    assert "duplicate key" in log
    assert "Ivy" not in log


def test_the_log_is_bounded(home: Path) -> None:
    with Server(home, durable=False) as server:
        pass
    server.log.write_text("x" * (LOG_BOUND + 1))
    with Server(home):
        pass
    assert server.log.stat().st_size < LOG_BOUND
    assert [path.name for path in sorted(server.log.parent.iterdir())] == [
        "postgresql.log",
        "postgresql.log.1",
    ]


def test_a_second_process_joins_and_the_last_to_leave_stops_it(home: Path, python) -> None:
    ours = Server(home, durable=False)
    ours.start()
    process = listener.listening(ours.sockets)
    other = python(USE_UNTIL_TOLD, home)
    assert other.stdout.readline() == "up\n"
    assert listener.listening(ours.sockets) == process
    ours.stop()
    assert ours.running()  # the other still needs it
    assert other.communicate("now\n")[0] == "left\n"
    assert not ours.running()


def test_two_that_start_a_new_home_at_the_same_moment_share_it(new_home: Path, python) -> None:
    both = [python(USE_UNTIL_TOLD, new_home) for _ in range(2)]
    assert [one.stdout.readline() for one in both] == ["up\n", "up\n"]
    assert Server(new_home).running()
    for one in both:
        assert one.communicate("now\n")[0] == "left\n"
    assert not Server(new_home).running()


def test_it_outlives_a_program_that_is_killed_and_the_next_one_stops_it(home: Path, python) -> None:
    starter = python(USE_UNTIL_TOLD, home)
    starter.stdout.readline()
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    server = Server(home)
    assert server.running()
    process = listener.listening(server.sockets)
    with server:
        assert listener.listening(server.sockets) == process
    assert not server.running()


@pytest.mark.parametrize("content", ["", "{pid}\n/somewhere/else\n1\n5432\n", "not a number\n"])
def test_a_stale_pid_file_is_not_believed(home: Path, bystander: subprocess.Popen, content: str) -> None:
    with Server(home, durable=False):
        pass
    (home / "data" / "postmaster.pid").write_text(content.format(pid=bystander.pid))
    with Server(home, durable=False) as server:
        assert ask(server, "SELECT 1") == [(1,)]
    assert bystander.poll() is None


def test_stopping_never_signals_what_a_pid_file_names(home: Path, bystander: subprocess.Popen) -> None:
    with Server(home, durable=False) as server:
        pid_file = home / "data" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
    assert not server.running()
    assert bystander.poll() is None


def test_a_server_started_by_hand_is_left_alone(home: Path) -> None:
    with Server(home, durable=False) as server:
        engine = server._engine(server.account)
    runs_as = server.account
    server.sockets.mkdir(mode=0o700)
    runs_as.own(server.sockets)
    log = server._open_log()
    with runs_as.reach(server.data) as (path, descriptors):
        command = [str(engine.folder / "postgres"), "-D", path]
        command += settings.server_arguments(server.sockets, durable=False)
        by_hand = server._popen(command, runs_as, descriptors, log)  # without the lock
    try:
        while not server._answers():
            assert by_hand.poll() is None
        with pytest.raises(EngineError, match=f"process {by_hand.pid}"):
            Server(home).start()
        assert by_hand.poll() is None
        assert (home / "data" / "postmaster.pid").exists()
    finally:
        by_hand.send_signal(signal.SIGINT)
        by_hand.wait()


def test_what_an_interrupted_start_left_is_cleared(new_home: Path) -> None:
    (new_home / "data.new" / "base").mkdir(parents=True)
    (new_home / "data.new" / "PG_VERSION").write_text("15\n")
    with Server(new_home, durable=False) as server:
        assert ask(server, "SELECT 1") == [(1,)]
    assert not (new_home / "data.new").exists()


def test_a_start_killed_while_the_files_are_made_can_be_begun_again(new_home: Path, python) -> None:
    starter = python(USE_UNTIL_TOLD, new_home)
    while not (new_home / "data.new" / "PG_VERSION").exists():
        assert starter.poll() is None
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    assert not (new_home / "data").exists()
    with Server(new_home, durable=False) as server:
        assert ask(server, "SELECT 1") == [(1,)]


def test_data_of_another_version_is_not_touched(home: Path) -> None:
    (home / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EngineError, match="was made by PostgreSQL 9"):
        Server(home).start()
    assert (home / "data" / "PG_VERSION").read_text() == "9\n"
    assert not Server(home).running()


def test_a_start_that_fails_says_why(home: Path) -> None:
    with Server(home, durable=False) as server:
        pass
    (home / "data" / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(EngineError, match="no_such_setting"):
        server.start()
    assert not server.running()


def test_a_socket_folder_that_others_may_enter_is_refused(home: Path) -> None:
    server = Server(home)
    server.sockets.mkdir(mode=0o755)
    server.sockets.chmod(0o755)
    try:
        with pytest.raises(EngineError, match="private folder"):
            server.start()
    finally:
        server.sockets.rmdir()


def test_a_home_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="cannot be used"):
        Server(tmp_path / "file" / "home").start()
