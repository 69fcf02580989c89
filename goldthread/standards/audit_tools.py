"""Scales and example tools of practice audits: data with their sources, for a council to copy and change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from goldthread.standards.entries import Entry, StandardsError, one_each, table

_FILE = "audit_tools"
# What an answer counts as: of those that meet the question, in part, not; not counted; or counted as it is.
COUNTS = ("met", "partly", "not_met", "left_out", "as_it_is")


@dataclass(frozen=True, kw_only=True)
class AuditScale(Entry):
    """The answers of a question from the lowest to the highest, what each counts as, and other spellings of them.

    answers: (words, one of `COUNTS`). is_grade: whether a whole file can be graded by it.
    """

    name: str
    answers: tuple[tuple[str, str], ...]
    also: Mapping[str, str] = field(hash=False)
    is_grade: bool = False


@dataclass(frozen=True, kw_only=True)
class ExampleQuestion:
    """A question of an example tool: its short name, domain, words, scale, and what it feeds."""

    key: str
    domain: str
    text: str
    scale: str
    compulsory: bool
    statement: str = ""
    theme: str = ""


@dataclass(frozen=True, kw_only=True)
class ExampleTool(Entry):
    """A tool that a council can begin with. grades: the scale of its overall grade, "" for none."""

    name: str
    what_it_is: str
    discipline: str
    grades: str
    questions: tuple[ExampleQuestion, ...]


@lru_cache
def scales() -> tuple[AuditScale, ...]:
    """Return the scales, in the order of the file."""
    book = table(_FILE)
    read = []
    for record in book.content["scales"]:
        answers = tuple(_answer(each) for each in record["answers"])
        read.append(
            AuditScale(
                name=record["name"],
                answers=answers,
                also=dict(record.get("also", {})),
                is_grade=record.get("is_grade", False),
                **book.provenance(record),
            )
        )
    return one_each(tuple(read), _FILE)


def _answer(written: str) -> tuple[str, str]:
    words, _, counts = (part.strip() for part in written.rpartition("="))
    if counts not in COUNTS or not words:
        raise StandardsError(f"{_FILE}: {written!r} does not say what the answer counts as.")
    return words, counts


def scale(slug: str) -> AuditScale:
    """Return one scale; raises KeyError where there is none of that slug."""
    for each in scales():
        if each.slug == slug:
            return each
    raise KeyError(slug)


@lru_cache
def example_tools() -> tuple[ExampleTool, ...]:
    """Return the tools that are shipped as examples."""
    book = table(_FILE)
    inside = book.inside(book.content["tools"])
    tools = []
    for record in inside.content["list"]:
        questions = tuple(ExampleQuestion(**each) for each in record["questions"])
        for each in questions:
            scale(each.scale)
        if len({each.key for each in questions}) != len(questions):
            raise StandardsError(f"{_FILE}: {record['slug']} has two questions of one name.")
        tools.append(
            ExampleTool(
                name=record["name"],
                what_it_is=record["what_it_is"],
                discipline=record["discipline"],
                grades=record["grades"],
                questions=questions,
                **inside.provenance(record),
            )
        )
    return one_each(tuple(tools), _FILE)


def plain_answer(text: str) -> str:
    """Return an answer as it is compared: capitals and signs do not matter, and 3.0 is 3."""
    text = re.sub(r"^([0-9]{1,6})\.0{1,6}$", r"\1", text.strip())
    return " ".join(re.findall(r"\w+", text.casefold()))
