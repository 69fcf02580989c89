"""What a column of an audit sheet is: a reference, the worker, a question with its scale, and so on; guessed, then confirmed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.cell_text import clean_text
from goldthread.no_answer import is_no_answer
from goldthread.practice.tools.models import AS_WRITTEN, TICK_ALL
from goldthread.sheets import match_columns
from goldthread.standards.audit_tools import AuditScale, plain_answer, scales

FIELDS: Mapping[str, tuple[str, ...]] = {
    "reference": ("case reference", "case ref", "case id", "person id", "case number", "client id", "reference", "file"),
    "worker": ("worker", "worker name", "whose work is it", "allocated worker", "social worker", "practitioner", "case holder"),
    "team": ("team", "team name", "service", "locality"),
    "auditor": ("auditor", "auditor name", "name", "audited by", "completed by"),
    "audited_on": ("date of audit", "audit date", "date audited", "completed on", "date completed", "completion time"),
    "grade": ("overall grade", "grade", "overall judgement", "overall rating", "first grade"),
    "agreed_grade": ("moderated grade", "agreed grade", "final grade", "grade after moderation"),
    "why": ("why this grade", "reason for grade", "reasons", "comments", "comment", "rationale"),
    "strengths": ("strengths", "what went well", "good practice", "strengths first"),
    "learning": ("what should be learnt", "what should be learned", "learning", "areas for improvement", "actions", "development"),
    "reflection": ("reflection", "worker reflection", "reflection worker", "practitioner reflection"),
    "person_view": ("what the person says", "feedback person", "person feedback", "views person"),
    "person_asked": ("did you ring the person", "was the person asked", "person contacted", "did you speak to the person"),
}  # fmt: skip
NAMES = {
    "reference": "Reference of the case",
    "worker": "Whose work it is",
    "team": "Team",
    "auditor": "Auditor",
    "audited_on": "Date of the audit",
    "grade": "Overall grade",
    "agreed_grade": "Grade after moderation",
    "why": "Why that grade",
    "strengths": "What went well",
    "learning": "What is to be learned",
    "reflection": "The worker’s reflection",
    "person_view": "What the person says about the work",
    "person_asked": "Whether the person was asked",
}
NEEDED = ("reference",)
TEXTS = ("why", "strengths", "learning", "reflection", "person_view")
UNUSED = ""
QUESTION = "question:"
# What a case system's report repeats on each row, and what a form adds by itself.
_MACHINE = re.compile(
    r"(?i)^(textbox\d+|reportparameter_.*|id|start time|completion time|last modified time|email|column [a-z]+)$"
)


def choices() -> list[tuple[str, str]]:
    """Return all that a column can be, with its words."""
    questions = [(f"{QUESTION}{each.slug}", f"Question: {each.name}") for each in scales()]
    others = [
        (f"{QUESTION}{TICK_ALL}", "Question: several ticked answers"),
        (f"{QUESTION}{AS_WRITTEN}", "Question: other answers, counted as they are"),
    ]
    return [(UNUSED, "Not used"), *NAMES.items(), *questions, *others]


def guessed(columns: Sequence[str], cells: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """Return what each column most likely is, by its heading and then by its cells; for a person to confirm."""
    matched = match_columns([_bare(column) for column in columns], FIELDS)
    by_bare = {}
    for column in columns:
        by_bare.setdefault(_bare(column), column)
    guesses = dict.fromkeys(columns, UNUSED)
    for name, bare in matched.items():
        if bare is not None:
            guesses[by_bare[bare]] = name
    for column in columns:
        if guesses[column] == UNUSED and not _MACHINE.match(column):
            guesses[column] = _by_cells(cells.get(column, ()))
    return guesses


def _bare(column: str) -> str:
    """Return a heading without what stands in brackets and its question mark: "Case reference (no names please)"."""
    return re.sub(r"\([^)]{0,80}\)", " ", clean_text(column)).strip(" ?:")


def _by_cells(cells: Sequence[Any]) -> str:
    if any(isinstance(cell, datetime.date) for cell in cells):
        return UNUSED
    texts = [text for cell in cells if (text := text_of(cell)) and not is_no_answer(text)]
    if not texts:
        return UNUSED
    if sum(text.endswith(";") for text in texts) * 2 > len(texts):
        return f"{QUESTION}{TICK_ALL}"
    for scale in scales():
        # A few that are none of its answers are named by their cells.
        if sum(bool(in_scale(scale, text)) for text in texts) * 5 >= len(texts) * 4:
            return f"{QUESTION}{scale.slug}"
    return UNUSED


def in_scale(scale: AuditScale, text: str) -> str:
    """Return the answer of a scale that a cell means, "" where it means none of them."""
    wanted = plain_answer(text)
    known = {plain_answer(words): words for words, _ in scale.answers}
    known |= {plain_answer(other): words for other, words in scale.also.items()}
    return known.get(wanted, "")


def text_of(cell: Any) -> str:
    """Return a cell as text, with its lines, without the markup of a case system's report."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if re.search(r"<\s*/?\s*[a-zA-Z]{1,10}[^<>]{0,200}>", text):
        text = re.sub(r"<\s*/?\s*[a-zA-Z]{1,10}[^<>]{0,200}>", " ", text)
        for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", '"'), ("&amp;", "&")):
            text = text.replace(entity, char)
        text = " ".join(text.split())
    return text.strip()


__all__ = [
    "FIELDS",
    "NAMES",
    "NEEDED",
    "QUESTION",
    "TEXTS",
    "UNUSED",
    "choices",
    "guessed",
    "in_scale",
    "text_of",
]
