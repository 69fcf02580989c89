"""What a line of a published page is: its score, a statement's name, a heading that every page has, or the frame around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from goldthread.analysis.reports.rules import Names, plain
from goldthread.document_text import Block

Role = Literal[
    "score", "statement", "statement score", "commitment", "expectations", "findings", "theme", "summary", "rating", "frame", "heading", "prose", "row"
]  # fmt: skip

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_N = r"(?P<score>\d{1,3}(?:\.\d+)?|one|two|three|four)"
_OUT_OF = r"(?:\s*(?:out\s+of|/)\s*(?:4|four))?"
_SCORE = re.compile(
    r"(?:the\s+)?(?:overall\s+)?(?:quality\s+statement\s+)?(?P<indicative>indicative\s+)?(?:quality\s+statement\s+)?(?:overall\s+)?score\s*(?:for this quality statement\s*)?"
    rf"(?P<indicated>\(indicative\)\s*)?(?:is|was|of|[:=–—-])?\s*(?:(?:is|was)\s+)?(?:{_N}{_OUT_OF})?\s*(?:[-–—:.,]?\s*(?P<label>\(?evidence\b.{{0,120}})|\s*\((?:good|an? exceptional|exceptional|some|significant)(?:\s(?:standard|shortfalls))?\))?[.]?",
    re.I,
)
_LABEL = re.compile(rf"{_N}{_OUT_OF}\s*[-–—:.,]\s*(?P<label>evidence\b.{{0,120}})", re.I)
_NUMBER_ALONE = re.compile(rf"{_N}{_OUT_OF}", re.I)
_IN_A_CELL = re.compile(
    rf"{_N}{_OUT_OF}\s*[-–—:(,]?\s*(?:an?\s+)?(?:good|exceptional|some|significant)\s+(?:standard|shortfalls)\)?",
    re.I,
)
_STATEMENT_SCORE = re.compile(
    rf"(?P<name>.{{4,90}}?)\s*(?:[:–—(,|]|\s-|-\s|\s(?=\d)|\s(?=(?:indicative\s+)?scored?\b))\s*(?P<indicative>indicative\s+)?(?:scored?\s*(?:of|is|was|[:=–—-])?\s*)?"
    rf"{_N}{_OUT_OF}\)?\s*(?:[-–—(:|,]\s*(?P<label>evidence\b.{{0,120}}?|good standard|exceptional standard|(?:some|significant) shortfalls)\)?)?[.;,]?",
    re.I,
)
_COMMITMENT = re.compile(
    r"(?:the\s+)?local authority(?:[’']s)?\s+commitment\s*[:.]?\s*(?P<rest>.*)", re.I | re.S
)
_EXPECT = re.compile(r"what people expect\s*[:.]?\s*(?P<rest>.*)", re.I | re.S)
_FINDINGS = re.compile(r"(?:our\s+)?key findings(?:\s+for\s+th(?:is|e)\s+quality statement)?\s*[:.]?", re.I)
_THEME = re.compile(
    r"theme\s+(?:\d|one|two|three|four)\s*[:.–—-]?\s*.{0,120}|(?:working with people|providing support|ensuring safety(?: within the system)?|leadership)\s*[:(].{0,160}",
    re.I,
)
_THEME_LIST = re.compile(
    r"this theme includes (?:these|the following) quality statements?\s*:?|we may not always review all quality statements.*",
    re.I,
)
_SUMMARY = re.compile(
    r"(?:overall\s+)?summary(?:\s+of\b.{0,100})?\s*:?|.{0,60}\brating and score\b.{0,60}|quality statement scores?\s*:?|about\s+(?!us\b).{3,80}|"
    r"financial facts|overview|local authority (?:indicative )?rating(?: and score)?|(?:overall )?(?:indicative )?rating\b.{0,80}|background.{0,60}",
    re.I,
)
_FRAME = re.compile(
    r"(?:skip to (?:main )?content|on this page|contents?|in this (?:report|section)|cookies? on this website|cookie (?:control|settings|policy|preferences).{0,40}|"
    r"accept (?:all|additional)?\s?cookies.{0,80}|reject .{0,30}cookies.{0,60}|manage cookies.{0,40}|(?:we|this (?:site|website)) uses? .{0,40}\bcookies?\b.{0,300}|"
    r"care quality commission(?: logo)?|home|search(?: search)?|menu|close(?: menu)?|care services|guidance (?:&|and) regulation|publications|news|about us|contact us|"
    r"give feedback on care.{0,80}|tell us about your (?:care|experience).{0,60}|downloads?|download (?:the )?(?:full )?report.{0,60}|(?:page )?last updated\s*:?.{0,60}|"
    r"(?:(?:report|first|date) )?publi(?:shed|cation date)\s*:?(?:\s+on)?\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?!in\b).{0,14}\d{4}(?:\s*[|·,;–—(-]?\s*(?:page\s+)?(?:last\s+)?(?:updated|modified|reviewed).{0,60})?|published\s*:?|"
    r"[‹«<←]?\s*previous(?:\s+(?:page|section))?\s*(?:[:›»>→].{0,100})?|next(?:\s+(?:page|section))?\s*(?:[:›»>→].{0,100})?|back to (?:top|contents|.{0,40}reports?)|"
    r"help us (?:to )?improve (?:this )?(?:web)?(?:site|page).{0,40}|is this page useful\??.{0,60}|was this page (?:helpful|useful)\??.{0,60}|yes|no|yes no|"
    r"accessibility(?: statement)?|privacy(?: (?:notice|policy))?|terms (?:and|&) conditions|legal|careers|sitemap|print(?: this)?(?: page)?|share(?: this)?(?: page)?|"
    r"follow us.{0,60}|facebook|twitter|linkedin|youtube|instagram|sign up (?:to|for) .{0,40}(?:newsletters?|bulletins?|e-?mails?|alerts?|updates?)\b.{0,40}|subscribe.{0,40}|©.{0,200}|\(c\)\s*(?:\d{4}|care quality|cqc|crown|copyright).{0,100}|copyright(?:\s*(?:©|\(c\)|\d{4}|care quality|cqc|crown|notice|statement|information).{0,100})?|"
    r"crown copyright.{0,100}|all rights reserved.{0,60}|local authority assessment reports?|all local authority (?:assessment )?reports?|"
    r"page \d{1,4}(?: of \d{1,4})?|n/a|not applicable)\.?",
    re.I,
)
# What leads to the words of somebody, or to a list, is text, however it is set.
_LEADS = re.compile(
    r"(?!what |how |where |why ).*\b(?:said|says|say|told|tell|added|adds|explained|found|heard|saw|reported|noted|commented|described|identified|"
    r"included|includes?|including|example|instance|following|follows|were|was|are|that|us|me|them|inspectors?|assessors?)\s*:",
    re.I | re.S,
)
_PARTS = re.compile(r"\s*[|:]\s+|\s+[–—-]\s+")
_PLAIN_BULLET = re.compile(r"^[\s•·*▪-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a document with what it is. at: its number, from 1.

    statement: the name of the one it names. score: as far as it gives one. bad: a number that no score can be.
    rest: what stands in the same paragraph after a heading. own: whether it says "score" with no number.
    """

    at: int
    block: Block
    role: Role
    statement: str | None = None
    score: int | None = None
    bad: str | None = None
    label: str | None = None
    indicative: bool = False
    rest: str = ""


def role_of(at: int, block: Block, names: Names) -> Line:
    """Return a paragraph with what it is, by itself."""
    text = _PLAIN_BULLET.sub("", block.text)
    if block.kind == "row":
        return _row(at, block, names)
    if len(text) > 1500:
        return Line(at, block, "prose")
    if block.kind == "menu" or _FRAME.fullmatch(text) or _THEME_LIST.fullmatch(text):
        return Line(at, block, "frame", names.statement(text) if block.kind == "menu" else None)
    if scored := as_score(at, block, text, names):
        return scored
    if match := _STATEMENT_SCORE.fullmatch(text):
        called = match["name"].strip(" -–—:|(")
        named = names.scored(called) or (_in_parts(called, names) if block.kind == "heading" else None)
        number = number_of(match["score"])
        if named and number is not None:
            return Line(
                at,
                block,
                "statement score",
                named,
                number,
                label=match["label"],
                indicative=bool(match["indicative"]),
            )
    named = names.statement(text) or (_in_parts(text, names) if block.kind == "heading" else None)
    if named:
        return Line(at, block, "statement", named)
    if (match := _COMMITMENT.fullmatch(text)) and (
        not match["rest"] or match["rest"].startswith(("We ", "("))
    ):
        return Line(at, block, "commitment", rest=match["rest"])
    if (match := _EXPECT.fullmatch(text)) and (
        not match["rest"] or match["rest"].lstrip("\"'“‘")[:2] in ("I ", "We")
    ):
        return Line(at, block, "expectations", rest=match["rest"])
    if _FINDINGS.fullmatch(text):
        return Line(at, block, "findings")
    if len(text) < 160 and names.whole_rating.fullmatch(text):
        return Line(at, block, "rating")
    if block.kind in ("heading",) and _THEME.fullmatch(text):
        return Line(at, block, "theme")
    if block.kind == "heading" and _SUMMARY.fullmatch(text):
        return Line(at, block, "summary")
    is_heading = block.kind == "heading" and not (block.level == 0 and _LEADS.fullmatch(text))
    return Line(at, block, "heading" if is_heading else "prose")


def _in_parts(text: str, names: Names) -> str | None:
    """Return the statement that a heading names beside the council."""
    if len(text) > 200:
        return None
    parts = [part.strip() for part in _PARTS.split(text)]
    # Beside a number it may be a count of what is called like a statement.
    find = names.scored if parts[-1].isdigit() else names.statement
    statements = {find(part) for part in parts if len(part) > 11} - {None}
    return statements.pop() if len(parts) > 1 and len(statements) == 1 else None


def as_score(at: int, block: Block, text: str, names: Names) -> Line | None:
    """Return a line that gives the score of a page, or says that it comes; None for any other."""
    if len(text) > 240:
        return None
    match = _SCORE.fullmatch(text) or _LABEL.fullmatch(text)
    if not match:
        number = names.labels.get(plain(text))
        return Line(at, block, "score", score=number, label=text) if number is not None else None
    groups = match.groupdict()
    number = number_of(groups["score"])
    label = (groups["label"] or "").strip().strip("()") or None
    bad = groups["score"] if groups["score"] and number is None else None
    if number is None and label and bad is None:
        number = names.labels.get(plain(label))
    indicative = bool(groups.get("indicative") or groups.get("indicated"))
    return Line(at, block, "score", score=number, bad=bad, label=label, indicative=indicative)


def number_alone(text: str) -> int | None:
    """Return the score that a line gives which is no more than a number."""
    match = _NUMBER_ALONE.fullmatch(text.strip(" *#."))
    return number_of(match["score"]) if match else None


def number_of(text: str | None) -> int | None:
    """Return a score from 1 to 4 as digits or a word, None for any other number."""
    if text is None:
        return None
    if text.casefold() in _NUMBERS:
        return _NUMBERS[text.casefold()]
    return int(text) if text in ("1", "2", "3", "4") else None


def _row(at: int, block: Block, names: Names) -> Line:
    named = [(cell, name) for cell in block.cells if (name := names.scored(cell))]
    if len(named) == 1:
        for cell in block.cells:
            if cell == named[0][0]:
                continue
            number = number_alone(cell)
            scored = as_score(at, block, cell, names)
            if number is None and scored:
                number = scored.score
            if number is None and (match := _IN_A_CELL.fullmatch(cell)):
                number = number_of(match["score"])
            if number is not None:
                return Line(at, block, "statement score", named[0][1], number)
    for cell in block.cells:
        if (match := _STATEMENT_SCORE.fullmatch(cell)) and (
            name := names.scored(match["name"].strip(" -–—:|("))
        ):
            number = number_of(match["score"])
            if number is not None:
                return Line(at, block, "statement score", name, number)
    return Line(at, block, "row")
