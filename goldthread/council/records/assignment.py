"""Assigning: who does the work on a record and by when, for every type of record that says so in its spec."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.notifications.notifying import mark_done, notify
from goldthread.council.people.fields import people_who_may
from goldthread.council.people.permissions import COUNCIL_WIDE, PERMISSIONS, TEAM_ROLES
from goldthread.council.records import due_dates, people_named, saving
from goldthread.council.records.aspects import Work
from goldthread.council.records.base import Record
from goldthread.council.work.queries import cover_of

# Said of an owner or a due date: it stays as it is.
KEEP: Any = object()
# The kinds of notification about a due date, as `due_dates.state` calls them.
_DUE = (due_dates.SOON, due_dates.OVERDUE)


def work_on(record: Record) -> Work:
    """Return how work on a record's type is told; raises Refused where nobody does any."""
    if record.spec.work is None:
        raise Refused(f"{record.spec.plural} have no owner.")
    return record.spec.work


def owner_of(record: Record) -> Person | None:
    """Return who does the work on a record, None where nobody does yet."""
    return getattr(record, work_on(record).owner)


def due_of(record: Record) -> datetime.date | None:
    """Return by when something is to be done on a record, None where no date is set."""
    return getattr(record, work_on(record).due)


def next_step(record: Record) -> str:
    """Return what is due on the due date, such as "Acknowledge"; "" where no rule says, or somebody set another date."""
    due = due_of(record)
    return next((name for name, day in work_on(record).steps(record).items() if day == due), "")


def team_of(record: Record) -> Team | None:
    """Return the team whose work a record is, None where it is no team's."""
    path = work_on(record).team
    value: Any = record if path else None
    for name in path.split("__") if path else ():
        value = getattr(value, name, None)
    return value


def is_open(record: Record) -> bool:
    """Return whether something is still to be done on a record, without asking the database."""
    return record.withdrawn_on is None and _holds(work_on(record).open, record)


def _holds(condition: Q, record: Record) -> bool:
    """Return whether a record meets a condition on its own fields, of those that specs state."""
    found = []
    for child in condition.children:
        if isinstance(child, Q):
            found.append(_holds(child, record))
            continue
        name, _, lookup = child[0].partition("__")
        value, wanted = getattr(record, name), child[1]
        if lookup not in ("", "in", "isnull"):
            raise NotImplementedError(f"{child[0]}: say in `_holds` how it is read")
        found.append(
            (value is None) == wanted if lookup == "isnull" else value in (wanted if lookup else (wanted,))
        )
    held = any(found) if condition.connector == Q.OR else all(found)
    return held != condition.negated


@saving.after_change
def withdraw_what_is_not_due(record: Record) -> None:
    """Withdraw what people have not read yet of a record's due date, where it is closed, or due another day."""
    if record.spec.work is None:
        return
    stands = due_dates.state(due_of(record), timezone.localdate()) if is_open(record) else ""
    mark_done(record, *(kind for kind in _DUE if kind != stands))


def may_assign(person: Person, record: Record) -> bool:
    """Return whether somebody may say who does the work on this record."""
    work = record.spec.work
    if work is None or not person.may(work.assign):
        return False
    teams, team = person.teams_for(work.assign), team_of(record)
    return teams is None or team is None or team.pk in teams or owner_of(record) == person


def possible_owners(by: Person, record: Record) -> QuerySet[Person]:
    """Return the people who may own this record, by name: they may do the work, and open it."""
    return _owners_in(by, type(record), team_of(record)).order_by("name")


def stays_owner(by: Person, record: Record, *, team: Team | None) -> bool:
    """Return whether the owner of a record may own it in another team too; so where nobody owns it."""
    owner = owner_of(record)
    return owner is None or _owners_in(by, type(record), team).filter(pk=owner.pk).exists()


def _owners_in(by: Person, model: type[Record], team: Team | None) -> QuerySet[Person]:
    people, opens = people_who_may(by, *model.spec.work.own.split()), model.spec.permission
    if opens not in COUNCIL_WIDE:
        roles = PERMISSIONS[opens]
        of_all = Q(memberships__role__in=roles - TEAM_ROLES)
        of_team = Q(memberships__role__in=roles & TEAM_ROLES, memberships__team=team)
        people = people.filter(of_all if team is None else of_all | of_team)
    return people


def can_own(by: Person, record: Record, person: Person) -> bool:
    """Return whether somebody may own this record as it stands now."""
    return possible_owners(by, record).filter(pk=person.pk).exists() and (
        type(record)._default_manager.visible_to(person).filter(pk=record.pk).exists()
    )


def _assigns(*, record: Record, **_: Any) -> str:
    """Return the permission to assign records of a type."""
    return work_on(record).assign


def _note(*, record: Record, note: str = "", **_: Any) -> str:
    """Return the note as the audit log holds it: without whom the record's words name."""
    return people_named.redacted_reason(record=record, reason=note) if note.strip() else ""


@command(_assigns, trail=_note, to=owner_of)
def assign(
    *,
    by: Person,
    record: Record,
    owner: Any = KEEP,
    due_on: Any = KEEP,
    note: str = "",
    version: int | None = None,
) -> Any:
    """Assigned: who does the work on a record and by when; a date once set is moved with the reason.

    owner: a Person, or None for nobody yet. due_on: a date, or None for none. What is not given stays as it is.
    """
    work, name = work_on(record), record.reference or record.spec.name
    fields: dict[str, Any] = {}
    if owner is not KEEP:
        fields[work.owner] = owner
    if due_on is not KEEP:
        fields[work.due] = due_on
    current = saving.check_version(record, version, fields)
    for field in list(fields):
        if fields[field] == getattr(current, field):
            del fields[field]
    if not is_open(current):
        raise Refused(f"{name} is closed or done, so nobody need do anything about it.")
    if not fields:
        raise Refused(f"{name} has this owner and due date already. Nothing was changed.")
    if work.owner in fields:
        _check_owner(by, current, owner)
    if work.due in fields:
        _check_due(current, due_on, note)
    saving.change(record, **fields)
    # What is not so any more is not in the next e-mail either, such as that it is theirs.
    mark_done(record, *(("assigned", "handed_over") if work.owner in fields else ()), *_DUE)
    if fields.get(work.owner) is not None:
        cover = cover_of(owner, timezone.localdate())
        notify(by=by, to=[owner, *([cover.to] if cover else [])], kind="assigned", record=record)
    return record


def _check_owner(by: Person, record: Record, owner: Person | None) -> None:
    name = record.reference or f"this {record.spec.name.lower()}"
    if owner is None:
        if work_on(record).needs_owner:
            raise Refused("Choose who does it.", field="owner")
    elif not can_own(by, record, owner):
        raise Refused(
            f"{owner.name} may not open {name}, or may not do this work. Choose somebody else.", field="owner"
        )


def _check_due(record: Record, due_on: datetime.date | None, note: str) -> None:
    if why_not := work_on(record).no_date_by_hand(record):
        raise Refused(why_not, field="due_on")
    before = due_of(record)
    if due_on is None and work_on(record).needs_owner:
        raise Refused("Enter the due date.", field="due_on")
    if before is not None and due_on != before and len(note.strip()) < saving.SHORTEST_REASON:
        raise Refused("Say in a few words why the due date is changed.", field="note")
