"""How long a council has to answer a subject access request, as data with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, table


@dataclass(frozen=True, kw_only=True)
class Times(Entry):
    """So many months from the day of receipt, and by how many it may be longer."""

    months: int
    longer_by: int


@lru_cache
def rule() -> Times:
    """Return the time to answer a subject access request."""
    book = table("subject_access")
    record = book.content["answer"]
    return Times(months=record["months"], longer_by=record["longer_by"], **book.provenance(record))
