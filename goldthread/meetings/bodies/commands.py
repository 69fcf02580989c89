"""Commands on boards and networks: adding, correcting and ending one, its yearly answer, and the names it is called by."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.finding import find_any
from goldthread.council.records.spec import kind_of
from goldthread.dates import add_months, financial_year
from goldthread.meetings.bodies.kinds import BODY_KINDS
from goldthread.meetings.bodies.models import Body, YearAnswer
from goldthread.meetings.bodies.names import take_name

_YEAR = 12


@command("bodies.record")
def add_body(*, by: Person, owner: Person | None = None, **fields: Any) -> Body:
    """Add board or network: it is asked what changed because of it a year after it began, or a year from now."""
    _checked(by, None, fields)
    due_on = add_months(timezone.localdate(), _YEAR)
    body: Body = saving.add(Body(council=by.council, due_on=due_on, **fields))
    take_name(body, body.name)
    assign(by=by, record=body, owner=owner or by)
    return body


@command("bodies.record", trail=people_named.reason_about("body"))
def edit_body(*, by: Person, body: Body, version: int | None = None, reason: str, **fields: Any) -> Body:
    """Correct board or network: the name it had stays a name by which feedback can call it."""
    saving.needs_reason(reason)
    _checked(by, body, fields)
    saving.change(body, version=version, **fields)
    take_name(body, body.name)
    return body


@command("bodies.record", trail=people_named.reason_about("body"))
def end_body(
    *, by: Person, body: Body, ended_on: datetime.date, reason: str, version: int | None = None
) -> Body:
    """End board or network: nothing more is asked of it, and what it did stays."""
    saving.needs_reason(reason)
    if body.ended_on:
        raise Refused(f"{body.name} has ended already.")
    return saving.change(body, version=version, ended_on=ended_on)


@command("bodies.record")
def call_body(*, by: Person, body: Body, name: str) -> Body:
    """Join a name to a board: what feedback says of a board of that name is about this one."""
    take_name(body, name)
    return body


@command("bodies.answer")
def answer_year(
    *,
    by: Person,
    body: Body,
    answered_on: datetime.date,
    is_nothing: bool,
    changed: str = "",
    led_to: str = "",
    version: int | None = None,
) -> Body:
    """Record answer: what changed because of it this year; "nothing" is one, and it is asked again in a year."""
    if body.ended_on:
        raise Refused(f"{body.name} has ended. Nothing more is asked of it.")
    if is_nothing and (changed.strip() or led_to.strip()):
        raise Refused("Say what changed, or that nothing did, and not both.", field="is_nothing")
    if not is_nothing:
        saving.needs_explanation(changed, "Enter what changed", field="changed")
    shows = None
    if led_to.strip():
        shows = find_any(by, led_to)
        if shows is None or shows.pk == body.pk:
            raise Refused("There is no such record. Enter a reference such as A-12.", field="led_to")
    year = financial_year(answered_on).year
    if body.answers.filter(year=year).exists():
        raise Refused(f"It was answered for {year}–{(year + 1) % 100:02d} already.", field="answered_on")
    saving.check_version(body, version, {})
    saving.add_part(
        YearAnswer(
            council=by.council,
            body=body,
            year=year,
            answered_on=answered_on,
            changed=changed.strip(),
            origin=kind_of(shows) if shows is not None else "",
            origin_id=shows.pk if shows is not None else None,
            by=by,
        ),
        body,
    )
    latest = body.answers.order_by("-year")[0].answered_on
    return saving.change(body, due_on=add_months(latest, _YEAR), **_counted(body))


def _counted(body: Body) -> dict[str, int]:
    """Return of how many years a body answered, in how many something changed, and how many of the last it did not."""
    said = [answer.is_nothing for answer in body.answers.order_by("-year")]
    running = next((number for number, nothing in enumerate(said) if not nothing), len(said))
    return {
        "years_answered": len(said),
        "years_changed": said.count(False),
        "nothing_running": running,
    }


def _checked(by: Person, own: Body | None, fields: dict[str, Any]) -> None:
    fields["name"] = " ".join(fields["name"].split())
    if fields["kind"] not in BODY_KINDS:
        raise Refused("Choose what it is.", field="kind")
    same = Body.objects.filter(council=by.council, name__iexact=fields["name"]).counted()
    if own is not None:
        same = same.exclude(pk=own.pk)
    if other := same.first():
        raise Refused(f"{other.reference} is called {other.name} already.", field="name")
    if fields.get("is_public") and not BODY_KINDS[fields["kind"]].people:
        raise Refused("A page for the public is for boards and groups of people.", field="is_public")
