"""How many cases are supplied, chosen and tracked in an assessment, as data with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, table


@dataclass(frozen=True, kw_only=True)
class Cases(Entry):
    """How many cases a council supplies, how many of them are chosen, and how many are to be tracked."""

    supplied: int
    chosen: int
    tracked: int


@lru_cache
def rule() -> Cases:
    """Return the numbers with which a draw of cases begins."""
    book = table("pathway_tracking")
    record = book.content["cases"]
    numbers = {name: record[name] for name in ("supplied", "chosen", "tracked")}
    return Cases(**numbers, **book.provenance(record))
