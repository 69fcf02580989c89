"""Words of a claim that need evidence of their own kind: that something changed for the better, or is so of all or none.

They only put a question to a person, who says whether the claim says so. The words are data
(``analysis/data/claim_words.toml``). What is wished for, planned or denied ("We want to improve", "It is no quicker") says no
change, and a claim may say one in words that are not on the list: whoever marks it ready is asked in any case.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_PARTS = {
    "NUM": r"(?:\d[\d,]*(?:\.\d+)?|"
    + _NUMBERS
    + r")(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?",
    "UNIT": r"(?:%|per cent|percent|minutes?|hours?|(?:working )?days?|weeks?|months?|years?)",
}
_SENTENCE_ENDS = re.compile(r"[.;:!?](?!\d)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a claim as they stand there, and what they say: "change", "all", "none" or "share"."""

    text: str
    says: str


@dataclass(frozen=True, slots=True)
class _Words:
    says: dict[str, re.Pattern[str]]
    ignores: re.Pattern[str] | None
    denied_by: re.Pattern[str] | None
    denied_next_to: re.Pattern[str] | None
    within: int


def change_words(text: str) -> tuple[Phrase, ...]:
    """Return the words that say that something changed for the better, in order; () where none do."""
    return _find(one_line(text), _words()["change"])


def count_words(text: str) -> tuple[Phrase, ...]:
    """Return the words that say that something is so of all, of none or of a share, in order; () where none do."""
    return _find(one_line(text), _words()["count"])


def holds_count(text: str) -> bool:
    """Return whether a text holds a count itself: a percentage, or so many of so many."""
    return bool(_find(one_line(text), _words()["holds_count"]))


def one_line(text: str) -> str:
    """Return a text on one line, in small letters, with plain apostrophes and hyphens."""
    plain = (
        text.lower().translate(str.maketrans("’‘‐‑–—", "''----")).replace("\u00ad", "").replace("\u200b", "")
    )
    return " ".join(plain.split())


def _find(line: str, words: _Words) -> tuple[Phrase, ...]:
    if words.ignores is not None:
        # Blanked, so that places stay and words on either side do not meet.
        line = words.ignores.sub(lambda match: "|" * len(match.group()), line)
    spans: list[tuple[int, int, str]] = []
    for says, pattern in words.says.items():
        for match in pattern.finditer(line):
            if not _denied(line, match.start(), words):
                spans.append((match.start(), -match.end(), says))
    phrases, end = [], -1
    for start, minus_end, says in sorted(spans):
        if start >= end:
            end = -minus_end
            phrases.append(Phrase(line[start:end].strip(" |"), says))
    return tuple(phrases)


def _denied(line: str, start: int, words: _Words) -> bool:
    """Return whether the words that begin at `start` are denied or wished for by those before them."""
    if words.denied_by is None or words.denied_next_to is None:
        return False
    sentence = _SENTENCE_ENDS.split(line[:start])[-1].split()
    before = " ".join(sentence[-words.within :])
    last = sentence[-1] if sentence else ""
    return bool(words.denied_by.search(before) or words.denied_next_to.fullmatch(last))


@lru_cache
def _words() -> dict[str, _Words]:
    data = files("goldthread.analysis") / "data" / "claim_words.toml"
    content = tomllib.loads(data.read_text(encoding="utf-8"))
    count = content["count"]
    return {
        "change": _compiled(content["change"], {"change": content["change"]["says"]}),
        "count": _compiled(count, {says: count[says] for says in ("all", "none", "share")}),
        "holds_count": _compiled({}, {"count": content["holds_count"]["says"]}),
    }


def _compiled(entry: dict, says: dict[str, list[str]]) -> _Words:
    patterns = {name: entry.get(name) for name in ("ignores", "denied_by", "denied_next_to")}
    return _Words(
        says={name: _pattern(each) for name, each in says.items()},
        within=entry.get("within", 0),
        **{name: _pattern(each) if each else None for name, each in patterns.items()},
    )


def _pattern(alternatives: list[str]) -> re.Pattern[str]:
    joined = "|".join(alternatives)
    for name, part in _PARTS.items():
        joined = joined.replace(name, part)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w])")
