"""Import of readings from a spreadsheet: a month and its number in each row, every row with an error named."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO, NamedTuple

from goldthread.date_reading import parse_date
from goldthread.dates import month_start
from goldthread.impact.commands import NewReading
from goldthread.impact.models import Measure
from goldthread.impact.small_numbers import PARTED
from goldthread.sheets import Limits, Row, SheetError, match_columns, open_sheet, parse_number

# Fifty years of months: a file with more is not a file of one measure's readings.
MOST_ROWS = 600
_LIMITS = Limits(file_bytes=2_000_000)
_FIELDS = {
    "month": ("date", "period", "month ending", "reporting month"),
    "value": ("number", "count", "reading", "score", "total"),
    "numerator": ("how many", "top", "passed", "met"),
    "denominator": ("out of how many", "out of", "base", "bottom", "sample"),
    "source": ("where it comes from",),
}


class RowError(NamedTuple):
    """A row with an error: its number as Excel shows it, and the error."""

    row: int
    error: str


class ReadingFile(NamedTuple):
    """What a file holds: readings, rows with errors, and sentences on the rows that were left out."""

    readings: list[NewReading]
    errors: list[RowError]
    left_out: list[str]


def read_pasted(text: str, measure: Measure, *, last: datetime.date) -> ReadingFile:
    """Return the readings and errors of rows copied from a spreadsheet: cells parted by tabs, headings or none.

    Without headings the columns are those that a measure of its kind needs, in their order, then the source. Rows are
    numbered as they were pasted. Raises SheetError as `read_readings` does.
    """
    lines = text.strip("\r\n").splitlines()
    if any("\t" not in line for line in lines if line.strip()):
        raise SheetError(
            "A row has one cell only.", "Copy the months and their numbers together, and paste them again."
        )
    headless = _is_month(lines[0].split("\t")[0])
    if headless:
        headings = (*_wanted(measure), "source")
        lines.insert(0, "\t".join(headings[: max(line.count("\t") for line in lines) + 1]))
    content = BytesIO("\n".join(lines).encode())
    table = read_readings(content, "pasted rows.txt", measure, last=last)
    if headless:
        return table._replace(errors=[error._replace(row=error.row - 1) for error in table.errors])
    return table


def _is_month(cell: str) -> bool:
    try:
        return parse_date(cell, month_only=True) is not None
    except ValueError:
        return False


def _wanted(measure: Measure) -> tuple[str, ...]:
    return ("month", "numerator", "denominator") if measure.kind in PARTED else ("month", "value")


def read_readings(file: BinaryIO, filename: str, measure: Measure, *, last: datetime.date) -> ReadingFile:
    """Return the readings and the rows with errors; raises SheetError for a file that is not such a table."""
    wanted = _wanted(measure)
    readings: list[NewReading] = []
    errors: list[RowError] = []
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        columns = match_columns(sheet.columns, _FIELDS)
        missing = [name for name in wanted if not columns[name]]
        if missing:
            raise SheetError(
                f"It has no column called {' and none called '.join(missing)}.",
                f"Name the columns {', '.join(wanted)}, and upload it again.",
            )
        row_of_month: dict[datetime.date, int] = {}
        for position, row in enumerate(sheet.rows()):
            if position >= MOST_ROWS:
                raise SheetError(
                    f"It has more than {MOST_ROWS} rows.", "Keep the months of this measure only."
                )
            try:
                reading = _reading(row, columns, wanted[1:], last)
                if reading.month in row_of_month:
                    raise ValueError(f"{reading.month:%B %Y} is also in row {row_of_month[reading.month]}.")
            except ValueError as error:
                errors.append(RowError(row.number, str(error)))
                continue
            row_of_month[reading.month] = row.number
            readings.append(reading)
        errors += [
            RowError(number, "The row has one cell only. Enter its number, or delete it.")
            for number in sheet.left_out.rows("single")
        ]
        left_out = sheet.left_out.lines()
    return ReadingFile(readings, sorted(errors), left_out)


def _reading(
    row: Row, columns: dict[str, str | None], parts: tuple[str, ...], last: datetime.date
) -> NewReading:
    if row.problem:
        raise ValueError(row.problem)
    month = parse_date(row.cells[columns["month"]], month_only=True)
    if month is None:
        raise ValueError("Month is missing.")
    month = month_start(month)
    if month > last:
        raise ValueError(f"{month:%B %Y} is not complete yet. Enter complete months only.")
    numbers = {}
    for part in parts:
        cell = row.cells[columns[part]]
        if cell is None or cell == "":
            raise ValueError(f"{columns[part]} is missing for {month:%B %Y}.")
        numbers[part] = Decimal(str(parse_number(cell)))
    if parts != ("value",) and numbers["denominator"] <= 0:
        raise ValueError(f"The denominator for {month:%B %Y} must be more than 0.")
    if parts != ("value",) and numbers["numerator"] < 0:
        raise ValueError(f"The numerator for {month:%B %Y} must be 0 or more.")
    source = row.cells[columns["source"]] if columns["source"] else None
    return NewReading(month=month, **numbers, source=str(source or "")[:200])
