"""Statements about a name: ages, dates, kindness, and what fits hardly anything but a person."""

from __future__ import annotations

import re

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.recognisers.name_cues import whose
from goldthread.analysis.privacy.tokens import TextTokens

_WISHES = lx.wordset("hope bless may will love can so god thank let")
_DATED = re.compile(r"[ ]?[0-9]")
_AGED = re.compile(r",[ ][1-9][0-9],")
_DAY_BEFORE = re.compile(r"[0-9](?:st|nd|rd|th)?[ ]$")
_WORKPLACES = lx.wordset(
    "council agency office team hospital surgery charity company brokerage home centre bank pharmacy"
)
_ONLY_PEOPLE = lx.wordset("tearful bedbound housebound asleep widowed") | {
    "off sick", "on leave", "on holiday", "off today", "off work", "in tears", "in hospital", "in bed", "on her", "on his",
    "meant to", "supposed to",
}  # fmt: skip
_THEMSELVES = lx.wordset("herself himself")
_FALLING = lx.wordset("falls fell trips tripped")
_YEARS = re.compile(r"[ ](?:only[ ])?[1-9][0-9](?:[ ]and[ ]|[.,;!?]|$|[ ]years[ ]old)")
_SEASONS = lx.wordset("april may june august summer autumn dawn spring hope")
# What is said of a person and of hardly anything else.
_OF_PEOPLE = lx.wordset(
    "kind lovely rude helpful caring thoughtful polite abrupt dismissive supportive attentive friendly crying upset worried tearful "
    "deaf blind gentle brilliant amazing fantastic"
)
PATTERNS = {
    "date after": _DATED,
    "age after": _AGED,
    "day before": _DAY_BEFORE,
    "years": _YEARS,
}


def with_people(around: TextTokens, last: int) -> bool:
    """Return whether it "was lovely with him", "is so kind": said of a person, not of a service."""
    verb = around.low(last + 1)
    if verb not in ("was", "is", "has", "were") or around.gap(last + 1) != " ":
        return False
    near = [around.low(k) for k in range(last + 2, last + 5)]
    return any(low in lx.KINDNESS for low in near)


def aged(around: TextTokens, last: int) -> bool:
    """Return whether an age follows between commas: "Rose, 82, lives"."""
    return bool(_AGED.match(around.text, around.ends[last]))


def number_follows(around: TextTokens, last: int) -> bool:
    """Return whether a telephone number or an age in brackets follows: "Annalise. 07700 ...", "Dilys (92)"."""
    follows = around.text[around.ends[last] : around.ends[last] + 4].lstrip(" ,.:-")
    if aged(around, last):
        return True
    return follows[:1] in ("0", "+") or (follows[:1] == "(" and follows[1:2].isdigit())


def heads_a_line(around: TextTokens, i: int) -> bool:
    """Return whether word `i` begins a line or sentence and a colon follows: "Invented: nobody rang"."""
    return around.starts_sentence(i) and around.text[around.ends[i] : around.ends[i] + 1] == ":"


def lives(around: TextTokens, last: int) -> bool:
    """Return whether what is said of word `last` fits hardly anything but a person, even where a sentence begins with it.

    "Joy was off sick", "Mercy does his eye drops", "Mark from the council", "Ivy is 84", "Florence walks by herself".
    """
    nxt = last + 1
    if nxt >= len(around.words) or around.gap(nxt) != " " or around.possessive(last):
        return False
    low = [around.low(k) for k in range(nxt, nxt + 8)]
    if low[0] in ("is", "was") and low[1] in ("her", "his", "my", "their") and low[2] == "name":
        return True
    if low[0] in ("is", "was") and not around.words[last].place and around.low(last) not in _SEASONS:
        description = low[2] if low[1] in ("so", "very", "really", "always", "never", "not") else low[1]
        if description in _OF_PEOPLE:
            return True
    if around.low(last) not in _WISHES and whose(around, last):
        return True
    if low[0] == "from":
        return low[1] in ("the", "your") and bool(_WORKPLACES & set(low[2:4]))
    if low[0] in ("is", "was", "turned"):
        follows = around.text[around.ends[nxt] : around.ends[nxt] + 14]
        if _YEARS.match(follows):
            return True
        if low[0] != "turned" and (" ".join(low[1:3]) in _ONLY_PEOPLE or low[1] in _ONLY_PEOPLE):
            return True
    if low[0] in _FALLING:
        return (
            low[1] in ("again", "down", "over", "out", "in", "")
            or nxt + 1 == len(around.words)
            or bool(around.gap(nxt + 1).strip())
        )
    if low[0] not in lx.PERSON_VERBS and low[0] not in ("walks", "does", "sits", "drives", "reads"):
        return False
    most = min(8, len(around.words) - nxt)
    ends = next((k for k in range(1, most) if set(around.gap(nxt + k)) & set(".!?;")), most)
    words = low[1:ends]
    return bool(_THEMSELVES & set(words)) or (
        low[0] in ("does", "brings", "takes") and words[:1] in (["his"], ["her"], ["my"])
    )


def dated(around: TextTokens, i: int) -> bool:
    """Return whether word `i` is the month of a date: "5 May", "June 3rd"."""
    end, start = around.ends[i], around.starts[i]
    return bool(_DATED.match(around.text[end : end + 2])) or bool(
        _DAY_BEFORE.search(around.text[max(0, start - 5) : start])
    )
