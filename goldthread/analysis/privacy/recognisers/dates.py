"""Dates of birth and ages over 89; other dates and ages stay, because the story needs them.

Ages over 89 are hidden because so few people reach them in one place (the same cut-off as the US HIPAA Safe
Harbor rule, 45 CFR 164.514(b)(2)(i)(C), which is the usual one in practice).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence

from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?:(?:18|19|20)[0-9]{2}|'?[0-9]{2})"
DATE = re.compile(
    rf"(?<![\w/\-.£]){_DAY}[ ]?[/\-.][ ]?(?:{_DAY}|{_MONTH})[ ]?[/\-.][ ]?{_YEAR}(?![\w/\-]|\.[0-9])"
    rf"|(?<!\w){_DAY}(?:st|nd|rd|th)?[ ]{{1,2}}(?:of[ ])?{_MONTH}\.?,?(?:[ ]{{1,2}}{_YEAR})?(?!\w)"
    rf"|(?<!\w){_MONTH}\.?[ ]{{1,2}}{_DAY}(?:st|nd|rd|th)?,?(?:[ ]{{1,2}}{_YEAR})?(?!\w)"
    r"|(?<![\w/\-])(?:19|20)[0-9]{2}[/\-][01]?[0-9][/\-][0-3]?[0-9](?![\w/\-])",
    re.IGNORECASE | re.ASCII,
)
# What stands beside the figures of a date: looked for from each figure on, which is quick.
_FIGURES = re.compile(r"[0-9]{1,400}")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_AFTER_DAY = re.compile(rf"[ ]?[/\-.]|(?:st|nd|rd|th)?[ ]{{1,2}}(?:of[ ])?{_MONTHS}")
_BEFORE_DAY = re.compile(rf"{_MONTHS}[a-z]{{0,6}}\.?[ ]{{1,2}}$")
_DOB = re.compile(r"d\.?o\.?b")
BIRTH_CUE = re.compile(
    r"(?:\bborn|\bd\.?[ ]?o\.?[ ]?b\b\.?|\bdate of birth|\bbirth[ ]?(?:date|day)|\bb[ -]?day|\bbirthdate)"
    r"[^.!?\n0-9]{0,25}$",
    re.IGNORECASE,
)
# "the fourteenth of february nineteen fifty two", as people dictate it.
_TH = (
    r"(?:(?:twenty|thirty)[ \-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    r"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
IN_WORDS = re.compile(
    rf"\b(?:(?:{_TH}|{_DAY}(?:st|nd|rd|th)?)[ ](?:of[ ])?{_MONTH}|{_MONTH}[ ](?:the[ ])?{_TH}),?[ ]"
    r"(?:nineteen|two thousand|twenty)(?:[ \-](?:and|oh|hundred|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine)){1,3}\b",
    re.IGNORECASE | re.ASCII,
)
ORDINAL = re.compile(
    rf"\b(?:{_TH}[ ](?:of[ ])?{_MONTH}|{_MONTH}[ ](?:the[ ])?{_TH})(?:,?[ ](?:18|19|20)[0-9]{{2}})?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
YEAR_OF_BIRTH = re.compile(
    r"\bborn[ ](?:back[ ])?(?:in|about|around)[ ]((?:18|19)[0-9]{2})\b", re.IGNORECASE | re.ASCII
)
YEAR_END = re.compile(r"(?:^|[^0-9])(19[0-9]{2})(?:$|[/\-])", re.ASCII)
COMPACT = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth)[ :\-]{0,3}(?:is[ ])?([0-3][0-9][01][0-9](?:19|20)?[0-9]{2})\b",
    re.IGNORECASE | re.ASCII,
)

_OLD = r"(?:9[0-9]|1[01][0-9])"
_TENS = r"(?:ninety|one hundred|a hundred)(?:(?:[ \-]|[ ]and[ ])(?:one|two|three|four|five|six|seven|eight|nine|ten))?"
_ANY = rf"(?:{_OLD}|{_TENS})"
_NOT_AGE = r"(?![ ]?(?:%|per[ ]?cent|p\b|pence|quid|pounds?|days?|weeks?|months?|hours?|hrs?|minutes?|mins?|miles?|calls?|times|degrees|kg|stone|out of|people|visits?|pages?|[./:][0-9]))"
AGE = re.compile(
    rf"(?<![\w£.])({_ANY})[ \-]{{0,2}}(?:years?[ \-]{{0,2}}(?:old|young|of age)|yrs?[ \-]{{0,2}}old|y/?o\b|year[ \-]old)"
    rf"|\b(?:aged?|age is|age was|the age of|at the age of|age:)[ ]{{1,2}}({_ANY})\b{_NOT_AGE}"
    rf"|\b(?:she|he|who|mum|mam|mom|dad|nan|nana|mother|father|gran|grandma|grandad|granny|husband|wife|aunt|auntie|uncle|lady|gentleman|and|i)"
    rf"(?:'s|'m|[ ](?:is|was|am|will be|must be|may be|might be|could be|turns|turned|turning|be))[ ](?:now[ ]|nearly[ ]|almost[ ]|only[ ]|over[ ]|about[ ]|just[ ]|[a-z]{{3,9}}ing[ ])?({_ANY})(?![\w£%]){_NOT_AGE}(?![ ]on[ ])"
    rf"|\b(?-i:[A-Z])[a-z]{{2,15}}(?:[ ]is|'s)[ ](?:now[ ]|nearly[ ]|only[ ])?({_ANY})(?=[ ]and[ ]|[ ]but[ ]|[ ]now|[.,;!?]|$)"
    rf"|\b(?:turned|turns|turning)[ ]({_ANY})\b{_NOT_AGE}"
    rf"|\b({_OLD})(?:st|nd|rd|th)[ ]birthday"
    rf"|(?<![\w£.])({_OLD})[ ]?(?-i:F|M|yo|YO|y/o|yrs)\b"
    rf"|\b(?:female|male|lady|gentleman|man|woman|gent|pt|patient|resident|client),?[ ]({_OLD})(?=[,.;)]|[ ](?:from|who|living|lives|with)\b)"
    rf"|\b({_ANY})(?:,[ ]|[ ])(?:the pair of them|the both of them|bless (?:him|her)|years young)\b",
    re.IGNORECASE | re.ASCII,
)
OLD = re.compile(r"9[0-9]|1[01][0-9]|ninety|hundred", re.IGNORECASE | re.ASCII)
OR_AGE = re.compile(
    rf"[ ](?:or|going on|nearly|coming up|maybe)[ ]({_ANY})\b{_NOT_AGE}", re.IGNORECASE | re.ASCII
)
NEXT_TO_NAME = re.compile(rf"\(({_OLD})\)", re.ASCII)
# "Edna Stubbs, 94, of", "T.W., 91, who"
AFTER_NAME = re.compile(
    rf"\b[A-Z][\w'\-]{{0,20}}\.?,[ ]({_OLD})(?=,[ ]|[ ](?:of|from|who|lives|lived|has|had|is|was|and)[ ])",
    re.ASCII,
)

PATTERNS = {
    "date": DATE,
    "birth cue": BIRTH_CUE,
    "year of birth": YEAR_OF_BIRTH,
    "year at the end": YEAR_END,
    "date without separators": COMPACT,
    "age": AGE,
    "age, first look": OLD,
    "age in brackets": NEXT_TO_NAME,
    "age after a name": AFTER_NAME,
    "another age": OR_AGE,
    "date in words": IN_WORDS,
    "day in words": ORDINAL,
    "figures": _FIGURES,
    "date, first look after": _AFTER_DAY,
    "date, first look before": _BEFORE_DAY,
    "date of birth, first look": _DOB,
}

# Full dates before this year are taken for a date of birth even where nobody says so.
LONG_AGO = 1990
_LOOK_BACK = 45
_NEAR = 30
SENTENCE = ". "


def _may_be_a_date(lower: str) -> bool:
    """Return whether any figures of a text in small letters stand as those of a date do."""
    return any(
        _AFTER_DAY.match(lower, figures.end())
        or (
            lower[figures.start() - 1 : figures.start()] == " "
            and _BEFORE_DAY.search(lower, max(0, figures.start() - 13), figures.start())
        )
        for figures in _FIGURES.finditer(lower)
    )


class Dates:
    """Recogniser of dates of birth and ages over 89."""

    name = "dates"
    reads_over_breaks = True

    def __init__(self, today: Callable[[], datetime.date] = datetime.date.today) -> None:
        self._today = today

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Detection]:
        """Dates of birth and ages over 89 in `text`; `known` is not used."""
        lower = text.lower()
        figures = any(map(text.__contains__, "0123456789"))
        if "birth" in lower or "born" in lower or "dob" in lower or "d.o.b" in lower:
            for match in ORDINAL.finditer(text):
                if BIRTH_CUE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
                    yield Detection(*match.span(), Kind.DOB, "a date in words after a word for birth", 0.95)
        if figures:
            yield from self._dates(text, lower)
        elif (
            "ninety" not in lower
            and "hundred" not in lower
            and "nineteen" not in lower
            and "thousand" not in lower
        ):
            return
        if "nineteen" in lower or "thousand" in lower:
            for match in IN_WORDS.finditer(text):
                if BIRTH_CUE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
                    yield Detection(*match.span(), Kind.DOB, "a date in words after a word for birth", 0.95)
        if not OLD.search(text):
            return
        for match in AGE.finditer(text):
            group = next(k for k in range(1, 10) if match.group(k))
            yield Detection(*match.span(group), Kind.AGE, "an age over 89", 0.85)
            if other := OR_AGE.match(text, match.end(group)):
                yield Detection(*other.span(1), Kind.AGE, "an age over 89", 0.85)
        for match in AFTER_NAME.finditer(text):
            yield Detection(*match.span(1), Kind.AGE, "an age over 89 after a name", 0.6)
        if "(" in text:
            for match in NEXT_TO_NAME.finditer(text):
                yield Detection(*match.span(1), Kind.AGE, "an age over 89 in brackets", 0.6)

    def _dates(self, text: str, lower: str) -> Iterator[Detection]:
        birth_ended = -_NEAR - 1
        for match in DATE.finditer(text) if _may_be_a_date(lower) else ():
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            after = lower[match.end() : match.end() + 12]
            # "given as 9/2/99 on one form and 2/9/99 on another"
            again = match.start() - birth_ended <= _NEAR and SENTENCE not in text[birth_ended : match.start()]
            if (
                again
                or BIRTH_CUE.search(before)
                or after.startswith((" (dob", " dob", " birth", " is his b", " is her b"))
            ):
                yield Detection(*match.span(), Kind.DOB, "a date after a word for birth", 0.97)
                birth_ended = match.end()
                continue
            year = YEAR_END.search(match.group())
            if year and int(year.group(1)) < LONG_AGO:
                yield Detection(*match.span(), Kind.DOB, "a full date long ago, as of birth", 0.7)
        for match in COMPACT.finditer(text) if "birth" in lower or _DOB.search(lower) else ():
            yield Detection(*match.span(1), Kind.DOB, "a date after a word for birth", 0.95)
        for match in YEAR_OF_BIRTH.finditer(text) if "born" in lower else ():
            # Somebody born in this year is, or is about to be, over 89.
            if int(match.group(1)) <= self._today().year - 90:
                yield Detection(*match.span(1), Kind.AGE, "a year of birth that tells an age over 89", 0.8)
