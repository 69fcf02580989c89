"""Goldthread as one Django app; its rooms are packages."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GoldthreadConfig(AppConfig):
    """Loads every room's models and jobs, and raises the walls between councils after each migration."""

    name = "goldthread"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for migrations."""
        from goldthread.council.database import schema

        post_migrate.connect(schema.after_migrate, sender=self)
