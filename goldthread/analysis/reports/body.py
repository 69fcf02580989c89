"""The lines of one page read into its score, its commitment, its sections and the paragraphs of its findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from goldthread.analysis.reports.line_roles import Line
from goldthread.analysis.reports.rules import Names, plain
from goldthread.analysis.reports.types import Place, Section, Unread

_I_STATEMENT = re.compile(r"[\"'“‘]?(?:I|My|We)\b")


@dataclass
class Paragraph:
    """A paragraph of findings, with the heading it stands under. is_read: whether its sentences are looked into."""

    text: str
    place: Place
    section: str | None
    is_row: bool = False
    is_read: bool = True


@dataclass
class Body:
    """What a page holds below the name of its statement."""

    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    commitment: list[str] = field(default_factory=list)
    expectations: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def place_of(line: Line) -> Place:
    """Return where a line stands in its source."""
    return Place(paragraph=line.at, page=line.block.page)


def score_of(lines: Iterable[Line]) -> tuple[int | None, str | None, bool, list[Unread]]:
    """Return a page's score, what it means as printed, whether it is indicative, and what of it could not be read."""
    scored = [line for line in lines if line.role == "score"]
    if not scored:
        return None, None, False, [Unread(what="No score is printed.")]
    indicative = any(line.indicative for line in scored)
    # Those under the title are the page's: what is called a score further down is of something else.
    first = scored[0]
    head = [line for line in scored if line.at - first.at <= 8]
    scores = list(dict.fromkeys(line.score for line in head if line.score is not None))
    label = next((line.label for line in reversed(head) if line.label), None)
    bad = next((line.bad for line in head if line.bad), None)
    if len(scores) == 1 and bad is None:
        return scores[0], label, indicative, []
    if len(scores) > 1:
        what = f"Two scores are printed that disagree ({' and '.join(map(str, scores))}), so none was taken."
    elif bad is not None:
        what = f"The score is printed as “{bad}”, which is none of 1 to 4."
    else:
        what = "A line for the score has no score."
    return None, label, indicative, [Unread(what=what, place=place_of(first))]


def read_body(lines: list[Line], names: Names, *, kind: str = "findings") -> Body:
    """Return what is under a page's title and score; every word that is no heading or frame is in one of its parts."""
    body = Body()
    lines = [line for line in lines if line.role not in ("score", "rating")]
    last_findings = max((number for number, line in enumerate(lines) if line.role == "findings"), default=-1)
    part = "opening"
    heading: str | None = None
    rows: list[Line] = []
    for number, line in enumerate(lines):
        if line.role != "row" and rows:
            _note_table(rows, body)
            rows = []
        to_come = number < last_findings
        text = line.block.text
        if line.role in ("commitment", "expectations"):
            part = line.role
            heading = text.removesuffix(line.rest).strip()
            body.sections.append(Section(heading=heading, kind=line.role, place=place_of(line)))
            if line.rest:
                (body.commitment if part == "commitment" else body.expectations).append(line.rest)
        elif line.role == "findings":
            part, heading = "findings", text
            body.sections.append(Section(heading=text, kind="findings", place=place_of(line)))
        elif line.role in ("heading", "statement", "summary", "theme"):
            part, heading = kind, text
            body.sections.append(
                Section(
                    heading=text, kind="summary" if line.role == "summary" else kind, place=place_of(line)
                )
            )
        elif _is_commitment(text, part, body, names, to_come):
            body.commitment.append(text)
        elif part == "expectations" and (to_come or _I_STATEMENT.match(text)):
            if text not in body.expectations:
                body.expectations.append(text)
        else:
            if part != kind:
                part, heading = kind, None
                body.sections.append(Section(heading=None, kind=kind, place=place_of(line)))
            elif not body.sections:
                body.sections.append(Section(heading=None, kind=kind, place=place_of(line)))
            if line.role == "row":
                rows.append(line)
            body.paragraphs.append(Paragraph(text, place_of(line), heading, line.role == "row"))
    if rows:
        _note_table(rows, body)
    return body


def _is_commitment(text: str, part: str, body: Body, names: Names, to_come: bool) -> bool:
    if part not in ("commitment", "opening"):
        return False
    said = plain(text)
    if said and any(full.endswith(said) or said == full for full in names.commitments) and len(said) > 20:
        return True
    if part == "commitment":
        return to_come or (not body.commitment and text.startswith(("We ", "(")))
    return to_come and not body.commitment and text.startswith("We ")


def _note_table(rows: list[Line], body: Body) -> None:
    count = f"{len(rows)} rows" if len(rows) > 1 else "1 row"
    body.unread.append(
        Unread(
            what=f"A table of {count} is given as it is printed, a passage each; no figures were read in it.",
            place=place_of(rows[0]),
        )
    )
