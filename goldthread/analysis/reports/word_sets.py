"""Sets of words written as running text, and the last of several matches."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of a pattern in a text."""
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None
