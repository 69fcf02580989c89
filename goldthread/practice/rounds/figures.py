"""Figures of a round: how many gave which answer to each question, the share that meets it, and how far two rounds differ.

A share is given of ten audits or more, with its likely range; below that the numbers stand alone and say that they are too
few. Nothing here is counted by worker, and nothing puts teams in an order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.analysis.tables.intervals import newcombe, percentage_text

# The key under which the overall grade is counted beside the questions; no question has it.
GRADE = "grade"


def tally(audits: Iterable[tuple[Mapping[str, Any], str]]) -> dict[str, dict[str, int]]:
    """Return how often each answer was given to each question, and each grade; of pairs of answers and first grade."""
    counted: dict[str, Counter[str]] = {}
    for answers, grade in audits:
        for key, answer in answers.items():
            for each in answer if isinstance(answer, list) else [answer]:
                if each:
                    counted.setdefault(key, Counter())[each] += 1
        if grade:
            counted.setdefault(GRADE, Counter())[grade] += 1
    return {key: dict(sorted(counter.items())) for key, counter in counted.items()}


@dataclass(frozen=True)
class QuestionFigure:
    """How a question was answered in a round.

    counts: (answer, how many), the lowest first. met, of: of those that count, how many meet it; of is 0 where the answers
    are only counted as they are. left_out: answers such as "not applicable".
    """

    key: str
    domain: str
    text: str
    counts: tuple[tuple[str, int], ...]
    met: int
    of: int
    left_out: int

    @property
    def answered(self) -> int:
        """Return how many answers there are, those left out included."""
        return sum(count for _, count in self.counts)

    @property
    def is_few(self) -> bool:
        """Return whether too few count for a share."""
        return self.of < FEWEST_OF_A_SHARE

    @property
    def in_words(self) -> str:
        """Return the share with its likely range, or the numbers alone where they are too few or have no share."""
        if not self.of:
            return ""
        return f"{self.met} of {self.of}" if self.is_few else percentage_text(self.met, self.of)


def figure(
    key: str,
    domain: str,
    text: str,
    answers: Iterable[tuple[str, str]],
    counted: Mapping[str, int],
) -> QuestionFigure:
    """Return the figure of one question. answers: of its scale, each with what it counts as; counted: how often each was given."""
    scale = dict(answers)
    order = [*scale, *(each for each in counted if each not in scale)]
    kinds = Counter[str]()
    for each, count in counted.items():
        kinds[scale.get(each, "as_it_is")] += count
    return QuestionFigure(
        key=key,
        domain=domain,
        text=text,
        counts=tuple((each, counted[each]) for each in order if counted.get(each)),
        met=kinds["met"],
        of=kinds["met"] + kinds["partly"] + kinds["not_met"],
        left_out=kinds["left_out"],
    )


@dataclass(frozen=True)
class Difference:
    """How a question's share differs from that of the round before. kind: better, worse, chance or few."""

    kind: str
    text: str


def difference(now: QuestionFigure, before: QuestionFigure | None) -> Difference:
    """Return how much higher or lower a share is, in points with their likely range, or that this cannot be said."""
    if before is None or not before.of:
        return Difference("few", "Not asked before")
    if now.is_few or before.is_few:
        return Difference("few", f"Too few to say ({before.in_words} before)")
    low, high = newcombe(now.met, now.of, before.met, before.of)
    points = round(100 * (now.met / now.of - before.met / before.of))
    likely = f"likely {_points(low)} to {_points(high)} points"
    if low <= 0 <= high:
        return Difference("chance", f"No difference shown ({points:+d} points, {likely})".replace("-", "−"))
    way, kind = ("higher", "better") if points > 0 else ("lower", "worse")
    return Difference(kind, f"{abs(points)} points {way} ({likely})".replace("-", "−"))


def _points(share: float) -> str:
    points = round(100 * share)
    return f"{points:+d}" if points else "0"
