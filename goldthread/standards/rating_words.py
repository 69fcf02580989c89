"""Ratings in words whose scale is known, such as "Very poor" to "Very good": from the worst answer to the best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, one_each, table


@dataclass(frozen=True, kw_only=True)
class WordScale(Entry):
    """One scale: its answers from the worst to the best, and those that are no rating."""

    name: str
    words: tuple[str, ...]
    no_answer: tuple[str, ...] = ()


@lru_cache
def scales() -> tuple[WordScale, ...]:
    """Return every scale in words."""
    book = table("rating_words")
    word_scales = tuple(
        WordScale(
            name=record["name"],
            words=tuple(record["words"]),
            no_answer=tuple(record["no_answer"]),
            **book.provenance(record),
        )
        for record in book.content["scale"]
    )
    return one_each(word_scales, "rating_words")
