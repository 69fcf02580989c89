"""A case system's report that has a row a question, turned into one with a row an audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.sheets import Row, match_columns

_LONG = {
    "question": ("question text", "question", "question label"),
    "answer": ("answer text", "answer", "response"),
    "step": ("workflow step id", "step id", "audit id", "form id", "response id"),
    "score": ("answer score", "score"),
    "number": ("question number", "question no", "question id"),
    "moderated": ("moderated grade", "agreed grade"),
}
# Without these three it is no report of that kind.
_NEEDED = ("question", "answer", "step")


@dataclass(frozen=True)
class WideRow:
    """A row of the table: the number of the row in the sheet where its audit begins, its cells, and what is wrong."""

    number: int
    cells: Mapping[str, Any]
    problem: str | None = None


@dataclass(frozen=True)
class Table:
    """A table with a row an audit, and what to say of how it was made."""

    columns: list[str]
    rows: list[WideRow]
    notes: list[str] = field(default_factory=list)


def as_table(columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return a sheet with a row an audit; one that has a row a question is turned round, by the number of its audit."""
    matched = match_columns(columns, _LONG)
    if any(matched[name] is None for name in _NEEDED):
        return Table(list(columns), [WideRow(row.number, row.cells, row.problem) for row in rows])
    question, answer, step = (str(matched[name]) for name in _NEEDED)
    own = [each for name in _LONG if (each := matched[name]) is not None]
    kept = [column for column in columns if column not in own]
    moderated = matched["moderated"]
    audits: dict[str, dict[str, Any]] = {}
    begins: dict[str, int] = {}
    questions: list[str] = []
    broken: list[WideRow] = []
    for row in rows:
        key, text = _text(row.cells.get(step)), _text(row.cells.get(question))
        if row.problem or not key or not text:
            why = row.problem or "It has no number of an audit, or no question."
            broken.append(WideRow(row.number, row.cells, why))
            continue
        cells = audits.setdefault(key, {column: row.cells.get(column) for column in kept})
        begins.setdefault(key, row.number)
        if text not in questions:
            questions.append(text)
        cells[text] = row.cells.get(answer)
        if moderated and _text(row.cells.get(moderated)):
            cells[moderated] = row.cells.get(moderated)
    wide = [WideRow(begins[key], cells) for key, cells in audits.items()]
    notes = [f"The sheet has a row a question: {len(rows):,} rows are {len(wide):,} audits."]
    return Table([*kept, *questions, *([moderated] if moderated else [])], [*wide, *broken], notes)


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())
