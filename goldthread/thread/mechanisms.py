"""Mechanisms that five published CQC assessments describe, and where each can be seen in the demo."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.urls import NoReverseMatch, reverse

from goldthread.council.models import Person, SearchEntry
from goldthread.council.records.spec import record_types, type_of
from goldthread.web.doors import may_open

# In a checkout it is in the documents; the wheel carries it beside this file.
_FILES = (Path(__file__).parent / "mechanisms.tsv", Path(__file__).parents[2] / "docs" / "mechanisms.tsv")


@dataclass(frozen=True)
class Mechanism:
    """One thing that a council is described as doing; `where` is empty for what is not built yet.

    `where` is "page: NAME [ARGUMENT]", or "KIND: the beginning of a record's title"; `shows` is a text on that page.
    """

    number: str
    group: str
    assessment: str
    description: str
    where: str
    shows: str


@lru_cache(maxsize=1)
def mechanisms() -> tuple[Mechanism, ...]:
    """Return all mechanisms, in the order of the file."""
    path = next((file for file in _FILES if file.is_file()), None)
    if path is None:
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return tuple(
            Mechanism(r["id"], r["group"], r["assessment"], r["mechanism"], r["where"] or "", r["sees"] or "")
            for r in rows
        )


def mechanisms_by_group(person: Person) -> list[tuple[str, list[tuple[Mechanism, str]]]]:
    """Return the mechanisms by group, each with an address that this person may open, or ""."""
    by_group = sorted(mechanisms(), key=lambda mechanism: mechanism.group)
    return [
        (group, [(mechanism, address(person, mechanism.where)) for mechanism in each])
        for group, each in groupby(by_group, key=lambda mechanism: mechanism.group)
    ]


def address(person: Person, where: str) -> str:
    """Return the address of the page where a mechanism can be seen, or "" where this person may open none."""
    kind, _, rest = (part.strip() for part in where.partition(":"))
    url = _page_address(rest) if kind == "page" else _record_address(person, kind, rest)
    return url if url and may_open(person, url) else ""


def _page_address(words: str) -> str:
    name, *arguments = words.split()
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _record_address(person: Person, kind: str, title: str) -> str:
    if kind not in record_types():
        return ""
    entries = SearchEntry.objects.visible_to(person).filter(kind=kind, title__startswith=title)
    entry = entries.order_by("pk").first()
    return reverse(type_of(kind).spec.page, args=[entry.record_id]) if entry else ""
