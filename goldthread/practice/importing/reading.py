"""An audit sheet read: a row an audit, or of a case system's report a row a question; what cannot be read is named by its cell.

A cell that is wrong makes its row an error, and the others are read. Nothing is guessed from the values of one cell: a
date in a column of answers is a score that a spreadsheet changed, and is said to be.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils import timezone

from goldthread.cell_text import plain, shown
from goldthread.date_reading import parse_date
from goldthread.no_answer import is_no_answer
from goldthread.practice.importing.columns import NAMES, NEEDED, QUESTION, TEXTS, guessed, in_scale, text_of
from goldthread.practice.importing.long_form import Table, as_table
from goldthread.practice.rounds.models import AskedHow
from goldthread.practice.tools.models import AS_WRITTEN, TICK_ALL
from goldthread.sheets import Limits, SheetError, open_sheet
from goldthread.sheets.case_references import is_reference, reference_in
from goldthread.standards.audit_tools import scale

MOST_BYTES = 5_000_000
_LIMITS = Limits(file_bytes=MOST_BYTES, rows=20_000, columns=120)
_LONGEST_ANSWER, _LONGEST_TEXT, _LONGEST_NAME = 60, 4_000, 120
_ASKED = {
    "yes": AskedHow.ASKED,
    "y": AskedHow.ASKED,
    "asked and answered": AskedHow.ASKED,
    "no answer": AskedHow.NO_ANSWER,
    "asked no answer": AskedHow.NO_ANSWER,
    "tried": AskedHow.NO_ANSWER,
    "not appropriate": AskedHow.NOT_RIGHT,
    "not right to ask": AskedHow.NOT_RIGHT,
    "no": AskedHow.NOT_ASKED,
    "n": AskedHow.NOT_ASKED,
    "not asked": AskedHow.NOT_ASKED,
}


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row: its number as Excel shows it, its column, and what to do."""

    row: int
    column: str
    error: str


@dataclass(frozen=True)
class ReadAudit:
    """An audit as a row of a sheet has it. grade_scale and answers are in the words of their scales; texts by field."""

    row: int
    reference: str
    audited_on: datetime.date
    key: str
    worker: str = ""
    team: str = ""
    auditor: str = ""
    grade: str = ""
    agreed_grade: str = ""
    person_asked: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditSheet:
    """What a sheet holds: its columns, what each is, its audits, what is wrong, and what was left out or noted."""

    columns: list[str]
    meant: dict[str, str]
    audits: list[ReadAudit] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Return what has no column and must have one."""
        has = set(self.meant.values())
        wanted = [NAMES[name] for name in NEEDED if name not in has]
        return wanted if self.questions or "grade" in has else [*wanted, "A question, or the overall grade"]

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Return the columns that are questions, each with the slug of its scale, in the order of the sheet."""
        return [
            (column, meant.removeprefix(QUESTION))
            for column, meant in self.meant.items()
            if meant.startswith(QUESTION)
        ]

    @property
    def doubled(self) -> str:
        """Return the name of what two columns are said to be, "" where none is."""
        ones = [meant for meant in self.meant.values() if meant and not meant.startswith(QUESTION)]
        return next((NAMES[name] for name in NAMES if ones.count(name) > 1), "")


def read_audits(
    file: BinaryIO,
    filename: str,
    meant: Mapping[str, str] | None = None,
    *,
    grades: str = "four_grades",
    undated: datetime.date | None = None,
) -> AuditSheet:
    """Return what a sheet holds. meant: what each column is, as somebody said; guessed where that is None.

    grades: the slug of the scale of the overall grade. undated: the day of each audit in a sheet that has no column of it,
    today where that is None. Raises SheetError for a file that is no table.
    """
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        rows = list(sheet.rows(*sheet.columns))
        table = as_table(list(sheet.columns), rows)
        notes = [*sheet.warnings, *table.notes, *sheet.left_out.lines()]
    cells = {column: [row.cells.get(column) for row in table.rows] for column in table.columns}
    chosen = guessed(table.columns, cells)
    if meant is not None:
        chosen = {column: meant.get(column, "") for column in table.columns}
    read = AuditSheet(table.columns, chosen, notes=notes)
    if not read.missing and not read.doubled:
        _read_rows(read, table, grades, undated or timezone.localdate())
    return read


def _read_rows(read: AuditSheet, table: Table, grades: str, undated: datetime.date) -> None:
    column_of = {
        name: column for column, name in read.meant.items() if name and not name.startswith(QUESTION)
    }
    seen: dict[str, int] = {}
    for row in table.rows:
        if row.problem:
            read.errors.append(RowError(row.number, "", row.problem))
            continue
        found, errors = _Row(row.number, row.cells, column_of, read, grades, undated).read()
        if errors:
            read.errors.extend(errors)
        elif found.key in seen:
            read.notes.append(
                f"Row {found.row} is the same audit as row {seen[found.key]}: {found.reference}, by the same auditor on the "
                "same day. It counts once."
            )
        else:
            seen[found.key] = found.row
            read.audits.append(found)
    _note_texts_among_dates(read, table)


@dataclass
class _Row:
    """One row while it is read."""

    number: int
    cells: Mapping[str, Any]
    column_of: Mapping[str, str]
    sheet: AuditSheet
    grades: str
    undated: datetime.date
    errors: list[RowError] = field(default_factory=list)

    def read(self) -> tuple[ReadAudit, list[RowError]]:
        """Return the audit, and what is wrong in it."""
        reference = self._reference()
        day = self._day()
        auditor = self._named("auditor")
        answers = {
            column: answer for column, slug in self.sheet.questions if (answer := self._answer(column, slug))
        }
        texts = {name: text for name in TEXTS if (text := self._words(name))}
        known = "\x1f".join([plain(reference), day.isoformat(), plain(auditor)])
        return (
            ReadAudit(
                row=self.number,
                reference=reference,
                audited_on=day,
                key=hashlib.sha256(known.encode()).hexdigest(),
                worker=self._named("worker"),
                team=self._named("team"),
                auditor=auditor,
                grade=self._grade("grade"),
                agreed_grade=self._grade("agreed_grade"),
                person_asked=self._asked(),
                answers=answers,
                texts=texts,
            ),
            self.errors,
        )

    def _wrong(self, column: str, error: str) -> None:
        self.errors.append(RowError(self.number, column, error))

    def _cell(self, name: str) -> Any:
        return self.cells.get(self.column_of[name]) if name in self.column_of else None

    def _reference(self) -> str:
        text = " ".join(text_of(self._cell("reference")).split())
        if is_reference(text):
            return text
        if part := reference_in(text):
            self.sheet.notes.append(
                f"Row {self.number}: of the reference only {part} is kept. The rest may be somebody’s name."
            )
            return part
        column = self.column_of["reference"]
        if not text:
            self._wrong(column, "The reference is missing. Enter one.")
        else:
            self._wrong(
                column, "It is no reference of a case: one has a number, and no name. Enter it alone."
            )
        return ""

    def _day(self) -> datetime.date:
        if "audited_on" not in self.column_of:
            return self.undated
        cell, column = self._cell("audited_on"), self.column_of["audited_on"]
        if not text_of(cell):
            self._wrong(column, "There is no date: the audit is not finished. It is left out.")
            return self.undated
        try:
            day = _day_of(cell)
        except ValueError as error:
            self._wrong(column, str(error))
            return self.undated
        if day > timezone.localdate():
            self._wrong(column, "It is a day to come.")
        return day

    def _named(self, name: str) -> str:
        text = " ".join(text_of(self._cell(name)).split())
        if is_no_answer(text):
            return ""
        if len(text) > _LONGEST_NAME:
            self._wrong(self.column_of[name], f"It is longer than {_LONGEST_NAME} characters. Shorten it.")
        return text

    def _words(self, name: str) -> str:
        cell = self._cell(name)
        if isinstance(cell, datetime.date):
            self._wrong(self.column_of[name], "The cell holds a date, and words are expected here.")
            return ""
        text = text_of(cell)
        if is_no_answer(text):
            return ""
        if len(text) > _LONGEST_TEXT:
            self._wrong(self.column_of[name], f"It is longer than {_LONGEST_TEXT:,} characters. Shorten it.")
        return text

    def _asked(self) -> str:
        text = text_of(self._cell("person_asked"))
        if not text:
            return ""
        answer = _ASKED.get(plain(text), "")
        if not answer and not is_no_answer(text):
            self._wrong(
                self.column_of["person_asked"],
                f"{shown(text)} does not say whether the person was asked. Write Yes, No answer, Not appropriate or No.",
            )
        return str(answer)

    def _grade(self, name: str) -> str:
        if name not in self.column_of:
            return ""
        answer = self._answer(self.column_of[name], self.grades)
        return answer if isinstance(answer, str) else ""

    def _answer(self, column: str, slug: str) -> Any:
        cell = self.cells.get(column)
        if isinstance(cell, datetime.date):
            day = f"{cell.day}/{cell.month}"
            self._wrong(
                column,
                f"The cell holds a date ({day}?). A spreadsheet may have made it of an answer. Type the answer as text.",
            )
            return ""
        text = text_of(cell)
        if slug == TICK_ALL:
            ticked = [each.strip() for each in text.split(";") if each.strip()]
            if long := next((each for each in ticked if len(each) > _LONGEST_ANSWER), ""):
                self._wrong(column, f"{shown(long)} is longer than {_LONGEST_ANSWER} characters.")
            return list(dict.fromkeys(ticked))
        if slug == AS_WRITTEN:
            if len(text) > _LONGEST_ANSWER:
                self._wrong(
                    column, f"It is longer than {_LONGEST_ANSWER} characters: words, and no answer to count."
                )
            return "" if is_no_answer(text) else text
        if not text:
            return ""
        of = scale(slug)
        answer = in_scale(of, text)
        if not answer and not is_no_answer(text):
            several = ", ".join(words for words, _ in of.answers)
            self._wrong(column, f"{shown(text)} is none of the answers: {several}.")
        return answer


def _day_of(cell: Any) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return cell if isinstance(cell, datetime.date) else parse_date(cell)


def _note_texts_among_dates(read: AuditSheet, table: Table) -> None:
    """Say which dates are text where others of their column are dates: a spreadsheet did not know them, in its own order."""
    column = next((column for column, name in read.meant.items() if name == "audited_on"), "")
    cells = [(row.number, row.cells.get(column)) for row in table.rows]
    if not any(isinstance(cell, datetime.date) for _, cell in cells):
        return
    for number, cell in cells:
        if isinstance(cell, str) and cell.strip():
            read.notes.append(
                f"Row {number}: {shown(cell)} is text, and other dates of {column} are not. It is read with the day first: check it."
            )


def strata_of(audits: Iterable[ReadAudit]) -> Sequence[str]:
    """Return the teams of a sheet, each once, however its capitals and spaces are written."""
    named: dict[str, str] = {}
    for each in audits:
        if each.team:
            named.setdefault(plain(each.team), each.team)
    return list(named.values())


__all__ = ["AuditSheet", "ReadAudit", "RowError", "SheetError", "read_audits", "strata_of"]
