"""Makes all tables of an empty database in one go: the first start of Goldthread waits for this.

Django works a migration off step by step, and after each step makes every model anew that hangs together
with the one that changed. Here all hang together through their council, and that took 80% of the time.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState


class FirstTables(migrations.Migration):
    """The first migration: each table is made as it stands at the end, so what is added to it later is there.

    `operations` stay as Django writes them; it reads them to see what has changed since.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False
    ) -> ProjectState:
        """Make the tables, then do what is neither a table nor a part of one, such as triggers."""
        before = project_state.clone()
        # Models that are not made yet need not be made anew at every step.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        made = {step.name_lower for step in self.operations if isinstance(step, migrations.CreateModel)}
        for operation in self.operations:
            if not isinstance(
                operation, migrations.AddField | migrations.AddIndex | migrations.AddConstraint
            ):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
            elif operation.model_name_lower not in made:
                raise ValueError(f"{operation} changes a table that this migration does not make.")
        return project_state
