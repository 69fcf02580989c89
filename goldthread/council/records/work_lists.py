"""The filters of a list by owner and due date, and how a list shows both."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.people.fields import people_who_may
from goldthread.council.records import due_dates
from goldthread.council.records.assignment import due_of, is_open, owner_of
from goldthread.dates import week_start
from goldthread.web.forms import FilterForm

ME, NOBODY = "me", "nobody"
OVERDUE, TODAY, THIS_WEEK, NO_DATE = "overdue", "today", "this-week", "none"
_DUE = {
    OVERDUE: "Overdue",
    TODAY: "Today",
    THIS_WEEK: "This week, Monday to Sunday",
    NO_DATE: "No due date",
}


class WorkFilters(FilterForm):
    """A list's filters by owner and due date."""

    whose = forms.ChoiceField(label="Owner")
    due = forms.ChoiceField(label="Due", choices=[("", "Any time or none"), *_DUE.items()])

    work_of: type[Model]

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        # The council's own staff choose among each other; a board member or an assessor is given no list of them.
        is_staff = person is not None and person.may("notes.write")
        own, people = self.work_of.spec.work.own, []
        if is_staff:
            people = kept(person, "owners", timezone.localdate(), lambda: _owners(person, own), by=own)
        self.fields["whose"].choices = [
            ("", "Anybody"),
            (ME, "Me"),
            (NOBODY, "Nobody yet"),
            *people,
        ]


def _owners(person: Person, own: str) -> list[tuple[str, str]]:
    """Return the people who may own records of a type, as choices."""
    return [(str(each.pk), each.name) for each in people_who_may(person, *own.split())]


@cache
def with_work(form: type[FilterForm], model: type[Model]) -> type[FilterForm]:
    """Return a type's filter form with the filters by owner and due date, where somebody does work on its records."""
    if model.spec.work is None:
        return form
    order = [*(form.field_order or ()), "whose", "due"]
    bases = (WorkFilters,) if form is FilterForm else (WorkFilters, form)
    return type(form.__name__, bases, {"work_of": model, "field_order": order, "__doc__": form.__doc__})


def narrowed_by_work(records: QuerySet, chosen: Mapping[str, Any], person: Person | None) -> QuerySet:
    """Return the records that match the filters by owner and due date; what is due, or nobody's yet, is open."""
    work = records.model.spec.work
    whose, due = chosen.get("whose") or "", chosen.get("due") or ""
    if work is None or not (whose or due):
        return records
    if whose == NOBODY:
        records = records.filter(work.open, **{work.owner: None})
    elif whose:
        records = records.filter(**{work.owner: person if whose == ME else whose})
    return records.filter(work.open, _due_condition(work.due, due)) if due else records


def _due_condition(field: str, due: str) -> Q:
    today = timezone.localdate()
    if due == OVERDUE:
        return Q(**{f"{field}__lt": today})
    if due == NO_DATE:
        return Q(**{field: None})
    first, last = today, today
    if due == THIS_WEEK:
        first = week_start(today)
        last = first + datetime.timedelta(days=6)
    return Q(**{f"{field}__gte": first, f"{field}__lte": last})


def described(chosen: Mapping[str, Any]) -> list[str]:
    """Return what the filters let through, for the audit log: no names of staff."""
    whose, due = chosen.get("whose") or "", chosen.get("due") or ""
    said = {"": [], ME: ["of the person who exported them"], NOBODY: ["not assigned"]}
    parts = said.get(whose, ["of one owner"])
    return [*parts, f"due: {_DUE[due][0].lower()}{_DUE[due][1:]}"] if due else parts


def owner_cell(record: Any) -> str:
    """Return who does the work on a record, as a list shows it."""
    owner = owner_of(record)
    return owner.name if owner is not None else ""


def due_cell(record: Any) -> str | Mapping[str, str]:
    """Return by when something is due on a record, as a list shows it; "" where nothing is."""
    return due_dates.cell(due_of(record), timezone.localdate()) if is_open(record) else ""
