"""Answers to the voluntary equality questions in Avonshire: invented, the same on every machine."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from goldthread.demo import content
from goldthread.feedback.equality import NOT_STATED

# The survey's form has the questions on its last page; nobody who complains is asked for more than they came with.
_SOURCE = "survey_comment"


def answers(piece: str, source: str, speaker: str) -> dict[str, str]:
    """Return the answers given with a piece of the calendar, by question; empty where nobody was asked."""
    shares = _shares()
    if source != _SOURCE or speaker not in shares:
        return {}
    # Seeded by the piece's own name, so that no piece's answers depend on another's.
    generator = random.Random(piece)
    if generator.randrange(10) >= shares["asked_in_ten"]:
        return {}
    return {
        question: _answer(generator.randrange(100), shares_of_answers)
        for question, shares_of_answers in shares[speaker].items()
    }


def _answer(percentile: int, shares: dict[str, int]) -> str:
    for answer, share in shares.items():
        if percentile < share:
            return answer
        percentile -= share
    return NOT_STATED


@cache
def _shares() -> dict[str, Any]:
    return content.toml("equality_answers")
