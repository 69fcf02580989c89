"""Particulars of a text: the day, date, time, number, sum or name that changes from one telling to the next.

"The bus was late again on Monday" and "The bus was late again on 3 May" are one text told of two days. Two texts that
are the same without their particulars count as one where texts are grouped by what they speak of.
"""

from __future__ import annotations

import re

from goldthread.analysis.text.placeholders import without_placeholders
from goldthread.analysis.text.similarity import normalised

_DAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_NAMED_TIMES = (
    "today|yesterday|tomorrow|tonight|noon|midday|midnight|christmas|easter|once|twice"
    "|(?:this|that|last|next|every|each|per|other) (?:morning|afternoon|evening|night|weekend|day|week|fortnight|month"
    "|quarter|year|spring|summer|autumn|winter|time)"
)
_TENS = "(?:twen|thir|for|fif|six|seven|eigh|nine)t"
_NUMBERS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    rf"|{_TENS}y|hundred|thousand|million|dozen|half|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    rf"|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|{_TENS}ieth"
)
_PARTICULAR = rf"(?:(?:{_DAYS}|{_MONTHS}|{_NAMED_TIMES}|{_NUMBERS})s?|(?:no )?\w*\d\w*)"
# What is a particular only after one: "Monday morning", "3 hours", "40 pounds". "The day centre" is none.
_AFTER = (
    "(?:minute|min|hour|hr|day|week|fortnight|month|quarter|year|morning|lunchtime|afternoon|teatime|evening|night|time"
    "|o clock|oclock|am|pm|pound|penny|pence|quid|percent|per cent|p|st|nd|rd|th)s?"
)
# Small words before a particular go with it: "on the 3rd of May" and "on Monday" differ in nothing else.
_BEFORE = (
    "(?:a|an|the|this|that|last|next|every|each|on|at|in|of|by|for|to|from|since|until|till|before|after|around|about|approximately|nearly|past|and"
    "|number|nr|s)"
)
_PARTICULARS = re.compile(
    rf"(?<!\S)(?:{_BEFORE} ){{0,5}}{_PARTICULAR}(?: (?:(?:{_BEFORE} ){{0,4}}(?:{_PARTICULAR}|{_AFTER}))){{0,20}}(?: s)?(?!\S)"
)


def without_particulars(text: str) -> str:
    """Return a text's words in small letters without its particulars; the text's own words where it has no others."""
    letters = normalised(without_placeholders(text))
    return " ".join(_PARTICULARS.sub(" ", letters).split()) or letters
