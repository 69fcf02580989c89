"""Deletion of notes, files and links on records at the end of their retention."""

from __future__ import annotations

import datetime

from django.db.models import Model

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.council.records import attached


@command("council.forget")
def forget_attached(*, by: Person, now: datetime.datetime) -> list[Model]:
    """Delete notes, files and links that were added too long ago, with their originals."""
    gone: list[Model] = []
    for rows in attached.due(by.council_id, now):
        gone += rows.only("pk")
        attached.forget(by.council_id, rows)
    return gone
