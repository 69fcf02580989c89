"""Many workers read what waits: each what no other holds, and none of them more than its share at a time."""

from __future__ import annotations

import datetime

import psycopg
import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.feedback import commands as feedback
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding import safeguarding_screen
from goldthread.themes.safeguarding.models import SafeguardingPrompt
from goldthread.themes.suggesting import batches, jobs, training_data

pytestmark = pytest.mark.django_db

HIT = "The night carer hit my mother and nobody wrote it down."


@pytest.fixture
def manager(avonshire, monkeypatch):
    """Return who hears; every point is to be looked through anew, a few at a time, and little is learned from."""
    monkeypatch.setattr(safeguarding_screen, "RULES", "999")
    monkeypatch.setattr(batches, "BATCH_SIZE", 100)
    monkeypatch.setattr(training_data, "MOST_CODED", 40)
    monkeypatch.setattr(training_data, "MOST_TONE_EXAMPLES", 40)
    return avonshire.person("complaints_manager")


@pytest.fixture
def another_worker():
    """Return a connection of its own, as another worker has."""
    settings = connections["default"].get_connection_params()
    kept = {key: settings[key] for key in ("dbname", "user", "password", "host", "port") if settings.get(key)}
    with psycopg.connect(**kept) as connection:
        yield connection
        connection.rollback()


def test_what_another_worker_holds_is_passed_over_and_read_once_it_is_free(
    avonshire, manager, another_worker
):
    waiting = safeguarding_screen.unscreened_points(manager.council).count()
    another_worker.execute("SELECT set_config('goldthread.council', %s, true)", [str(manager.council_id)])
    held = another_worker.execute(
        "SELECT id FROM goldthread_pointreading WHERE NOT EXISTS (SELECT FROM goldthread_point AS p JOIN"
        " goldthread_feedback AS f ON f.id = p.feedback_id WHERE p.id = point_id AND f.is_locked)"
        " ORDER BY id LIMIT 7 FOR UPDATE"
    ).fetchall()
    assert len(held) == 7 < waiting
    assert safeguarding_screen.screen_points(manager.council) == waiting - 7
    avonshire.enter()
    left = set(PointReading.objects.filter(screened_by__lt="999").values_list("pk", flat=True))
    assert {pk for (pk,) in held} <= left
    # Killed: what it held waits as before.
    another_worker.rollback()
    assert safeguarding_screen.screen_points(manager.council) == 7
    assert safeguarding_screen.screen_points(manager.council) == 0


def test_of_a_large_heap_a_job_reads_its_share_and_asks_for_the_next_one(avonshire, manager, monkeypatch):
    monkeypatch.setattr(jobs, "_IN_ONE_JOB", 150)
    waiting = safeguarding_screen.unscreened_points(manager.council).count()
    assert waiting > 400
    asked = ProcrastinateJob.objects.filter(
        task_name="goldthread.themes.suggest", queueing_lock=f"themes.suggest.{manager.council_id}"
    )
    asked.delete()
    jobs.suggest(by=manager)
    # A first part, and as many whole parts as it takes to have read its share.
    avonshire.enter()
    assert safeguarding_screen.unscreened_points(manager.council).count() == waiting - 300
    assert asked.filter(status="todo").count() == 1
    asked.delete()
    while safeguarding_screen.unscreened_points(manager.council).count():
        jobs.suggest(by=manager)
        avonshire.enter()
    asked.delete()
    jobs.suggest(by=manager)
    assert not asked.exists(), "nothing waits, so nothing is asked for"


def test_what_cannot_be_read_does_not_ask_for_itself_without_end(avonshire, manager, monkeypatch):
    asked = ProcrastinateJob.objects.filter(
        task_name="goldthread.themes.suggest", queueing_lock=f"themes.suggest.{manager.council_id}"
    )
    asked.delete()

    def breaks(text: str) -> None:
        raise RuntimeError("cannot be read")

    monkeypatch.setattr(jobs, "_IN_ONE_JOB", 1)
    monkeypatch.setattr(safeguarding_screen.harm, "may_tell_of_harm", breaks)
    with pytest.raises(RuntimeError, match="cannot be read"):
        jobs.suggest(by=manager)
    avonshire.enter()
    assert not asked.exists()


def test_alerts_are_the_same_however_the_points_are_parted(avonshire, manager, monkeypatch):
    new = feedback.NewFeedback(source="complaint", points=[HIT], received_on=datetime.date(2026, 3, 4))
    feedback.receive_many(by=manager, pieces=[new])

    def alerts() -> set:
        safeguarding_screen.screen_points(manager.council)
        avonshire.enter()
        found = SafeguardingPrompt.objects.filter(council=manager.council)
        return {(alert.point_id, str(alert.cues)) for alert in found}

    whole = alerts()
    assert whole
    PointReading.objects.update(screened_by="")
    monkeypatch.setattr(batches, "BATCH_SIZE", 7)
    assert alerts() == whole
