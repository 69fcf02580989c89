"""Dates and cadences of a sentence ("July 2018", "monthly"), each with what it is of in the report's own words."""

from __future__ import annotations

import re

_TIMES = r"(?:once|twice|(?:\d{1,2}|two|three|four|five|six|eight|ten|twelve) times)"
_EACH = r"(?:a|per|each|every) (?:day|week|fortnight|month|quarter|year|term)"
CADENCE = re.compile(
    rf"\b(?:{_TIMES} {_EACH}|every (?:(?:\d{{1,2}}|two|three|four|six|eight|twelve|other|second) )?(?:days?|weeks?|months?|quarters?|years?|fortnight)"
    r"|(?:bi-?|six-|four-|three-|two-|eight-|twelve-|[2-8]-|12-)?(?:weekly|monthly)|daily|fortnightly|(?:bi-)?quarterly|half-yearly|six-monthly|termly|"
    r"twice-yearly|annually|bi-annual(?:ly)?|biannual(?:ly)?|biennial(?:ly)?|yearly|(?:each|per) (?:week|month|quarter|fortnight)|(?:each|every) year)\b(?!-)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:daily (?:living|life|lives|mail|basis activities)|activities of daily)\b", re.IGNORECASE
)
_BREAK = re.compile(r"[,;:](?= )|(?<=[a-z])\. | - ")
_MAY_HAVE = re.compile(r"ly\b|[Ee]very|[Ee]ach|\bper\b|times|[Oo]nce|[Tt]wice|bi-?ann")
LONGEST = 200


def cadences_in(text: str) -> list[tuple[int, int]]:
    """Return where a sentence says how often something is done."""
    if not _MAY_HAVE.search(text):
        return []
    names = [match.span() for match in _NAMED.finditer(text)]
    return [
        match.span()
        for match in CADENCE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in names)
    ]


def words_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the clause of a sentence around some of its words: what they are of, in the report's words."""
    opening, closing = 0, len(text)
    for stop in _BREAK.finditer(text):
        if stop.end() <= start and len(text[stop.end() : start].split()) >= 1:
            opening = stop.end()
        elif stop.start() >= end and closing == len(text) and len(text[opening : stop.start()].split()) >= 3:
            closing = stop.start()
    if len(text[opening:closing].split()) - len(text[start:end].split()) < 2:
        opening = 0
    opening, closing = max(opening, start - LONGEST), min(closing, end + LONGEST)
    while opening < start and opening and text[opening - 1].isalnum():
        opening += 1
    while closing > end and closing < len(text) and text[closing].isalnum():
        closing -= 1
    while opening < closing and text[opening] in " ,;:-":
        opening += 1
    while closing > opening and text[closing - 1] in " ,;:.-":
        closing -= 1
    return opening, closing
