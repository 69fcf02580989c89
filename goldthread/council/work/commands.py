"""Commands on work that changes hands: for leave, when somebody leaves, and asking its owner how it stands."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.notes.commands import add_note
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.commands import deactivate_person
from goldthread.council.records import audit, my_work, saving
from goldthread.council.records.assignment import can_own, is_open, owner_of, work_on
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of
from goldthread.council.work.models import HandOver, UpdateAsked
from goldthread.council.work.queries import cover_of, holding, updates_asked
from goldthread.dates import day_in_words

# Of more than so many records that come at once, the page My work tells.
_MOST_TOLD = 20


@command("thread.home", to=lambda hand_over: hand_over.to)
def hand_over(
    *, by: Person, to: Any, from_on: datetime.date, until_on: datetime.date, today: datetime.date
) -> HandOver:
    """Hand over one's work to a colleague for some days: it is in their hands until then, and returns by itself."""
    if to == by or not to.is_active:
        raise Refused("Choose a colleague.", field="to")
    if until_on < from_on:
        raise Refused("The last day must be on or after the first day.", field="until_on")
    if until_on < today:
        raise Refused("The last day is over already. Check the dates.", field="until_on")
    same = holding(by.council_id).filter(person=by)
    if before := same.filter(from_on__lte=until_on, until_on__gte=from_on).first():
        raise Refused(
            f"Your work is handed over until {day_in_words(before.until_on)} already. End that first.",
            field="from_on",
        )
    given = HandOver(council=by.council, person=by, to=to, from_on=from_on, until_on=until_on)
    given.save(force_insert=True)
    return given


@command("thread.home")
def end_hand_over(*, by: Person, hand_over: HandOver, today: datetime.date) -> HandOver:
    """Take back one's work: it is in one's own hands again from today."""
    if hand_over.person_id != by.pk:
        raise PermissionDenied("work is taken back by whoever handed it over")
    if hand_over.ended_on is not None:
        raise Refused("You have taken your work back already.")
    hand_over.ended_on = today
    hand_over.save(update_fields=["ended_on"])
    return hand_over


@command("council.manage")
def leave(*, by: Person, person: Person, to: Any) -> Person:
    """Deactivate a user who leaves and hand over all their open work, in one step."""
    taken = []
    for record in my_work.owned_by(person):
        if to is not None and can_own(by, record, to):
            _give(by, record, to)
            taken.append(record)
        elif work_on(record).needs_owner:
            raise Refused(
                f"{record.reference or record.spec.name} must have an owner"
                + (f", and {to.name} may not own it." if to else ".")
                + " Choose somebody who may.",
                field="to",
            )
        else:
            _give(by, record, None)
    for record in taken[:_MOST_TOLD]:
        notify(by=by, to=[to], kind="handed_over", record=record)
    return deactivate_person(by=by, person=person)


def _give(by: Person, record: Record, to: Person | None) -> None:
    """Give a record to somebody, with a line of its own in the audit log, as if it had been assigned."""
    saving.change(record, **{work_on(record).owner: to})
    audit.write(
        council_id=by.council_id,
        person=by,
        command="council.assign",
        target=record,
        reason="Its owner left.",
        detail={"version": record.version} | ({"to": str(to.pk)} if to else {}),
    )


def _reads(*, record: Record, **_: Any) -> str:
    """Return the permission to ask for an update on a record: to read notes on it, as the answer is one."""
    return record.spec.notes


@command(_reads)
def ask_update(*, by: Person, record: Record) -> UpdateAsked:
    """Ask for an update: the owner of a record is told, and answers on its page."""
    owner = owner_of(record)
    if owner is None or owner == by or not is_open(record):
        raise Refused("There is nobody to ask: this has no other owner, or nothing is left to do.")
    asked = UpdateAsked(council=by.council, origin=kind_of(record), origin_id=record.pk, by=by)
    asked.save(force_insert=True)
    cover = cover_of(owner, timezone.localdate())
    notify(by=by, to=[owner, *([cover.to] if cover else [])], kind="update_asked", record=record)
    return asked


@command("notes.write")
def give_update(*, by: Person, record: Record, text: str) -> Record:
    """Give an update that was asked for: as a note on the record; whoever asked is told."""
    asked = list(updates_asked(record).select_for_update(of=("self",)))
    if not asked:
        raise Refused("Nobody is waiting for an update on this. Add a note instead.")
    add_note(by=by, record=record, text=text)
    for each in asked:
        each.answered_at = timezone.now()
        each.save(update_fields=["answered_at"])
    notify(by=by, to=[each.by for each in asked], kind="update_given", record=record)
    return record
