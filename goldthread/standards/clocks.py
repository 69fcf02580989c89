"""Complaint procedures as data: each one's steps, and the days they fall due.

What is shipped is in ``data/clocks.toml``. A council's own procedure is the same thing, made of a plain dictionary
that it keeps (`from_plain`). How days are counted is in `counting`, and what happened to a case in `clock_log`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from goldthread.standards.bank_holidays import ENGLAND
from goldthread.standards.counting import UNITS as UNITS
from goldthread.standards.counting import Holidays, Length, last_day
from goldthread.standards.counting import add_working_days as add_working_days
from goldthread.standards.counting import is_working_day as is_working_day
from goldthread.standards.counting import working_day as working_day
from goldthread.standards.entries import Entry, StandardsError, Table, one_each, table

RECEIVED, STAGE_2_ASKED = "received", "stage_2_asked"
ACKNOWLEDGED, REPLIED, DONE = "acknowledged", "replied", "done"
# What meets a step: the acknowledgement or the reply of its stage, or that somebody says it is done.
MET_BY = {ACKNOWLEDGED: "the acknowledgement", REPLIED: "the reply", DONE: "somebody saying that it is done"}
LAW, CODE, TARGET = "law", "code", "target"
KINDS = {LAW: "Set by law", CODE: "Set by the ombudsman's Code", TARGET: "The council's own target"}
# The letters of a procedure, by slug.
LETTERS = {
    "acknowledgement": "Acknowledgement",
    "holding": "Holding letter",
    "extension": "Extension",
    "safeguarding": "Referral to safeguarding",
    "final": "Final response",
    "not-accepted": "Complaint not accepted",
}


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

    @property
    def length(self) -> Length:
        """Return how long."""
        return Length(self.within, self.unit, self.first_day_counts)


@dataclass(frozen=True, kw_only=True)
class ByComplexity(Span):
    """How long a step is given where a case is of one complexity, its slug."""


@dataclass(frozen=True, kw_only=True)
class Step(Span):
    """One thing to be done in time.

    after: what it is counted from, "received", "stage_2_asked" or the slug of an earlier step. met_by: what meets it
    (`MET_BY`). kind: who set it (`KINDS`). letter: the letter that does it; late_letter: the one that says it is late;
    if_late: what happens then. extension: by how much it is normally extended, at most. pauses: whether a pause takes
    its days out; where it does not, the day that would follow is another reading. by_complexity: other lengths.
    """

    after: str
    met_by: str
    stage: int = 1
    kind: str = LAW
    letter: str = ""
    late_letter: str = ""
    if_late: str = ""
    or_as_agreed: bool = False
    pauses: bool = False
    extension: Span | None = None
    by_complexity: tuple[ByComplexity, ...] = ()

    def length_of(self, complexity: str = "") -> Length:
        """Return how long a case of a complexity is given."""
        return next((each.length for each in self.by_complexity if each.slug == complexity), self.length)


@dataclass(frozen=True, kw_only=True)
class Complexity(Entry):
    """How complex a case is, where a procedure has targets by it."""

    name: str
    what_it_is: str


@dataclass(frozen=True, kw_only=True)
class Procedure(Entry):
    """A procedure with its steps in order; limit is how long a person has to complain, where there is one.

    version: one that is in use is never changed; a later version stands beside it. for_cases: whether a case can follow
    it. question_pauses: whether a question to the person pauses the clocks that pause. safeguarding_parks: whether what
    remains is parked, and those clocks pause, while a referral to safeguarding goes on. reopening_starts_again: whether
    a target or the Code's day for the reply is counted anew from when a case is reopened; the law's first day stands always.
    drafter_may_sign: whether whoever wrote the final letter may sign it off as well.
    """

    name: str
    what_it_is: str
    starts: str
    steps: tuple[Step, ...]
    version: int = 1
    limit: Span | None = None
    complexities: tuple[Complexity, ...] = ()
    for_cases: bool = False
    question_pauses: bool = False
    safeguarding_parks: bool = False
    reopening_starts_again: bool = False
    drafter_may_sign: bool = False

    @cached_property
    def stages(self) -> tuple[int, ...]:
        """Return its stages in order: (1,) or (1, 2)."""
        return tuple(sorted({step.stage for step in self.steps}))

    def step(self, slug: str) -> Step | None:
        """Return one of its steps, None where there is none of that slug."""
        return next((step for step in self.steps if step.slug == slug), None)


@lru_cache
def procedures() -> tuple[Procedure, ...]:
    """Return every procedure that is shipped, each in its newest version."""
    newest = {each.slug: each for each in sorted(_every_version(), key=lambda each: each.version)}
    return tuple(each for each in _every_version() if newest[each.slug] is each)


def procedure(slug: str, version: int = 0) -> Procedure:
    """Return one procedure, the newest or of a version; raises KeyError where there is none."""
    for each in _every_version() if version else procedures():
        if each.slug == slug and version in (0, each.version):
            return each
    raise KeyError(f"{slug} {version}" if version else slug)


@lru_cache
def _every_version() -> tuple[Procedure, ...]:
    book = table("clocks")
    every = tuple(_procedure(book, record) for record in book.content["procedures"])
    if len({(each.slug, each.version) for each in every}) < len(every):
        raise StandardsError("clocks.toml: two procedures of one slug have the same version.")
    return every


@lru_cache
def examples() -> tuple[Span, ...]:
    """Return what some councils have set for themselves, as a start for a council's own target."""
    book = table("clocks")
    spans = (Span(**_length(r), **book.provenance(r)) for r in book.content["examples"])
    return one_each(tuple(spans), "clocks")


def due(span: Span, start: dt.date, holidays: Holidays = ENGLAND) -> dt.date:
    """Return the last day of a span of time that is counted from start."""
    return last_day(start, span.length, holidays)


def due_dates(
    procedure: Procedure | str,
    received_on: dt.date,
    holidays: Holidays = ENGLAND,
    *,
    done: Mapping[str, dt.date] | None = None,
    agreed: Mapping[str, dt.date] | None = None,
) -> dict[str, dt.date]:
    """Return the last day for each step of a procedure's first stage, by the step's slug, in order.

    done: the days on which steps were in fact done; a later step is counted from there (the Code's ten
    days begin with the acknowledgement, not with its last day). agreed: days agreed with the person, for
    steps that allow it. A case with extensions, pauses and a second stage is read by `clock_log.read`.
    Raises KeyError for a procedure that is not known, ValueError for a date agreed where none may be.
    """
    known = procedure if isinstance(procedure, Procedure) else _called(procedure)
    may_agree = {step.slug for step in known.steps if step.or_as_agreed}
    agreed = agreed or {}
    if refused := set(agreed) - may_agree:
        raise ValueError(f"{known.name}: no other day may be agreed for {', '.join(sorted(refused))}.")
    dates: dict[str, dt.date] = {}
    for step in known.steps:
        if step.stage > 1:
            continue
        begins = {RECEIVED: received_on, **dates, **(done or {})}
        dates[step.slug] = agreed.get(step.slug) or due(step, begins[step.after], holidays)
    return dates


def last_day_to_complain(procedure: Procedure | str, happened_on: dt.date) -> dt.date | None:
    """Return the last day for a complaint about what happened (or was come to know of) on a day.

    10 January 2025 for 10 January 2024: "not later than 12 months after". None where the procedure sets no limit. A
    council may accept a later one, and the words are not confirmed: show the limit's `caution` beside the day.
    """
    known = procedure if isinstance(procedure, Procedure) else _called(procedure)
    return due(known.limit, happened_on) if known.limit else None


_called = procedure

_FLAGS = ("for_cases", "question_pauses", "safeguarding_parks", "reopening_starts_again", "drafter_may_sign")
_STEP_FIELDS = ("kind", "letter", "late_letter", "if_late", "or_as_agreed", "pauses", "stage")


def from_plain(record: Mapping[str, Any]) -> Procedure:
    """Return a procedure that a council wrote, from what `as_plain` made of it.

    Raises StandardsError, in words, where it cannot be one.
    """
    return _procedure(Table("this procedure", {}, record.get("sources", {})), _with_days(record))


def as_plain(procedure: Procedure) -> dict[str, Any]:
    """Return a procedure as a dictionary of JSON's own types, from which `from_plain` makes the same one."""
    sources: dict[str, str] = {}

    def entry(each: Entry, **more: Any) -> dict[str, Any]:
        key = next((key for key, words in sources.items() if words == each.source), f"s{len(sources) + 1}")
        sources[key] = each.source
        since = each.holds_from.isoformat() if each.holds_from else "not known"
        record = {
            "slug": each.slug,
            "source": key,
            "holds_from": since,
            "confirmed": each.confirmed,
            "note": each.note,
        }
        return record | {key: value for key, value in more.items() if value not in ("", None, [], False)}

    def span(each: Span, **more: Any) -> dict[str, Any]:
        length = {"within": each.within, "unit": each.unit, "first_day_counts": each.first_day_counts}
        return entry(each, name=each.name, **length, **more)

    def step(each: Step) -> dict[str, Any]:
        fields = {name: getattr(each, name) for name in ("after", "met_by", *_STEP_FIELDS)}
        return span(
            each,
            **fields,
            extension=span(each.extension) if each.extension else None,
            by_complexity=[span(length) for length in each.by_complexity],
        )

    return entry(
        procedure,
        name=procedure.name,
        what_it_is=procedure.what_it_is,
        starts=procedure.starts,
        version=procedure.version,
        steps=[step(each) for each in procedure.steps],
        limit=span(procedure.limit) if procedure.limit else None,
        complexities=[entry(c, name=c.name, what_it_is=c.what_it_is) for c in procedure.complexities],
        **{flag: getattr(procedure, flag) for flag in _FLAGS},
    ) | {"sources": sources}


def _with_days(value: Any) -> Any:
    """Return a plain record with its days as days; JSON has none."""
    if isinstance(value, Mapping):
        return {key: _day(item) if key == "holds_from" else _with_days(item) for key, item in value.items()}
    return [_with_days(item) for item in value] if isinstance(value, list) else value


def _day(text: Any) -> Any:
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        return text


def _one_of(record: Mapping, field: str, allowed: Any) -> Any:
    value = record.get(field, "")
    if value not in allowed:
        raise StandardsError(
            f"{record['slug']}: {field} is {value!r}. Choose one of: {', '.join(map(str, allowed))}."
        )
    return value


def _length(record: Mapping) -> dict[str, Any]:
    within = record.get("within")
    if type(within) is not int or within < 1:
        raise StandardsError(f"{record['slug']}: give a whole number of days or months, 1 or more.")
    return {
        "name": record["name"],
        "within": within,
        "unit": _one_of(record, "unit", UNITS),
        "first_day_counts": record.get("first_day_counts", False),
    }


def _span(book: Table, record: Mapping | None) -> Span | None:
    return Span(**_length(record), **book.provenance(record)) if record else None


def _step(book: Table, record: Mapping[str, Any], complexities: frozenset[str]) -> Step:
    inside = book.inside(record)
    for field, allowed in (("kind", KINDS), ("letter", LETTERS), ("late_letter", LETTERS)):
        if record.get(field):
            _one_of(record, field, allowed)
    lengths = []
    for each in record.get("by_complexity", ()):
        _one_of(each, "slug", complexities)
        lengths.append(ByComplexity(**_length({"name": record["name"], **each}), **inside.provenance(each)))
    return Step(
        **_length(record),
        after=record["after"],
        met_by=_one_of(record, "met_by", MET_BY),
        extension=_span(inside, record.get("extension")),
        by_complexity=one_each(tuple(lengths), record["slug"]),
        **{name: record[name] for name in _STEP_FIELDS if name in record},
        **book.provenance(record),
    )


def _procedure(book: Table, record: Mapping[str, Any]) -> Procedure:
    inside = book.inside(record)
    complexities = tuple(
        Complexity(name=r["name"], what_it_is=r["what_it_is"], **inside.provenance(r))
        for r in record.get("complexities", ())
    )
    slugs = frozenset(each.slug for each in complexities)
    steps = tuple(_step(inside, r, slugs) for r in record["steps"])
    if not steps:
        raise StandardsError(f"{record['slug']}: a procedure has at least one step.")
    begins = {RECEIVED: 1, STAGE_2_ASKED: 2}
    for step in steps:
        if step.after not in begins:
            raise StandardsError(f"{record['slug']}: {step.slug} follows nothing before it.")
        if begins[step.after] != step.stage:
            raise StandardsError(f"{record['slug']}: {step.slug} is counted from another stage than its own.")
        begins[step.slug] = step.stage
    return Procedure(
        name=record["name"],
        what_it_is=record["what_it_is"],
        starts=record["starts"],
        version=record.get("version", 1),
        steps=one_each(steps, record["slug"]),
        limit=_span(inside, record.get("limit")),
        complexities=one_each(complexities, record["slug"]),
        **{flag: record.get(flag, False) for flag in _FLAGS},
        **book.provenance(record),
    )
