"""Commands on who the two are, and on sign-ins that were changed: proposed by one, confirmed by another, seen by all three."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.council.command import Refused, changed, command
from goldthread.council.database import locks
from goldthread.council.models import Person
from goldthread.speaking_up.models import Confidant, ConfidantChange, SignInNotice
from goldthread.speaking_up.reading import (
    TWO,
    can_confirm,
    can_decide,
    confidants,
    is_administrator,
    is_named,
    may_change,
)
from goldthread.speaking_up.telling import tell_the_three

CHANGE = "speaking_up.change"


@command(CHANGE)
def propose_change(
    *, by: Person, person: Person | None = None, leaves: Confidant | None = None
) -> ConfidantChange:
    """Propose change of the two who read in confidence: who joins, who leaves, or one for the other."""
    _lock(by)
    _check(by)
    if person is None and leaves is None:
        raise Refused("Choose who joins, or who leaves.", field="person")
    if leaves is not None and leaves.until is not None:
        raise Refused("They are not one of the two any more.", field="leaves")
    if person is not None:
        _check_joins(person)
    if len(confidants(by.council_id)) + bool(person) - bool(leaves) > TWO:
        raise Refused("Two people read, and no more. Choose who leaves.", field="leaves")
    change = ConfidantChange.objects.create(
        council=by.council, joins=person, leaves=leaves and leaves.person, proposed_by=by
    )
    tell_the_three(by, *filter(None, [person]))
    return change


@command(CHANGE)
def confirm_change(*, by: Person, change: ConfidantChange) -> ConfidantChange:
    """Confirm change of the two who read in confidence: by the other of them, or by the director."""
    _lock(by)
    _check(by)
    change = ConfidantChange.objects.select_for_update().get(pk=change.pk)
    if change.decided_at is not None:
        raise Refused("This change has been decided already.")
    if not can_decide(by, change):
        raise Refused("Whoever proposed it cannot confirm it. The other of the two, or the director, does.")
    before, today = confidants(by.council_id), timezone.localdate()
    if change.joins is not None:
        _check_joins(change.joins)
    if len(before) + bool(change.joins_id) - bool(change.leaves_id) > TWO:
        raise Refused("Two people read, and no more. Withdraw this change, and propose another.")
    # Whoever leaves is told, too: they are still one of the two.
    tell_the_three(by, *filter(None, [change.joins]))
    if change.leaves_id is not None:
        Confidant.objects.filter(council=by.council, person=change.leaves_id, until=None).update(until=today)
    if change.joins is not None:
        Confidant.objects.create(council=by.council, person=change.joins, since=today)
        if not before:
            tell_the_three(by, change.joins)
    changed("Read in confidence", _names(before), _names(confidants(by.council_id)))
    return _decide(by, change, ConfidantChange.Outcome.MADE)


@command(CHANGE)
def withdraw_change(*, by: Person, change: ConfidantChange) -> ConfidantChange:
    """Withdraw change of the two who read in confidence, before it is made."""
    _lock(by)
    _check(by)
    change = ConfidantChange.objects.select_for_update().get(pk=change.pk)
    if change.decided_at is not None:
        raise Refused("This change has been decided already.")
    tell_the_three(by, *filter(None, [change.joins]))
    return _decide(by, change, ConfidantChange.Outcome.WITHDRAWN)


@command(CHANGE)
def confirm_sign_in(*, by: Person, notice: SignInNotice) -> SignInNotice:
    """Confirm changed sign-in of one of the three: another of them asked, and it was by their own wish."""
    _lock(by)
    notice = SignInNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.confirmed_at is not None:
        raise Refused("This has been confirmed already.")
    if not can_confirm(by, notice):
        raise Refused("Another of the two, or the director, confirms this.")
    notice.confirmed_by, notice.confirmed_at = by, timezone.now()
    notice.save(update_fields=["confirmed_by", "confirmed_at"])
    tell_the_three(by, notice.person)
    return notice


def _lock(by: Person) -> None:
    locks.take_named(by.council_id, "speaking up")


def _check(by: Person) -> None:
    if not may_change(by):
        raise PermissionDenied(CHANGE)


def _check_joins(person: Person) -> None:
    """Refuse somebody who cannot be one of the two."""
    if not person.is_active or person.account_id is None or not person.may("speaking_up.read"):
        raise Refused("Choose somebody of the council's own staff who can sign in.", field="person")
    if is_administrator(person):
        raise Refused("An administrator cannot read in confidence. Choose somebody else.", field="person")
    if person.memberships.filter(role="director").exists():
        raise Refused("The director sees to the two, and is none of them.", field="person")
    if is_named(person):
        raise Refused(f"{person.name} is one of the two already.", field="person")


def _names(named: list[Confidant]) -> list[uuid.UUID]:
    """Return whom the audit log names: by key, because names are deleted there when somebody has left."""
    return [each.person_id for each in named]


def _decide(by: Person, change: ConfidantChange, outcome: ConfidantChange.Outcome) -> ConfidantChange:
    change.decided_by, change.decided_at, change.outcome = by, timezone.now(), outcome
    change.save(update_fields=["decided_by", "decided_at", "outcome"])
    return change
