"""A version of the framework that a council loaded from a file, and from when it is in force."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.dates import day_in_words


def _states(version: CouncilFramework, today: datetime.date) -> tuple[State, ...]:
    if version.in_force_from is None:
        return (State("Draft", "draft"),)
    if version.in_force_from > today:
        return (State(f"From {day_in_words(version.in_force_from)}", "blue"),)
    return (State("Has begun", "confirmed"),)


@with_history
class CouncilFramework(Record):
    """A framework as the rows of a file that somebody loaded; in force from a day on, None for one that is only read.

    slug: the version that claims keep. content: its rows, each with the number it had in the file.
    """

    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    in_force_from = models.DateField(null=True, blank=True)
    content = models.JSONField()
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    loaded_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"by": STAFF}, plain="slug name in_force_from content file_name checksum loaded_on"
    )
    spec = RecordType(
        name="Version of the framework",
        plural="Versions of the framework",
        page="evidence:council_framework",
        list_page="evidence:frameworks",
        permission="evidence.read",
        change="evidence.framework",
        title="name",
        on="loaded_on",
        # A framework is published by whoever assesses.
        public="name content file_name",
        codes="slug checksum",
        not_before={"loaded_on": "", "in_force_from": ""},
        planned="in_force_from",
        states=_states,
        notes="",
        searched=False,
        on_thread=False,
        merges=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="one_framework_a_slug"),
        ]
        indexes = [
            models.Index(fields=["council", "in_force_from", "id"], name="frameworks_in_force"),
            models.Index(fields=["council", "-loaded_on", "-id"], name="frameworks_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return its rows."""
        return list(self.content)
