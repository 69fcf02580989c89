"""The letters of a complaint as Goldthread starts with them: their kind, the procedures that they are for, and their text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.clocks import LETTERS
from goldthread.standards.entries import Entry, StandardsError, one_each, table


@dataclass(frozen=True, kw_only=True)
class LetterText(Entry):
    """One letter that is shipped. procedures: the procedures that it is for, empty for all that have none of their own."""

    kind: str
    name: str
    text: str
    procedures: tuple[str, ...] = ()


@lru_cache
def letters() -> tuple[LetterText, ...]:
    """Return every letter that is shipped, in the order of the file."""
    book = table("letters")
    every = tuple(
        LetterText(
            kind=record["kind"],
            name=record["name"],
            text=record["text"].strip(),
            procedures=tuple(record.get("procedures", ())),
            **book.provenance(record),
        )
        for record in book.content["letters"]
    )
    if unknown := [each.slug for each in every if each.kind not in LETTERS]:
        raise StandardsError(f"letters.toml: {', '.join(unknown)} is of no kind that there is.")
    return one_each(every, "letters.toml")


def letter_for(kind: str, procedure: str = "") -> LetterText:
    """Return the letter of a kind for a procedure, else the one for all; raises KeyError where there is none."""
    of_kind = [each for each in letters() if each.kind == kind]
    own = next((each for each in of_kind if procedure and procedure in each.procedures), None)
    found = own or next((each for each in of_kind if not each.procedures), None)
    if found is None:
        raise KeyError(kind)
    return found
