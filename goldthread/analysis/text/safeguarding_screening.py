"""Screening of texts for possible harm: what a person should look at, in what order, and why; it closes nothing.

Two levels, for order and never for silence: "danger" where a life or serious harm may turn on the next hours, "today"
for the rest. A text is raised at the smallest share of ordinary texts, 10, 15 or 20 in 100, that a council lets it
raise; danger is raised at each of them. A text that is not raised is not a safe one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.text.safeguarding_words import AbuseKind, find_abuse_words

# Shares of ordinary texts, in 100, that a council may let the screening raise, and the one that holds if none is chosen.
SHARES = (10, 15, 20)
USUAL_SHARE = 15
# What is said where no cue stands in a text that was raised.
NO_SINGLE_WORD = "No single word. Read as a whole it is like texts that told of harm."


@dataclass(frozen=True, slots=True)
class HarmCue:
    """Words that may tell of harm: where they stand in the text as given, their kind, and whether a life may turn on it."""

    start: int
    end: int
    kind: AbuseKind
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
    """Reads texts for possible harm; `semantic` takes the sentence model of goldthread[semantic], None where it is there."""

    def __init__(self, *, semantic: bool | None = None) -> None:
        self.semantic = bool(semantic)

    def screen(self, text: str) -> Screening:
        """Screen one text."""
        return self.screen_all([text])[0]

    def screen_all(self, texts: Sequence[str]) -> list[Screening]:
        """Screen texts, in order."""
        return [_screen(text) for text in texts]


def _screen(text: str) -> Screening:
    cues = tuple(
        HarmCue(cue.start, cue.end, cue.kind, text[cue.start : cue.end], cue.kind is AbuseKind.LIFE)
        for cue in find_abuse_words(text)
    )
    danger = any(cue.danger for cue in cues)
    return Screening(cues, danger, SHARES[0] if cues else None, float(len(cues)))
