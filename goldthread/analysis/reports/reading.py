"""A document read as published pages of an assessment: every part with its place, and what could not be read said.

Nothing is filled in: what a page does not print is None. The order in which documents are read does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.reports.body import Body, Paragraph, place_of, read_body, score_of
from goldthread.analysis.reports.contents_lists import unknown_scores
from goldthread.analysis.reports.council_in_text import in_text
from goldthread.analysis.reports.council_names import in_titles
from goldthread.analysis.reports.figures import read_figures
from goldthread.analysis.reports.known_headings import STATEMENT_OF
from goldthread.analysis.reports.line_roles import Line, role_of
from goldthread.analysis.reports.overall import Overall, published
from goldthread.analysis.reports.rules import Names, Rules, names_of, plain
from goldthread.analysis.reports.run_together import taken_apart
from goldthread.analysis.reports.segments import Segment, segments_of
from goldthread.analysis.reports.several_councils import parts_of, title_of
from goldthread.analysis.reports.types import Passage, Place, PublishedPage, StatementScore, Unread
from goldthread.analysis.reports.voices import systems_in, voices_in
from goldthread.document_text import Block, Document

MOST_SENTENCES = 10_000
"""The most sentences of a document that are looked into; a whole report has some two thousand."""
_STOPS = (". ", "? ", "! ")
# A longer paragraph is read in parts.
_LONG = 8_000
_TOP = 40
_CUT_OFF = "The beginning of the page is cut off"
_PARTS = re.compile(r"\s*[|]\s*|\s+[–—-]\s+|\s*:\s+|\s*,\s+(?=[A-Z])")


def read_report(document: Document, *, source: str, rules: Rules) -> list[PublishedPage]:
    """Return the pages of a document, one for each statement it reports on and one for its summary.

    source: what the pages say they come from. A document that is no such report gives one page with what it has.
    """
    names = names_of(rules)
    lines = [
        role_of(at, block, names)
        for at, whole in enumerate(document.blocks, 1)
        for block in taken_apart(whole)
    ]
    parts = parts_of(lines)
    shared = {"source": source, "published": published(map(_told, document.blocks))}
    work = _Work()
    return [
        page
        for council, part in parts
        for page in _pages_of(part, document, names, shared, work, council=council, alone=len(parts) == 1)
    ]


def _pages_of(
    lines: list[Line],
    document: Document,
    names: Names,
    shared: dict[str, Any],
    work: _Work,
    *,
    council: str | None,
    alone: bool,
) -> Iterator[PublishedPage]:
    """Yield the pages of one council. alone: whether the document is about one."""
    segments = segments_of(lines, names)
    titles = list(_titles(document if alone else None, lines))
    council = council or in_titles(titles)
    drafts = [_draft(segment, names, document) for segment in segments]
    in_the_text, rivals = (
        in_text([each.text for draft in drafts for each in draft.body.paragraphs])
        if council is None
        else (None, [])
    )
    about = _about_council(council, in_the_text, rivals)
    if document.cut:
        blocks = document.blocks
        last = Place(paragraph=len(blocks), page=blocks[-1].page) if blocks else None
        about.append(
            Unread(what="The document is longer than is read; what follows here was left out.", place=last)
        )
    if not alone:
        shared = {**shared, "published": published(_told(line.block) for line in lines)}
    shared = {**shared, "council": council, "council_in_text": in_the_text}
    overall = Overall(names)
    for draft in drafts:
        yield _page(draft, shared, about, overall, titles, work, alone=len(drafts) == 1)


@dataclass
class _Work:
    """How many more sentences of a document are looked into: for who speaks in them, and for figures."""

    left: int = MOST_SENTENCES

    def take(self, text: str) -> bool:
        """Count a text's sentences; return whether it is looked into."""
        self.left -= 1 + sum(map(text.count, _STOPS)) + len(text) // 400
        return self.left >= 0


@dataclass
class _Draft:
    """A page before what its document says of it is known."""

    segment: Segment
    body: Body
    statement: str | None
    score: int | None
    label: str | None
    indicative: bool
    unread: list[Unread]


def _draft(segment: Segment, names: Names, document: Document) -> _Draft:
    if segment.is_summary:
        return _Draft(segment, read_body(segment.lines, names, kind="summary"), None, None, None, False, [])
    score, label, indicative, unread = score_of(segment.lines)
    statement = segment.start.statement if segment.start else None
    if statement is None:
        statement, how = _statement(segment.lines, names, document)
        if how:
            unread.append(Unread(what=how))
    # The council's title may stand below the statement's name.
    lines = [line for line in segment.lines if line.role not in ("prose", "heading") or not title_of(line)]
    if segment.start is None and unread and unread[-1].what.startswith(_CUT_OFF):
        lines = [line for n, line in enumerate(lines) if n >= 6 or not names.cut_short(line.block.text)]
    if segment.start is None and statement is not None:
        # The line that names the statement is the page's title; what is above it is its frame.
        at = next(
            (n for n, line in enumerate(lines) if line.role == "statement" and line.statement == statement),
            None,
        )
        lines = (
            lines if at is None else [line for line in lines[:at] if line.role == "prose"] + lines[at + 1 :]
        )
    return _Draft(segment, read_body(lines, names), statement, score, label, indicative, unread)


def _statement(lines: list[Line], names: Names, document: Document) -> tuple[str | None, str | None]:
    """Return the statement of a page that has no line with its name above a score, and what is to be said of it."""
    # Below the findings' own heading, or a score, a statement's name may be that of a part of the findings.
    end = next((number for number, line in enumerate(lines) if line.role == "findings"), len(lines))
    scored = next((number for number, line in enumerate(lines) if line.role == "score"), end)
    head = [
        line
        for number, line in enumerate(lines[:end])
        if number <= scored or line.role != "statement" or line.block.level in (1, 2)
    ]
    named = [
        line for line in head if line.role == "statement" and line.block.kind in ("heading", "paragraph")
    ]
    for line in named:
        if line.at <= 12 or line.block.level:
            return line.statement, None
    for title in document.titles:
        for part in (title, *_PARTS.split(title)):
            if found := names.statement(part):
                return found, None
    beside = {
        found
        for line in head[:12]
        if line.block.kind != "row" and len(line.block.text) < 200 and not line.block.text[-1:].isdigit()
        for part in _PARTS.split(line.block.text)
        if (found := names.statement(part))
    }
    if len(beside) == 1:
        return beside.pop(), None
    for line in lines[:6]:
        if len(line.block.text) < 90 and (found := names.cut_short(line.block.text)):
            return (
                found,
                f"{_CUT_OFF}; its statement was known by “{line.block.text}”.",
            )
    for line in lines:
        if found := names.commitments.get(plain(line.block.text)):
            return found, "The page does not name its quality statement; it was known by its commitment."
    numbers = {
        STATEMENT_OF[key]
        for line in lines
        if line.role != "prose" and (key := plain(line.block.text)) in STATEMENT_OF
    }
    if len(numbers) == 1:
        number = numbers.pop()
        return names.by_number.get(
            number
        ), "The page does not name its quality statement; it was known by the headings of its findings."
    return None, "No quality statement is named."


def _page(
    draft: _Draft,
    shared: dict[str, Any],
    about: list[Unread],
    overall: Overall,
    titles: list[str],
    work: _Work,
    *,
    alone: bool,
) -> PublishedPage:
    body, segment = draft.body, draft.segment
    whole = segment.is_summary or (alone and draft.statement is None)
    texts = [_told(line.block) for line in segment.lines]
    scores = {
        line.statement: StatementScore(
            statement=line.statement or "", score=line.score or 0, place=place_of(line)
        )
        for line in reversed(segment.scores)
    }
    unread = [*draft.unread, *body.unread]
    if whole:
        for paragraph in body.paragraphs:
            for name, score in overall.scores_in(paragraph.text):
                scores.setdefault(name, StatementScore(statement=name, score=score, place=paragraph.place))
    unread += [] if len(scores) < 2 else unknown_scores(segment.lines, segment.scores)
    statement = draft.statement
    if whole and statement is None and len(scores) >= 2:
        unread = [each for each in unread if not each.what.startswith(("No score", "No quality statement"))]
    short = [text for text in texts if len(text) < 120]
    rating, ratings = overall.rating(segment.lines, titles[:6] if whole else (), sentences=whole)
    percent, percents = overall.percent([*titles[:6], *texts] if whole else short)
    if ratings:
        unread.append(
            Unread(
                what=f"Several ratings are printed that disagree ({', '.join(ratings)}), so none was taken."
            )
        )
    if percents:
        unread.append(
            Unread(
                what=f"Several percentages of the whole are printed ({', '.join(map(str, percents))}), so none was taken."
            )
        )
    if not body.paragraphs:
        unread.append(
            Unread(what="No findings are printed.", place=place_of(segment.start) if segment.start else None)
        )
    indicative = draft.indicative or any(line.indicative for line in segment.scores)
    for paragraph in body.paragraphs:
        paragraph.is_read = work.take(paragraph.text)
    cut = next((each for each in body.paragraphs if not each.is_read), None)
    if cut is not None:
        what = "The document has more sentences than are looked into: from here on nobody is said to speak, and no figures are read."
        unread.append(Unread(what=what, place=cut.place))
    read = read_figures(_for_figures(body))
    return PublishedPage(
        **shared,
        statement=statement,
        score=draft.score,
        label=draft.label,
        indicative=indicative or (whole and overall.is_indicative([*titles[:6], *texts])),
        rating=rating,
        overall_percent=percent,
        sections=tuple(body.sections),
        passages=tuple(passage for paragraph in body.paragraphs for passage in _passages(paragraph)),
        figures=tuple(read.figures),
        dates=tuple(read.dates),
        cadences=tuple(read.cadences),
        unread=tuple([*unread, *about]),
        scores=tuple(sorted(scores.values(), key=lambda each: (each.place.paragraph, each.statement))),
        commitment=" ".join(body.commitment) or None,
        expectations=tuple(body.expectations),
    )


def _told(block: Block) -> str:
    """Return a paragraph's words; of a row with two cells, what the first says the second is."""
    return ": ".join(block.cells) if len(block.cells) == 2 else block.text


def _passages(paragraph: Paragraph) -> Iterator[Passage]:
    """Yield what a paragraph says, one speaker and one thing each; a row of a table is one passage."""
    place, section = paragraph.place, paragraph.section
    if paragraph.is_row:
        yield Passage(
            text=paragraph.text,
            place=place,
            section=section,
            speaker="data",
            systems=systems_in(paragraph.text),
        )
        return
    if not paragraph.is_read:
        yield Passage(text=paragraph.text, place=place, section=section)
        return
    for text in _short_enough(paragraph.text):
        for voice in voices_in(text, section):
            yield Passage(
                text=voice.text,
                place=place,
                section=section,
                speaker=voice.speaker,
                tells=voice.tells,
                systems=voice.systems,
            )


def _for_figures(body: Body) -> list[tuple[str, Place]]:
    """Return the paragraphs in which figures are looked for: rows of tables are not."""
    return [
        (text, each.place)
        for each in body.paragraphs
        if each.is_read and not each.is_row
        for text in _short_enough(each.text)
    ]


def _short_enough(text: str) -> Iterator[str]:
    """Yield a paragraph, in parts where it is longer than anybody writes one, cut at the ends of words."""
    while len(text) > _LONG:
        at = text.rfind(". ", 0, _LONG) + 1 or text.rfind(" ", 0, _LONG) or _LONG
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _about_council(council: str | None, in_text: str | None, rivals: list[str]) -> list[Unread]:
    if council is not None:
        return []
    if in_text is not None:
        return [
            Unread(
                what=f"No title or heading names the council; the text names {in_text}, for a person to confirm."
            )
        ]
    if rivals:
        return [
            Unread(
                what=f"No title or heading names the council, and the text names several: {', '.join(rivals[:4])}."
            )
        ]
    return [Unread(what="No council is named.")]


def _titles(document: Document | None, lines: list[Line]) -> Iterator[str]:
    """Yield what may name the council, the likeliest first: headings above the findings, then the file's own title."""
    texts = (line.at for line in lines if line.role in ("prose", "row") and len(line.block.text) > 160)
    first_text = next(texts, len(lines) + 1)
    top = [
        line for line in lines if line.at < first_text and line.role != "frame" and len(line.block.text) < 200
    ]
    for line in top:
        if line.block.level == 1:
            yield line.block.text
    # Titles of several councils above the findings are a list of pages.
    plain_titles = {title_of(line) for line in top if line.block.level != 1} - {None}
    for number, line in enumerate(top[:_TOP], 1):
        if len(plain_titles) > 1 and title_of(line):
            continue
        if line.block.kind == "heading" or (number <= 6 and not line.block.text.endswith(".")):
            yield line.block.text
    if document is not None:
        yield from document.titles
    for line in lines:
        if line.role == "theme" or (line.block.level in (1, 2) and line.role in ("heading", "summary")):
            yield line.block.text
    # The trail that leads to a page names it too; links to the pages of several councils do not.
    trail = [
        line.block.text
        for line in lines[:80]
        if line.block.kind == "menu" and "assessment" in line.block.text.casefold()
    ]
    if len({in_titles([text]) for text in trail} - {None}) == 1:
        yield from trail
