"""Loader of the field's rules from their files; a rule without a source is refused.

Each file under ``data/`` has a ``[sources]`` table: a short name for each citation. Each entry names its
source, the day it holds from ("not known" where nobody knows it) and whether it was confirmed there.
What an entry does not say, it takes from the table it stands in.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

NOT_KNOWN = "not known"
NOT_CONFIRMED = "Not confirmed"
# What an entry may take from the table it stands in; a note is its own.
_INHERITED = ("source", "holds_from", "confirmed")


class StandardsError(ValueError):
    """A rule's file says something that cannot be right; the message names the file and the entry."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One rule of the field, and where it comes from.

    source: a citation or address. holds_from: the first day it holds, or None where that is not known.
    confirmed: whether it was read at that source. note: what a reader should be warned of.
    """

    slug: str
    source: str
    holds_from: dt.date | None
    confirmed: bool
    note: str = ""

    @property
    def caution(self) -> str:
        """Return the words to show beside the rule: empty where it is confirmed and has no note."""
        if self.confirmed:
            return self.note
        return f"{NOT_CONFIRMED}. {self.note}".strip()


@dataclass(frozen=True)
class Table:
    """One file, or one table of it, with the sources of the file and what its entries take from it."""

    name: str
    content: Mapping[str, Any]
    sources: Mapping[str, str]

    def provenance(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry's slug, source, holds_from, confirmed and note, checked.

        Raises StandardsError where one is missing or names no source of this file.
        """
        where = f"{self.name}: {record.get('slug', record)}"
        fields: dict[str, Any] = {key: record.get(key, self.content.get(key)) for key in _INHERITED}
        if not record.get("slug"):
            raise StandardsError(f"{where} has no slug.")
        if fields["source"] not in self.sources:
            raise StandardsError(f"{where} names no source of this file.")
        if not isinstance(fields["confirmed"], bool):
            raise StandardsError(f"{where} does not say whether it is confirmed.")
        holds_from = fields["holds_from"]
        if holds_from != NOT_KNOWN and type(holds_from) is not dt.date:
            raise StandardsError(f'{where} needs holds_from: a date, or "{NOT_KNOWN}".')
        return {
            "slug": record["slug"],
            "source": self.sources[fields["source"]],
            "holds_from": None if holds_from == NOT_KNOWN else holds_from,
            "confirmed": fields["confirmed"],
            "note": record.get("note", ""),
        }

    def inside(self, record: Mapping[str, Any]) -> Table:
        """Return a table within this one, whose entries take from it what they do not say themselves."""
        inherited = {key: self.content[key] for key in _INHERITED if key in self.content}
        return Table(self.name, {**inherited, **record}, self.sources)


@lru_cache
def table(name: str, *, needs_sources: bool = True) -> Table:
    """Read ``data/NAME.toml``; raises StandardsError where it is not TOML, or has no sources but needs them.

    A part of another file needs none: its whole has them.
    """
    try:
        content = tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise StandardsError(f"{name}.toml cannot be read: {error}") from error
    sources = content.get("sources", {})
    if needs_sources and not sources:
        raise StandardsError(f"{name}.toml names no sources.")
    return Table(f"{name}.toml", content, sources)


def one_each(entries: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    """Return the entries; raises StandardsError where two have the same slug."""
    slugs = [entry.slug for entry in entries]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    if twice:
        raise StandardsError(f"{where}: more than one entry is called {', '.join(sorted(twice))}.")
    return entries
