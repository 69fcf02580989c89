"""Pulled plugs: whatever is killed, in the middle of writing, nothing that was acknowledged is lost."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest

from goldthread.engine import Server, listener


class Writer(threading.Thread):
    """Writes one row after another, and notes each only when the database has said that it is kept."""

    def __init__(self, dsn: str, name: int) -> None:
        super().__init__(daemon=True)
        self.dsn, self.label, self.acknowledged = dsn, name, []

    def run(self) -> None:
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.dsn, autocommit=True) as conn:
            for number in range(1_000_000):
                conn.execute("INSERT INTO kept (writer, number) VALUES (%s, %s)", [self.label, number])
                self.acknowledged.append(number)


def backends(dsn: str) -> list[int]:
    with psycopg.connect(dsn) as conn:
        query = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() ORDER BY backend_start DESC"
        return [pid for (pid,) in conn.execute(query)]


def kill(*processes: int) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("victim", ["server", "a backend", "everything"])
def test_nothing_acknowledged_is_lost(home: Path, victim: str) -> None:
    server = Server(home)
    server.start()
    dsn = server.dsn("superuser", "postgres")
    with psycopg.connect(dsn) as conn:
        conn.execute("CREATE TABLE kept (writer int, number int, PRIMARY KEY (writer, number))")
    expected: set[tuple[int, int]] = set()
    for round_ in range(3):
        writers = [Writer(dsn, round_ * 10 + number) for number in range(2)]
        for writer in writers:
            writer.start()
        while not all(len(writer.acknowledged) > 20 for writer in writers):
            time.sleep(0.005)
        main = listener.listening(server.sockets)
        others = backends(dsn)
        kill(*{"server": [main], "a backend": others[:1], "everything": [main, *others]}[victim])
        for writer in writers:
            writer.join(20)
            assert not writer.is_alive()
            expected |= {(writer.label, number) for number in writer.acknowledged}
        server.start()
        with psycopg.connect(dsn) as conn:
            assert expected <= set(conn.execute("SELECT writer, number FROM kept"))
    server.stop()
    assert not server.running()
    assert len(expected) > 120


def test_stopping_after_a_crash_waits_for_what_is_left_and_leaves_nothing(home: Path) -> None:
    server = Server(home, durable=False)
    server.start()
    kill(listener.listening(server.sockets))
    server.stop()
    assert not server.running()
    assert not server.sockets.exists()
