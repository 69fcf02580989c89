"""Codes, places, devices and numbers of documents: one table of forms, each with the words that say what it is.

A code to somebody's door and the place where they live identify and endanger as a name does. A row is searched only
where one of its words stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson

_DIGIT = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = rf"(?:(?:double|treble|triple)[ ])?{_DIGIT}(?:[ ,\-]{{1,2}}(?:(?:double|treble|triple)[ ])?{_DIGIT}){{2,7}}\b"
# "4471", "C2580Y", "9 3 0 7", "0-7-2-4", "5021#"; letters with figures, never a word.
_CODE = r"[#*]?(?:[A-Z]{1,2}[ ]?)?[0-9](?:[ \-]?[0-9]){2,7}(?:[A-Z]{1,2}|[ ](?-i:[A-Z]))?(?!\w)[#*]?"
_NO_AMOUNT = (
    r"(?![ ]?(?:%|p\b|pounds?|hours?|hrs?|miles?|metres?|pm|am|mm|cm|kg|weeks?|days?|people)|[.:/,][0-9])"
)
_CODE_VALUE = rf"(?<![\w£.#/\-])({_CODE}{_NO_AMOUNT}|{_SPOKEN})"
_DOOR = (
    r"(?:key[ \-]?(?:safe|box|pad|code)|keycode|lock[ \-]?box|pad[ \-]?lock|safe|doors?|gates?|entry|entrance|access|"
    r"alarm|burglar alarm|buzzer|intercom|fob|shutter|lobby|garage|barrier|(?:entrance|door|key|alarm|trade) (?:panel|button))"
)
# What may stand between the door and its code; other words lead elsewhere ("the door was replaced, order 44512").
_TO_CODE = (
    r"(?:[ ,:;=(\-]{1,3}(?:(?:no|num|nr)\.|(?:codes?|number|no|num|pin|combination|combo|keypad|keyfob|key|box|safe|system|is|was|are|has|have|been|be|changed|reset|set|now|to|the|for|of|on|"
    r"my|her|his|our|their|your|mum's|dad's|mums|dads|flats?|building|house|home|side|front|back|main|rear|outer|inner|second|first|door|gate|lobby|communal|block|entrance|"
    r"just|still|currently|same|it|its|it's|at|in|off|with|by|use|using|press|enter|type|then|and|new|old|left|right|please|outside|inside|down|up|you|need|want|dial|punch)\b)){0,10}"
)
# A number of several groups, of which the first has a figure or stands in capitals: "BB4K7R2 0X1183", "L-552019".
_NUMBER = (
    r"((?-i:[A-Z]{1,6}[ /\-.]?){0,2}[A-Z]{0,6}[0-9][A-Z0-9]{0,18}"
    r"(?:[ /\-.][A-Z]{0,6}[0-9][A-Z0-9]{0,12}|[/\-.][A-Z0-9]{1,8}){0,5})(?![\w])"
)
_LINK = r"(?:[ ](?:number|no|num|nr|id|ref|reference|serial|account|acct|card|code|badge|is|was|says|still|my|of|to|quoted|shown)\b\.?){0,4}[ ]{0,2}[:#=,.(\-]{0,2}[ ]{0,2}(?:(?:serial|ref|no|number|is)\b\.?[ :]{0,2})?"
_HEX = r"[0-9a-f]{1,4}"


def _a_code(match: re.Match[str]) -> bool:
    """Return whether a value may be a code: not a year, and of at least four signs."""
    value = match.group(1)
    figures = sum(char.isdigit() for char in value)
    if not figures:
        return len(value.split()) + value.lower().count("double") >= 4
    if _MEASURE.search(value):
        return False
    year = value.isdigit() and len(value) == 4 and value[:2] in ("19", "20")
    return not year and (figures > 3 or (figures == 3 and any(map(str.isalpha, value))))


def _a_door_code(match: re.Match[str]) -> bool:
    """Return whether a value after a door is its code; a year only where a word for a code stands between."""
    between = match.string[match.start() : match.start(1)].lower()
    return _a_code(match) or (match.group(1).isdigit() and _SAYS_CODE.search(between) is not None)


def _is_spoken_code(match: re.Match[str]) -> bool:
    """Return whether a value that is said to be a code is one; a year may be."""
    return _a_code(match) or match.group(1).isdigit()


def _in_range(match: re.Match[str]) -> bool:
    """Return whether two decimal numbers are a place in or near the British Isles, or say north and west."""
    latitude, longitude = float(match.group(2)), float(match.group(4))
    named = bool(match.group(3) and match.group(5))
    return named or (49 <= abs(latitude) <= 61.5 and abs(longitude) <= 11)


def _an_address_of_a_device(match: re.Match[str]) -> bool:
    """Return whether four figures with stops are an internet address, and no version or section of a paper."""
    figures = [int(figure) for figure in match.group(1).split(".")]
    if max(figures) > 255:
        return False
    before = match.string[max(0, match.start() - 45) : match.start()].lower()
    if _VERSION.search(before):
        return False
    return max(figures) > 99 or bool(_DEVICE.search(before))


def _identifies(match: re.Match[str]) -> bool:
    """Return whether a number of a document has enough figures: four, or three with letters."""
    value = match.group(1)
    figures = sum(char.isdigit() for char in value)
    if value.isdigit() and not _SAYS_NUMBER.search(match.group(0)[: -len(value)]):
        return figures > 5  # "my rent is 5400 a year"
    return figures > 3 or (figures == 3 and any(map(str.isupper, value)))


def _is_a_handle(match: re.Match[str]) -> bool:
    """Return whether a word after a network's name is made up, as names there are, and no word of the sentence."""
    value = match.group(1).rstrip(".")
    return any(char.isdigit() or char in "_." for char in value) or value[1:] != value[1:].lower()


class Row(NamedTuple):
    """One form: the words without which it is not searched, its pattern (group 1 is hidden) and a last test."""

    name: str
    kind: Kind
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    reason: str
    confidence: float
    accept: Callable[[re.Match[str]], bool] | None = None


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_VERSION = _re(
    r"\b(?:version|v|section|clause|para|paragraph|page|release|build|policy|appendix|standard|item|point)\b[ .]{0,2}$"
)
_DEVICE = _re(r"\b(?:ip|address|from|source|session|host|server|login|logged|device|client)\b[^.!?\n]{0,30}$")
_MEASURE = _re(r"[0-9](?:mm|cm|kg|pm|am|th|st|nd|rd|ml|mg|kw|ft|p|k|m)$")
_SAYS_CODE = _re(r"code|number|pin|combination|combo|keypad|safe")
_SAYS_NUMBER = _re(r"\b(?:number|no|num|nr|id|ref|reference|serial|account|acct|card|code)\b|[:#]")
_NOT_DOORS = _re(
    r"\b(?:error|cost|tax|post|sort|area|dialling|project|promo|discount|snomed|icd|budget|gl|http|status|colour|dress|zip|"
    r"course|activity|bar|qr|product|voucher|dialing|country|subjective|section)[ \-]?$"
)

_DOOR_WORDS = ("key", "lock", "safe", "door", "gate", "entr", "access", "alarm", "buzzer", "intercom", "fob", "shutter",
               "lobby", "garage", "barrier", "panel")  # fmt: skip
_CODE_WORDS = ("code", "pin", "combination", "combo", "password", "passcode")


def _no_other_code(match: re.Match[str]) -> bool:
    """Return whether a code opens something: not a cost code, a tax code or an error."""
    before = match.string[max(0, match.start() - 14) : match.start()]
    return not _NOT_DOORS.search(before) and _is_spoken_code(match)


# Three figures near each other, without which hardly a row has anything to find; and a figure, a point, a figure.
_SOME_FIGURES = re.compile(r"[0-9][ \-./°º]{0,2}[A-Z0-9]?[0-9][ \-./]?[0-9]", re.ASCII)
_POINT = re.compile(r"[0-9]\.[0-9]", re.ASCII)
_POINTED = (".",)

TABLE: tuple[Row, ...] = (
    Row(
        "code to a door",
        Kind.CODE,
        _DOOR_WORDS,
        _re(rf"\b{_DOOR}\b\.?{_TO_CODE}[ :;=(,\-\"']{{1,4}}{_CODE_VALUE}"),
        "a code after a word for a door, a safe or an alarm",
        0.85,
        _a_door_code,
    ),
    Row(
        "said to be a code",
        Kind.CODE,
        _CODE_WORDS,
        _re(rf"\b(?:code|pin|pin[ ]?number|combination|combo|passcode|pass[ ]?word)\b[^.!?\n0-9£]{{0,45}}{_CODE_VALUE}"),
        "a number said to be a code",
        0.85,
        _no_other_code,
    ),
    Row(
        "a second code",
        Kind.CODE,
        ("code", "pin"),
        _re(rf"\b(?:codes?|pin)\b[^.!?\n]{{0,60}}?\b(?:then|and|or)\b[^.!?\n0-9]{{0,35}}{_CODE_VALUE}"),
        "a further number beside a code",
        0.7,
        _a_code,
    ),
    Row(
        "code to type in",
        Kind.CODE,
        ("type", "press", "enter", "punch", "key in", "dial"),
        _re(
            rf"\b(?:type(?: in)?|press|enter|punch(?: in)?|key in|dial)[ ](?:in[ ])?(?:the )?{_CODE_VALUE}"
            rf"(?=[^.!?\n]{{0,40}}\b(?:{_DOOR}|door|let yourself in|get in|open|turn|then)\b)"
        ),
        "a number to type in at a door",
        0.75,
        _a_code,
    ),
    Row(
        "password",
        Kind.CODE,
        ("password", "passcode", "pass word", "passphrase"),
        _re(
            r"\b(?:pass[ ]?(?:word|code|phrase))\b(?:[ ](?:is|was|for|the|my|to|wifi|it|it's|now)){0,5}[ :=\"']{1,3}((?=[^\s]{0,30}[0-9])[A-Za-z0-9!@#$%&*_\-]{5,30})"
        ),
        "a password",
        0.85,
    ),
    Row(
        "UPRN",
        Kind.LOCATION,
        ("prn", "p.r.n", "unique property"),
        _re(r"\b(?:u\.?p\.?r\.?n\b|unique property reference)[^\n0-9]{0,24}([0-9](?:[ ]?[0-9]){5,11})(?!\w)"),
        "the number of one property",
        0.95,
    ),
    Row(
        "three words of a place",
        Kind.LOCATION,
        ("///", "what3words", "w3w", "what 3 words", "what three words", "what3 words"),
        _re(
            r"((?:https?://)?(?:www\.)?(?:what3words\.com|w3w\.co)/[a-z]{2,24}\.[a-z]{2,24}\.[a-z]{2,24}"
            r"|(?<![\w:/])///?[a-z]{2,24}\.[a-z]{2,24}\.[a-z]{2,24})(?![\w])"
        ),
        "three words that stand for one place",
        0.95,
    ),
    Row(
        "three words after a cue",
        Kind.LOCATION,
        ("what3words", "w3w", "what 3 words", "what three words", "what3 words"),
        _re(
            r"\b(?:what[ ]?3[ ]?words|what three words|w3w)\b[^\n./]{0,40}?[ :(/]{1,4}"
            r"([a-z]{2,24}(?:\.|[ ]dot[ ])[a-z]{2,24}(?:\.|[ ]dot[ ])[a-z]{2,24})(?![\w])"
        ),
        "three words that stand for one place",
        0.95,
    ),
    Row(
        "latitude and longitude",
        Kind.LOCATION,
        _POINTED,
        _re(
            r"(?<![\w.£])(([+\-]?[0-9]{1,2}\.[0-9]{3,9})[ ]?[°]?[ ]?([NS])?[ ]?[,;/ ][ ]{0,2}([+\-]?[0-9]{1,3}\.[0-9]{3,9})(?:[ ]?°)?(?:[ ]?([EW])(?!\w))?)(?![\w.][0-9])"
        ),
        "latitude and longitude",
        0.9,
        _in_range,
    ),
    Row(
        "latitude or longitude, named",
        Kind.LOCATION,
        ("lat", "lon", "easting", "northing"),
        _re(
            r"\b(?:lat(?:itude)?|long?(?:itude)?|lng|eastings?|northings?)\b\.?[ ]?(?:is[ ])?[:=]?[ ]?"
            r"([+\-]?(?:[0-9]{1,3}\.[0-9]{3,9}|[0-9]{6,7}(?![0-9.])))(?![\w])"
        ),
        "said to be a latitude or a longitude",
        0.9,
    ),
    Row(
        "degrees",
        Kind.LOCATION,
        ("°", "º"),
        re.compile(
            r"([0-9]{1,2}[°º][ ]?[0-9]{1,2}(?:\.[0-9]{1,5})?['’′]?[ ]?(?:[0-9]{1,2}(?:\.[0-9]{1,4})?[\"”″']{0,2})?[ ]?[NSns]"
            r"[ ,]{0,3}[0-9]{1,3}[°º][ ]?[0-9]{1,2}(?:\.[0-9]{1,5})?['’′]?[ ]?(?:[0-9]{1,2}(?:\.[0-9]{1,4})?[\"”″']{0,2})?[ ]?[EWew])"
        ),
        "latitude and longitude",
        0.9,
    ),
    Row(
        "grid reference",
        Kind.LOCATION,
        ("grid", "map ref", "ngr", "os ref", "ordnance"),
        _re(
            r"\b(?:grid|map|ngr|os|ordnance survey)\b[ ]?(?:ref(?:erence|s)?\b\.?)?[^\n0-9.]{0,14}?"
            r"(?<!\w)([HJNOST][A-HJ-Z][ ]?[0-9]{2,5}[ ]?[0-9]{2,5})(?!\w)"
        ),
        "a grid reference",
        0.9,
    ),
    Row(
        "grid reference by its form",
        Kind.LOCATION,
        ("h", "n", "o", "s", "t"),
        re.compile(r"(?<!\w)([HNOST][A-HJ-Z][ ]?(?:[0-9]{5}[ ][0-9]{5}|[0-9]{4}[ ][0-9]{4}))(?!\w)", re.ASCII),
        "the form of a grid reference",
        0.7,
    ),
    Row(
        "map link or plus code",
        Kind.LOCATION,
        ("map", "+"),
        _re(
            r"((?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|(?:www\.)?google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}|maps\.apple\.com)[^\s<>\"')]{1,200}"
            r"|(?<![\w+])[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{2,3}(?![\w+]))"
        ),
        "a place on a map",
        0.9,
    ),
    Row(
        "internet address",
        Kind.DEVICE,
        _POINTED,
        _re(r"(?<![\w.])((?:[0-9]{1,3}\.){3}[0-9]{1,3})(?!\w|\.[0-9])"),
        "an internet address",
        0.85,
        _an_address_of_a_device,
    ),
    Row(
        "long internet address",
        Kind.DEVICE,
        (":",),
        _re(
            rf"(?<![\w:.])((?:{_HEX}:){{7}}{_HEX}|{_HEX}(?::{_HEX}){{1,5}}::(?:{_HEX}(?::{_HEX}){{0,5}})?|(?:[0-9a-f]{{2}}[:\-]){{5}}[0-9a-f]{{2}})(?![\w:])"
        ),
        "an internet address or the address of a device",
        0.85,
    ),
    Row(
        "number of a badge, a pass or a document",
        Kind.REF,
        ("badge", "pass", "licen", "driver", "prescription", "script", "rx"),
        _re(
            r"\b(?:blue badge|badge|bus[ ]?pass|travel ?pass|travel card|freedom pass|concessionary pass|oyster|railcard|passport|driving licen[cs]e|licen[cs]e|"
            rf"driver(?:'s)?|prescription|script|rx){_LINK}{_NUMBER}"
        ),
        "a number after a word for a badge, a pass or a document",
        0.85,
        _identifies,
    ),
    Row(
        "number of a person or an account",
        Kind.REF,
        ("tenan", "rent", "hosp", "mrn", "unit", "lifeline", "telecare", "pendant", "social", "framework", "council tax", "client",
         "dbs", "library", "universal credit", "crn", "utr", "visa", "brp", "home office", "roll", "meter", "imei", "serial", "patient"),
        _re(
            r"\b(?:tenan(?:cy|t)|rent(?: account)?|hosp(?:ital)?|mrn|lifeline(?: unit)?|telecare(?: (?:unit|box))?|pendant(?: alarm)?|(?:adult )?social (?:care|services)|"
            r"framework[ \-]?i|council tax(?: account)?|client|dbs(?: certificate)?|library card|universal credit|crn|utr|visa|brp|home office|roll|"
            rf"meter|imei|patient|(?:telecare|lifeline|pendant|alarm)\b[^.!?\n0-9]{{0,20}}serial){_LINK}{_NUMBER}"
        ),
        "a number after a word for a person's account or equipment",
        0.8,
        _identifies,
    ),
    Row(
        "name on a social network",
        Kind.URL,
        ("insta", "twitter", "tiktok", "snap", "facebook", "fb", "discord", "telegram", "reddit", "handle", "user"),
        _re(
            r"\b(?:insta(?:gram)?|twitter|tik[ ]?tok|snap(?:chat)?|facebook|fb|discord|telegram|reddit|handle|user[ ]?name)\b"
            r"(?:[ ](?:name|handle|username|account|page|id|as|under|is|on|at|me|called|was)\b){0,3}[ :=]{1,3}(@?[A-Za-z][A-Za-z0-9_.]{2,30})(?![\w@])"
        ),
        "a person's name on a social network",
        0.7,
        _is_a_handle,
    ),
)  # fmt: skip

PATTERNS = {row.name: row.pattern for row in TABLE} | {
    "a version before": _VERSION,
    "a device before": _DEVICE,
    "another code": _NOT_DOORS,
    "a measure": _MEASURE,
    "some figures": _SOME_FIGURES,
    "a point": _POINT,
    "a word for a code": _SAYS_CODE,
    "a word for a number": _SAYS_NUMBER,
}
_WITHOUT_FIGURES = {
    "degrees",
    "long internet address",
    "three words of a place",
    "three words after a cue",
    "name on a social network",
    "map link or plus code",
    "code to a door",
    "said to be a code",
}


_IN_WORDS = tuple(row for row in TABLE if row.name in _WITHOUT_FIGURES)


class CuedValues:
    """Recogniser of what a table of forms and the words around them tell: codes, places, devices, documents."""

    name = "cued values"
    reads_over_breaks = True

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Detection]:
        """Codes, places, devices and numbers of documents in `text`; `known` is not used."""
        lower = text.lower()
        rows = TABLE if _SOME_FIGURES.search(text) else _IN_WORDS
        points = "." in text and _POINT.search(text) is not None
        for row in rows:
            if not (points if row.words == _POINTED else any(map(lower.__contains__, row.words))):
                continue
            for match in row.pattern.finditer(text):
                if row.accept is None or row.accept(match):
                    yield Detection(*match.span(1), row.kind, row.reason, row.confidence)
