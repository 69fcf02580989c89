"""The card of a record's page that says who does the work on it and by when, and what may be done about both."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.records import due_dates
from goldthread.council.records.assignment import (
    due_of,
    is_open,
    may_assign,
    next_step,
    owner_of,
    possible_owners,
    team_of,
    work_on,
)
from goldthread.council.records.attached import may_read
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of
from goldthread.council.work.queries import cover_of, updates_asked


def work_card(person: Person, record: Record, today: datetime.date) -> dict[str, Any] | None:
    """Return what the card shows; None where a type has no work, the record counts no more, or nobody had any of it."""
    if record.spec.work is None or record.withdrawn_on is not None:
        return None
    owner, due, open_ = owner_of(record), due_of(record), is_open(record)
    if not open_:
        return {"state": "", "rows": [("Owner", owner.name)], "due": None, "links": []} if owner else None
    rows: list[tuple[str, Any]] = [("Owner", owner.name if owner else "Nobody yet")]
    # Who is away, covers or waits for an update is for the council's own staff: others may open an action as well.
    is_staff = may_read(person, record.spec)
    cover = cover_of(owner, today) if owner and is_staff else None
    if cover is not None:
        rows.append(("Away", f"until {due_dates.day(cover.until_on, today)}; {cover.to.name} covers"))
    if work_on(record).team:
        team = team_of(record)
        rows.append(("Team", team.name if team else "No one team"))
    if due is not None:
        rows.append(("Due date", due))
    stands = due_dates.state(due, today)
    card: dict[str, Any] = {
        "state": {due_dates.OVERDUE: "late", due_dates.SOON: "now"}.get(stands, ""),
        "due": (due_dates.in_words(due, today), stands or "open") if due else None,
        "next": next_step(record),
        "rows": rows,
        "links": [],
        "take": "",
        "asked": [],
        "ask": "",
        "answer": "",
    }
    if owner is not None and is_staff:
        _put_updates(card, person, record, owner)
    if may_assign(person, record):
        change = "Change owner" if work_on(record).no_date_by_hand(record) else "Change owner or due date"
        card["links"] = [(change if owner else "Assign", address_of("assign", record))]
        # They may open it: this is its page.
        if owner is None and possible_owners(person, record).filter(pk=person.pk).exists():
            card["take"] = address_of("take", record)
    return card


def _put_updates(card: dict[str, Any], person: Person, record: Record, owner: Person) -> None:
    """Put into the card who waits for an update, and who may ask for one or give it."""
    asked, to = list(updates_asked(record)), [kind_of(record), record.pk]
    card["asked"] = [(each.by.name, each.at) for each in asked]
    if asked and person.may("notes.write"):
        card["answer"] = reverse("give_update", args=to)
    if owner != person and person not in [each.by for each in asked]:
        card["ask"] = reverse("ask_update", args=to)


def address_of(what: str, record: Record) -> str:
    """Return the address of a page about the work on a record: "assign" or "take"."""
    return reverse(f"{record.spec.page.split(':')[0]}:{what}_{kind_of(record)}", args=[record.pk])
