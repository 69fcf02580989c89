"""Screening of texts for possible harm: what a person should look at, in what order, and why; it closes nothing.

Two levels, for order and never for silence: "danger" where a life or serious harm may turn on the next hours, "today"
for the rest. A text is raised at the smallest share of ordinary texts, 10, 15 or 20 in 100, that a council lets it
raise; danger is raised at each of them. A text that is not raised is not a safe one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from goldthread.analysis.text import semantic as sentences
from goldthread.analysis.text.safeguarding_cues import CueFindings, HarmKind, find_cues, present_cues
from goldthread.analysis.text.safeguarding_model import FEWEST_WORDS, HarmModel, cue_features, load
from goldthread.analysis.text.safeguarding_words import Cue

# Shares of ordinary texts, in 100, that a council may let the screening raise, and the one that holds if none is chosen.
SHARES = (10, 15, 20)
USUAL_SHARE = 15
# The older patterns of `safeguarding_words` are kept: what only they find is raised from this share on.
PRESENT_CUES_AT = 10
# Texts that are scored together.
_AT_ONCE = 500
# What is said where no cue stands in a text that was raised.
NO_SINGLE_WORD = "No single word. Read as a whole it is like texts that told of harm."


@dataclass(frozen=True, slots=True)
class HarmCue:
    """Words that may tell of harm: where they stand in the text as given, their kind, and whether a life may turn on it."""

    start: int
    end: int
    kind: HarmKind
    words: str
    danger: bool = False

    @property
    def reason(self) -> str:
        """Say in a few words why a person should look."""
        return f"may tell of {self.kind.value}"


@dataclass(frozen=True, slots=True)
class Screening:
    """What the screening of one text found.

    `raised_at` is the smallest share (10, 15 or 20) at which it is raised, None where it is at none; `score` grows with
    what speaks for harm and has no unit.
    """

    cues: tuple[HarmCue, ...]
    danger: bool
    raised_at: int | None
    score: float

    def level(self, raised: int = USUAL_SHARE) -> str | None:
        """Return "danger", "today" or None where `raised` in 100 ordinary texts may be raised (10, 15 or 20)."""
        if raised not in SHARES:
            raise ValueError(f"{raised} is not a share that can be chosen: take 10, 15 or 20.")
        if self.danger:
            return "danger"
        return "today" if self.raised_at is not None and self.raised_at <= raised else None

    def reasons(self) -> list[str]:
        """Say in words why it was raised at any share: the words of each cue and its kind; empty where it was not."""
        if self.cues:
            return list(dict.fromkeys(f"{cue.reason}: \u201c{cue.words}\u201d" for cue in self.cues))
        return [NO_SINGLE_WORD] if self.danger or self.raised_at is not None else []


class Screener:
    """Reads texts for possible harm.

    `semantic`: True takes the sentence model of goldthread[semantic] (semantic.NotInstalled where it is not there),
    False leaves it out, None takes it where it is there.
    """

    def __init__(self, *, semantic: bool | None = None) -> None:
        self.semantic = sentences.available() if semantic is None else semantic
        if self.semantic:
            # Says what to do where it is missing, now and not at the first text.
            sentences.encode([])
        self._model = _model("semantic" if self.semantic else "base")
        self._danger = _model("semantic danger" if self.semantic else "danger")

    def screen(self, text: str) -> Screening:
        """Screen one text."""
        return self.screen_all([text])[0]

    def screen_all(self, texts: Sequence[str]) -> list[Screening]:
        """Screen texts, in order."""
        return [
            screening
            for start in range(0, len(texts), _AT_ONCE)
            for screening in self._screen(texts[start : start + _AT_ONCE])
        ]

    def _screen(self, texts: Sequence[str]) -> list[Screening]:
        found = [find_cues(text) for text in texts]
        present = [present_cues(text, one) for text, one in zip(texts, found, strict=True)]
        features = np.array([cue_features(one, bool(p)) for one, p in zip(found, present, strict=True)])
        vectors = sentences.encode(texts) if self.semantic else None
        scores = self._model.scores(features, texts, vectors)
        urgent = self._danger.scores(features, texts, vectors) > self._danger.thresholds[0]
        return [
            _screening(text, one, p, float(score), self._model.thresholds, bool(by_score))
            for text, one, p, score, by_score in zip(texts, found, present, scores, urgent, strict=True)
        ]


def _screening(
    text: str,
    found: CueFindings,
    present: Sequence[Cue],
    score: float,
    thresholds: Sequence[float],
    urgent: bool,
) -> Screening:
    strong = any(not cue.group.weak for cue in found.cues)
    readable = strong or bool(present) or found.words >= FEWEST_WORDS
    raised = [share for share, least in zip(SHARES, thresholds, strict=True) if readable and score > least]
    if strong:
        raised.append(SHARES[0])
    if present:
        raised.append(PRESENT_CUES_AT)
    danger = any(cue.group.danger for cue in found.cues) or (readable and urgent)
    at = SHARES[0] if danger else min(raised, default=None)
    return Screening(_shown(text, found, present) if at is not None else (), danger, at, score)


def _shown(text: str, found: CueFindings, present: Sequence[Cue]) -> tuple[HarmCue, ...]:
    """Return the cues to be shown, in order, none of them over another: danger first, then the longest."""
    cues = [HarmCue(c.start, c.end, c.group.kind, text[c.start : c.end], c.group.danger) for c in found.cues]
    cues += [HarmCue(c.start, c.end, HarmKind(c.kind.value), text[c.start : c.end]) for c in present]
    shown: list[HarmCue] = []
    for cue in sorted(cues, key=lambda c: (not c.danger, c.start - c.end, c.start)):
        if all(cue.end <= other.start or other.end <= cue.start for other in shown):
            shown.append(cue)
    return tuple(sorted(shown, key=lambda cue: cue.start))


@lru_cache(maxsize=4)
def _model(name: str) -> HarmModel:
    return load(name)
