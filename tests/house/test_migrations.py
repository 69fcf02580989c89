"""The tables are made by migrations that follow one another and say all that the models say."""

from __future__ import annotations

from itertools import pairwise

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState


def test_they_stand_in_one_line():
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    ours = sorted(key for key in loader.disk_migrations if key[0] == "goldthread")
    assert ours
    for earlier, later in pairwise(ours):
        assert earlier in loader.graph.node_map[later].parents


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
