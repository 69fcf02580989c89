"""Initials that stand for somebody, as letters, case notes and minutes have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.tokens import WORD
from goldthread.analysis.privacy.types import Detection, Kind

# "T.K. moved out": capitals with full stops, not followed by a surname.
STOPPED = re.compile(r"(?<![\w.])[A-Z]\.[ ]?(?:[A-Z]\.[ ]?)?[A-Z]\.?(?![\w.])(?![ ][A-Z][a-z])")
SAID = re.compile(
    r"(?:\b[Ii]nitials?\b[^.!?\n]{0,40}?[ ](?:is|are|was|were|of|read|say|said)[ :]{1,2}|\b[Ii]nitials[ :]{1,2}|\b(?:officer|worker)[ ])"
    r"([A-Z]{2,3})\b(?![ ]?[A-Z0-9/&])",
    re.ASCII,
)
# Two capitals that do, in notes and minutes, what people do: "YA reported", "Action: GK to ring", "w/ LM", "SB (OT)".
_SAYS = (
    "reported|reports|shared|asked|asks|said|says|advised|advises|agreed|agrees|explained|confirmed|confirms|updated|noted|"
    "thanked|welcomed|raised|suggested|felt|feels|stated|states|presented|outlined|queried|requested|disclosed|declined|"
    "apologised|visited|rang|phoned|emailed|spoke|attended|arrived|appeared|wants|wanted|lives|lived|told|tells|gave|chaired"
)
_IS = "OT|SW|ASW|SSW|GP|PA|CM|TM|DN|CPN|HV|AP|AMHP|RN|HCA|SALT|physio|nurse|chair|advocate|manager|carer|social worker|son|daughter|husband|wife"
NOTED = re.compile(
    rf"(?<![\w&/.\-])([A-Z]{{2}})(?=[ ](?:{_SAYS})\b|[ ]?\((?:{_IS})\))"
    r"|\b(?:[Aa]ctions?|ACTIONS?)[ ]?[:\-][ ]?([A-Z]{2})(?=[ ](?:to|will)[ ])"
    r"|(?:\bw/[ ]?|\b[Ss]een by[ ]|\b[Ss]poke (?:to|with)[ ]|\b[Tt]/?[Cc] (?:to|from|with)[ ])([A-Z]{2})(?![\w&/\-])",
    re.ASCII,
)
# Both begin with a capital, and so are found at once or not at all.
STOPPED_CAPITAL, TWO_CAPITALS = re.compile(r"[A-Z]\.[ ]?[A-Z]"), re.compile(r"[A-Z][A-Z]")
# Before or after initials with full stops: "the case of T.W., 91".
OF_A_CASE = re.compile(r"\b(?:case|matter|care|estate|behalf|family)[ ]of[ ]$", re.IGNORECASE)
AGED = re.compile(r",?[ ](?:aged[ ])?[0-9]{2,3}(?=[,.;)]|[ ](?:and|who|lives|of)\b)", re.ASCII)

_BEFORE = lx.wordset("user re with saw met told asked")
# Two letters in capitals that are nobody's initials: abbreviations of the field, and short words in capitals.
_TWO = lx.wordset(
    "ad an ap as at aw be by cc ch cx da dc dh dn do ds dv ea ec fa fc fp fs ft gb go hb he hi hm ho hq if im in is la lb ld "
    "lg lp me mh mr my nd nh no ns oa od of oh on or os oz pc pd ph po pr qa qi rd re rh ro sc si sn so ss st tc td tm to "
    "ts uc un up us vs wc we wi xl yo"
)

PATTERNS = {
    "initials": STOPPED,
    "letters": SAID,
    "initials in notes": NOTED,
    "initials, first look": STOPPED_CAPITAL,
    "initials in notes, first look": TWO_CAPITALS,
    "initials of a case": OF_A_CASE,
    "an age after initials": AGED,
}


def initials(text: str, *, shouting: bool) -> Iterator[Detection]:
    """Initials in `text` that stand for somebody; in a text all in capitals two letters say nothing."""
    for match in STOPPED.finditer(text) if STOPPED_CAPITAL.search(text) else ():
        letters = match.group().replace(" ", "").rstrip(".").lower()
        if letters not in lx.ABBREVIATIONS and _speaks_of_a_person(text, match):
            yield Detection(*match.span(), Kind.PERSON, "initials with full stops", 0.55)
    if "nitial" in text or "fficer" in text or "orker" in text:
        for match in SAID.finditer(text):
            if match.group(1).lower() not in lx.ACRONYMS:
                yield Detection(*match.span(1), Kind.PERSON, "letters said to be somebody's initials", 0.55)
    if not shouting and TWO_CAPITALS.search(text):
        for match in NOTED.finditer(text):
            if match[match.lastindex or 0].lower() not in lx.ACRONYMS | _TWO:
                yield Detection(
                    *match.span(match.lastindex or 0), Kind.PERSON, "initials, by what they do", 0.55
                )


def _speaks_of_a_person(text: str, match: re.Match[str]) -> bool:
    """Return whether a word for a person or a case stands before initials, or a verb of people or an age after them."""
    before, after = text[max(0, match.start() - 25) : match.start()], text[match.end() : match.end() + 25]
    words, following = WORD.findall(before), WORD.match(after.lstrip(" "))
    return bool(
        (words and words[-1].lower() in lx.ROLES | _BEFORE)
        or (following and following.group().lower() in lx.HUMAN_VERBS)
        or OF_A_CASE.search(before)
        or AGED.match(after)
    )
