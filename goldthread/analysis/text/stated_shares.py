"""Shares that a sentence states, as numbers: "99%", "ninety-four per cent", "two thirds", "nine in ten", "most"."""

from __future__ import annotations

import re

from goldthread.analysis.text.claim_words import one_line

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORTH = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "hundred": 100,
    "a": 1,
    "an": 1,
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_NUMBER = rf"(?:\d+(?:\.\d+)?|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|hundred|{'|'.join(reversed(_UNITS))})"
_SHARE = re.compile(
    r"(?<![\w.])(?P<before>(?:(?:by|over|above|at least|more than|exceeding|under|below|at most|less than|fewer than|"
    r"nearly|almost|about|around|roughly|some|to|from|a|only|just|up to) ){0,3}?)(?:"
    rf"(?P<percent>{_NUMBER}) ?(?:%|per ?cent\b)(?! ?points?)"
    rf"|(?P<part>{_NUMBER}) (?:in|out of) (?:every )?(?P<whole>{_NUMBER})\b(?! (?:minutes?|hours?|days?|weeks?|months?|years?))"
    rf"|(?P<times>{_NUMBER}|an?)[- ](?P<fraction>{'|'.join(_PARTS)})s?\b(?= of| the|[- ]\w)"
    r"|(?P<half>half)(?= (?:of|the|our|all|those))"
    r"|(?P<nearly_all>(?:nearly|almost|virtually|practically) (?:all|every\w*)|(?:vast|overwhelming) majority)"
    r"|(?P<most>most(?= (?:of|people|carers|adults|residents|staff|families|complaints|reviews|assessments|visits|calls|"
    r"referrals|concerns|\w+s\b))|majority)"
    r")(?P<after> (?:fewer|less|lower|more|higher|drop|fall|cut|reduction|rise|increase|faster|quicker|shorter|sooner)\b)?"
)
# How far a number may be from the one meant: a percentage is rounded, and a fraction is said of about so many.
_ROUNDED, _ABOUT = 0.01, 0.05


def stated_shares(text: str) -> list[tuple[float, float]]:
    """Return the shares that a text states, each as (from, to) in parts of 1, rounded and "about" allowed for.

    "Over 90%" is 0.89 to 1, "most" 0.5 to 1, "nearly all" 0.8 to 1. A change ("by 40%", "a third fewer") is no share.
    """
    shares = []
    for match in _SHARE.finditer(one_line(text)):
        before = match["before"].split()
        if "by" in before or match["after"]:
            continue
        if match["most"] or match["nearly_all"]:
            shares.append((0.5 if match["most"] else 0.8, 1.0))
            continue
        share, near = _share(match)
        if share is None:
            continue
        words = " ".join(before)
        if re.search(r"nearly|almost|about|around|roughly|some", words):
            near = _ABOUT
        low, high = max(0.0, share - near), min(1.0, share + near)
        if re.search(r"over|above|at least|more than|exceeding", words):
            high = 1.0
        elif re.search(r"under|below|at most|less than|fewer than|up to", words):
            low = 0.0
        shares.append((low, high))
    return shares


def _share(match: re.Match[str]) -> tuple[float | None, float]:
    """Return the share of a match in parts of 1, and how near it is meant; None where it is no share."""
    if match["percent"]:
        share, near = _number(match["percent"]) / 100, _ROUNDED
    elif match["part"]:
        whole = _number(match["whole"])
        share, near = (_number(match["part"]) / whole if whole else 2.0), _ABOUT if whole <= 20 else _ROUNDED
    elif match["times"]:
        share, near = _number(match["times"]) / _PARTS[match["fraction"]], _ABOUT
    else:
        share, near = 0.5, _ABOUT
    return (share, near) if share <= 1 else (None, near)


def _number(word: str) -> float:
    if word[0].isdigit():
        return float(word)
    return float(sum(_WORTH[part] for part in re.split("[- ]", word)))
