"""Pages of seats: adding or asking for one, its answer, filling it, ending a term, closing it; and recruitment."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from goldthread.meetings.bodies.about import about_body, part_of
from goldthread.meetings.bodies.seats import commands, forms
from goldthread.meetings.bodies.seats.models import Seat


def add_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a seat."""
    return about_body(request, pk, forms.SeatForm, commands.add_seat, "Add seat: {}")


def ask_for_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that somebody asks for a seat."""
    return about_body(request, pk, forms.AskForSeatForm, commands.ask_for_seat, "Ask for seat: {}")


def recruit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record recruitment through a channel."""
    return about_body(request, pk, forms.RecruitForm, commands.recruit, "Recruitment: {}")


def fill_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Fill a seat."""
    return _about_seat(
        request, pk, forms.FillSeatForm, commands.fill_seat, "Fill seat", done="Seat filled.", own=True
    )


def answer_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer who asked for a seat."""
    return _about_seat(
        request, pk, forms.AnswerSeatForm, commands.answer_seat, "Answer who asked for the seat"
    )


def end_term(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that whoever holds a seat left."""
    return _about_seat(request, pk, forms.EndTermForm, commands.end_term, "End term")


def close_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give up a seat."""
    return _about_seat(request, pk, forms.CloseSeatForm, commands.close_seat, "Close seat")


def _about_seat(
    request: HttpRequest,
    pk: uuid.UUID,
    form: Any,
    command: Any,
    verb: str,
    *,
    done: str = "",
    own: bool = False,
) -> HttpResponse:
    seat, body = part_of(request, Seat, pk)
    options = {"options": {"body": body}} if own else {}
    title = f"{verb}: {seat.title.replace('{', '(').replace('}', ')')}"
    return about_body(
        request, body.pk, form, command, title, shown=body, done=done, part={"seat": seat}, **options
    )
