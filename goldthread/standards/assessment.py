"""Parser of CQC's published assessment of a council: its score and its findings, one item each.

The pages come in several layouts (Markdown or plain text, with or without sub-headings or the council's
name). This reads the ones that are known, keeps every word of the findings, and never guesses: a council
that the title does not name is None. The words remain the Care Quality Commission's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from goldthread.standards import framework
from goldthread.standards.framework import Framework

KEY_FINDINGS = "Key findings"
_TITLE = re.compile(r"(?P<council>.+?)\s*:\s*local authority assessment", re.I)
# The pilots' pages of November 2023, whose first line is "X assessment".
_PILOT_TITLE = re.compile(r"(?P<council>[A-Z].*?)\s+assessment")
_NOT_A_COUNCIL = {"local authority", "adult social care", "care act", "needs"}
_SCORE = re.compile(r"(?:indicative\s+)?score\s*:?\s*(?P<score>[1-4])?(?:\s*[-–—]\s*(?P<label>\D.*))?", re.I)
_LABEL = re.compile(r"(?P<score>[1-4])\s*[-–—]\s*(?P<label>evidence\b.*)", re.I)
_COMMITMENT = re.compile(r"the local authority commitment\s*:?", re.I)
_EXPECT = re.compile(r"what people expect\s*:?", re.I)
_FINDINGS = re.compile(r"key findings(?: for this quality statement)?\s*:?", re.I)
# Lines of the page around the report.
_FURNITURE = re.compile(
    r"downloads?|(?:published|page last updated|last updated)\s*:.*|©.*|\(c\) care quality commission", re.I
)
_RULE = re.compile(r"(?:[-*_]\s*){3,}")
_MARK = re.compile(r"#{1,6}\s+")
_BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
_ENDS = re.compile(r"[.?!;][\"'”’)\]]*$")
_LONGEST_HEADING, _SHORTER_THAN_WRAPPED = 90, 65
# A sentence ends at a stop, with any closing quotes, before a space and what can begin another.
_SENTENCE_END = re.compile(r"(?<=[.?!])([\"'”’)\]]*)\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|Dr|Mr|Mrs|Ms|St|No|para|reg|vs|approx)|\b[A-Z])\.$")
# A sentence that begins so says more of the thing before it.
_LEANS = re.compile(
    r"(?:however|for example|for instance|an example|other examples?|more recently|this|these|that|those|they|their|it|its"
    r"|as a result|as such|in these ways|in this way|subsequently|such|he|she|the aim of|both|overall)\b",
    re.I,
)
# Or that speaks of it further on.
_REFERS = re.compile(
    r"\b(?:this|these) (?:issue|suggestion|improvement|example)s?\b|\bexamples? of this\b", re.I
)


class AssessmentError(ValueError):
    """The text is not a page of an assessment that can be read; the message says what is missing."""


@dataclass(frozen=True)
class Section:
    """A heading of the page and what was found under it."""

    heading: str
    points: list[str]


@dataclass(frozen=True)
class Assessment:
    """One quality statement of one council as assessed.

    council: as the title names it, else None. label: what the score means, as printed. commitment and
    expectations: the page's "we" and "I" statements where it prints them.
    """

    council: str | None
    statement_slug: str
    score: int
    label: str
    sections: list[Section]
    commitment: str = ""
    expectations: list[str] = field(default_factory=list)


class _Paragraph(NamedTuple):
    text: str
    # Written as a heading, in Markdown or by its look.
    heading: bool
    bullet: bool


def read_assessment(text: str) -> Assessment:
    """Read one published page, as plain text or Markdown.

    Raises AssessmentError where it has no quality statement, no score, two scores that disagree, or no
    findings.
    """
    rules = framework.current()
    paragraphs = list(_paragraphs(text))
    at = next((n for n, p in enumerate(paragraphs) if _SCORE.fullmatch(p.text)), None)
    if at is None:
        raise AssessmentError("There is no line with a score.")
    before, after = paragraphs[:at], paragraphs[at:]
    statement = _statement(before, rules)
    score, label, rest = _score(after, rules)
    body = _Body()
    for paragraph in rest:
        body.read(paragraph)
    sections = [section for section in body.sections if section.points]
    if not sections:
        raise AssessmentError("There are no findings under the score.")
    return Assessment(
        council=_council(before),
        statement_slug=statement,
        score=score,
        label=label,
        sections=sections,
        commitment=" ".join(body.commitment),
        expectations=body.expectations,
    )


def findings(paragraph: str) -> list[str]:
    """Split a paragraph into the things it says: a sentence each, with the sentences that lean on it."""
    points: list[str] = []
    for sentence in _sentences(paragraph):
        if points and (_LEANS.match(sentence.lstrip("\"'“‘")) or _REFERS.search(sentence)):
            points[-1] = f"{points[-1]} {sentence}"
        else:
            points.append(sentence)
    return points


class _Body:
    """The page below its score, read paragraph by paragraph into the part it belongs to."""

    def __init__(self) -> None:
        self.part = "commitment"
        self.commitment: list[str] = []
        self.expectations: list[str] = []
        self.sections = [Section(KEY_FINDINGS, [])]

    def read(self, paragraph: _Paragraph) -> None:
        """Take in one paragraph."""
        text = paragraph.text
        if _COMMITMENT.fullmatch(text):
            self.part = "commitment"
        elif _EXPECT.fullmatch(text):
            self.part = "expectations"
        elif _FINDINGS.fullmatch(text):
            self.part = "findings"
        elif self.part == "commitment" and not self.commitment and text.startswith("We "):
            self.commitment.append(text)
        elif self.part == "expectations" and text.lstrip("\"'“‘").startswith("I "):
            self.expectations.append(text)
        else:
            # Whatever is none of the above is a finding, with or without a heading that says so.
            self.part = "findings"
            self._find(paragraph)

    def _find(self, paragraph: _Paragraph) -> None:
        if paragraph.heading:
            self.sections.append(Section(paragraph.text.rstrip(": "), []))
        elif paragraph.bullet:
            self.sections[-1].points.append(paragraph.text)
        else:
            self.sections[-1].points.extend(findings(paragraph.text))


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Yield the page's paragraphs: lines that were wrapped joined again, rules and furniture left out."""
    waiting: list[str] = []

    def flush() -> Iterator[_Paragraph]:
        if waiting:
            yield _Paragraph(" ".join(waiting), False, False)
            waiting.clear()

    lines = [" ".join(raw.split()) for raw in text.lstrip("\ufeff").splitlines()]
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        plain = _MARK.sub("", line).strip("* ") if _MARK.match(line) else line
        if not plain or _RULE.fullmatch(line) or _FURNITURE.fullmatch(plain):
            yield from flush()
        elif plain != line:
            yield from flush()
            yield _Paragraph(plain, True, False)
        elif bullet := _BULLET.match(line):
            yield from flush()
            yield _Paragraph(line[bullet.end() :], False, True)
        elif not waiting and _is_heading(line, following):
            yield _Paragraph(line, True, False)
        else:
            waiting.append(line)
            # A line that ends a sentence ends its paragraph: some pages put each on a line of its own.
            if _ENDS.search(line):
                yield from flush()
    yield from flush()


def _is_heading(line: str, following: str) -> bool:
    """Return whether a line looks like a heading, and not like the first line of a paragraph that was wrapped."""
    if len(line) > _LONGEST_HEADING or _ENDS.search(line) or line[0].islower():
        return False
    return not following or (len(line) <= _SHORTER_THAN_WRAPPED and not following[0].islower())


def _statement(before: Iterable[_Paragraph], rules: Framework) -> str:
    slug = None
    for paragraph in before:
        try:
            slug = rules.statement(paragraph.text).slug if not paragraph.text.isdigit() else slug
        except KeyError:
            continue
    if slug is None:
        raise AssessmentError("There is no quality statement above the score.")
    return slug


def _council(before: Sequence[_Paragraph]) -> str | None:
    for number, paragraph in enumerate(before):
        match = _TITLE.fullmatch(paragraph.text) or (not number and _PILOT_TITLE.fullmatch(paragraph.text))
        if match and match["council"].casefold() not in _NOT_A_COUNCIL:
            return match["council"].strip()
    return None


def _score(after: list[_Paragraph], rules: Framework) -> tuple[int, str, list[_Paragraph]]:
    """Return the score, what it means as printed, and the paragraphs below both."""
    scores: set[int] = set()
    label, taken = "", 0
    for paragraph in after:
        match = _LABEL.fullmatch(paragraph.text) or _SCORE.fullmatch(paragraph.text)
        if not match:
            break
        taken += 1
        if match["score"]:
            scores.add(int(match["score"]))
        label = match["label"] or label
    if len(scores) != 1:
        raise AssessmentError(
            "There is no score." if not scores else "The page gives two scores that disagree."
        )
    score = scores.pop()
    return score, label or rules.label(score), after[taken:]


def _sentences(paragraph: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(paragraph):
        if _ABBREVIATED.search(paragraph[start : match.start()]):
            continue
        yield paragraph[start : match.end(1)]
        start = match.end()
    yield paragraph[start:]
