"""A report's list of contents told from a list of scores: a number after a name there is that of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from goldthread.analysis.reports.body import place_of
from goldthread.analysis.reports.line_roles import Line, number_alone
from goldthread.analysis.reports.types import Unread

_HEAD = re.compile(r"(?:table of )?contents?(?: page)?\s*:?|in this report\s*:?", re.I)
_DOTS = re.compile(r"(?:\s?[.…·_]){3,}\s*\d{1,3}")
_ENTRY = re.compile(r".{3,120}?(?:\s|[.…·_|–—-])\s*(?P<page>\d{1,3})")
_PAGE_HEAD = re.compile(r"(?:pages?|page (?:number|no\.?))", re.I)
_SCORE = re.compile(r"\bscor|\bevidence shows|\bout of\b|/\s*4\b", re.I)
_FIRST = re.compile(r"([1-4])\s*[-–—:]\s*(?=[A-Za-z])")
_SAYS_SCORES = re.compile(r"\bscores?\b", re.I)
_SCORED = re.compile(
    r"[•·*▪-]*\s*(?P<name>[^\W\d].{3,80}?)\s*[:–—(|-]\s*(?:scored?\s*[:–-]?\s*)?(?P<score>[1-4])(?:\s*(?:out of|/)\s*4)?\)?(?:\s*[-–—]\s*evidence.*)?\.?",
    re.I,
)
_NOT_ONE = re.compile(r"(?:overall|total|sum|theme|score|average|number)\b", re.I)
_NOTED = ("statement", "statement score")


def without_contents(lines: list[Line]) -> list[Line]:
    """Return the lines, those of a list of contents as a frame."""
    kept = list(lines)
    number = 0
    while number < len(kept):
        line = kept[number]
        if _HEAD.fullmatch(line.block.text):
            number = _close(kept, number + 1)
        elif line.role in ("statement score", "row") or _DOTS.search(line.block.text[-60:]):
            end = number
            while end < len(kept) and _page_of(kept[end]) is not None:
                end += 1
            if _are_pages(kept[number:end]):
                for at in range(number, end):
                    kept[at] = replace(kept[at], role="frame")
            number = max(end, number + 1)
        else:
            number += 1
    return [
        replace(line, role="frame") if _heads_scores(line, after) else line
        for line, after in zip(kept, [*kept, None][1:], strict=True)
    ]


def _heads_scores(line: Line, after: Line | None) -> bool:
    """Return whether a line is the row above a table of scores."""
    if line.role != "row" or after is None or after.role != "statement score" or after.block.kind != "row":
        return False
    text = line.block.text
    return bool(_SAYS_SCORES.search(text)) and not any(map(str.isdigit, text))


def _close(lines: list[Line], at: int) -> int:
    """Make the entries under a heading of contents a frame; return the number of the line after the last."""
    last = at - 1
    for number in range(at, min(at + 200, len(lines))):
        line = lines[number]
        text = line.block.text
        if _page_of(line) is not None or _PAGE_HEAD.fullmatch(text) or (text.isdigit() and len(text) < 4):
            last = number
        elif (
            line.role in ("score", "commitment", "findings", "expectations")
            or number - last > 2
            or len(text) > 120
        ):
            break
    for number in range(at, last + 1):
        lines[number] = replace(lines[number], role="frame")
    return last + 1


def _page_of(line: Line) -> int | None:
    """Return the number that ends a line, where it may be that of a page."""
    text = line.block.text
    if len(text) > 160 or _SCORE.search(text):
        return None
    match = _ENTRY.fullmatch(text)
    return int(match["page"]) if match else None


def _are_pages(run: list[Line]) -> bool:
    """Return whether the numbers of a list are pages': with dots before them, or rising above what a score can be."""
    if any(_DOTS.search(line.block.text[-60:]) for line in run):
        return True
    pages = [page for line in run if (page := _page_of(line)) is not None]
    if len(run) < 3 or pages != sorted(pages) or not any(line.role in _NOTED for line in run):
        return False
    return sum(1 for line, page in zip(run, pages, strict=True) if page > 4) >= 2 and pages[0] < pages[-1]


def paired_scores(lines: list[Line]) -> list[Line]:
    """Return the lines with each statement's name that has a number alone under it joined to it, in a list of scores."""
    lines = _scores_first(lines)
    found: list[Line] = []
    pairs = dict(_pairs(lines))
    if len(pairs) < 2 or not _under_scores(lines, min(pairs)):
        return lines
    for number, line in enumerate(lines):
        if number in pairs:
            found.append(replace(line, role="statement score", score=pairs[number]))
        elif number - 1 not in pairs:
            found.append(line)
    return found


def _scores_first(lines: list[Line]) -> list[Line]:
    """Return the lines, those that give a score before a statement's name as such; numbers that count up are no scores."""
    first = {
        number: int(match[1])
        for number, line in enumerate(lines)
        if line.role == "statement" and (match := _FIRST.match(line.block.text))
    }
    given = list(first.values())
    if len(given) < 3 or given[:3] == [1, 2, 3] or not _under_scores(lines, min(first)):
        return lines
    return [
        replace(line, role="statement score", score=first[number]) if number in first else line
        for number, line in enumerate(lines)
    ]


def _under_scores(lines: list[Line], at: int) -> bool:
    """Return whether a list of scores is announced just above a line."""
    above = lines[max(0, at - 6) : at]
    return any(_SAYS_SCORES.search(line.block.text) for line in above if len(line.block.text) < 120)


def unknown_scores(lines: list[Line], scored: list[Line]) -> list[Unread]:
    """Return the lines of a list of scores that give a score to what is no quality statement of the framework."""
    near = {line.at + by for line in scored for by in (-1, 1)}
    found: list[Unread] = []
    for line in sorted(lines, key=lambda each: each.at):
        if line.at not in near or line.role in _NOTED:
            continue
        match = _SCORED.fullmatch(line.block.text)
        name, number = (match["name"], match["score"]) if match else (None, None)
        if line.role == "row":
            name = next((cell for cell in line.block.cells if any(map(str.isalpha, cell))), None)
            given = (cell for cell in line.block.cells if cell != name)
            number = next((each for each in map(number_alone, given) if each is not None), None)
        if name and number is not None and not _NOT_ONE.match(name):
            what = f"“{name}” is given a score of {number}, and is no quality statement of the framework."
            found.append(Unread(what=what, place=place_of(line)))
            # The next one may stand under it.
            near.add(line.at + 1)
    return found


def _pairs(lines: list[Line]) -> Iterator[tuple[int, int]]:
    for number, line in enumerate(lines[:-1]):
        if line.role == "statement" and (score := number_alone(lines[number + 1].block.text)) is not None:
            yield number, score
