"""Goldthread as one Django app; its rooms are packages."""

from __future__ import annotations

import os

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from goldthread import log_lines


class GoldthreadConfig(AppConfig):
    """Loads every room's models and jobs, and raises the walls between councils after each migration."""

    name = "goldthread"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for migrations; name the process in its log lines where `up` started it."""
        from goldthread.council.database import one_step, schema, triggers_last

        triggers_last.write_triggers_last()
        one_step.write_in_one_step()
        post_migrate.connect(schema.after_migrate, sender=self)
        if name := os.environ.get(log_lines.PROCESS):
            log_lines.name_process(name)
            log_lines.log_what_is_printed()
