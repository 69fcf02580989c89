"""Minutes that were pasted: cut where one matter ends and the next begins, and drafted anew in short lines."""

from __future__ import annotations

import re

from goldthread.feedback.intake.splitting import split_letter

_BULLET = re.compile(r"^[ \t]*(?:[-*•–]|\(?\d{1,2}[.)])[ \t]+", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SHORTEST = 12
MOST_PARTS = 60


def split_minutes(text: str) -> list[str]:
    """Return the parts of minutes: between marks or empty lines, and each point of a list by itself; headings left out."""
    parts: list[str] = []
    for part in split_letter(text):
        if _BULLET.search(part):
            parts += [each.strip() for each in _BULLET.split(part)]
        else:
            parts.append(part)
    # A line of a few letters is a heading or a number, and no matter that anybody raised.
    return [part for part in parts if len(part) >= _SHORTEST][:MOST_PARTS]


def draft_easy_read(decisions: str, differently: str) -> str:
    """Return a draft of a minute in easy read: one idea a line, for a person to put into simpler words."""
    lines = [
        sentence.strip()
        for text in (decisions, differently)
        for line in text.splitlines()
        for sentence in _SENTENCE.split(line)
        if sentence.strip()
    ]
    return "\n".join(["We met.", *lines]) if lines else ""
