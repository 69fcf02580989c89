"""The few questions about taking part, and how their answers are shown: never the shares of a few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.analysis.tables.intervals import percentage_text
from goldthread.standards import lists

QUESTIONS: dict[str, str] = {each.slug: each.name for each in lists.taking_part().items}
ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No"}


@dataclass(frozen=True)
class Answered:
    """How one question was answered, in words: counts and the share that said yes, or that there are too few to say."""

    question: str
    count: int
    text: str

    @property
    def is_few(self) -> bool:
        """Return whether too few answered to say how."""
        return self.count < FEWEST_OF_A_SHARE


def answered(answers: Mapping[str, Mapping[str, int]]) -> list[Answered]:
    """Return how each question was answered, in the order in which they are asked."""
    found = []
    for slug, question in QUESTIONS.items():
        counts = answers.get(slug, {})
        count = sum(counts.values())
        if count < FEWEST_OF_A_SHARE:
            # Of so few, a split would say who answered what.
            text = f"{count} answered. It takes {FEWEST_OF_A_SHARE} to say how."
        else:
            split = ", ".join(f"{name.lower()} {counts.get(answer, 0)}" for answer, name in ANSWERS.items())
            text = f"{split}. Yes: {percentage_text(counts.get('yes', 0), count)}"
        found.append(Answered(question, count, text))
    return found
