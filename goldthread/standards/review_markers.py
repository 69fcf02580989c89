"""The quality markers of a safeguarding adult review, in their order, as data with their source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, one_each, table


@dataclass(frozen=True, kw_only=True)
class Marker(Entry):
    """One quality marker: its name, and what is asked of a review by it."""

    name: str
    asks: str


@lru_cache
def markers() -> tuple[Marker, ...]:
    """Return the quality markers, in their order."""
    book = table("review_markers")
    inside = book.inside(book.content["markers"])
    read = tuple(
        Marker(name=record["name"], asks=record["asks"], **inside.provenance(record))
        for record in book.content["markers"]["list"]
    )
    return one_each(read, "review_markers")
