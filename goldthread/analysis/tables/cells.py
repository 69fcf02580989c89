"""Figures and dates in spreadsheet cells, as councils write them in UK style."""

from __future__ import annotations

import datetime as dt
import math
import re

from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.figures import FIRST_YEAR, LAST_YEAR

BLANK = {"", "-", "–", "n/a", "na", "nan", "null", "none", "missing", ".."}
SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
MONTHS = ("%b %Y", "%B %Y", "%b %y", "%B %y", "%b-%Y", "%b-%y", "%B-%Y", "%Y-%m")
DAYS = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")


def to_number(text: str, *, commas_may_be_decimal: bool = False) -> float | None:
    """Return the number in a cell ("1,204", "£5", "12.5%" as 12.5), None for a blank.

    Commas stand between thousands, in whole groups of three. commas_may_be_decimal: the cell is from a file that
    has semicolons between its cells, as programs write where the decimal point is a comma; "1,204" could then be
    either number. Raises SeriesError for what is no number, is too large for one, or could be two.
    """
    cell = text.strip()
    if cell.lower() in BLANK:
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
    if not _PLAIN.fullmatch(bare):
        raise SeriesError(f"{cell!r} is not a number")
    value = float(bare)
    if not math.isfinite(value):
        raise SeriesError(f"{cell!r} is too large")
    return value


def to_date(text: str) -> tuple[dt.date, bool]:
    """Return the date in a cell, and whether it could also have been read month first.

    Read: 2025-03-01, 01/03/2025 (always day first), March 2025 (its first day), 1 March 2025. Raises SeriesError
    for anything else, and for a year before 1900 or after 2200.
    """
    date, unclear = _date(" ".join(text.split()))
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise SeriesError(f"{text.strip()!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    return date, unclear


def _date(bare: str) -> tuple[dt.date, bool]:
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
