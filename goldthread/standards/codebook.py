"""Codebook that Goldthread ships: themes in adult social care, with invented examples.

A council begins with a copy and changes its own; nothing here changes with it. ``docs/codebook.md`` says
how it was written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goldthread.standards.entries import Entry, StandardsError, one_each, table

FEWEST_EXAMPLES = 10


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme of the codebook. group is the group's name; every example is invented."""

    slug: str
    name: str
    group: str
    what_it_is: str
    what_it_is_not: str
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Codebook(Entry):
    """One dated version of the codebook, its themes in order."""

    name: str
    version: str
    dated: dt.date
    themes: tuple[Theme, ...]

    def theme(self, slug: str) -> Theme:
        """Return one theme; raises KeyError where there is none of that slug."""
        for theme in self.themes:
            if theme.slug == slug:
                return theme
        raise KeyError(slug)

    def groups(self) -> dict[str, tuple[Theme, ...]]:
        """Return the themes by the name of their group, both in order."""
        names = dict.fromkeys(theme.group for theme in self.themes)
        return {name: tuple(theme for theme in self.themes if theme.group == name) for name in names}


@lru_cache
def current() -> Codebook:
    """Return the codebook as shipped; raises StandardsError where a theme is incomplete."""
    book = table("codebook")
    themes = tuple(
        Theme(
            slug=record["slug"],
            name=record["name"],
            group=group["name"],
            what_it_is=record["what_it_is"],
            what_it_is_not=record["what_it_is_not"],
            examples=tuple(record["examples"]),
        )
        for group in book.content["groups"]
        for record in table(f"codebook/{group['slug']}", needs_sources=False).content["themes"]
    )
    for theme in themes:
        if len(theme.examples) < FEWEST_EXAMPLES:
            raise StandardsError(f"The theme {theme.slug} has fewer than {FEWEST_EXAMPLES} examples.")
    return Codebook(
        name=book.content["name"],
        version=book.content["version"],
        dated=book.content["dated"],
        themes=one_each(themes, "codebook"),
        **book.provenance(book.content),
    )


def as_records() -> list[dict[str, Any]]:
    """Return the themes as plain records, as a council's own codebook begins."""
    return [
        {
            "slug": theme.slug,
            "name": theme.name,
            "group": theme.group,
            "what_it_is": theme.what_it_is,
            "what_it_is_not": theme.what_it_is_not,
            "examples": list(theme.examples),
        }
        for theme in current().themes
    ]
