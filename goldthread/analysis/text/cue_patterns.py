"""Cues written as phrases that a person can review, and how they are found.

A phrase is plain words as `cue_reading` spells them (no apostrophes, "dont" for "do not"), with: (a|b c) one of these;
[a|b] one of these or nothing; word* any ending of up to eight letters; # a number in
figures; {name} a list of words; ... up to three words between; ..... up to seven. No phrase runs over the end of a
sentence. A word list may name other lists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from goldthread.analysis.text.empty_words import EMPTY

_PIECE = re.compile(r"\.{5}|\.{3}|[()\[\]|]|[^ ()\[\]|]+")
_GAPS = {"...": 3, ".....": 7}
_CLOSES = {"(": ")", "[": "]"}
# Words that people say otherwise without meaning anything else.
_ALIKE = {"to": "(?:to|2|too)", "for": "(?:for|4)", "my": "(?:my|me)", "too": "(?:too|2)", "a": "(?:a|an|1)", "one": "(?:one|1)", "two": "(?:two|2)",
          "three": "(?:three|3)", "have": "(?:have|got)", "ive": "(?:i have|i got)", "theyve": "(?:they have|they got)", "weve": "(?:we have|we got)"}  # fmt: skip
_ENDING = "[a-z]{0,8}"
_NUMBER = "#"
_COMMON = frozenset(word.replace("'", "") for word in EMPTY)


Stands = TypeVar("Stands")


class PhraseError(ValueError):
    """A phrase that cannot be read; says which."""


class _Part(NamedTuple):
    """A piece of a phrase: its pattern, and the words of which one must stand in a text (None where none must)."""

    pattern: str
    anchors: frozenset[str] | None


class Phrase:
    """One phrase: its pattern over a line of words, and the words of which one must stand in a text for it to match."""

    __slots__ = ("__dict__", "anchors", "pattern", "source")

    def __init__(self, source: str, lists: Mapping[str, list[str]]) -> None:
        self.source = source
        pieces = _PIECE.findall(_filled(source, lists))
        pieces.reverse()
        part = _sequence(pieces)
        if pieces:
            raise PhraseError(f"{source!r} has a bracket too many.")
        if not part.anchors:
            raise PhraseError(f"{source!r} has no word that must stand there.")
        self.anchors = part.anchors
        self.pattern = part.pattern + "(?= )"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern made ready, when a text first has one of its words."""
        return re.compile(self.pattern)


class Phrases(Generic[Stands]):
    """Many phrases, each with what it stands for, found in a line of words without trying those that cannot match."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Stands]]) -> None:
        self.all = list(phrases)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_start: dict[str, list[int]] = defaultdict(list)
        for number, (phrase, _) in enumerate(self.all):
            for anchor in phrase.anchors:
                if anchor.endswith("*"):
                    self._by_start[anchor[:-1]].append(number)
                else:
                    for word in _ways(anchor):
                        self._by_word[word].append(number)
        self._shortest = min(map(len, self._by_start), default=99)
        self._longest = max(map(len, self._by_start), default=0)

    def find(self, words: Iterable[str], line: str) -> Iterator[tuple[int, int, int]]:
        """Yield the number of a phrase and where it stands in the line (start at the space before its first word)."""
        candidates: set[int] = set()
        by_word, by_start = self._by_word, self._by_start
        for word in set(words):
            if word in by_word:
                candidates.update(by_word[word])
            for length in range(self._shortest, min(len(word), self._longest) + 1):
                if word[:length] in by_start:
                    candidates.update(by_start[word[:length]])
        for number in sorted(candidates):
            for match in self.all[number][0].compiled.finditer(line):
                yield number, match.start(), match.end()


def _filled(source: str, lists: Mapping[str, list[str]]) -> str:
    """Return a phrase with the word lists in it."""
    for _ in range(6):
        if "{" not in source:
            return source
        for name in re.findall(r"\{([^{}]*)\}", source):
            if name not in lists:
                raise PhraseError(f"There is no word list {name!r}: {source!r}")
            source = source.replace(f"{{{name}}}", "(" + "|".join(lists[name]) + ")")
    raise PhraseError(f"Word lists name each other in a circle: {source!r}")


def _sequence(pieces: list[str]) -> _Part:
    """Read pieces (last one first) up to a bar or closing bracket, which stays."""
    pattern, best = "", None
    while pieces and pieces[-1] not in "|)]":
        piece = pieces.pop()
        if piece in _GAPS:
            part = _Part(f"(?: [^ ._]{{1,60}}){{0,{_GAPS[piece]}}}?", None)
        elif piece in _CLOSES:
            part = _choice(pieces, piece)
        else:
            part = _Part(" " + _word(piece), None if piece == _NUMBER else frozenset([piece]))
        pattern += part.pattern
        if part.anchors and (best is None or _cost(part.anchors) < _cost(best)):
            best = part.anchors
    return _Part(pattern, best)


def _choice(pieces: list[str], bracket: str) -> _Part:
    """Read pieces up to and with the bracket that closes this one."""
    ways: list[_Part] = []
    while not ways or (pieces and pieces[-1] == "|"):
        if ways:
            pieces.pop()
        ways.append(_sequence(pieces))
    if not pieces or pieces.pop() != _CLOSES[bracket]:
        raise PhraseError("A bracket is not closed.")
    pattern = "(?:" + "|".join(dict.fromkeys(way.pattern for way in ways)) + ")"
    if bracket == "[":
        return _Part(pattern + "?", None)
    if any(way.anchors is None for way in ways):
        return _Part(pattern, None)
    return _Part(pattern, frozenset[str]().union(*(way.anchors or () for way in ways)))


def _word(word: str) -> str:
    if word == _NUMBER:
        return "[0-9]{1,4}"
    if word.endswith("*"):
        return re.escape(word[:-1]) + _ENDING
    return _ALIKE.get(word) or re.escape(word)


def _ways(word: str) -> list[str]:
    """Return the spellings of a word that count as the same."""
    return [way.split()[-1] for way in _ALIKE[word][3:-1].split("|")] if word in _ALIKE else [word]


def _cost(anchors: frozenset[str]) -> int:
    return sum(map(_commonness, anchors))


def _commonness(word: str) -> int:
    """Return how much a word costs as the one that must stand there: common ones make many phrases be tried."""
    return 30 if word in _COMMON or word in _ALIKE else 3 if word.endswith("*") else 1
