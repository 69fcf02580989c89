"""A document cut into its pages: one for each quality statement reported on, and one for what is said of the whole council."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from goldthread.analysis.reports.contents_lists import paired_scores, without_contents
from goldthread.analysis.reports.line_roles import Line, number_alone
from goldthread.analysis.reports.rules import Names

_LOOK_AHEAD = 9
# Above this many letters a line is text, not a line of the page's head.
_SHORT = 110
_STRONG_SUMMARY = re.compile(
    r"(?:overall\s+)?summary\b.*|.*\brating and score\b.*|quality statement scores?\s*:?", re.I
)
_OPENS = ("score", "commitment", "expectations", "findings")


@dataclass
class Segment:
    """The lines of one page. start: the line that names its statement; None for a summary or where none does."""

    start: Line | None
    lines: list[Line] = field(default_factory=list)
    scores: list[Line] = field(default_factory=list)
    is_summary: bool = False


def joined_scores(lines: list[Line]) -> list[Line]:
    """Return the lines with a score that stands on a line of its own joined to the line that says so."""
    found: list[Line] = []
    skip = -1
    for number, line in enumerate(lines):
        if number == skip:
            continue
        if line.role == "score" and line.score is None and line.bad is None and not line.label:
            following = next(
                (at for at in range(number + 1, min(number + 3, len(lines))) if lines[at].role != "frame"),
                None,
            )
            if following is not None and (score := number_alone(lines[following].block.text)) is not None:
                skip = following
                line = Line(line.at, line.block, "score", score=score, indicative=line.indicative)
        found.append(line)
    return found


def segments_of(lines: list[Line], names: Names) -> list[Segment]:
    """Return the pages of a document, in order, the summary first."""
    lines = without_contents(lines)
    lines = paired_scores([line for line in joined_scores(lines) if line.role != "frame"])
    starts = _starts(lines)
    in_menu = _in_menus(lines, starts)
    pieces = _pieces(lines, starts, in_menu)
    full = [piece for piece in pieces if piece.start is not None]
    rest = next((piece for piece in pieces if piece.start is None), Segment(None))
    _move_bare_pairs(full, rest)
    full = [piece for piece in full if piece.start is not None]
    scored = [line for line in rest.lines if line.role == "statement score"]
    rest.lines = [line for line in rest.lines if line.role != "statement score"]
    rest.scores = sorted([*rest.scores, *scored], key=lambda line: line.at)
    if not full and len(rest.scores) == 1 and _is_title(rest.scores[0]):
        # A title that gives the page's score beside its statement's name.
        title = rest.scores[0]
        kept = [line for line in rest.lines if line.at > title.at or len(line.block.text) > 120]
        return [Segment(title, [replace(title, role="score"), *kept])]
    if not full:
        rest.is_summary = len({line.statement for line in rest.scores}) >= 2
        return [rest]
    told = any(line.role == "summary" and _STRONG_SUMMARY.fullmatch(line.block.text) for line in rest.lines)
    prose = sum(1 for line in rest.lines if line.role in ("prose", "row") and len(line.block.text) > 60)
    if (len(rest.scores) >= 2 and (prose or len(full) > 1)) or (told and prose) or (len(full) > 1 and prose):
        rest.is_summary = True
    else:
        # The frame of a single page: its title, a menu with scores, a sentence before it.
        first = full[0]
        first.scores = rest.scores
        first.lines = [
            line
            for line in rest.lines
            if line.at < _at(first)
            and (line.role == "rating" or (line.role == "prose" and len(line.block.text) > 120))
        ] + first.lines
        return full
    return [rest, *full]


def _is_title(line: Line) -> bool:
    """Return whether a heading is so marked, or says that its number is a score."""
    return line.block.kind == "heading" and bool(
        line.block.level or re.search(r"\bscore", line.block.text, re.I)
    )


def _at(segment: Segment) -> int:
    return segment.start.at if segment.start else 0


def _starts(lines: list[Line]) -> list[int]:
    """Return which lines name the statement of the page that begins there."""
    starts = []
    for number, line in enumerate(lines):
        if line.role not in ("statement", "statement score"):
            continue
        for following in lines[number + 1 : number + _LOOK_AHEAD]:
            if following.role in _OPENS:
                starts.append(number)
                break
            if (
                following.role in ("statement", "statement score", "theme", "summary", "row")
                or len(following.block.text) > _SHORT
            ):
                break
    return starts


def _in_menus(lines: list[Line], starts: list[int]) -> set[int]:
    """Return the lines of menus: statements' names one after the other."""
    menus: set[int] = set()
    run: list[int] = []
    for number, line in enumerate(lines):
        if line.role == "statement":
            run.append(number)
            continue
        if len(run) >= 2:
            menus.update(run)
        run = []
    if len(run) >= 2:
        menus.update(run)
    return menus - set(starts)


def _pieces(lines: list[Line], starts: list[int], in_menu: set[int]) -> list[Segment]:
    """Return the lines under each start, and what is under none."""
    at_start = set(starts)
    rest = Segment(None)
    pieces: list[Segment] = [rest]
    now = rest
    for number, line in enumerate(lines):
        if number in at_start:
            now = Segment(line)
            pieces.append(now)
            if line.role == "statement score":
                now.lines.append(replace(line, role="score"))
            continue
        if number in in_menu:
            continue
        ends = line.role == "theme" or (line.role == "summary" and _STRONG_SUMMARY.fullmatch(line.block.text))
        if ends and now is not rest and len(starts) > 1:
            now = rest
        if line.role == "statement score" and now is not rest and len(starts) > 1:
            now = rest
        now.lines.append(line)
    return pieces


def _move_bare_pairs(full: list[Segment], rest: Segment) -> None:
    """Give the summary what is no page: several statements in a row with nothing but their scores under each.

    The last of such a row has the summary's text under it, which is the summary's too.
    """
    run: list[Segment] = []
    later = [piece.start.statement if piece.start else None for piece in full]
    for number, piece in enumerate(full):
        content = [line for line in piece.lines if line.role != "score"]
        if not content:
            run.append(piece)
            continue
        head = content[0].role
        opens = head in ("commitment", "expectations", "findings")
        again = piece.start is not None and piece.start.statement in later[number + 1 :]
        if run and (again or (len(run) >= 2 and not opens)):
            run.append(piece)
        _empty(run, rest, len(full))
        run = []
    _empty(run, rest, len(full))
    rest.lines.sort(key=lambda line: line.at)


def _empty(run: list[Segment], rest: Segment, count: int) -> None:
    if len(run) < 2 and (not run or count == 1):
        return
    for piece in run:
        scored = next((line for line in piece.lines if line.role == "score" and line.score is not None), None)
        if piece.start is not None and scored is not None:
            rest.scores.append(
                Line(
                    piece.start.at,
                    piece.start.block,
                    "statement score",
                    piece.start.statement,
                    scored.score,
                    label=scored.label,
                    indicative=scored.indicative,
                )
            )
        rest.lines.extend(line for line in piece.lines if line.role != "score")
        piece.start = None
        piece.lines = []
