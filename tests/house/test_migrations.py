"""The tables are made by migrations that follow one another and say all that the models say."""

from __future__ import annotations

import hashlib
import inspect
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management.commands import makemigrations
from django.db import migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState

from goldthread.council.database.one_step import OneStep, can_be_one_step

first = import_module("goldthread.migrations.0001_initial")
FIRST_AS_RELEASED = "6de4490a75f69b81d3f918d0e5266cae3a58ac33fcd6430d4fd0110a86a80fb4"


def test_they_stand_in_one_line():
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    ours = sorted(key for key in loader.disk_migrations if key[0] == "goldthread")
    assert ours
    for earlier, later in pairwise(ours):
        assert earlier in loader.graph.node_map[later].parents


def test_the_first_is_frozen():
    """Councils' databases were made by it: a change of a model is a migration of its own (`make migrations`)."""
    text = Path(inspect.getfile(first)).read_text().split("\n", 1)[1]  # but for the line with its date
    assert hashlib.sha256(text.encode()).hexdigest() == FIRST_AS_RELEASED


def test_no_model_was_changed_without_one():
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps={"goldthread"}),
    )
    changes = detector.changes(graph=loader.graph, trim_to_apps={"goldthread"})
    said = [str(operation.describe()) for ms in changes.values() for m in ms for operation in m.operations]
    assert said == [], "run `make migrations`"


def test_what_can_be_applied_in_one_step_is():
    """Operation by operation the fifth took 20 s of processor: whoever starts the demo for the first time waited for it."""
    loader = MigrationLoader(None)
    for (app, name), migration in loader.disk_migrations.items():
        if app == "goldthread" and can_be_one_step(migration):
            assert isinstance(migration, OneStep), f"{name}: make it with `make migrations`"


def _migration(*operations) -> migrations.Migration:
    made = migrations.Migration("9999_made_up", "goldthread")
    made.operations = list(operations)
    return made


_FIELD = models.CharField(max_length=20, default="")


@pytest.mark.parametrize(
    ("operations", "can"),
    [
        ([migrations.AddField("lesson", "made_up", _FIELD)], True),
        (
            [migrations.AddField("lesson", "made_up", _FIELD), migrations.RemoveField("action", "made_up")],
            True,
        ),
        (
            [
                migrations.AddField("lesson", "made_up", _FIELD),
                migrations.AlterField("Lesson", "made_up", _FIELD),
            ],
            False,
        ),
        ([migrations.RenameField("lesson", "title", "subject")], False),
        ([migrations.RunPython(migrations.RunPython.noop)], False),
        ([migrations.RunSQL("SELECT 1")], False),
    ],
)
def test_only_what_asks_nothing_between_two_steps_is_written_in_one(operations, can):
    migration = _migration(*operations)
    assert can_be_one_step(migration) is can
    written = makemigrations.MigrationWriter(migration).as_string()
    assert ("class Migration(OneStep):" in written) is can
    assert ("import OneStep" in written) is can
    compile(written, "9999_made_up.py", "exec")
