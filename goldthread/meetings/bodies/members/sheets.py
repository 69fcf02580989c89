"""A sheet of members once a year: each column that tells groups is counted, and no name is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from goldthread.cell_text import plain
from goldthread.no_answer import is_no_answer
from goldthread.sheets import Limits, SheetError, open_sheet

_LIMITS = Limits(file_bytes=2_000_000, rows=5_000, columns=60)
# A column with more answers than this tells single people, not groups.
_MOST_GROUPS = 25
_ABOUT_ONE = ("name", "surname", "forename", "e mail", "email", "phone", "telephone", "mobile", "address", "postcode",
              "birth", "dob", "id", "number", "notes", "comment", "comments")  # fmt: skip
NOT_STATED = "Not stated"


@dataclass(frozen=True)
class Counted:
    """How many members a sheet lists, how many have each answer to each column, and which columns were left out."""

    members: int
    questions: dict[str, dict[str, int]]
    left_out: list[str]


def count_members(file: BinaryIO, filename: str) -> Counted:
    """Count a sheet with a row a member; raises SheetError for a file that is not such a table."""
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        asked = [column for column in sheet.columns if not _is_about_one(column)]
        tables: dict[str, Counter[str]] = {column: Counter() for column in asked}
        members = 0
        for row in sheet.rows():
            if row.problem:
                raise SheetError(f"Row {row.number}: {row.problem}", "Mend it, and upload the sheet again.")
            members += 1
            for column in asked:
                tables[column][_group(row.cells[column])] += 1
        left_out = [column for column in sheet.columns if _is_about_one(column)]
    if not members:
        raise SheetError("It lists no members.", "Give each member a row under the headings.")
    single = [column for column, table in tables.items() if len(table) > _MOST_GROUPS]
    questions = {column[:120]: dict(table) for column, table in tables.items() if column not in single}
    return Counted(members, questions, [*left_out, *single])


def _is_about_one(column: str) -> bool:
    words = f" {plain(column)} "
    return any(f" {part} " in words for part in _ABOUT_ONE)


def _group(cell: object) -> str:
    text = " ".join(str(cell if cell is not None else "").split())
    return NOT_STATED if not text or is_no_answer(text) else text[:120]
