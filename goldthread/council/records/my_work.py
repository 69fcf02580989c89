"""My work: what is open of all types of record, as their specs tell who does it and by when."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.utils import timezone

from goldthread.council.header import counted_in_header
from goldthread.council.kept import rights_of
from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.records.spec import record_types, type_of
from goldthread.council.records.together import Question, counts_of, question_of
from goldthread.council.work.queries import covered_by

MINE, TEAM, ALL = "mine", "team", "all"


def work_types(person: Person) -> Iterator[tuple[str, type[Record]]]:
    """Yield each type of record on which somebody does work and that this person may open, with its kind."""
    for kind, model in record_types().items():
        if model.spec.work is not None and person.may(model.spec.permission):
            yield kind, model


def open_work(model: type[Record], person: Person, whose: str = MINE) -> QuerySet:
    """Return the open records of a type that are this person's work, their teams', or anybody's.

    Of a team or of all only those that somebody owns or that have a due date: what nobody has taken on and is not
    due by any day is in the lists.
    """
    work = model.spec.work
    records = model._default_manager.visible_to(person).filter(work.open)
    if whose == MINE:
        return records.filter(**{work.owner: person})
    records = records.filter(Q(**{f"{work.owner}__isnull": False}) | Q(**{f"{work.due}__isnull": False}))
    if whose == TEAM:
        teams = teams_of(person)
        return records.filter(**{f"{work.team}__in": teams}) if work.team and teams else records.none()
    return records


def covered_work(model: type[Record], person: Person, today: datetime.date) -> QuerySet:
    """Return the open records of a type whose owners are away and whose work this person covers."""
    work = model.spec.work
    owners = covered_by(person, today).values("person")
    return model._default_manager.visible_to(person).filter(work.open, **{f"{work.owner}__in": owners})


def teams_of(person: Person) -> list[uuid.UUID]:
    """Return the teams in which somebody has a role."""
    return [each.team_id for each in person.memberships.all() if each.team_id is not None]


@counted_in_header("my_work", keeps=True)
def mine(person: Person) -> QuerySet:
    """Return the keys of what is open and this person's, of whatever type."""
    return _keys(person, MINE)


def owned_by(person: Person) -> list[Record]:
    """Return all that somebody owns and is open, whether or not they may still open it; for whoever takes it over."""
    return [
        record
        for model in record_types().values()
        if model.spec.work is not None
        for record in model._default_manager.filter(
            model.spec.work.open,
            council=person.council_id,
            withdrawn_on=None,
            **{model.spec.work.owner: person},
        ).order_by("pk")
    ]


def count(person: Person, whose: str = MINE) -> int:
    """Return how much is open, in one query."""
    return counts(person, [whose])[0]


def counts(person: Person, parts: Iterable[str]) -> list[int]:
    """Return how much is open of each part of the work, in one query."""
    return counts_of([_question(person, whose) for whose in parts])


def first(person: Person, whose: str = MINE, *, start: int = 0, most: int = 100) -> list[Record]:
    """Return what is open, the earliest due first and what has no date last: one query for all, and one for each type."""
    question = _question(person, whose)
    if question is None:
        return []
    sql, parameters = question
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT work_kind, pk, work_due FROM ({sql}) AS work ORDER BY work_due, pk LIMIT %s OFFSET %s",
            [*parameters, most, start],
        )
        keys = cursor.fetchall()
    found: dict[uuid.UUID, Record] = {}
    for kind in dict.fromkeys(kind for kind, _, _ in keys):
        records = type_of(kind)._default_manager.select_related(*_read_with(type_of(kind)))
        found |= records.in_bulk([pk for of, pk, _ in keys if of == kind])
    return [found[pk] for _, pk, _ in keys]


def _read_with(model: type[Record]) -> list[str]:
    """Return what is read with each record, so that a list of many asks no more: owner, team, and what names it."""
    work = model.spec.work
    return [each for each in (work.owner, work.team, *model.spec.names_itself_by(model)) if each]


# The query of somebody's work, put together once for their rights on a day: it holds no data, and putting it together
# takes longer than all else of a page.
_ASKED: dict[tuple[Any, ...], Question | None] = {}
_MOST_KEPT = 1000


def _question(person: Person, whose: str) -> Question | None:
    key = (
        person.council_id,
        person.pk,
        rights_of(person),
        tuple(teams_of(person)) if whose == TEAM else (),
        timezone.localdate(),
        whose,
    )
    if key not in _ASKED:
        if len(_ASKED) >= _MOST_KEPT:
            _ASKED.clear()
        _ASKED[key] = question_of(_keys(person, whose))
    return _ASKED[key]


def _keys(person: Person, whose: str) -> QuerySet:
    """Return (kind, pk, due) of all that is open, of whatever type that this person may open."""
    today = timezone.localdate()
    parts = [
        rows.order_by()
        .annotate(work_kind=Value(kind, output_field=CharField()), work_due=F(model.spec.work.due))
        .values_list("work_kind", "pk", "work_due")
        for kind, model in work_types(person)
        for rows in (
            (open_work(model, person), covered_work(model, person, today))
            if whose == MINE
            else (open_work(model, person, whose),)
        )
    ]
    if not parts:
        parts = [
            Person.objects.none()
            .annotate(work_kind=Value(""), work_due=Value(None, output_field=DateField()))
            .values_list("work_kind", "pk", "work_due")
        ]
    return parts[0].union(*parts[1:], all=True)
