"""What private links are for: a room says once which record, what its page shows, and what an answer does.

A page shows what its purpose returns and nothing else of the record, so what stands there was chosen: neither the words
of whoever complained nor how to reach them, unless the purpose names them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.council.records.base import Record
from goldthread.web.forms import Form

LONGEST = datetime.timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What one link's page shows: a heading, facts, paragraphs, and quotes that were chosen, each with whose it is."""

    title: str
    paragraphs: Sequence[str] = ()
    quotes: Sequence[tuple[str, str]] = ()
    caption: str = ""
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One purpose of links.

    slug: as it is kept. name: for staff, within a sentence. model: of the record. shown: what the page shows. form: what
    is asked, given `options(record)`. answer: called with `by=` Goldthread itself, the record, `day`, and what the form
    holds; may raise Refused. kept: what is kept of the answer and until when, in words. open_: why a record takes no
    answer any more, "" while it does. permission: to make and end its links. stays: whether it can be opened again once
    an answer was taken. asks: whether there is anything to answer now; where there is not, no form is shown. longest: for
    how long a link works at most. ends_in_words: what the page says of its end, instead of by when an answer is due;
    `{until}` stands for the day. speaks: what the page is given to say its words in another language, given the form too.
    """

    slug: str
    name: str
    model: type[Record]
    permission: str
    shown: Callable[[Any], Shown]
    form: type[Form]
    answer: Callable[..., Any]
    kept: Callable[[Any], str]
    closed: Callable[[Any], str]
    submit: str = "Send answer"
    options: Callable[[Any], dict[str, Any]] = field(default=lambda record: {})
    stays: bool = False
    asks: Callable[[Any], bool] = field(default=lambda record: True)
    longest: datetime.timedelta = LONGEST
    ends_in_words: str = ""
    speaks: Callable[[Any, Form | None], dict[str, Any]] = field(default=lambda record, form: {})


_PURPOSES: dict[str, Purpose] = {}


def serves(purpose: Purpose) -> Purpose:
    """Have a purpose known to the page of links; a room calls it once, as its files are loaded."""
    _PURPOSES[purpose.slug] = purpose
    return purpose


def purpose(slug: str) -> Purpose:
    """Return a purpose; raises KeyError where no room has it."""
    return _PURPOSES[slug]


def purpose_of(record: Record) -> Purpose | None:
    """Return what a link to a record of this type is for, None where none can be made."""
    return next((each for each in _PURPOSES.values() if each.model is type(record)), None)
