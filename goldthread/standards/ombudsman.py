"""The ombudsman to whom a person can go with a complaint about adult social care, and the address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, table


@dataclass(frozen=True, kw_only=True)
class Ombudsman(Entry):
    """Whom to write to, and how."""

    name: str
    address: str
    telephone: str
    web: str


@lru_cache
def ombudsman() -> Ombudsman:
    """Return the ombudsman for adult social care in England."""
    book = table("ombudsman")
    record = book.content["ombudsman"]
    return Ombudsman(
        **{name: record[name] for name in ("name", "address", "telephone", "web")}, **book.provenance(record)
    )
