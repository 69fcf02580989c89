"""The file of a framework: a spreadsheet (CSV or XLSX) read into rows, and a version written as one."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any, BinaryIO

from goldthread.evidence.frameworks.rows import COLUMNS, MOST_ROWS, NotAFramework, to_rows
from goldthread.sheets import Limits, SheetError, match_columns, open_sheet, write_csv
from goldthread.standards.framework import Framework

MOST_BYTES = 2_000_000
_LIMITS = Limits(file_bytes=MOST_BYTES)
_NEEDED = ("part", "name", "source")


def read_rows(file: BinaryIO, name: str) -> list[dict[str, Any]]:
    """Return the rows of a file, each with the number that a spreadsheet shows beside it.

    Raises NotAFramework for what is no spreadsheet, has other columns, or too many rows.
    """
    try:
        with open_sheet(file, name, limits=_LIMITS) as sheet:
            by_heading = match_columns(sheet.columns, {text: () for text in COLUMNS.values()})
            matched = {key: by_heading[text] for key, text in COLUMNS.items()}
            missing = [COLUMNS[key] for key in _NEEDED if not matched.get(key)]
            if missing:
                raise NotAFramework(
                    [
                        f"The file has no column called {', '.join(missing)}. Download a version and change that: its "
                        f"columns are {', '.join(COLUMNS.values())}."
                    ]
                )
            rows = []
            for row in sheet.rows():
                if row.problem:
                    raise NotAFramework([f"Row {row.number}: {row.problem}"])
                cells = {
                    key: _cell(row.cells.get(column)) if column else "" for key, column in matched.items()
                }
                if any(cells.values()):
                    rows.append({"row": row.number, **cells})
                if len(rows) > MOST_ROWS:
                    raise NotAFramework([f"The file has more than {MOST_ROWS:,} rows."])
    except SheetError as error:
        raise NotAFramework([str(error)]) from error
    if not rows:
        raise NotAFramework(["The file has headings and no rows."])
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).strip()


def write_file(book: Framework) -> bytes:
    """Return a version as a spreadsheet (CSV) that can be changed and loaded again."""
    out = BytesIO()
    rows = [[row[key] for key in COLUMNS] for row in to_rows(book)]
    write_csv(rows, list(COLUMNS.values()), out)
    return out.getvalue()
