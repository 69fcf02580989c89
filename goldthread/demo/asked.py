"""Who in Avonshire answered the voluntary questions about equality, and what: invented, the same on every machine."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from goldthread.demo import content
from goldthread.feedback.equality import NOT_SAID

# The survey's form has the questions on its last page; nobody who complains is asked for more than they came with.
_ON = "survey_comment"


def answers(piece: str, source: str, speaker: str) -> dict[str, str]:
    """Return what was answered with a piece of the calendar, by question; empty where nobody was asked."""
    shares = _content()
    if source != _ON or speaker not in shares:
        return {}
    drawn = random.Random(piece)
    if drawn.randrange(10) >= shares["asked"]:
        return {}
    return {question: _one(drawn.randrange(100), hundred) for question, hundred in shares[speaker].items()}


def _one(at: int, hundred: dict[str, int]) -> str:
    for answer, share in hundred.items():
        if at < share:
            return answer
        at -= share
    return NOT_SAID


@cache
def _content() -> dict[str, Any]:
    return content.toml("asked")
