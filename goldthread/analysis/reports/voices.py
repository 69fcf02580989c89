"""Who speaks in a passage of a published report, what it tells of, and the systems it names.

Read by rules whose words are data (``analysis/data/report_voices.toml``), so that anybody can say why a passage was read as
it was. How often they are right is in docs/accuracy-reports.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from goldthread.analysis.reports.cues import sentences
from goldthread.analysis.reports.speakers import (
    DATA,
    KINDS,
    REGULATOR,
    SOMEBODY,
    speaker_of_sentence,
    subject_of,
)
from goldthread.analysis.reports.systems import systems_named
from goldthread.analysis.reports.tells import CHANGE, PLAN, STRENGTH, WEAKNESS, resolves, tells_of_sentence

SPEAKERS = (*KINDS, REGULATOR, DATA)
TELLS = (STRENGTH, WEAKNESS, CHANGE, PLAN)
# A text is read this far.
_READ = 100_000
# Whoever "they" are was named at most so many sentences before.
_BACK = 6
# Sections in the words of the framework: nobody speaks of this council.
_NOBODY = re.compile(r"commitment|what people expect|expectations?\b|^\s*©", re.I)
_FURNITURE = re.compile(r"\s*(?:©|\(c\)|copyright\b).{0,80}", re.I | re.S)


class Voice(NamedTuple):
    """A part of a paragraph in which one speaks and tells of one thing."""

    text: str
    speaker: str | None
    tells: str | None
    systems: tuple[str, ...]


def speaker_of(text: str, section: str | None = None) -> str | None:
    """Return who is speaking: one of SPEAKERS, or None where nobody is, or the text does not say who.

    section: the heading or kind of section it stands in; the framework's own words ("What people expect") are nobody's.
    Of several who speak in a longer text: whoever begins it, else whoever says at least half of it.
    """
    if _nobody(text, section):
        return None
    speakers = _in_turn(list(sentences(text[:_READ])))
    if not speakers:
        return None
    first = speakers[0]
    named = Counter(each for each in speakers if each in KINDS)
    if first in KINDS:
        return first
    if named and 2 * sum(named.values()) >= len(speakers):
        return named.most_common(1)[0][0]
    if first == DATA or (DATA in speakers and 2 * speakers.count(DATA) >= len(speakers)):
        return DATA
    return None if first == SOMEBODY else REGULATOR


def tells_of(text: str, section: str | None = None) -> str | None:
    """Return what a text tells of: one of TELLS, or None.

    A weakness counts however much else a text tells of, unless a later sentence says what came of it.
    """
    if _nobody(text, section):
        return None
    kinds: list[str | None] = []
    for sentence in sentences(text[:_READ]):
        kind = tells_of_sentence(sentence)
        if kind in (None, STRENGTH, CHANGE) and resolves(sentence):
            kinds = [CHANGE if each == WEAKNESS else each for each in kinds]
        kinds.append(kind)
    if WEAKNESS in kinds:
        return WEAKNESS
    counted = Counter(kind for kind in kinds if kind)
    # Of two as frequent, the first.
    return counted.most_common(1)[0][0] if counted else None


def systems_in(text: str) -> tuple[str, ...]:
    """Return the systems a text names, as printed, in order, each once."""
    return tuple(each.name for each in systems_named(text[:_READ]))


def system_kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of the systems a text names, each once: "portal", "dashboard", "case management system" ..."""
    return tuple(dict.fromkeys(each.kind for each in systems_named(text[:_READ])))


def voices_in(paragraph: str, section: str | None = None) -> Iterator[Voice]:
    """Yield the parts of a paragraph, in order: sentences that follow each other with one speaker who tells of one thing.

    Whoever "they" are is whoever spoke before, within the paragraph. Joined with a space the parts are the paragraph.
    """
    parts = list(sentences(paragraph[:_READ]))
    nobody = _nobody(paragraph, section)
    speakers = [None] * len(parts) if nobody else _in_turn(parts)
    kinds = [None if nobody else tells_of_sentence(part) for part in parts]
    at = 0
    while at < len(parts):
        end = at + 1
        while end < len(parts) and (speakers[end], kinds[end]) == (speakers[at], kinds[at]):
            end += 1
        text = " ".join(parts[at:end])
        speaker = speakers[at]
        yield Voice(text, None if speaker == SOMEBODY else speaker, kinds[at], systems_in(text))
        at = end
    if len(paragraph) > _READ:
        # Nobody writes so long a paragraph; what is not read is kept all the same.
        yield Voice(paragraph[_READ:], None, None, ())


def _in_turn(parts: list[str]) -> list[str | None]:
    """Return who speaks in each sentence; "they" are whoever spoke before."""
    found: list[str | None] = []
    last: list[str] = []
    for part in parts:
        speaker = speaker_of_sentence(part)
        if speaker == SOMEBODY:
            # Whoever spoke, or stood at the head of a sentence, last.
            earlier = zip(found[: -_BACK - 1 : -1], last[: -_BACK - 1 : -1], strict=True)
            speaker = next(
                (who for spoke, text in earlier if (who := spoke if spoke in KINDS else subject_of(text))),
                SOMEBODY,
            )
        found.append(speaker)
        last.append(part)
    return found


def _nobody(text: str, section: str | None) -> bool:
    return bool(section and _NOBODY.search(section)) or bool(_FURNITURE.fullmatch(text))
