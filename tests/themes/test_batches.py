"""Batches: several workers share the points to read, each skipping what another has locked."""

from __future__ import annotations

import datetime

import psycopg
import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.analysis.text.safeguarding_screening import Screening
from goldthread.feedback import commands as feedback
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding import safeguarding_screen
from goldthread.themes.safeguarding.models import SafeguardingPrompt
from goldthread.themes.suggesting import batches, jobs, training_data

pytestmark = pytest.mark.django_db

HIT = "The night carer hit my mother and nobody wrote it down."

_REAL = safeguarding_screen.screener


class FindsNothing:
    """A screener that takes no time: these tests are about batches of many points."""

    def screen_all(self, texts: list[str]) -> list[Screening]:
        return [Screening((), False, None, 0.0) for _ in texts]


@pytest.fixture
def manager(avonshire, monkeypatch):
    """Return a complaints manager; every point is to be screened again, a few at a time, with little training data."""
    monkeypatch.setattr(safeguarding_screen, "RULES", "999")
    monkeypatch.setattr(safeguarding_screen, "screener", FindsNothing)
    monkeypatch.setattr(batches, "BATCH_SIZE", 100)
    monkeypatch.setattr(training_data, "MOST_CODED", 40)
    monkeypatch.setattr(training_data, "MOST_TONE_EXAMPLES", 40)
    return avonshire.person("complaints_manager")


@pytest.fixture
def another_worker():
    """Return a connection of its own, as another worker has."""
    settings = connections["default"].get_connection_params()
    parameters = {
        key: settings[key] for key in ("dbname", "user", "password", "host", "port") if settings.get(key)
    }
    with psycopg.connect(**parameters) as connection:
        yield connection
        connection.rollback()


def test_points_locked_by_another_worker_are_skipped_and_read_once_free(avonshire, manager, another_worker):
    waiting = safeguarding_screen.unscreened_points(manager.council).count()
    another_worker.execute("SELECT set_config('goldthread.council', %s, true)", [str(manager.council_id)])
    locked = another_worker.execute(
        "SELECT id FROM goldthread_pointreading WHERE NOT EXISTS"
        " (SELECT FROM goldthread_point AS p WHERE p.id = point_id AND p.is_locked)"
        " ORDER BY id LIMIT 7 FOR UPDATE"
    ).fetchall()
    assert len(locked) == 7 < waiting
    assert safeguarding_screen.screen_points(manager.council) == waiting - 7
    avonshire.enter()
    left = set(PointReading.objects.filter(screened_by__lt="999").values_list("pk", flat=True))
    assert {pk for (pk,) in locked} <= left
    # Killed: what it had locked waits as before.
    another_worker.rollback()
    assert safeguarding_screen.screen_points(manager.council) == 7
    assert safeguarding_screen.screen_points(manager.council) == 0


def test_a_job_reads_its_share_of_many_points_and_asks_for_the_next_job(avonshire, manager, monkeypatch):
    monkeypatch.setattr(jobs, "_IN_ONE_JOB", 150)
    waiting = safeguarding_screen.unscreened_points(manager.council).count()
    assert waiting > 400
    requested = ProcrastinateJob.objects.filter(
        task_name="goldthread.themes.suggest", queueing_lock=f"themes.suggest.{manager.council_id}"
    )
    requested.delete()
    jobs.suggest(by=manager)
    # A first batch, and as many whole batches as it takes to have read its share.
    avonshire.enter()
    assert safeguarding_screen.unscreened_points(manager.council).count() == waiting - 300
    assert requested.filter(status="todo").count() == 1
    requested.delete()
    while safeguarding_screen.unscreened_points(manager.council).count():
        jobs.suggest(by=manager)
        avonshire.enter()
    requested.delete()
    jobs.suggest(by=manager)
    assert not requested.exists(), "nothing is left to read, so no job is asked for"


def test_a_job_that_fails_does_not_ask_for_itself_without_end(avonshire, manager, monkeypatch):
    requested = ProcrastinateJob.objects.filter(
        task_name="goldthread.themes.suggest", queueing_lock=f"themes.suggest.{manager.council_id}"
    )
    requested.delete()

    def breaks(*_: object) -> None:
        raise RuntimeError("cannot be read")

    monkeypatch.setattr(jobs, "_IN_ONE_JOB", 1)
    monkeypatch.setattr(safeguarding_screen, "_prompt", breaks)
    with pytest.raises(RuntimeError, match="cannot be read"):
        jobs.suggest(by=manager)
    avonshire.enter()
    assert not requested.exists()


def test_prompts_are_the_same_whatever_the_batch_size(avonshire, manager, monkeypatch):
    monkeypatch.setattr(safeguarding_screen, "screener", _REAL)
    PointReading.objects.update(screened_by="999")
    newest = list(PointReading.objects.order_by("-id").values_list("pk", flat=True)[:60])
    new = feedback.NewFeedback(source="complaint", points=[HIT], received_on=datetime.date(2026, 3, 4))
    feedback.receive_many(by=manager, pieces=[new])

    PointReading.objects.filter(pk__in=newest).update(screened_by="")

    def prompts() -> set:
        safeguarding_screen.screen_points(manager.council)
        avonshire.enter()
        rows = SafeguardingPrompt.objects.filter(council=manager.council)
        return {(prompt.point_id, str(prompt.cues)) for prompt in rows}

    in_large_batches = prompts()
    assert in_large_batches
    PointReading.objects.filter(pk__in=newest).update(screened_by="")
    monkeypatch.setattr(batches, "BATCH_SIZE", 7)
    assert prompts() == in_large_batches
