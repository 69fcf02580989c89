"""Suggesting themes for points that nobody has coded yet."""

from __future__ import annotations

from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.themes.suggesting import suggest_waiting


@job("themes.suggest", whole=False)
def suggest(*, by: Person) -> None:
    """Suggest themes for every point that has none suggested; run again, it finds nothing left to do."""
    suggest_waiting(by.council)
