"""Work that waits its turn: kept with what asked for it, done as whoever asked, and done once though a worker is killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.models import AuditLine, Person, Team
from tests.conftest import SERVER

ROOT = Path(__file__).resolve().parents[2]


def waiting(**of) -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(status="todo", **of).order_by("id"))


# -- Asking ---------------------------------------------------------------------------------------------


def test_what_was_asked_for_in_a_transaction_that_is_undone_is_not_there(new_council):
    before = len(waiting())
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.ask("tests.add_team", by=new_council, folder="", slug="x")
        assert len(waiting()) == before + 1
        raise RuntimeError("undone")
    assert len(waiting()) == before


def test_a_job_carries_its_council_and_who_asked(new_council):
    jobs.ask("tests.kept", by=new_council, record=new_council.pk, count=3)
    (saved,) = waiting(task_name="goldthread.tests.kept")
    assert saved.args == {
        "council_id": str(new_council.council_id),
        "person_id": str(new_council.pk),
        "record": str(new_council.pk),
        "count": 3,
    }


def test_asked_for_once_it_waits_once_and_the_transaction_goes_on(new_council):
    with transaction.atomic():
        for _ in range(3):
            jobs.ask("tests.once", by=new_council, once=f"once.{new_council.pk}")
        tenant.enter(new_council.council_id)
        Team.objects.create(council=new_council.council, slug="after", name="After")
    assert len(waiting(task_name="goldthread.tests.once", queueing_lock=f"once.{new_council.pk}")) == 1
    with tenant.inside(new_council.council_id):
        assert Team.objects.filter(slug="after").exists()
    jobs.ask("tests.once", by=new_council, once="another")
    assert len(waiting(task_name="goldthread.tests.once")) == 2


def test_a_long_job_lets_what_is_asked_for_later_go_first(new_council):
    jobs.ask("tests.import", by=new_council, last=True)
    jobs.ask("tests.harm", by=new_council)
    priorities = {
        job.task_name: job.priority
        for job in waiting(task_name__in=["goldthread.tests.import", "goldthread.tests.harm"])
    }
    assert priorities["goldthread.tests.harm"] > priorities["goldthread.tests.import"]


# -- Doing ----------------------------------------------------------------------------------------------


class Worker:
    """A worker of its own process, as `goldthread up` runs one."""

    def __init__(self, database: str, *arguments: str) -> None:
        environment = os.environ | {
            "DATABASE_URL": SERVER.dsn("runtime", database),
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        environment.pop("DATABASE_OWNER_URL", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.council.slow_jobs", *arguments],
            env=environment,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def finish(self) -> str:
        """Wait until it has no more to do, and return what it logged."""
        return self.process.communicate(timeout=60)[1]


@pytest.fixture
def worker(apart):
    """Return a way to start workers; what is left of them is ended with the test."""
    with psycopg.connect(SERVER.dsn("superuser", apart)) as superuser:
        superuser.execute("DELETE FROM procrastinate_events")
        superuser.execute("DELETE FROM procrastinate_jobs")
    started = []

    def start(*arguments: str) -> Worker:
        started.append(Worker(apart, *arguments))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()


def until(true, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def look_for_dropped() -> None:
    """Ask now for what is asked for each minute, where the minute has not come round by itself."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task("goldthread.council.pick_up").defer(timestamp=0)


def teams_and_lines(council_id) -> tuple[list[str], int]:
    with tenant.inside(council_id):
        lines = AuditLine.objects.filter(command="council.add_team").count()
        return list(Team.objects.values_list("slug", flat=True)), lines


def test_a_job_of_a_killed_worker_is_picked_up_and_done_once(apart, new_council, worker, tmp_path):
    jobs.ask("tests.add_team", by=new_council, folder=str(tmp_path), slug="made")
    first = worker()
    until(lambda: (tmp_path / "began").exists())
    first.kill()
    assert teams_and_lines(new_council.council_id) == ([], 0), "half a job leaves nothing"
    assert ProcrastinateJob.objects.get(task_name="goldthread.tests.add_team").status == "doing"

    # Half a minute of silence, without waiting for it.
    with psycopg.connect(SERVER.dsn("superuser", apart)) as superuser:
        superuser.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    look_for_dropped()
    second = worker()
    until(lambda: ProcrastinateJob.objects.get(task_name="goldthread.tests.add_team").status == "succeeded")
    second.process.send_signal(signal.SIGTERM)
    second.finish()
    assert teams_and_lines(new_council.council_id) == (["made"], 1)
    assert (tmp_path / "began").read_text() == str(new_council.pk), "done as whoever asked"


def test_a_living_workers_job_is_left_to_it(new_council, worker, tmp_path):
    jobs.ask("tests.add_team", by=new_council, folder=str(tmp_path), slug="made")
    worker()
    until(lambda: (tmp_path / "began").exists())
    look_for_dropped()
    second = worker("--one-shot")
    second.finish()
    assert ProcrastinateJob.objects.get(task_name="goldthread.tests.add_team").status == "doing"


def test_a_job_that_fails_leaves_nothing_is_tried_again_and_then_counted(new_council, worker, tmp_path):
    jobs.ask("tests.fails", by=new_council)
    jobs.ask("tests.parts", by=new_council, folder=str(tmp_path))
    log = worker("--one-shot").finish()
    failed = ProcrastinateJob.objects.get(task_name="goldthread.tests.fails")
    assert (failed.status, failed.attempts) == ("failed", 4)
    lines = [line for line in log.splitlines() if line.endswith("about to fail")]
    assert len(lines) == 4 and all(f" [job={failed.pk}] about to fail" in line for line in lines)
    [said] = [line for line in log.splitlines() if f"Job goldthread.tests.fails[{failed.pk}] ended" in line]
    assert f" [job={failed.pk}] " in said and "RuntimeError" in log and str(new_council.pk) not in log
    assert teams_and_lines(new_council.council_id) == ([], 0)
    assert (tmp_path / "parts").read_text() == "False"


def _dropped(apart: str, *, attempts: int, lock: str | None = None) -> int:
    """Leave a job as a killed worker does, and return its number."""
    with psycopg.connect(SERVER.dsn("superuser", apart)) as superuser:
        [(number,)] = superuser.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, queueing_lock, args)"
            " VALUES ('default', 'goldthread.tests.nothing', 'doing', %s, %s, '{}') RETURNING id",
            [attempts, lock],
        ).fetchall()
    return number


def test_a_job_that_kills_every_worker_is_given_up_and_one_asked_for_again_is_not_doubled(apart, worker):
    poison = _dropped(apart, attempts=10)
    doubled = _dropped(apart, attempts=0, lock="twice")
    dropped = _dropped(apart, attempts=2)
    app.configure_task("goldthread.tests.nothing", queueing_lock="twice", allow_unknown=True).defer()
    look_for_dropped()
    with psycopg.connect(SERVER.dsn("superuser", apart)) as superuser:
        # Nobody does these: only what becomes of them is looked at.
        superuser.execute(
            "UPDATE procrastinate_jobs SET queue_name = 'nobody' WHERE task_name LIKE '%nothing'"
        )
    worker("--one-shot", "--queues", "default").finish()
    state = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert state[poison] == "failed"
    assert doubled not in state
    assert state[dropped] == "todo"


def test_a_council_entered_for_a_job_is_left_after_it(new_council):
    with tenant.inside(new_council.council_id):
        assert Person.objects.count() == 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('goldthread.council', true), '')")
        assert cursor.fetchone()[0] == ""
