"""The page "My work": what is open and mine, my team's or anybody's, the earliest due first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records import my_work
from goldthread.council.records.assignment import next_step, owner_of, team_of
from goldthread.council.records.base import Record
from goldthread.council.records.pages import address
from goldthread.council.records.saving import day_of
from goldthread.council.records.work_lists import due_cell
from goldthread.council.work.queries import covered_by, hand_overs_of
from goldthread.web.forms import lower_first
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number

_ROWS = 50
_MOST_COUNTED = 1000
_TABS = {my_work.MINE: "My work", my_work.TEAM: "My team's work", my_work.ALL: "All work"}
_COLUMNS = [
    {"text": "Reference", "label": True},
    {"text": "Subject", "main": True},
    {"text": "Kind", "label": True},
    {"text": "Team", "label": True, "off": True},
    {"text": "Owner", "label": True},
    {"text": "Age in days", "label": True, "numeric": True},
    {"text": "Due", "label": True},
]


def tabs(person: Person) -> list[tuple[str, str, int]]:
    """Return (text, address, how many) of each part of the work that this person may see; one query in all."""
    shown = parts(person)
    counts = my_work.counts(person, shown)
    return [
        (_TABS[whose], address_of(whose), min(count, _MOST_COUNTED))
        for whose, count in zip(shown, counts, strict=True)
    ]


def address_of(whose: str) -> str:
    """Return the address of a part of the work."""
    return reverse("my_work") + ("" if whose == my_work.MINE else f"?whose={whose}")


def parts(person: Person) -> list[str]:
    """Return whose work somebody may see: their own, that of their teams, and all where they answer for all."""
    found = [my_work.MINE]
    if my_work.teams_of(person):
        found.append(my_work.TEAM)
    if person.may("thread.gaps") and person.teams_for("thread.gaps") is None:
        found.append(my_work.ALL)
    return found


def my_work_page(request: HttpRequest) -> HttpResponse:
    """List the open work of whomever the address says: oneself, one's teams, or everybody."""
    person, whose = request.person, request.GET.get("whose", "")
    if whose not in parts(person):
        whose = my_work.MINE
    today = timezone.localdate()
    start = sent_number(request.GET.get("from", "")) or 0
    records = my_work.first(person, whose, start=start, most=_ROWS + 1)
    more = len(records) > _ROWS
    shown = tabs(person)
    context = {
        "tabs": shown,
        "count": next(count for text, _, count in shown if text == _TABS[whose]),
        "tab": _TABS[whose],
        "mine": whose == my_work.MINE,
        "covers": [each for each in covered_by(person, today).select_related("person")],
        "given": list(hand_overs_of(person, today)),
        "columns": _COLUMNS,
        "rows": [{"cells": _cells(record)} for record in records[:_ROWS]],
        "earlier": f"?whose={whose}&from={max(0, start - _ROWS)}" if start else "",
        "later": f"?whose={whose}&from={start + _ROWS}" if more else "",
    }
    return render_page(request, "council/my_work.html", context)


def _cells(record: Record) -> list[Any]:
    owner, team, began = owner_of(record), team_of(record) if record.spec.work.team else None, day_of(record)
    if record.spec.work.due == record.spec.on:
        # What an action begins with is when it was agreed; its own date is that by which it is due.
        began = getattr(record, "agreed_on", None)
    return [
        record.reference,
        {"text": str(getattr(record, record.spec.title)), "href": address(record)},
        record.spec.name,
        team.name if team else "",
        owner.name if owner else "Nobody yet",
        (timezone.localdate() - began).days if began else "",
        _due(record),
    ]


def _due(record: Record) -> Any:
    """Return when something is due, and what, where a rule says."""
    cell, step = due_cell(record), next_step(record)
    if not step or not cell:
        return cell
    if isinstance(cell, str):
        return f"{cell}: {lower_first(step)}"
    return {**cell, "text": f"{cell['text']}: {lower_first(step)}"}
