"""Deletion of notes, files and links on records, and of whom records name, at the end of their retention."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Exists, Model, OuterRef, QuerySet

from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.records import attached, holds
from goldthread.council.records.models import PeopleNamed
from goldthread.council.records.retention import CASE, years_of
from goldthread.council.records.spec import record_types
from goldthread.dates import years_before


@command("council.forget")
def forget_attached(*, by: Person, now: datetime.datetime) -> list[Model]:
    """Delete notes, files and links that were added too long ago, with their originals."""
    gone: list[Model] = []
    for rows in attached.due(by.council_id, now):
        gone += rows.only("pk")
        attached.forget(by.council_id, rows)
    return gone


def names_due(council: Council, today: datetime.date, *, but: Collection[str]) -> QuerySet[PeopleNamed]:
    """Return whom records name of whose words nothing else is deleted in time, such as a board's or a measure's.

    Their texts were redacted before they were saved and stay; who it was need not be known any more. Counted from the day
    on which they were first named. but: the kinds whose rooms have a rule of their own.
    """
    kinds = [kind for kind, model in record_types().items() if not model.spec.restricted and kind not in but]
    held = holds.active(council.pk).filter(origin=OuterRef("origin"), origin_id=OuterRef("origin_id"))
    limit = years_before(today, years_of(council, CASE))
    rows = PeopleNamed.objects.filter(council=council, origin__in=kinds, created_at__date__lt=limit)
    return rows.exclude(Exists(held))


@command("council.forget")
def forget_names(*, by: Person, today: datetime.date, but: Collection[str]) -> int:
    """Delete whom boards, measures and the like name, and return of how many."""
    return names_due(by.council, today, but=but).delete()[0]
