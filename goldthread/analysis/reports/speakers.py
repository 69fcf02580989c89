"""Who is speaking in a sentence of a published report: whoever is said to have told, felt or described it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from goldthread.analysis.reports.cues import any_of, cues, filled, plain

KINDS = ("people", "carers", "staff", "leaders", "partners", "providers")
REGULATOR, DATA = "regulator", "data"
# Somebody speaks, and only the text before says who.
SOMEBODY = "somebody"
_COUNCIL, _UNNAMED = "council", "unnamed"
# Between whoever speaks and what says so: no other clause begins here.
_BREAKS = re.compile(
    r"[;:()\"]|, (?:and |but )?(?:which|who|where|with|as|so|because|enabling|including|such)\b|\b(?:that|because|whether|which)\b"
)
_START = re.compile(r"[;:]\s|,\s(?:and |but |while |although |whilst )?")


class _Mention(NamedTuple):
    start: int
    end: int
    kind: str


def speaker_of_sentence(sentence: str) -> str:
    """Return who speaks in one sentence: one of the kinds, "regulator", "data", or "somebody" whom it does not name."""
    line = plain(sentence)
    words = _words()
    if any(words[name].search(line) for name in ("verbs", "by", "heard", "own_words", "met")):
        mentions = _mentions(line, words)
        for finds in (_met, _their_own, _quoted, _passive):
            if (found := finds(line, mentions, words)) is not None:
                return found
    if words["unsaid"].search(line):
        return SOMEBODY
    if words["regulator"].search(line):
        return REGULATOR
    return DATA if words["shows"].search(line) or words["figure"].search(line) else REGULATOR


def subject_of(sentence: str) -> str | None:
    """Return whom a sentence begins with, speaking or not: whoever "they" may be in the next."""
    line = plain(sentence)
    words = _words()
    for each in _mentions(line[:200], words):
        if each.kind in KINDS and _begins(line, each, words):
            return each.kind
    return None


def _mentions(line: str, words: dict) -> list[_Mention]:
    return [
        _Mention(match.start(), match.end(), kind)
        for match in words["who"].finditer(line)
        if (kind := match.lastgroup)
        and not words["not_them"].match(line, match.end())
        # "72% of staff felt" is a figure.
        and not words["share_of"].search(line, max(0, match.start() - 40), match.start())
    ]


def _met(line: str, mentions: list[_Mention], words: dict) -> str | None:
    """Return whom the regulator spoke with, where the sentence begins with them."""
    for each in mentions[:3]:
        if words["met"].match(line, each.end) and _begins(line, each, words) and each.kind in KINDS:
            return each.kind
    return None


def _quoted(line: str, mentions: list[_Mention], words: dict) -> str | None:
    """Return who is named before the first word for speaking or feeling that fits."""
    at = 0
    for verb in words["verbs"].finditer(line):
        says = verb.lastgroup == "says"
        while at < len(mentions) and mentions[at].start < verb.start() - words["within"]:
            at += 1
        near = [each for each in mentions[at:] if each.end <= verb.start()]
        near = [each for each in near if not _BREAKS.search(line, each.end, verb.start())] or (
            [
                each
                for each in near[:1]
                if says and _begins(line, each, words) and " who " in line[each.end : verb.start()]
            ]
        )
        for each in near:
            begins = _begins(line, each, words)
            if each.kind == _UNNAMED:
                if begins and verb.start() - each.end < 30 and len(near) == 1:
                    return SOMEBODY
                continue
            if each.kind == _COUNCIL:
                if (
                    says
                    and begins
                    and verb.start() - each.end < 25
                    and verb.group() not in ("described", "highlighted", "acknowledged", "emphasised")
                ):
                    return "leaders"
                continue
            next_to = (
                verb.start() - each.end == 1
                and verb.group() == "felt"
                and not line[: each.start].endswith(("how ", "ensure ", "ensured ", "ensuring ", "so "))
            )
            if says or next_to or (begins and not words["did_else"].search(line, each.end, verb.start())):
                return each.kind
    return None


def _begins(line: str, mention: _Mention, words: dict) -> bool:
    """Return whether a clause begins with whoever is named."""
    start = 0
    for match in _START.finditer(line, max(0, mention.start - 120), mention.start):
        start = match.end()
    return bool(words["leads"].fullmatch(line[start : mention.start])) or bool(
        words["leads"].fullmatch(line[max(0, mention.start - 120) : mention.start])
    )


def _passive(line: str, mentions: list[_Mention], words: dict) -> str | None:
    for name in ("by", "heard"):
        for match in words[name].finditer(line):
            for each in mentions:
                if each.start <= match.end() < each.end or each.start == match.end():
                    if each.kind in (_COUNCIL, _UNNAMED):
                        continue
                    if words["asked_for"].search(line[max(0, match.start() - 40) : match.start()]):
                        continue
                    if match.group().startswith("feedback") and not words["feedback_shows"].match(
                        line, each.end + 1
                    ):
                        continue
                    return each.kind
    return None


def _their_own(line: str, mentions: list[_Mention], words: dict) -> str | None:
    """Return whose feedback, views or experience the sentence tells of."""
    for each in mentions:
        if each.kind in (_COUNCIL, _UNNAMED) or not _begins(line, each, words):
            continue
        own = words["own_words"].match(line, each.end)
        if own and words["feedback_shows"].match(line, own.end() + 1):
            return each.kind
    return None


@lru_cache
def _words() -> dict:
    data = cues()
    speech = data["speech"]
    who = {**data["speakers"]}
    # The longest pattern that fits wins: the names of longer bodies stand before shorter words of others.
    groups = "|".join(
        f"(?P<{kind}>{'|'.join(who[kind])})"
        for kind in ("partners", "providers", "carers", "people", "leaders", "staff", "council", "unnamed")
    )
    return {
        "who": re.compile(rf"(?<![\w'-])(?:{filled(groups)})(?![\w-])"),
        "verbs": re.compile(
            rf"(?<![\w-])(?:(?P<says>{filled('|'.join(speech['says']))})|(?P<feels>{filled('|'.join(speech['feels']))}))(?!\w)"
        ),
        "within": speech["within"],
        "leads": re.compile(rf"(?:{filled(speech['leads'])}[, ]{{0,2}}){{0,6}}"),
        "by": re.compile(rf"(?<![\w-])(?:{filled(speech['by'])})"),
        "heard": re.compile(rf"(?<![\w-])(?:{filled(speech['heard'])})"),
        "feedback_shows": re.compile(rf"(?:{filled(speech['feedback_shows'])})(?!\w)"),
        "own_words": re.compile(rf"(?:{filled(speech['own_words'])})"),
        "share_of": re.compile(r"(?:%|per cent|percent) of (?:the |all |these )?$"),
        "not_them": re.compile(rf"(?:{filled(speech['not_them'])})(?!\w)"),
        "met": re.compile(filled(speech["met"])),
        "did_else": any_of(speech["did_else"]),
        "asked_for": any_of(speech["asked_for"]),
        "regulator": any_of(speech["regulator"]),
        "unsaid": any_of(speech["unsaid"]),
        "shows": any_of(data["data"]["shows"]),
        "figure": re.compile(rf"(?<![\w-])(?:{filled('|'.join(data['data']['figure']))})(?![\w])"),
    }
