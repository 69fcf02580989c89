"""What a sentence of a published report tells of: a strength, a weakness, a change under way, a plan, or none of them."""

from __future__ import annotations

import re
from functools import lru_cache

from goldthread.analysis.reports.cues import any_of, cues, filled, plain

# Stands in a line where it said that there is less of what is bad.
_BETTER = "^"
STRENGTH, WEAKNESS, CHANGE, PLAN = "strength", "weakness", "change", "plan"


def tells_of_sentence(sentence: str) -> str | None:
    """Return what one sentence tells of. What stands after "but" or "however" outweighs what stands before."""
    words = _words()
    line = words["better"].sub(lambda match: _BETTER * len(match.group()), plain(sentence))
    line = words["ignores"].sub(lambda match: "|" * len(match.group()), line)
    if match := words["gives_way"].match(line):
        comma = line.find(", ", match.end())
        line = line[comma + 2 :] if 0 < comma < len(line) - 3 else line
    for turn in reversed(list(words["turns"].finditer(line))):
        if turn.start() and (kind := _kind(line[turn.start() :], words)):
            return kind
    return _kind(line, words)


def resolves(sentence: str) -> bool:
    """Return whether a sentence says what came of the one before ("As a result, ...")."""
    return bool(_words()["resolves"].match(plain(sentence)))


def turns(sentence: str) -> bool:
    """Return whether a sentence turns against the one before ("However, ...")."""
    match = _words()["turns"].search(plain(sentence)[:40])
    return bool(match and match.start() == 0)


def _kind(line: str, words: dict) -> str | None:
    for match in words[WEAKNESS].finditer(line):
        before = line[max(0, match.start() - words["within"]) : match.start()]
        if not words["dealt_with"].search(re.split(r"[,;:]", before)[-1]):
            return WEAKNESS
    for kind in (PLAN, CHANGE, STRENGTH):
        if words[kind].search(line):
            return kind
    return STRENGTH if _BETTER in line else None


@lru_cache
def _words() -> dict:
    data = cues()["tells"]
    names = (WEAKNESS, PLAN, CHANGE, STRENGTH, "better", "ignores", "turns", "dealt_with")
    return {
        **{name: any_of(data[name]) for name in names},
        "gives_way": re.compile(rf"(?:{filled('|'.join(data['gives_way']))})\b"),
        "resolves": re.compile(rf"(?:{filled('|'.join(data['resolves']))})\b"),
        "within": data["within"],
    }
