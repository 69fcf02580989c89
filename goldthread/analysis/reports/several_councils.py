"""A document that reports on several councils, one under the other, cut into one part for each."""

from __future__ import annotations

import re

from goldthread.analysis.reports.council_names import COUNCIL, cleaned, in_titles, is_name
from goldthread.analysis.reports.line_roles import Line

_TITLE = re.compile(r"(?P<council>.{2,80}?)\s*[:|–—-]\s*local authority assessment(?: report)?", re.I)


def title_of(line: Line) -> str | None:
    """Return the council of a line that is the title of its assessment and nothing else ("X: local authority assessment")."""
    text = line.block.text
    if len(text) > 130 or line.block.kind in ("row", "menu") or not _TITLE.fullmatch(text):
        return None
    return in_titles([text])


def parts_of(lines: list[Line]) -> list[tuple[str | None, list[Line]]]:
    """Return each council with its lines, in order; one part without a name where the document is about one council.

    A heading divides that is a council's title, or is marked above the statements and is a council's name alone; what
    stands above the first is a part of its own.
    """
    levels = [line.block.level for line in lines if line.role in ("statement", "statement score")]
    above = min((level for level in levels if level), default=0)
    heads: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        council = title_of(line) or (_named(line) if 0 < line.block.level < above else None)
        if council:
            heads.append((number, council))
    names = list(dict.fromkeys(name for _, name in heads))
    distinct = [name for name in names if not any(name != other and name in other for other in names)]
    if len(distinct) < 2:
        return [(None, lines)]
    parts: list[tuple[str | None, list[Line]]] = [(None, lines[: heads[0][0]])]
    for number, (at, name) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        if parts[-1][0] == name:
            parts[-1][1].extend(lines[at:end])
        else:
            parts.append((name, lines[at:end]))
    # The pages of several councils each have something to read; titles in a menu have not.
    whole = [part for part in parts if part[0] and _has_findings(part[1])]
    if len({name for name, _ in whole}) < 2:
        return [(None, lines)]
    return [part for part in parts if (part in whole if part[0] else _has_findings(part[1]))]


def _named(line: Line) -> str | None:
    text = line.block.text
    if line.block.kind != "heading" or not COUNCIL.fullmatch(text) or not is_name(text):
        return None
    return cleaned(text)


def _has_findings(lines: list[Line]) -> bool:
    return any(line.role == "prose" and len(line.block.text) > 60 for line in lines)
