"""What changed between two versions of the framework, and under which statement claims of the old would stand in the new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.standards.framework import Framework, Statement


@dataclass(frozen=True)
class Change:
    """One thing that changed: what it is of, what it is called, and how it was and is; "" for what was not or is not."""

    part: str
    name: str
    was: str
    now: str

    @property
    def what(self) -> str:
        """Return whether it was added, removed or changed, in a word."""
        return "Added" if not self.was else "Changed" if self.now else "Removed"


@dataclass(frozen=True)
class Difference:
    """What changed between two versions, and the statements of the old that the new does not have."""

    old: Framework
    new: Framework
    changes: tuple[Change, ...]
    gone: tuple[Statement, ...]

    def suggested(self, slug: str) -> str:
        """Return the slug of the statement of the new version that is called as an old one was, else ""."""
        return suggested(self.new, slug, next((each.name for each in self.gone if each.slug == slug), ""))


def suggested(book: Framework, slug: str, name: str = "") -> str:
    """Return the slug of a statement that a version knows by another's short name or name, else ""."""
    for called in (slug, name):
        try:
            return book.statement(called).slug if called else ""
        except KeyError:
            continue
    return ""


def difference(old: Framework, new: Framework) -> Difference:
    """Return what changed from one version to another: what has the same short name is the same thing."""
    changes = [
        *_between("Theme", old.themes, new.themes, {"": lambda each: each.name}),
        *_between(
            "Statement",
            old.statements,
            new.statements,
            {
                "": lambda each: each.name,
                "number": lambda each: str(each.number),
                "theme": lambda each: _theme(old, new, each),
                "“we” statement": lambda each: each.commitment,
                "“I” statements": lambda each: " ".join(each.expects),
                "evidence categories": lambda each: ", ".join(each.categories),
            },
        ),
        *_between("Score", old.scores, new.scores, {"": lambda each: each.label}),
        *_between(
            "Rating",
            old.bands,
            new.bands,
            {"": lambda each: f"{each.name}: {each.lowest} to {each.highest}%"},
        ),
        *_between(
            "Evidence category",
            old.categories,
            new.categories,
            {
                "": lambda each: each.name,
                "used for councils": lambda each: "used" if each.used_for_councils else "not used",
            },
        ),
        *_between("Priority", old.priorities, new.priorities, {"": lambda each: each.name}),
        *_between("Rating limiter", old.limiters, new.limiters, {"": lambda each: each.name}),
        *_between(
            "Rating characteristic",
            old.characteristics,
            new.characteristics,
            {"": lambda each: f"{_statement(old, new, each.statement)}, score {each.score}: {each.text}"},
        ),
    ]
    kept = {each.slug for each in new.statements}
    gone = tuple(each for each in old.statements if each.slug not in kept)
    return Difference(old, new, tuple(changes), gone)


def _theme(old: Framework, new: Framework, statement: Any) -> str:
    for book in (new, old):
        for theme in book.themes:
            if theme.slug == statement.theme:
                return theme.name
    return statement.theme


def _statement(old: Framework, new: Framework, slug: str) -> str:
    return next((each.name for book in (new, old) for each in book.statements if each.slug == slug), slug)


def _between(part: str, old: Sequence[Any], new: Sequence[Any], looks: dict[str, Any]) -> Iterable[Change]:
    """Yield each entry that is in one version only, and each look of it that differs where it is in both."""
    was, now = {each.slug: each for each in old}, {each.slug: each for each in new}
    first = looks[""]
    for slug, entry in was.items():
        if slug not in now:
            yield Change(part, first(entry), first(entry), "")
            continue
        for what, look in looks.items():
            before, after = look(entry), look(now[slug])
            if before != after:
                called = f"{part}, {what}" if what else f"{part}, name" if part != "Rating" else part
                yield Change(called, first(now[slug]), before or "None", after or "None")
    for slug, entry in now.items():
        if slug not in was:
            yield Change(part, first(entry), "", first(entry))
