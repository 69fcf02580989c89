"""Assigning the ticked records of a list to somebody, one by one: for every type on which somebody does work."""

from __future__ import annotations

from typing import Any

from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField
from goldthread.council.records.assignment import assign
from goldthread.council.records.base import Record
from goldthread.council.records.selections import BulkAction
from goldthread.web.forms import Form


def _assign(*, by: Person, record: Record, owner: Person) -> Record:
    return assign(by=by, record=record, owner=owner)


def _give_back(*, by: Person, record: Record, before: Any) -> Record:
    key = getattr(before, f"{record.spec.work.owner}_id")
    return assign(by=by, record=record, owner=Person.objects.filter(pk=key).first() if key else None)


def assigning(model: type[Record]) -> BulkAction:
    """Return the action that assigns a type's ticked records to whoever is chosen in the bar."""
    work = model.spec.work
    owner = PersonField(
        *work.own.split(), label="Owner", error_messages={"required": "Choose whom to assign them to"}
    )
    form = type("AssignSeveralForm", (Form,), {"owner": owner, "__doc__": "Whom the ticked are assigned to."})
    return BulkAction(
        "assign",
        "Assign",
        work.assign,
        run=_assign,
        undo=_give_back,
        done=lambda answers: f"assigned to {answers['owner'].name}",
        form=form,
    )
