"""Complaint clocks: each procedure's steps as data, and the days they fall due.

Pure arithmetic: bank holidays are passed in, so that nothing is fetched and a council's own closures can
count where its policy says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goldthread.dates import add_months, period_end
from goldthread.standards.entries import Entry, StandardsError, Table, one_each, table

RECEIVED = "received"
UNITS = ("working days", "days", "months")


@dataclass(frozen=True, kw_only=True)
class Span(Entry):
    """A length of time that somebody set: a number of working days, days or months.

    first_day_counts: months begin with the day itself, and end on the day before the same date; otherwise they end on
    the same date ("not later than 12 months after").
    """

    name: str
    within: int
    unit: str
    first_day_counts: bool = False


@dataclass(frozen=True, kw_only=True)
class Step(Span):
    """One thing to be done in time, counted from the slug of an earlier step or from "received"."""

    after: str
    or_as_agreed: bool = False
    only_if_extended: bool = False


@dataclass(frozen=True, kw_only=True)
class Procedure(Entry):
    """A procedure with its steps in order; limit is how long a person has to complain, where there is one."""

    name: str
    what_it_is: str
    starts: str
    steps: tuple[Step, ...]
    limit: Span | None = None


@dataclass(frozen=True, kw_only=True)
class WorkingDay(Entry):
    """What a working day is. weekend: the days of the week that are none, Monday being 0."""

    name: str
    what_it_is: str
    weekend: frozenset[int]


@lru_cache
def working_day() -> WorkingDay:
    """Return what a working day is."""
    book = table("clocks")
    record = book.content["working_day"]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return WorkingDay(
        name=record["name"],
        what_it_is=record["what_it_is"],
        weekend=frozenset(days.index(day) for day in record["weekend"]),
        **book.provenance(record),
    )


@lru_cache
def procedures() -> tuple[Procedure, ...]:
    """Return every procedure that is known."""
    book = table("clocks")
    return one_each(tuple(_procedure(book, record) for record in book.content["procedures"]), "clocks")


def procedure(slug: str) -> Procedure:
    """Return one procedure; raises KeyError where there is none of that slug."""
    for each in procedures():
        if each.slug == slug:
            return each
    raise KeyError(slug)


@lru_cache
def examples() -> tuple[Span, ...]:
    """Return what some councils have set for themselves, as a start for a council's own target."""
    book = table("clocks")
    spans = (Span(**_length(r), **book.provenance(r)) for r in book.content["examples"])
    return one_each(tuple(spans), "clocks")


def is_working_day(day: dt.date, holidays: Collection[dt.date]) -> bool:
    """Return whether a day counts: no day of the weekend (`working_day`) and no holiday.

    holidays: the bank holidays in England, Good Friday and Christmas Day among them (SI 2012/3094).
    """
    return day.weekday() not in working_day().weekend and day not in holidays


def add_working_days(start: dt.date, days: int, holidays: Collection[dt.date]) -> dt.date:
    """Return the day that is so many working days after start; the day of start does not count.

    Raises ValueError for fewer than no days.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards.")
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def due(span: Span, start: dt.date, holidays: Collection[dt.date]) -> dt.date:
    """Return the last day of a span of time that is counted from start."""
    if span.unit == "working days":
        return add_working_days(start, span.within, holidays)
    if span.unit == "days":
        return start + dt.timedelta(days=span.within)
    return period_end(start, span.within) if span.first_day_counts else add_months(start, span.within)


def due_dates(
    procedure: Procedure | str,
    received_on: dt.date,
    holidays: Collection[dt.date],
    *,
    done: Mapping[str, dt.date] | None = None,
    agreed: Mapping[str, dt.date] | None = None,
    extended: bool = False,
) -> dict[str, dt.date]:
    """Return the last day for each step of a procedure, by the step's slug, in order.

    done: the days on which steps were in fact done; a later step is counted from there (the Code's ten
    days begin with the acknowledgement, not with its last day). agreed: days agreed with the person, for
    steps that allow it. extended: whether an extension was given; without it there is no date for one.
    Raises KeyError for a procedure that is not known, ValueError for a date agreed where none may be.
    """
    known = procedure if isinstance(procedure, Procedure) else _called(procedure)
    may_agree = {step.slug for step in known.steps if step.or_as_agreed}
    agreed = agreed or {}
    if refused := set(agreed) - may_agree:
        raise ValueError(f"{known.name}: no other day may be agreed for {', '.join(sorted(refused))}.")
    dates: dict[str, dt.date] = {}
    for step in known.steps:
        if step.only_if_extended and not extended:
            continue
        if step.slug in agreed:
            dates[step.slug] = agreed[step.slug]
            continue
        # An extension is counted from the day it extends, whatever was done.
        begins = {RECEIVED: received_on, **dates, **({} if step.only_if_extended else done or {})}
        dates[step.slug] = due(step, begins[step.after], holidays)
    return dates


def last_day_to_complain(procedure: Procedure | str, happened_on: dt.date) -> dt.date | None:
    """Return the last day for a complaint about what happened (or was come to know of) on a day.

    10 January 2025 for 10 January 2024: "not later than 12 months after". None where the procedure sets no limit. A
    council may accept a later one, and the words are not confirmed: show the limit's `caution` beside the day.
    """
    known = procedure if isinstance(procedure, Procedure) else _called(procedure)
    return due(known.limit, happened_on, ()) if known.limit else None


_called = procedure


def _unit(record: Mapping) -> str:
    if record["unit"] not in UNITS:
        raise StandardsError(f"clocks.toml: {record['slug']} is counted in {record['unit']}.")
    return record["unit"]


def _length(record: Mapping) -> dict[str, Any]:
    return {
        "name": record["name"],
        "within": record["within"],
        "unit": _unit(record),
        "first_day_counts": record.get("first_day_counts", False),
    }


def _procedure(book: Table, record: Mapping) -> Procedure:
    inside = book.inside(record)
    steps = tuple(
        Step(
            **_length(r),
            after=r["after"],
            or_as_agreed=r.get("or_as_agreed", False),
            only_if_extended=r.get("only_if_extended", False),
            **inside.provenance(r),
        )
        for r in record["steps"]
    )
    before = {RECEIVED}
    for step in steps:
        if step.after not in before:
            raise StandardsError(f"clocks.toml: {record['slug']}, {step.slug} follows nothing before it.")
        before.add(step.slug)
    limit = record.get("limit")
    return Procedure(
        name=record["name"],
        what_it_is=record["what_it_is"],
        starts=record["starts"],
        steps=one_each(steps, record["slug"]),
        limit=Span(**_length(limit), **inside.provenance(limit)) if limit else None,
        **book.provenance(record),
    )
