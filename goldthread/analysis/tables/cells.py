"""Figures and dates in spreadsheet cells, as councils write them in UK style."""

from __future__ import annotations

import datetime as dt
import math
import re

from goldthread.analysis.charts.series import SeriesError
from goldthread.cell_words import is_suppressed
from goldthread.date_reading import FIRST_YEAR, LAST_YEAR, Order, OtherOrder, read_date
from goldthread.no_answer import is_no_answer

# Beside what is no answer anywhere (`no_answer`), a blank in a column of figures.
BLANK = {"missing", ".."}
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")


def to_number(text: str, *, commas_may_be_decimal: bool = False) -> float | None:
    """Return the number in a cell ("1,204", "£5", "12.5%" as 12.5), None for a blank.

    Commas stand between thousands, in whole groups of three. commas_may_be_decimal: the cell is from a file that
    has semicolons between its cells, as programs write where the decimal point is a comma; "1,204" could then be
    either number. Raises SeriesError for what is no number, is too large for one, or could be two.
    """
    cell = text.strip()
    if cell.lower() in BLANK or (is_no_answer(cell) and not is_suppressed(cell)):
        return None
    bare = cell.replace("\N{MINUS SIGN}", "-")
    bare = re.sub(r"^([+-]?)\s*£\s*", r"\1", bare).removesuffix("%").rstrip()
    if "," in bare:
        if not _THOUSANDS.fullmatch(bare):
            raise SeriesError(
                f"{cell!r} is not a number that can be read for sure: commas stand only between thousands "
                "(1,204), and before decimals stands a point (12.5)"
            )
        if commas_may_be_decimal and bare.count(",") == 1 and "." not in bare:
            point = bare.replace(",", ".")
            raise SeriesError(
                f"{cell!r} may be {bare.replace(',', '')} or {point}, as the cells have semicolons between them: "
                "write it without the comma"
            )
        bare = bare.replace(",", "")
    elif commas_may_be_decimal and _POINTS.fullmatch(bare):
        raise SeriesError(
            f"{cell!r} may be {bare.replace('.', '')} or {bare}, as the cells have semicolons between them: write it "
            "without the point, or with another decimal"
        )
    if not _PLAIN.fullmatch(bare):
        raise SeriesError(f"{cell!r} is not a number")
    value = float(bare)
    if not math.isfinite(value):
        raise SeriesError(f"{cell!r} is too large")
    return value


def to_date(text: str, order: Order = "dmy") -> tuple[dt.date, bool]:
    """Return the date in a cell, and whether it could also have been read month first.

    Read as everywhere (`goldthread.date_reading`), day first unless `order` says otherwise; a month is its first day.
    Raises SeriesError for what is no date, and for a year before 1900 or after 2200.
    """
    try:
        written = read_date(text, order=order, month_only=True)
    except OtherOrder:
        first = "day" if order == "dmy" else "month"
        raise SeriesError(f"{' '.join(text.split())!r} is not a date; dates are read {first} first") from None
    except ValueError as error:
        raise SeriesError(_not_a_date(text, str(error))) from None
    return written.day, written.month_first_possible


def _not_a_date(text: str, reason: str) -> str:
    bare = " ".join(text.split())
    if "outside the years" in reason:
        return f"{bare!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}"
    return f"{bare!r} is not a date; write 2025-03-31, 31/03/2025 or March 2025"
