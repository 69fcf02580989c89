"""Data types of theme suggestion: what is learned from, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class ThemeText:
    """Codebook text of one theme; every example is invented or cleared of personal data."""

    slug: str
    name: str
    definition: str = ""
    is_not: str = ""
    examples: tuple[str, ...] = ()


class CodedExample(NamedTuple):
    """A text whose themes a person has confirmed (none is an answer too); question is the kind of item."""

    text: str
    themes: frozenset[str]
    question: str = ""


class MatchedWord(NamedTuple):
    """A word or phrase of the text, where it stands there, and how much it adds to the theme's score."""

    word: str
    start: int
    end: int
    weight: float


class Suggestion(NamedTuple):
    """A theme that fits: how likely (0 to 1), its words, never none and the strongest first, and how many
    confirmations of the theme it rests on."""

    theme: str
    score: float
    why: list[MatchedWord]
    rests_on: int
