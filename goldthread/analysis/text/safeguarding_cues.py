"""Cues of possible harm: phrases by kind, kept as data for a safeguarding lead to review, and what they find in a text.

The kinds are those of the Care and Support Statutory Guidance, chapter 14, with danger to life, medicines, restraint,
missing people, fire and carers who cannot go on beside them. Harmless phrases are taken out first, but never where a
word such as "not" stands shortly before: "I feel safe with her" goes, "I don't feel safe" stays.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from goldthread.analysis.text.cue_patterns import Phrase, Phrases
from goldthread.analysis.text.cue_reading import STOP, CueText
from goldthread.analysis.text.safeguarding_words import Cue, find_abuse_words

ZERO_WIDTH_SPACE = "\u200b"
_PARTED = re.compile(r"\w[\s-]+\w")
FILES = ("life", "violence", "money_and_control", "neglect", "places_and_people")
# Words before a harmless phrase that turn it round; so many words before it are looked at.
_TURNED = frozenset(
    [
        "not",
        "dont",
        "doesnt",
        "didnt",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "never",
        "no",
        "nobody",
        "cant",
        "couldnt",
        "wont",
        "without",
        "hardly",
        "longer",
        "aint",
        "hasnt",
        "havent",
        "nor",
        "neither",
        "stopped",
        "nothing",
        "barely",
        "rarely",
    ]
)
_BEFORE = 4


class HarmKind(StrEnum):
    """What a cue may tell of: the kinds of the statutory guidance, and what needs a person as soon."""

    LIFE = "danger to life"
    PHYSICAL = "physical abuse"
    DOMESTIC = "domestic abuse"
    SEXUAL = "sexual abuse"
    PSYCHOLOGICAL = "psychological abuse"
    FINANCIAL = "financial abuse"
    SLAVERY = "modern slavery"
    DISCRIMINATION = "discriminatory abuse"
    ORGANISATION = "organisational abuse"
    NEGLECT = "neglect"
    SELF_NEGLECT = "self-neglect"
    MEDICINES = "medicines wrong or missed"
    RESTRAINT = "restraint"
    MISSING = "somebody missing"
    FIRE = "fire"
    CARER = "a carer who cannot go on"


@dataclass(frozen=True, slots=True)
class CueGroup:
    """What a phrase stands for: its kind, whether a life may turn on it, and whether it speaks for harm only with others."""

    kind: HarmKind
    about: str
    danger: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class FoundCue:
    """Words of a text that a phrase was found in, at places of the text as given."""

    start: int
    end: int
    group: CueGroup
    phrase: str


@dataclass(frozen=True, slots=True)
class CueFindings:
    """What was found in a text: its cues in order, how many harmless phrases, and how many words it has."""

    cues: tuple[FoundCue, ...]
    harmless: tuple[tuple[int, int], ...]
    words: int


def find_cues(text: str) -> CueFindings:
    """Return the cues of a text and the harmless phrases that were taken out first."""
    if ZERO_WIDTH_SPACE not in text:
        return _find(text)
    # It may part two words or stand inside one: both are tried, and neither moves a place.
    one, other = _find(text), _find(text.replace(ZERO_WIDTH_SPACE, " "))
    cues = sorted({*one.cues, *other.cues}, key=_place)
    return CueFindings(tuple(cues), tuple(sorted({*one.harmless, *other.harmless})), other.words)


def present_cues(text: str, found: CueFindings) -> list[Cue]:
    """Return what the older patterns of `safeguarding_words` find outside the harmless phrases.

    A single word of theirs ("fell", "safeguarding", "unsafe") stands in too many ordinary texts to count.
    """
    return [
        cue
        for cue in find_abuse_words(text)
        if _PARTED.search(text[cue.start : cue.end])
        and not any(cue.start < end and start < cue.end for start, end in found.harmless)
    ]


def _find(text: str) -> CueFindings:
    read = CueText(text)
    harmless_phrases, cue_phrases = _phrases()
    blots = [
        (start, end)
        for _, start, end in harmless_phrases.find(read.words, read.line)
        if not _turned_round(read.words, read.word_at(start))
    ]
    harmless = tuple(read.span(start, end) for start, end in blots)
    words = sum(word != STOP for word in read.words)
    read.blot(blots)
    cues = [
        FoundCue(*read.span(start, end), cue_phrases.all[number][1], cue_phrases.all[number][0].source)
        for number, start, end in cue_phrases.find(read.words, read.line)
    ]
    return CueFindings(tuple(sorted(cues, key=_place)), harmless, words)


def _turned_round(words: list[str], first: int) -> bool:
    """Return whether a word such as "not" stands shortly before a phrase, in its sentence, and not in the phrase."""
    before = words[max(0, first - _BEFORE) : first]
    while STOP in before:
        before = before[before.index(STOP) + 1 :]
    return words[first] not in _TURNED and not _TURNED.isdisjoint(before)


def _place(cue: FoundCue) -> tuple[int, int, str]:
    return cue.start, -cue.end, cue.phrase


@lru_cache(maxsize=1)
def _phrases() -> tuple[Phrases[None], Phrases[CueGroup]]:
    lists = _read("words")
    harmless = [
        (Phrase(source, lists), None)
        for group in _read("harmless")["harmless"]
        for source in group["phrases"]
    ]
    cues = [
        (Phrase(source, lists), CueGroup(HarmKind(group["kind"]), group["about"], group.get("danger", False), group.get("weak", False)))
        for name in FILES
        for group in _read(name)["cues"]
        for source in group["phrases"]
    ]  # fmt: skip
    return Phrases(harmless), Phrases(cues)


def cue_phrases() -> list[tuple[Phrase, CueGroup]]:
    """Return every phrase with what it stands for."""
    return _phrases()[1].all


def harmless_phrases() -> list[Phrase]:
    """Return every harmless phrase."""
    return [phrase for phrase, _ in _phrases()[0].all]


def _read(name: str) -> Mapping:
    file = resources.files("goldthread.analysis").joinpath("data", "safeguarding", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
