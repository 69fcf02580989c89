"""Who reads what is said in confidence, who sees to the two with them, and what their sign-ins wait for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.people.watched import Way
from goldthread.speaking_up.models import DIRECTOR_COUNTS_AFTER, Confidant, ConfidantChange, SignInNotice

TWO = 2


def confidants(council_id: uuid.UUID) -> list[Confidant]:
    """Return those who are named, the longest there first."""
    named = Confidant.objects.filter(council=council_id, until=None).select_related("person")
    return list(named.order_by("since", "pk"))


def is_named(person: Person) -> bool:
    """Return whether somebody is one of the two, whether or not they may read just now."""
    return Confidant.objects.filter(council=person.council_id, person=person, until=None).exists()


def is_administrator(person: Person) -> bool:
    """Return whether somebody manages users, and so never reads here."""
    return person.memberships.filter(role="administrator").exists()


def held_back(person: Person) -> list[SignInNotice]:
    """Return the changes of somebody's sign-in that nobody has confirmed yet, the oldest first."""
    waiting = SignInNotice.objects.filter(council=person.council_id, person=person, confirmed_at=None)
    return list(waiting.order_by("at", "pk"))


def may_read(person: Person) -> bool:
    """Return whether somebody may read now; the database asks the same once more (`models.Matter.spec`)."""
    return person.is_active and is_named(person) and not is_administrator(person) and not held_back(person)


def is_director(person: Person) -> bool:
    """Return whether somebody is a director who counts here: no administrator, and no change of theirs waits."""
    if person.is_system or not person.is_active or is_administrator(person):
        return False
    if not person.memberships.filter(role="director").exists():
        return False
    lapsed = timezone.now() - DIRECTOR_COUNTS_AFTER
    return all(notice.way == Way.DIRECTOR and notice.at < lapsed for notice in held_back(person))


def directors(council_id: uuid.UUID) -> list[Person]:
    """Return the directors who count here."""
    held = Person.objects.filter(council=council_id, is_active=True, memberships__role="director")
    return [person for person in held.distinct().order_by("pk") if is_director(person)]


def may_change(person: Person) -> bool:
    """Return whether somebody may propose and confirm a change of the two: one who reads, or a director."""
    return may_read(person) or is_director(person)


def sees_to_it(person: Person) -> bool:
    """Return whether somebody is one of the three, whether or not their sign-in waits to be confirmed."""
    return is_named(person) or person.memberships.filter(role="director").exists()


def waiting_change(council_id: uuid.UUID) -> ConfidantChange | None:
    """Return the change of the two that waits to be confirmed."""
    waiting = ConfidantChange.objects.filter(council=council_id, decided_at=None)
    return waiting.select_related("joins", "leaves", "proposed_by").first()


def waiting_notices(council_id: uuid.UUID) -> QuerySet[SignInNotice]:
    """Return the changed sign-ins that wait to be confirmed."""
    waiting = SignInNotice.objects.filter(council=council_id, confirmed_at=None)
    return waiting.select_related("person", "by").order_by("at", "pk")


def can_confirm(person: Person, notice: SignInNotice) -> bool:
    """Return whether somebody may confirm a changed sign-in: another of the three, and not who changed it."""
    return person.pk not in (notice.person_id, notice.by_id) and may_change(person)


def can_decide(person: Person, change: ConfidantChange) -> bool:
    """Return whether somebody may confirm a change of the two: a director, or the one of the two who did not propose it."""
    return is_director(person) or (may_read(person) and person.pk != change.proposed_by_id)


@contextmanager
def reading(person: Person) -> Iterator[None]:
    """See what is said in confidence, as one of the two, for a part of the transaction; raises PermissionDenied."""
    if not may_read(person):
        raise PermissionDenied("speaking_up.read")
    with tenant.opened_by(tenant.CONFIDANT_SETTING, person.pk):
        yield
