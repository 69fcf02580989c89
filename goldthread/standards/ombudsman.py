"""The ombudsman to whom a person can go with a complaint about adult social care, and how it counts its decisions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from goldthread.standards.entries import Entry, table
from goldthread.standards.upheld import is_upheld


class Category(StrEnum):
    """What the ombudsman decided, as its annual tables count it; the last two alone are detailed investigations.

    Source: Local Government and Social Care Ombudsman, information for link officers, chapter 9.
    """

    INVALID = "Invalid or incomplete"
    ADVICE = "Advice given"
    REFERRED_BACK = "Referred back for local resolution"
    CLOSED = "Closed after initial enquiries"
    NOT_UPHELD = "Not upheld"
    UPHELD = "Upheld"


INVESTIGATED = (Category.NOT_UPHELD, Category.UPHELD)
# The words by which an outcome is told, the first that it has; one that is none of these is in no category.
_WORDS = (
    ("invalid", Category.INVALID),
    ("incomplete", Category.INVALID),
    ("advice", Category.ADVICE),
    ("referred back", Category.REFERRED_BACK),
    ("premature", Category.REFERRED_BACK),
    ("closed", Category.CLOSED),
)


def category_of(outcome: str) -> Category | None:
    """Return the category of the ombudsman's tables that an outcome belongs to; None where it is none of them."""
    upheld = is_upheld(outcome)
    if upheld is not None:
        return Category.UPHELD if upheld else Category.NOT_UPHELD
    return next((category for word, category in _WORDS if word in outcome.lower()), None)


def had_satisfactory_remedy(outcome: str) -> bool:
    """Return whether an upheld complaint had a satisfactory remedy before it came to the ombudsman."""
    return category_of(outcome) is Category.UPHELD and "satisfactory remedy" in outcome.lower()


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
