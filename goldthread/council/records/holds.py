"""Holds: records of which nothing is deleted, whatever the retention schedule says, until the hold is lifted.

A hold is placed for a reason that stands in a record of its own, such as a subject access request. Whatever deletes
asks here first: what is due leaves out what is held, and a command that deletes refuses it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db.models import Model, QuerySet
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.records.models import Hold
from goldthread.council.records.spec import kind_of


def place(held_for: Model, records: Iterable[tuple[str, uuid.UUID]]) -> int:
    """Hold records, named by kind and key, for one record; return how many were not held for it before."""
    own = active(held_for.council_id).filter(held_for=kind_of(held_for), held_for_id=held_for.pk)
    known = set(own.values_list("origin", "origin_id"))
    new = [each for each in dict.fromkeys(records) if each not in known]
    Hold.objects.bulk_create(
        Hold(
            council_id=held_for.council_id,
            origin=kind,
            origin_id=key,
            held_for=kind_of(held_for),
            held_for_id=held_for.pk,
        )
        for kind, key in new
    )
    return len(new)


def lift(held_for: Model) -> int:
    """Lift what is held for one record; return how many were."""
    own = active(held_for.council_id).filter(held_for=kind_of(held_for), held_for_id=held_for.pk)
    return own.update(lifted_at=timezone.now())


def active(council_id: uuid.UUID) -> QuerySet[Hold]:
    """Return the holds of a council that stand."""
    return Hold.objects.filter(council_id=council_id, lifted_at=None)


def held(council_id: uuid.UUID, kind: str) -> QuerySet:
    """Return the keys of the held records of a kind, as a subquery."""
    return active(council_id).filter(origin=kind).values("origin_id")


def check(council_id: uuid.UUID, kind: str, keys: Collection[uuid.UUID]) -> None:
    """Refuse to delete what is held."""
    if active(council_id).filter(origin=kind, origin_id__in=list(keys)).exists():
        raise Refused(
            "This is held for a subject access request, so nothing of it is deleted until the hold is lifted."
        )
