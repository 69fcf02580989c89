"""Counts that Goldthread keeps: so many of so many records of a council, as they stand today.

A type of record states its own beside its fields, `RecordType.kept_counts`. A claim cites one by its slug, and today's
count is shown beside the claim, so that "every" stands next to how many there are without.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small

# Given the records of a type that count and the day, those that belong to a count.
Chosen = Callable[[Any, datetime.date], Any]
NOT_SHOWN = f"Not shown: a number under {SMALLEST_SHOWN} is in it"


@dataclass(frozen=True, kw_only=True)
class KeptCount:
    """A count that is kept: its name, the records that it is out of, and those of them that have what is counted.

    each, have: as in "60 of 136 upheld complaints have a lesson". `of`: the kind of record, where a room above states a
    count of a type below. about: a regular expression, in small letters, for a sentence that is about this count.
    about_people: whether a small number could point at somebody who said something.
    """

    slug: str
    each: str
    have: str
    whole: Chosen
    part: Chosen
    of: str = ""
    about: str = ""
    about_people: bool = False

    @property
    def pk(self) -> str:
        """Return its slug: by it a claim cites it."""
        return self.slug

    def __str__(self) -> str:
        return f"{self.each[:1].upper()}{self.each[1:]}: how many {self.have}"

    def is_about(self, text: str) -> bool:
        """Return whether a text is about what this counts."""
        return (
            bool(self.about)
            and re.search(rf"\b(?:{self.about})\b", " ".join(text.lower().split())) is not None
        )


@dataclass(frozen=True)
class Count:
    """A kept count on a day: `part` of `whole` have what is counted."""

    definition: KeptCount
    part: int
    whole: int
    on: datetime.date

    @property
    def is_all(self) -> bool:
        """Return whether all have it, and there are any."""
        return 0 < self.whole == self.part

    @property
    def is_small(self) -> bool:
        """Return whether a number of people from 1 to 4 is in it, or is told by subtraction."""
        parts = (self.part, self.whole, self.whole - self.part)
        return self.definition.about_people and any(map(is_small, parts))

    def in_words(self, *, withheld: bool) -> str:
        """Return the count in words. withheld: for readers of totals only, without numbers under 5."""
        if not self.whole:
            return f"No {self.definition.each} yet"
        if withheld and self.is_small:
            return NOT_SHOWN
        return f"{self.part:,} of {self.whole:,} {self.definition.each} {self.definition.have}"
