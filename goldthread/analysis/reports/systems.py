"""The systems that a text names: case management systems, portals, dashboards, apps and the like, as printed, with a kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from goldthread.analysis.reports.cues import cues, filled

_PLAIN = str.maketrans("’‘“”‐‑–—", "''\"\"----")
# A name in quotes directly before or after the words for a system.
_QUOTED_BEFORE = re.compile(r"['\"][A-Z][^'\"]{1,50}['\"] $")
_QUOTED_AFTER = re.compile(
    r" (?:\(['\"]?(?:called |known as )?['\"]?[A-Z][^'\"()]{1,40}['\"]?\)|(?:called|named|known as),? ['\"]?[A-Z][\w-]{1,30}(?: [A-Z][\w-]{1,30}){0,3}['\"]?|['\"][A-Z][^'\"]{1,40}['\"])"
)
_LAST_WORD = re.compile(r"[\w'-]{1,30} $")
_MOST_BEFORE = 7
_NOT_FIRST = ("and", "of")


class System(NamedTuple):
    """A system as a text names it, and its kind."""

    name: str
    kind: str


def systems_named(text: str) -> tuple[System, ...]:
    """Return the systems a text names, in order, each once."""
    words = _words()
    line = " ".join(text.split())
    even = line.translate(_PLAIN)
    spans: list[tuple[int, int, str]] = []
    for match in words["named"].finditer(even):
        spans.append((match.start(), match.end(), words["kinds"][match.lastgroup]))
    small = even.lower()
    # A letter whose small form is longer would move every place after it.
    for match in words["words"].finditer(small if len(small) == len(even) else even):
        start, end = _whole_name(even, match.start(), match.end(), words)
        spans.append((start, end, words["kinds"][match.lastgroup]))
    apart: list[list] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if apart and start < apart[-1][1]:
            apart[-1][1] = max(end, apart[-1][1])  # "Power BI" and "BI dashboards" are one name
        else:
            apart.append([start, end, kind])
    found: dict[str, System] = {}
    for start, end, kind in apart:
        name = line[start:end].strip(" ,")
        found.setdefault(name.casefold(), System(name, kind))
    return tuple(found.values())


def _whole_name(line: str, start: int, end: int, words: dict) -> tuple[int, int]:
    """Return where the name of a system begins and ends: with the words before that belong to it, and a name in quotes."""
    first = start
    for _ in range(_MOST_BEFORE):
        before = line[max(0, first - 60) : first]
        if match := _QUOTED_BEFORE.search(before):
            first = first - len(before) + match.start()
            start = first
            break
        match = _LAST_WORD.search(before)
        if not match:
            break
        word = match.group().strip()
        at = first - len(before) + match.start()
        sentence_begins = at == 0 or line[at - 2 : at - 1] in ".?!"
        if not (
            words["takes"].fullmatch(word.lower().strip("'")) or (word[0].isupper() and not sentence_begins)
        ):
            break
        first = at
        if word.lower() not in _NOT_FIRST:
            start = first
    if after := _QUOTED_AFTER.match(line, end):
        end = after.end()
    return start, end


@lru_cache
def _words() -> dict:
    data = cues()["systems"]
    kinds: dict[str | None, str] = {}

    def groups(entries: dict[str, list[str]], prefix: str) -> str:
        parts = []
        for number, (kind, patterns) in enumerate(entries.items()):
            kinds[f"{prefix}{number}"] = kind
            parts.append(f"(?P<{prefix}{number}>{'|'.join(patterns)})")
        return filled("|".join(parts))

    return {
        "named": re.compile(rf"(?<![\w-])(?:{groups(data['named'], 'n')})(?![\w-])"),
        "words": re.compile(rf"(?<![\w-])(?:{groups(data['words'], 'w')})(?![\w-])"),
        "takes": re.compile(data["takes"]),
        "kinds": kinds,
    }
