"""The two questions that a briefing asks its readers, each with its right answer and one or two wrong ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.council.command import Refused

PLACES = ("first", "second")
PARTS = ("", "_right", "_wrong", "_other")
"""What is kept of each: the question, its right answer, a wrong one, and perhaps another."""


@dataclass(frozen=True)
class Question:
    """A question with its answers, in the order in which they are shown."""

    place: str
    text: str
    right: str
    answers: tuple[str, ...]


def asked(kept: Mapping[str, str]) -> list[Question]:
    """Return the questions of a briefing, in order.

    The right answer does not always stand first: the order is that of a checksum of each, the same for everybody.
    """
    questions = []
    for place in PLACES:
        text, right, *wrong = (kept.get(f"{place}{part}", "") for part in PARTS)
        if text and right and any(wrong):
            answers = sorted(
                {right, *filter(None, wrong)},
                key=lambda answer: hashlib.sha256(f"{text}{answer}".encode()).hexdigest(),
            )
            questions.append(Question(place, text, right, tuple(answers)))
    return questions


def checked(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the questions as they are kept; raises Refused for one without a right answer and a wrong one."""
    kept = {name: text.strip() for name, text in typed.items() if text.strip()}
    for place in PLACES:
        given = [name for name in kept if name.startswith(place)]
        if given and not {place, f"{place}_right", f"{place}_wrong"} <= set(given):
            raise Refused(
                "A question needs its right answer and a wrong one.",
                field=next(f"{place}{part}" for part in PARTS if f"{place}{part}" not in given),
            )
        answers = [kept[name].casefold() for name in given if name != place]
        if len(set(answers)) < len(answers):
            raise Refused("Two answers to one question are the same.", field=f"{place}_wrong")
    return kept
