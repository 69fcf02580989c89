"""What five published assessments describe councils doing, and where each can be seen at work here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.urls import NoReverseMatch, reverse

from goldthread.council.models import Person, SearchEntry

# In a checkout it stands in the documents; the wheel carries it beside this file.
_PLACES = (Path(__file__).parent / "mechanisms.tsv", Path(__file__).parents[2] / "docs" / "mechanisms.tsv")


@dataclass(frozen=True)
class Mechanism:
    """One thing that a council is described as doing; `where` is empty for what is not built yet.

    `where` is "page: NAME [ARGUMENT]", or "KIND: the beginning of a record's title"; `sees` is what stands there.
    """

    number: str
    group: str
    assessment: str
    says: str
    where: str
    sees: str


@lru_cache(maxsize=1)
def listed() -> tuple[Mechanism, ...]:
    """Return the whole list, in its order."""
    path = next((place for place in _PLACES if place.is_file()), None)
    if path is None:
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return tuple(
            Mechanism(r["id"], r["group"], r["assessment"], r["mechanism"], r["where"] or "", r["sees"] or "")
            for r in rows
        )


def shown(person: Person) -> list[tuple[str, list[tuple[Mechanism, str]]]]:
    """Return the list by group, each with its address here, or "" where there is none."""
    by_group = sorted(listed(), key=lambda mechanism: mechanism.group)
    return [
        (group, [(mechanism, address(person, mechanism.where)) for mechanism in mechanisms])
        for group, mechanisms in groupby(by_group, key=lambda mechanism: mechanism.group)
    ]


_PAGES = {
    "feedback": "feedback:detail",
    "review": "reviews:detail",
    "lesson": "learning:lesson",
    "action": "learning:action",
    "measure": "impact:measure",
    "briefing": "briefings:detail",
    "claim": "evidence:claim",
}


def address(person: Person, where: str) -> str:
    """Return where a mechanism can be seen by this person, or "" where it is not here."""
    kind, _, rest = (part.strip() for part in where.partition(":"))
    if kind == "page":
        name, *arguments = rest.split()
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            return ""
    if kind not in _PAGES:
        return ""
    entry = (
        SearchEntry.objects.visible_to(person)
        .filter(kind=kind, title__startswith=rest)
        .order_by("pk")
        .first()
    )
    return reverse(_PAGES[kind], args=[entry.record_id]) if entry else ""
