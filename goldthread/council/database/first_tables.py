"""First migration in one step: all tables of an empty database, because the first start waits for it.

Django applies a migration step by step, and after each step rebuilds every model related to the one that
changed. Here all are related through their council, and that took 80% of the time.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState


class FirstTables(migrations.Migration):
    """The first migration: each table is created in its final form, with what later operations add to it.

    `operations` stay as Django writes them; it reads them to see what has changed since.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False
    ) -> ProjectState:
        """Create the tables, then apply what is neither a table nor part of one, such as triggers."""
        before = project_state.clone()
        # Models that do not exist yet need not be rebuilt at every step.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        created = {step.name_lower for step in self.operations if isinstance(step, migrations.CreateModel)}
        for operation in self.operations:
            if not isinstance(
                operation, migrations.AddField | migrations.AddIndex | migrations.AddConstraint
            ):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
            elif operation.model_name_lower not in created:
                raise ValueError(f"{operation} changes a table that this migration does not create.")
        return project_state
