"""Mechanisms that five published CQC assessments describe, and where each can be seen and done in the demo.

A mechanism is live when somebody in the role named can open its page, find its own record there with the record's
state and a figure of it, do the thing, and see that it was done (docs/decisions/0074). What is not live has none of
this, and no link.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from goldthread.council.models import Person
from goldthread.council.people.permissions import ROLES
from goldthread.council.records.spec import record_types, type_of
from goldthread.feedback.models import Feedback
from goldthread.web.doors import may_open

# In a checkout it is in the documents; the wheel carries it beside this file.
_FILES = (Path(__file__).parent / "mechanisms.tsv", Path(__file__).parents[2] / "docs" / "mechanisms.tsv")
_RECORD = "record"


@dataclass(frozen=True)
class Mechanism:
    """One thing that a council is described as doing; all from `where` on is empty for what is not live.

    where: "record" for the record's own page, "record ?QUERY" for a view of it, or "page: NAME [ARGUMENT]" for a page
    that lists it. role: a key of ROLES, whoever does it. record: "KIND: the beginning of its title". On that page are
    the record, state (a text), number (a text with # for each figure and [month] for a month's name, such as "# of #"),
    and shows (a text). Each is there on any day, as the demo is dated from the day on which it is built.
    """

    number: str
    group: str
    assessment: str
    description: str
    where: str
    role: str
    record: str
    state: str
    figure: str
    shows: str

    @property
    def is_live(self) -> bool:
        """Return whether it can be seen and done."""
        return bool(self.where)

    @property
    def done_by(self) -> str:
        """Return the role of whoever does it, in words."""
        return ROLES.get(self.role, "")


@dataclass(frozen=True)
class Listed:
    """A mechanism as one person sees it listed: with the address of its page, "" where they may not open it."""

    mechanism: Mechanism
    address: str


@lru_cache(maxsize=1)
def mechanisms() -> tuple[Mechanism, ...]:
    """Return all mechanisms, in the order of the file."""
    path = next((file for file in _FILES if file.is_file()), None)
    if path is None:
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Mechanism(
                number=row["id"],
                group=row["group"],
                assessment=row["assessment"],
                description=row["mechanism"],
                where=row["where"] or "",
                role=row["role"] or "",
                record=row["record"] or "",
                state=row["state"] or "",
                figure=row["number"] or "",
                shows=row["sees"] or "",
            )
            for row in csv.DictReader(file, delimiter="\t")
        )


def mechanisms_by_group(person: Person) -> list[tuple[str, list[Listed]]]:
    """Return the mechanisms by group, each with an address that this person may open, or ""."""
    by_group = sorted(mechanisms(), key=lambda mechanism: mechanism.group)
    return [
        (group, [Listed(mechanism, address(person, mechanism)) for mechanism in each])
        for group, each in groupby(by_group, key=lambda mechanism: mechanism.group)
    ]


def address(person: Person, mechanism: Mechanism) -> str:
    """Return the address of the page where a mechanism can be seen, or "" where this person may open none.

    A page that lists records is no place for it where its own record is not this person's to see.
    """
    record = record_of(person, mechanism)
    if record is None:
        return ""
    url = _page_of(mechanism, record)
    return url if url and may_open(person, url) else ""


def record_of(person: Person, mechanism: Mechanism) -> Model | None:
    """Return a mechanism's own record, the oldest of that title; None where this person may see none."""
    kind, _, title = (part.strip() for part in mechanism.record.partition(":"))
    if kind not in record_types() or not title:
        return None
    model = type_of(kind)
    if not person.may(model.spec.permission):
        return None
    records, name = model.objects.visible_to(person).order_by("pk"), model.spec.title
    if model is Feedback:
        # Its title is a subject or a label that others share: without a subject it is found by how an issue begins.
        named = records.filter(subject__startswith=title).first()
        return named or records.filter(is_locked=False, points__text__startswith=title).first()
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        # A finding without a heading is called by its text, which is its issue's.
        of_text = records.prefetch_related(*model.spec.along)
        return next((record for record in of_text if str(getattr(record, name)).startswith(title)), None)
    return records.filter(**{f"{name}__startswith": title}).first()


def _page_of(mechanism: Mechanism, record: Model) -> str:
    kind, _, rest = (part.strip() for part in mechanism.where.partition(":"))
    if kind == "page":
        name, *arguments = rest.split()
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            return ""
    if kind.split()[0] != _RECORD:
        return ""
    return reverse(record.spec.page, args=[record.pk]) + kind.removeprefix(_RECORD).strip()
