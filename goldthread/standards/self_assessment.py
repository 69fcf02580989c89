"""The tips for a self-assessment, as checks that advise: each with its source, its limit or the words it looks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, one_each, table


@dataclass(frozen=True, kw_only=True)
class Tip(Entry):
    """One tip: its name, for a limit the most words of a text, and the words that a text is looked through for."""

    name: str
    most_words: int = 0
    words: tuple[str, ...] = ()


@lru_cache
def tips() -> dict[str, Tip]:
    """Return every tip by its slug, in the order in which they are shown."""
    book = table("self_assessment")
    inside = book.inside(book.content["tips"])
    read = tuple(
        Tip(
            name=record["name"],
            most_words=record.get("most_words", 0),
            words=tuple(record.get("words", ())),
            **inside.provenance(record),
        )
        for record in book.content["tips"]["list"]
    )
    return {tip.slug: tip for tip in one_each(read, "self_assessment.toml")}
