"""What the reader must be told of the framework: its statements, scores and ratings. The framework is data elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol


class StatementRule(Protocol):
    """A quality statement; commitment is its "we" statement, empty where that is not known."""

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def commitment(self) -> str: ...


class ScoreRule(Protocol):
    """A score and what it means."""

    @property
    def score(self) -> int: ...
    @property
    def label(self) -> str: ...


class BandRule(Protocol):
    """An overall rating."""

    @property
    def name(self) -> str: ...


class Rules(Protocol):
    """A framework, as `goldthread.standards.framework` has it."""

    @property
    def statements(self) -> Sequence[StatementRule]: ...
    @property
    def scores(self) -> Sequence[ScoreRule]: ...
    @property
    def bands(self) -> Sequence[BandRule]: ...


_APART = re.compile(r"[^a-z0-9]+")
_FILLERS = frozenset(["and", "in", "of", "the", "to", "for", "with", "a", "its", "s"])
_ENDINGS = ("ments", "ment", "ings", "ing", "ies", "ships", "ship", "ers", "er", "es", "s", "y", "e")
_BEFORE = re.compile(
    r"(?:quality\s+statement\s*(?:\d\s*)?[:.\-–—]?\s*|theme\s+\d\s*[:.\-–—,]\s*|(?:QS)?\s?\d{1,2}\s*[.:)\-–—]\s*)",
    re.I,
)
_AFTER = re.compile(
    r"\s*(?:\((?:current page|QS\s?\d|quality statement(?: \d)?)\)|quality statement|[:\-–—])\s*$", re.I
)
_LONGEST = 90


def plain(text: str) -> str:
    """Return a name as it is compared: letters and digits only."""
    return _APART.sub(" ", text.casefold().replace("&", " and ").replace("’", "").replace("'", "")).strip()


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in plain(text).split() if word not in _FILLERS)


class Names:
    """The statements' names, found however a page writes them."""

    def __init__(self, rules: Rules) -> None:
        self._exact = {}
        self._stems: list[tuple[frozenset[str], str]] = []
        for statement in rules.statements:
            for called in (statement.name, *statement.aliases):
                self._exact[plain(called)] = statement.name
            self._exact[f"qs{statement.number}"] = statement.name
            self._stems.append((_stems(statement.name), statement.name))
        self.commitments = {plain(each.commitment): each.name for each in rules.statements if each.commitment}
        self.by_number = {each.number: each.name for each in rules.statements}
        self.ends = {plain(each.name): each.name for each in rules.statements}
        variants = {called for each in rules.statements for called in (each.name, *each.aliases)}
        self.variants = sorted(variants, key=lambda each: (-len(each), each))
        self.labels = {plain(each.label): each.score for each in rules.scores}
        self.bands = [each.name for each in rules.bands]
        bands, share = "|".join(map(re.escape, self.bands)), r"\d{1,3}\s?(?:%|per\s?cent)"
        called = r"(?:(?:overall|local authority|indicative|percentage)\s+){0,3}(?:rating|score)(?:\s+for\s+.{2,80}?)?"
        self.whole_rating = re.compile(
            rf"(?:{called}\s*[:–-]?\s*)?(?:{bands})(?:\s*\(indicative\))?(?:\s*[,(:–—-]?\s*{share}\s?\)?)?\.?|"
            rf"(?:overall|percentage|rating)\b(?:\s+(?:rating|score))?(?:\s+for\s+.{{2,80}}?)?\s*[:–-]?\s*(?:{share}|\d{{1,3}}\s*(?:/|out of)\s*\d{{2,3}}(?:\s*\(?{share}\)?)?)\.?",
            re.I,
        )
        """A line that gives the rating or percentage of the whole council and says no more."""
        self._found = lru_cache(maxsize=4096)(self._find)

    def statement(self, text: str) -> str | None:
        """Return the current name of the statement that a line names, None where it names none."""
        if len(text) > _LONGEST or not text:
            return None
        return self._found(text)

    def _find(self, text: str) -> str | None:
        for _ in range(3):
            shorter = _AFTER.sub("", _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text).strip()
            if shorter == text:
                break
            text = shorter
        wanted = plain(text)
        if not wanted or wanted.isdigit():
            return None
        if wanted in self._exact:
            return self._exact[wanted]
        stems = _stems(text)
        if len(stems) < 2 or len(stems) > 7 or ";" in text or text.rstrip()[-1:] in ".?!0123456789":
            return None
        best, name, second = 0.0, None, 0.0
        for theirs, called in self._stems:
            # A name of one or two words may have one word more, and a longer one may differ in a word.
            same = len(stems & theirs) / len(stems | theirs)
            if theirs <= stems and len(stems) - len(theirs) <= 1:
                same = max(same, 0.7)
            if same > best:
                best, name, second = same, called, best
            elif same > second:
                second = same
        return name if best >= 0.6 and second < best else None

    def scored(self, text: str) -> str | None:
        """Return the statement that a name beside a number is, None where a word more makes it something counted."""
        name = self.statement(text)
        if name and plain(text) not in self._exact and len(_stems(name)) == 1 < len(_stems(text)):
            return name if re.search(r"\b(?:statement|theme|QS)\b", text, re.I) else None
        return name

    def cut_short(self, text: str) -> str | None:
        """Return the statement whose name ends so, where the beginning of a page was cut off."""
        wanted = plain(text)
        if len(wanted) < 10 or (text[:1].isupper() and " " not in text):
            return None
        statements = {name for full, name in self.ends.items() if full != wanted and full.endswith(wanted)}
        return statements.pop() if len(statements) == 1 else None


_NAMES: list[tuple[Rules, Names]] = []


def names_of(rules: Rules) -> Names:
    """Return the names of a framework's statements, made once for each framework."""
    for known, names in _NAMES:
        if known is rules:
            return names
    _NAMES.append((rules, Names(rules)))
    del _NAMES[:-8]
    return _NAMES[-1][1]
