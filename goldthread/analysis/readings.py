"""Readings as councils keep them: a CSV with a column of dates and a column of figures, in UK style."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.analysis.series import SeriesError

BLANK = {"", "-", "–", "n/a", "na", "nan", "null", "none", "missing", ".."}
SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
MONTHS = ("%b %Y", "%B %Y", "%b %y", "%B %y", "%b-%Y", "%b-%y", "%B-%Y", "%Y-%m")
DAYS = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d")


@dataclass(frozen=True)
class Readings:
    """Columns of one file: dates and values (None where blank), and notes on how they were read."""

    dates: list[dt.date]
    values: list[float | None]
    notes: tuple[str, ...]


def to_number(text: str) -> float | None:
    """Return the number in a cell ("1,234", "£5", "12.5%"), None for a blank; SeriesError for other text."""
    bare = text.strip()
    if bare.lower() in BLANK:
        return None
    bare = bare.removeprefix("£").removesuffix("%").strip()
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", bare):
        bare = bare.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", bare):
        raise SeriesError(f"{text.strip()!r} is not a number")
    return float(bare)


def to_date(text: str) -> tuple[dt.date, bool]:
    """Return the date in a cell, and whether it could also have been read month first.

    Read: 2025-03-01, 01/03/2025 (always day first), March 2025 (its first day), 1 March 2025.
    """
    bare = " ".join(text.split())
    try:
        return dt.datetime.fromisoformat(bare).date(), False
    except ValueError:
        pass
    if match := SLASHED.fullmatch(bare.split(" ")[0]):
        day, month, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
        try:
            return dt.date(year, month, day), day <= 12 and day != month
        except ValueError:
            hint = "; dates are read day first" if month > 12 >= day else ""
            raise SeriesError(f"{bare!r} is not a date{hint}") from None
    for pattern in MONTHS + DAYS:
        try:
            return dt.datetime.strptime(bare, pattern).date(), False
        except ValueError:
            continue
    raise SeriesError(f"{bare!r} is not a date; write 2025-03-31, 31/03/2025 or March 2025")


def read_readings(lines: Iterable[str], date_column: str, value_column: str) -> Readings:
    """Read two columns of a CSV with a header row.

    Column names are matched without regard to case or surrounding spaces. A blank value is a gap; a row
    that is wholly blank is passed over. Raises SeriesError with the column and the row (the header being
    row 1) of the first cell that cannot be understood.
    """
    try:
        rows = list(csv.reader(lines))
    except csv.Error as error:
        raise SeriesError(f"This is not a CSV file that can be read: {error}.") from None
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise SeriesError("The file has no header row.")
    at_date, at_value = (_column(rows[0], name) for name in (date_column, value_column))
    dates: list[dt.date] = []
    values: list[float | None] = []
    could_be_month_first = None
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [row[i] if i < len(row) else "" for i in (at_date, at_value)]
        try:
            date, unclear = to_date(cells[0])
        except SeriesError as error:
            raise SeriesError(f"Column {date_column!r}, row {number}: {error}.") from None
        try:
            value = to_number(cells[1])
        except SeriesError as error:
            raise SeriesError(f"Column {value_column!r}, row {number}: {error}.") from None
        if unclear and could_be_month_first is None:
            could_be_month_first = cells[0].strip(), date
        dates.append(date)
        values.append(value)
    if not dates:
        raise SeriesError("There is no row under the header.")
    notes: tuple[str, ...] = ()
    if could_be_month_first:
        text, date = could_be_month_first
        notes = (f"Dates were read day first: {text} as {date.day} {date:%B %Y}.",)
    return Readings(dates, values, notes)


def _column(header: list[str], name: str) -> int:
    names = [cell.strip().lstrip("\ufeff").lower() for cell in header]
    wanted = name.strip().lower()
    if names.count(wanted) == 1:
        return names.index(wanted)
    there = ", ".join(repr(cell.strip().lstrip("\ufeff")) for cell in header if cell.strip())
    problem = "There is no column" if wanted not in names else "There is more than one column"
    raise SeriesError(f"{problem} {name!r}; the file has {there}.")
