"""Sentences of a passage, with what has many signs for one thing written one way, letter for letter."""

from __future__ import annotations

import re

# A run of text longer than this without a full stop is no sentence, and nothing is read from it.
LONGEST = 3000
_SAME = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\r": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u201c": '"', "\u201d": '"',
        "\uff05": "%", "\u066a": "%", "\u200b": " ", "\ufeff": " ",
    }
)  # fmt: skip
_STOP = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"')\]]))\s+(?=[A-Z0-9\"'(\[£])|\n(?:\s*\n)+|\n(?=\s*(?:[A-Z•#>-]|\d+[.)]))"
)
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|\\(?=\W)")
_SPACES = re.compile(r"(?<=[ \t\r\u00a0\u2007\u2009\u202f])[ \t\r\u00a0\u2007\u2009\u202f]+")
_SHORT = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|no|nos|approx|dr|mr|mrs|ms|st|c|para|s|cf|inc|dept|al)\.$", re.IGNORECASE
)


def unmarked(text: str) -> str:
    """Return a text without marks of emphasis and with no two spaces together."""
    return _SPACES.sub("", _MARKS.sub("", text))


def one_way(text: str) -> str:
    """Return a text of the same length with one kind of space, hyphen, quote and percent sign."""
    return text.translate(_SAME)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends."""
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if "\n" not in stop[0] and _SHORT.search(text, max(start, stop.start() - 8), stop.start()):
            continue
        if stop.start() > start:
            found.append((start, stop.start()))
        start = stop.end()
    if start < len(text):
        found.append((start, len(text)))
    return found
