"""Contact details: telephone numbers in every spelling, e-mail addresses and personal pages.

Lines that belong to an organisation (0800, 0300 and the like, `info@`) are left: they point at no one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson

# Every quantifier is bounded, so no text can make a search run away (tests/analysis/test_privacy_patterns.py).
_SEP = r"[ \t().\-/]{0,3}"
PHONE = re.compile(rf"(?<![\w£$])(?:\+|00)?\(?[0-9](?:{_SEP}[0-9]){{8,13}}(?![0-9])", re.ASCII)
LOCAL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|landline|ring|call|text|fax|extension|ext)\b\.?"
    r"(?:[ ](?:me|us|her|him|them|mum|dad|number|no))?\.?(?:[ ](?:on|at|is|number|no))?[ :.]{0,3}"
    r"([0-9](?:[ \-]?[0-9]){4,9})(?![0-9\-])",
    re.IGNORECASE | re.ASCII,
)
_DIGIT = r"(?:oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine|hundred|thousand)"
# Fewer words for digits than this in a text are no telephone number.
_SAID = ("oh", "zero", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FEWEST = 3
SPOKEN = re.compile(
    rf"\b(?:(?:double|treble|triple)[ ])?(?:oh|o|zero|nought)(?:[ ,\-]{{1,3}}(?:(?:double|treble|triple)[ ])?{_DIGIT}){{6,12}}\b",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+%'\-])[\w.+%'\-]{1,64}[ ]?@[ ]?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}")
_PROVIDERS = "gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|sky|live|aol|talktalk|virginmedia|msn|ymail|protonmail|proton"
EMAIL_SPOKEN = re.compile(
    r"(?<![\w.])[\w\-]{1,40}(?:(?:[ ]dot[ ]|\.)[\w\-]{1,40}){0,3}[ ]?(?:\(at\)|\[at\]|[ ]at[ ])[ ]?"
    rf"(?:{_PROVIDERS}|[\w\-]{{1,40}}(?=[ ]?(?:\(dot\)|\[dot\]|[ ]dot[ ])))"
    r"(?:[ ]?(?:\.|\(dot\)|\[dot\]|[ ]dot[ ])[ ]?(?:com|co|org|net|uk|gov|nhs|info|me|example)){1,3}\b",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"(?:https?://)?(?:www\.|m\.|en-gb\.)?(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|youtube|snapchat|threads|"
    r"nextdoor|gofundme|justgiving|caringbridge)\.(?:com|net|co\.uk|org)/[^\s<>\"')]{2,200}|"
    r"(?<![\w\-])[\w\-]{2,63}\.(?:wordpress|blogspot|tumblr|substack)\.(?:com|co\.uk)[^\s<>\"')]{0,200}",
    re.IGNORECASE,
)
# A page under a name of its own is a person's where the words before say whose it is.
OWN_PAGE = re.compile(
    r"(?<![\w.@\-/])(?:https?://)?(?:[\w\-]{1,63}\.){1,4}[a-z]{2,10}(?:/[^\s<>\"')]{0,200})?",
    re.IGNORECASE | re.ASCII,
)
HOSTED = re.compile(r"\.[a-z]{2}")
PUBLIC_HOST = re.compile(r"\.(?:gov|nhs|ac|police)\.uk", re.IGNORECASE)
PAGE_CUE = re.compile(
    r"\b(?:(?:my|her|his|their|[a-z]{2,15}'s)[ ](?:own[ ])?(?:page|blog|posts?|diary|site|website|web page|channel|vlog|profile|feed|fundraiser|podcast)"
    # "Our website" is as a rule the council's.
    r"|our[ ](?:own[ ])?(?:page|blog|channel|vlog|profile|feed|fundraiser|podcast)|(?:find|follow|message|add|look)[ ](?:me|us|her|him|them)(?:[ ]up)?"
    r"|blog(?:ged|s)?|vlog|(?:put|posted|shared|wrote)[ ](?:it|this|that|him|her|them|about it)[ ](?:all[ ])?(?:on|at|up))\b[^!?\n]{0,70}$",
    re.IGNORECASE,
)
# Where social networks and registers keep a person's own page.
OWN_PATH = re.compile(r"/(?:in|u|users?|profile)/[\w.\-]{3,80}|/~[\w.\-]{2,40}", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{3,30}(?![\w@])")

PATTERNS = {
    "phone": PHONE,
    "local phone": LOCAL,
    "spoken phone": SPOKEN,
    "email": EMAIL,
    "spoken email": EMAIL_SPOKEN,
    "page": PAGE,
    "own page": OWN_PAGE,
    "own page, cue": PAGE_CUE,
    "own page, by its path": OWN_PATH,
    "public host": PUBLIC_HOST,
    "page, first look": HOSTED,
    "handle": HANDLE,
}

_SHARED_LINES = ("080", "030", "0333", "034", "033", "084", "087", "0900", "0845", "116")
_SHARED_BOXES = lx.wordset(
    "info enquiries enquiry contact help admin office support complaints feedback adultsocialcare adultcare socialcare "
    "customerservices customerservice customer.services customer.service reception hello mail post noreply no-reply donotreply "
    "safeguarding careconnect accessteam access press foi dpo webmaster accounts finance payments directpayments"
)


def _is_somebodys(handle: re.Match[str]) -> bool:
    """Return whether a handle may be a person's: not a formula ("@SUM(A1)"), a field ("@Name") or a body's ("@BBCNews")."""
    name = handle.group()[1:]
    if handle.string[handle.end() : handle.end() + 1] == "(" or name[:3].isupper():
        return False
    return name.lower() not in lx.lexicon().words


class Contacts:
    """Recogniser of telephone numbers, e-mail addresses and people's own pages."""

    name = "contacts"
    reads_over_breaks = True

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Detection]:
        """Ways to reach a person in `text`; `known` is not used."""
        lower = text.lower()
        figures = sum(map(text.count, "0123456789"))
        # Fewer are no number that anybody can ring.
        if figures >= 5:
            yield from _phones(text, figures)
        if sum(map(lower.count, _SAID)) > _FEWEST:
            for match in SPOKEN.finditer(text):
                yield Detection(*match.span(), Kind.PHONE, "a telephone number in words", 0.8)
        if "@" in text:
            for match in EMAIL.finditer(text):
                if match.group().split("@")[0].strip().lower() not in _SHARED_BOXES:
                    start = match.start() + (match.group()[0] == "'")
                    yield Detection(start, match.end(), Kind.EMAIL, "an e-mail address", 0.99)
            for match in filter(_is_somebodys, HANDLE.finditer(text)):
                yield Detection(*match.span(), Kind.URL, "a person's name on a social network", 0.7)
        # Letters that are taken for others where case is ignored ("ı") stand in no text of ASCII.
        if _may_be_spoken(lower) if text.isascii() else "at" in lower and ("dot" in lower or "." in text):
            for match in EMAIL_SPOKEN.finditer(text):
                yield Detection(*match.span(), Kind.EMAIL, "an e-mail address as it is spoken", 0.85)
        if "." in text and HOSTED.search(text):
            yield from _own_pages(text)
        if "/" in text or "wordpress" in lower or "blogspot" in lower:
            for match in PAGE.finditer(text):
                end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?")))
                yield Detection(match.start(), end, Kind.URL, "a link to a person's own page", 0.85)


def _may_be_spoken(lower: str) -> bool:
    """Return whether a text has what `EMAIL_SPOKEN` asks for: "at" by itself, and a provider or a "dot"."""
    return (" at " in lower or "(at)" in lower or "[at]" in lower) and (
        "dot" in lower or any(map(lower.__contains__, _PROVIDERS.split("|")))
    )


def _own_pages(text: str) -> Iterator[Detection]:
    for match in OWN_PAGE.finditer(text):
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?")))
        before = text[max(0, match.start() - 100) : match.start()]
        public = PUBLIC_HOST.search(match.group())
        if not public and (
            "/@" in match.group() or OWN_PATH.search(match.group()) or PAGE_CUE.search(before)
        ):
            yield Detection(match.start(), end, Kind.URL, "a link to a person's own page", 0.75)


def _phones(text: str, figures: int) -> Iterator[Detection]:
    for match in PHONE.finditer(text) if figures >= 9 else ():
        span = _phone_span(match)
        if span:
            yield Detection(*span, Kind.PHONE, "a telephone number", 0.9)
    for match in LOCAL.finditer(text):
        digits = re.sub(r"[^0-9]", "", match.group(1))
        if not digits.startswith(_SHARED_LINES):
            yield Detection(*match.span(1), Kind.PHONE, "a number after a word for telephone", 0.7)


def _phone_span(match: re.Match[str]) -> tuple[int, int] | None:
    """The stretch that is a British or foreign telephone number, or None."""
    raw = match.group()
    digits = re.sub(r"[^0-9]", "", raw)
    foreign = raw.startswith(("+", "00"))
    if foreign and digits.lstrip("0").startswith("44"):
        national = "0" + digits.lstrip("0")[2:].lstrip("0")
    elif foreign:
        return match.span() if 9 <= len(digits) <= 15 and raw[0] == "+" else None
    else:
        national = digits
    if national[:1] != "0" or national[1:2] not in "12357" or national.startswith(_SHARED_LINES):
        return None
    if len(national) < 10:
        return None
    extra = len(national) - 11
    if extra > 0:
        # A further group of digits ran into the number: keep the number only.
        count, cut = 0, len(raw)
        for position, char in enumerate(raw):
            count += char.isdigit()
            if count == len(digits) - extra:
                cut = position + 1
                break
        if raw[cut : cut + 1] in tuple(" -"):
            rest = re.sub(r"[^0-9]", "", raw[cut:])
            lead = raw[:cut]
            if len(rest) <= extra and len(re.split(r"[ \-]", raw[cut:].strip(" -"))[0]) == len(rest):
                return match.start(), match.start() + len(lead)
    return (match.start(), match.end()) if extra <= 1 else None
