"""Numbers as a report writes them: 1,204, 5.3, 1.2 million, "twenty-one", "a hundred and ten", and parts such as "two thirds"."""

from __future__ import annotations

import re
from typing import NamedTuple

_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORTH = (
    {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)} | {"a": 1}
)
_ONE_TO_NINE = "|".join(_UNITS[1:10])
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_ONE_TO_NINE}))?|{'|'.join(reversed(_UNITS))})"
_BELOW_1000 = rf"(?:(?:{_ONE_TO_NINE}|a) hundred(?: and {_BELOW_100})?|{_BELOW_100})"
_IN_WORDS = rf"(?:{_BELOW_1000} thousand(?:,? (?:and )?{_BELOW_1000})?|{_BELOW_1000})"
_IN_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,4})?"
_LARGE = {"million": 1e6, "billion": 1e9, "m": 1e6, "bn": 1e9, "k": 1e3, "thousand": 1e3}
NUMBER = re.compile(
    rf"(?P<pound>£ ?)?(?:(?<![\w.,:/@#\\])(?<![A-Za-z)\]]-)(?P<digits>{_IN_DIGITS})(?P<large> (?:million|billion|thousand)\b|(?:m|bn|k)\b)?"
    rf"(?![\w@]|[.,:/]\d|-[A-Za-z])|\b(?<![-@'])(?P<words>{_IN_WORDS})\b(?!-[A-Za-z]))",
    re.IGNORECASE,
)
_PART = "half|halves|third|thirds|quarter|quarters|fifth|fifths|sixth|sixths|eighth|eighths|tenth|tenths"
# A part of a whole in words: "two thirds of staff", "just over half the complaints", "three-quarters of people".
PART = re.compile(
    rf"\b(?P<part>(?<!first )(?<!second )(?<!other )half|(?:(?:an?|one|two|three|four|five|seven|nine)[- ])(?:{_PART}))(?= of\b| (?:the|its|their|our|all|these|those|were|was|had)\b)",
    re.IGNORECASE,
)


_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
_NUMBER_WORDS = frozenset([*_UNITS, *_TENS, "hundred", "thousand", *_PART.split("|")])


class Number(NamedTuple):
    """A number at its place in a text. decimals: how many places are printed. plain: digits without a sign of money."""

    start: int
    end: int
    value: float
    decimals: int = 0
    in_words: bool = False
    pounds: bool = False


def numbers_in(text: str) -> list[Number]:
    """Return the numbers of a text in their order. Ordinals, times, references and numbers tied to a word are none."""
    found: list[Number] = []
    if not _DIGIT.search(text) and not has_number_words(text):
        return found
    for match in NUMBER.finditer(text):
        if match["words"]:
            if match["pound"]:
                continue
            found.append(
                Number(match.start("words"), match.end("words"), worth(match["words"]), in_words=True)
            )
            continue
        digits = match["digits"].replace(",", "")
        pounds = bool(match["pound"])
        large = (match["large"] or "").strip().casefold()
        if (large in ("m", "bn", "k") and not pounds) or (
            len(digits) > 1 and digits[0] == "0" and digits[1] != "."
        ):
            continue
        decimals = len(digits.partition(".")[2])
        value = round(float(digits) * _LARGE.get(large, 1), 4)
        found.append(Number(match.start(), match.end(), value, decimals if not large else 0, pounds=pounds))
    return found


def has_number_words(text: str) -> bool:
    """Return whether a text has words for numbers or parts: read first, as most sentences have none."""
    return not _NUMBER_WORDS.isdisjoint(_LETTERS.findall(text.casefold()))


def worth(words: str) -> float:
    """Return what a number in words is worth: "two hundred and ten" is 210."""
    total = part = 0
    for word in re.findall(r"[a-z]+", words.casefold()):
        if word == "thousand":
            total, part = total + 1000 * part, 0
        elif word == "hundred":
            part *= 100
        elif word != "and":
            part += _WORTH[word]
    return float(total + part)
