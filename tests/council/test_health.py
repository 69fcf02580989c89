"""When `/ready/` says that a worker is there: one was heard from in the last minute, whatever became of it since."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from goldthread.council import health


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that the test moves, in a process that has known of no worker."""

    class Clock:
        now = 1000.0

        def monotonic(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(health, "time", clock)
    monkeypatch.setattr(health, "_heard_at", float("-inf"))
    return clock


def _workers(*silent_for: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        for seconds in silent_for:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')",
                [seconds],
            )


@pytest.mark.django_db
def test_a_worker_counts_for_a_minute_after_it_was_heard_from(clock, client):
    def ready() -> str:
        return json.loads(client.get("/ready/").content)["worker"]

    silent = "not heard from in the last minute"
    _workers()
    assert ready() == silent
    _workers(90, 40)
    assert ready() == "ok"
    # It stops in order, which takes its line away: another may begin within the 20 s that are left of its minute.
    _workers()
    clock.now += 19
    assert ready() == "ok"
    clock.now += 2
    assert ready() == silent
    _workers(90)
    assert ready() == silent
    _workers(5)
    assert ready() == "ok"


@pytest.mark.django_db
def test_a_process_that_begins_gives_its_worker_ten_seconds(clock, client, monkeypatch):
    _workers()
    monkeypatch.setattr(health, "_heard_at", health._at_start(clock.now))
    clock.now += 10
    assert client.get("/ready/").status_code == 200
    clock.now += 0.1
    assert client.get("/ready/").status_code == 503
