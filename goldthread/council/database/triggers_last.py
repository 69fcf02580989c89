"""Triggers last in a migration that is written: after every column that they name.

A column that leads to a model of the same migration is added late, and a trigger of the history would name it before.
"""

from __future__ import annotations

from django.core.management.commands import makemigrations, migrate
from pgtrigger.migrations import AddTrigger


def write_triggers_last() -> None:
    """Have `makemigrations` write the triggers of each app after everything else."""

    class TriggersLast(makemigrations.Command.autodetector):
        def _sort_migrations(self) -> None:
            super()._sort_migrations()
            for operations in self.generated_operations.values():
                operations.sort(key=lambda operation: isinstance(operation, AddTrigger))

    # Django checks that both commands see the same changes.
    makemigrations.Command.autodetector = migrate.Command.autodetector = TriggersLast
