"""First migration, all tables of an empty database; `0001_initial`, which never changes, imports it from here."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from goldthread.council.database.one_step import PARTS_OF_A_TABLE, OneStep


class FirstTables(OneStep):
    """The first migration: all tables of an empty database."""

    def apply_one(
        self, operation: Operation, schema_editor: Any, before: ProjectState, after: ProjectState
    ) -> None:
        """Apply what is neither a table nor part of one, such as triggers."""
        if isinstance(operation, PARTS_OF_A_TABLE):
            raise ValueError(f"{operation} changes a table that this migration does not create.")
        super().apply_one(operation, schema_editor, before, after)
