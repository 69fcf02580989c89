"""Commands on seats: adding or asking for one, its answer, filling it, ending a term, closing it; and recruitment."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.seats.models import Basis, Recruitment, Reply, Seat, SeatHolder, Term


@command("bodies.record")
def add_seat(*, by: Person, body: Body, title: str, basis: str) -> Body:
    """Add seat: for somebody with a lived experience, or of a role."""
    _part(Seat(council=by.council, body=body, title=title, basis=Basis(basis)))
    return body


@command("bodies.record")
def ask_for_seat(
    *, by: Person, body: Body, title: str, basis: str, asked_by: str, asked_on: datetime.date
) -> Body:
    """Ask for seat: whoever leads the body owes an answer."""
    seat = Seat(
        council=by.council, body=body, title=title, basis=Basis(basis), asked_by=asked_by, asked_on=asked_on
    )
    _part(seat)
    return body


@command("bodies.record")
def answer_seat(*, by: Person, seat: Seat, reply: str, replied_on: datetime.date, because: str = "") -> Body:
    """Record answer about seat: it is agreed, and vacant, or refused, with the reason."""
    seat = _locked(seat)
    if not seat.asked_on or seat.reply:
        raise Refused("Nobody waits for an answer about this seat.")
    if reply == Reply.REFUSED:
        saving.needs_explanation(because, "Enter why it was refused", field="because")
    _changed(seat, reply=Reply(reply), replied_on=replied_on, because=because)
    return seat.body


@command("bodies.record")
def fill_seat(
    *,
    by: Person,
    seat: Seat,
    begins_on: datetime.date,
    until: datetime.date,
    person: Person | None = None,
    name: str = "",
    may_be_named: bool = False,
    channel: str = "",
    recruitment: Recruitment | None = None,
) -> Body:
    """Fill seat: by somebody with an account here, or by a name that only those who look after members read."""
    seat = _locked(seat)
    if not seat.is_there:
        raise Refused("This seat was not agreed, or is closed.")
    if (person is None) == (not name.strip()):
        raise Refused("Choose a person, or enter a name.", field="name")
    if until < begins_on:
        raise Refused("Enter a last day after the first.", field="until")
    if recruitment is not None and recruitment.body_id != seat.body_id:
        raise Refused("Choose a recruitment of this body.", field="recruitment")
    held = seat.terms.filter(ended_on=None).first()
    if held is not None:
        if held.until >= begins_on:
            raise Refused("Somebody holds this seat. End their term first.")
        _changed(held, ended_on=held.until)
    term = Term(
        council=by.council,
        seat=seat,
        person=person,
        begins_on=begins_on,
        until=until,
        channel=recruitment.channel if recruitment is not None else channel,
        recruitment=recruitment,
    )
    _part(term)
    if name.strip():
        SeatHolder.objects.create(
            council=by.council, term=term, name=" ".join(name.split()), may_be_named=may_be_named
        )
    return seat.body


@command("bodies.record")
def end_term(*, by: Person, seat: Seat, ended_on: datetime.date) -> Body:
    """End term: whoever holds the seat leaves before its last day, and it is vacant."""
    seat = _locked(seat)
    held = seat.terms.filter(ended_on=None).first()
    if held is None:
        raise Refused("Nobody holds this seat.")
    if not held.begins_on <= ended_on <= held.until:
        raise Refused("Enter a day within the term.", field="ended_on")
    _changed(held, ended_on=ended_on)
    return seat.body


@command("bodies.record")
def close_seat(*, by: Person, seat: Seat, closed_on: datetime.date) -> Body:
    """Close seat: it is not filled any more, and who held it stays."""
    seat = _locked(seat)
    if seat.closed_on:
        raise Refused("This seat is closed already.")
    held = seat.terms.filter(ended_on=None).first()
    if held is not None:
        if closed_on < held.begins_on:
            raise Refused("Enter a day after its holder began.", field="closed_on")
        _changed(held, ended_on=min(held.until, closed_on))
    _changed(seat, closed_on=closed_on)
    return seat.body


@command("bodies.record")
def recruit(
    *,
    by: Person,
    body: Body,
    sought: str,
    channel: str,
    began_on: datetime.date,
    spoken_to: int | None = None,
) -> Body:
    """Record recruitment: whom the body lacks, and through which channel they are looked for."""
    _part(
        Recruitment(
            council=by.council,
            body=body,
            sought=sought,
            channel=channel,
            began_on=began_on,
            spoken_to=spoken_to,
        )
    )
    return body


def _part(part: Seat | Term | Recruitment) -> None:
    saving.add_part(part, part.seat.body if isinstance(part, Term) else part.body)


def _locked(seat: Seat) -> Seat:
    """Return a seat as it stands, with its body, for a change that nobody else makes meanwhile."""
    found: Seat = Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
    return found


def _changed(part: Seat | Term, **fields: Any) -> None:
    saving.change_part(part, part.seat.body if isinstance(part, Term) else part.body, **fields)
