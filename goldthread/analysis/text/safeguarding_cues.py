"""Cues of possible harm: phrases by kind, kept as data for a safeguarding lead to review, and what they find in a text.

The kinds are those of the Care and Support Statutory Guidance, chapter 14, with danger to life, medicines, restraint,
missing people, fire and carers who cannot go on beside them. Harmless phrases are taken out first, but never where a
word such as "not" stands shortly before: "I feel safe with her" goes, "I don't feel safe" stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from goldthread.analysis.text.cue_patterns import Phrase, Phrases
from goldthread.analysis.text.cue_reading import STOP, CueText

FILES = ("life", "violence", "money_and_control", "neglect", "places_and_people")
# Words before a harmless phrase that turn it round; so many words before it are looked at.
_TURNED = frozenset(
    "not dont doesnt didnt isnt arent wasnt werent never no nobody cant couldnt wont without hardly longer aint hasnt "
    "havent nor neither stopped nothing barely rarely".split()
)
_BEFORE = 4


@dataclass(frozen=True, slots=True)
class CueGroup:
    """What a phrase stands for: its kind, whether a life may turn on it, and whether it speaks for harm only with others."""

    kind: str
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
    read = CueText(text)
    harmless_phrases, cue_phrases = _phrases()
    words = read.words
    blots = []
    for _, start, end in harmless_phrases.find(words, read.line):
        first = read.word_at(start)
        before = words[max(0, first - _BEFORE) : first]
        if STOP in before:
            before = before[len(before) - before[::-1].index(STOP) :]
        if not _TURNED.intersection(before) or words[first] in _TURNED:
            blots.append((start, end))
    harmless = tuple(read.span(start, end) for start, end in blots)
    read.blot(blots)
    cues = [
        FoundCue(*read.span(start, end), cue_phrases.all[number][1], cue_phrases.all[number][0].source)
        for number, start, end in cue_phrases.find(read.words, read.line)
    ]
    cues.sort(key=lambda cue: (cue.start, -cue.end))
    return CueFindings(tuple(cues), harmless, sum(word != STOP for word in words))


@lru_cache(maxsize=1)
def _phrases() -> tuple[Phrases[None], Phrases[CueGroup]]:
    lists = _read("words")
    harmless = [
        (Phrase(source, lists), None) for group in _read("harmless")["harmless"] for source in group["phrases"]
    ]
    cues = [
        (Phrase(source, lists), CueGroup(group["kind"], group["about"], group.get("danger", False), group.get("weak", False)))
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
