"""Weaknesses that published assessments named at councils which scored well: data, each with its source.

What would show each in a council's own records is data too (``data/named_weaknesses.toml``); the room that holds the
records answers whether the council shares it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import one_each, table
from goldthread.standards.framework import Named

_FILE = "named_weaknesses"


@dataclass(frozen=True, kw_only=True)
class NamedWeakness(Named):
    """A weakness that a published report names, and what of a council's own records would show it.

    report: which of the five, in words. statement: the slug of the quality statement. gaps: kinds of record with the
    short name of a gap. themes: slugs of the codebook. groups: who would say that a change is not felt. looks: kinds of
    record to look at where no count tells.
    """

    report: str
    statement: str
    gaps: tuple[tuple[str, str], ...]
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    looks: tuple[str, ...]


@lru_cache
def named_weaknesses() -> tuple[NamedWeakness, ...]:
    """Return the weaknesses, in the order of the file."""
    book = table(_FILE)
    inside = book.inside(book.content["weaknesses"])
    found = []
    for record in inside.content["list"]:
        kinds = (gap.partition(":") for gap in record.get("gaps", ()))
        found.append(
            NamedWeakness(
                name=record["name"],
                report=record["report"],
                statement=record.get("statement", inside.content["statement"]),
                gaps=tuple((kind, slug) for kind, _, slug in kinds),
                themes=tuple(record.get("themes", ())),
                groups=tuple(record.get("groups", ())),
                looks=tuple(record.get("looks", ())),
                **inside.provenance(record),
            )
        )
    return one_each(tuple(found), _FILE)
