"""The job that the shelf asks for."""

from __future__ import annotations

from goldthread.council.jobs import JobName

SUGGEST_THEMES = JobName("sector.suggest_themes")
