"""Migrations in one step: the first start waits for them, and an update of a council's server too.

Django applies a migration operation by operation, and after each one rebuilds every model related to the one that
changed. Here all are related through their council, and that took 80% of the time. `make migrations` writes a migration
in one step where it can be.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemigrations
from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

PARTS_OF_A_TABLE = (migrations.AddField, migrations.AddIndex, migrations.AddConstraint)
_OF_A_FIELD = (migrations.AddField, migrations.AlterField, migrations.RemoveField)
# Those that ask nothing of the state between two others.
_IN_ONE_STEP = (
    *PARTS_OF_A_TABLE,
    *_OF_A_FIELD,
    migrations.CreateModel,
    migrations.DeleteModel,
    migrations.RemoveIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    AddTrigger,
    RemoveTrigger,
)


class OneStep(migrations.Migration):
    """A migration that builds the models twice only: as they were before it and as they are after it.

    A table that it creates is created in its final form, with what later operations add to it. So no operation may
    need the state between two others: a field is altered once at most, and rows are changed in a migration of their
    own. `operations` stay as Django writes them; it reads them to see what has changed since.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False
    ) -> ProjectState:
        """Create the tables, then apply what is no part of one of them, such as triggers and fields of older tables."""
        before = project_state.clone()
        # Models that do not exist yet need not be rebuilt at every step.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        created = {step.name_lower for step in self.operations if isinstance(step, migrations.CreateModel)}
        for operation in self.operations:
            if not (isinstance(operation, PARTS_OF_A_TABLE) and operation.model_name_lower in created):
                self.apply_one(operation, schema_editor, before, project_state)
        return project_state

    def apply_one(
        self, operation: Operation, schema_editor: Any, before: ProjectState, after: ProjectState
    ) -> None:
        """Apply one operation to the database."""
        operation.database_forwards(self.app_label, schema_editor, before, after)


def can_be_one_step(migration: migrations.Migration) -> bool:
    """Return whether a migration changes tables only, and each field once at most."""
    fields = [
        (step.model_name_lower, step.name_lower)
        for step in migration.operations
        if isinstance(step, _OF_A_FIELD)
    ]
    return len(fields) == len(set(fields)) and all(
        isinstance(step, _IN_ONE_STEP) for step in migration.operations
    )


def write_in_one_step() -> None:
    """Have `makemigrations` write migrations in one step, where they can be."""

    class Writer(makemigrations.MigrationWriter):
        def as_string(self) -> str:
            text = super().as_string()
            return _in_one_step(text) if can_be_one_step(self.migration) else text

    makemigrations.MigrationWriter = Writer


def _in_one_step(text: str) -> str:
    imported, written = "from django.db import migrations", "class Migration(migrations.Migration):"
    first, line, rest = text.partition(imported)
    end, newline, rest = rest.partition("\n")
    rest = rest.replace(written, "class Migration(OneStep):")
    return f"{first}{line}{end}{newline}\nfrom {__name__} import OneStep\n{rest}"
