"""Dates as councils write them: 03/04/2024, 3.4.24, 3rd April 2024, Excel's day numbers, times tagged on."""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from goldthread.sheets.values import clean_text, shown

Order = Literal["dmy", "mdy", "ymd"]

ORDER_WORDS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}
EARLIEST, LATEST = 1900, 2100
# Excel's day numbers for 1 January 1950 and 2100: outside them, a bare number is likelier a year or a count.
SERIALS = (18_264, 73_050)

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|weds?(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?\s*")
_TIME = re.compile(
    r"[t,\s]\s*(?:at\s+)?\d{1,2}(?:[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?|\s*[ap]\.?m\.?)"
    r"\s*(?:z|gmt|bst|utc|[+-]\d{2}:?\d{2})?$"
)
_NUMBERS = re.compile(r"(\d{1,4})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SEP = r"[\s,./\-]*"
_NAMED = (
    re.compile(
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_SEP}(?:of\s+)?(?P<m>[a-z]+){_SEP}(?P<y>\d{{4}}|['’]?\d{{2}})"
    ),
    re.compile(rf"(?P<m>[a-z]+){_SEP}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,./\-]+(?P<y>\d{{4}}|['’]?\d{{2}})"),
    re.compile(rf"(?P<y>\d{{4}}){_SEP}(?P<m>[a-z]+){_SEP}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"),
)
_MONTH_YEAR = (
    re.compile(rf"(?P<m>[a-z]+){_SEP}(?P<y>\d{{4}}|['’]?\d{{2}})"),
    re.compile(r"(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})\s*[/.\-]\s*(?P<m>\d{1,2})"),
)


def parse_date(
    value: object, *, order: Order = "dmy", month_only: bool = False, first_year: int = 1950
) -> date:
    """The day a cell means. Raises ValueError, in words fit to show, for anything that is not surely a date.

    `order` settles 03/04/2024 (3 April unless told otherwise); it never turns itself round to make a date
    fit. Year-first dates and dates with the month in letters are read in any order. A time or time zone
    after the date is left off, and the day stays as written. `month_only` lets “April 2024” stand for its
    first day. Two-digit years fall in the hundred years from `first_year`: 49 is 2049 and 50 is 1950.
    """
    if order not in ORDER_WORDS:
        raise ValueError(f"the order must be dmy, mdy or ymd, not {order!r}")
    if isinstance(value, datetime):
        return _within(value.date(), value)
    if isinstance(value, date):
        return _within(value, value)
    if isinstance(value, bool) or value is None or not isinstance(value, str | int | float):
        raise ValueError(f"{_read(value)} is not a date. {_expected(order)}")
    if isinstance(value, int | float):
        return _from_serial(value, value, order)
    text = clean_text(value[:500]).casefold()
    if not text:
        raise ValueError(f"The date is empty. {_expected(order)}")
    if len(text) > 60:
        raise ValueError(f"{shown(value)} is too long to be a date. {_expected(order)}")
    text = _WEEKDAY.sub("", text.replace("–", "-"))
    for candidate in dict.fromkeys((text, _TIME.sub("", text).strip(" ,"))):
        parts = _parts(candidate, order, first_year, month_only)
        if parts is not None:
            return _build(*parts, value, order)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _from_serial(float(text), value, order)
    if _month_and_year(text, first_year) is not None:
        raise ValueError(f"{shown(value)} has a month and a year but no day. {_expected(order)}")
    raise ValueError(f"{shown(value)} is not a date that can be read. {_expected(order)}")


def _parts(text: str, order: Order, first_year: int, month_only: bool) -> tuple[int, int, int] | None:
    """Year, month and day as found in the text, not yet checked against the calendar."""
    if match := _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMBERS.fullmatch(text):
        one, two, three = match.groups()
        if len(one) == 4 and len(three) <= 2:
            return int(one), int(two), int(three)
        if len(one) <= 2 and len(three) in (2, 4):
            if order == "ymd" and len(three) == 2:
                return _year(one, first_year), int(two), int(three)
            day, month = (two, one) if order == "mdy" else (one, two)
            return _year(three, first_year), int(month), int(day)
        return None
    for pattern in _NAMED:
        if (match := pattern.fullmatch(text)) and (month_number := _month(match["m"])):
            return _year(match["y"], first_year), month_number, int(match["d"])
    if month_only and (parts := _month_and_year(text, first_year)):
        return *parts, 1
    return None


def _month_and_year(text: str, first_year: int) -> tuple[int, int] | None:
    for pattern in _MONTH_YEAR:
        if match := pattern.fullmatch(text):
            month = int(match["m"]) if match["m"].isdecimal() else _month(match["m"])
            if month:
                return _year(match["y"], first_year), month
    return None


def _month(word: str) -> int:
    """1 to 12 for a month's name or its first letters (“sept” too), 0 for any other word."""
    for number, name in enumerate(_MONTHS, 1):
        if len(word) >= 3 and name.startswith(word):
            return number
    return 0


def _year(digits: str, first_year: int) -> int:
    digits = digits.lstrip("'’")
    year = int(digits)
    return year if len(digits) == 4 else first_year + (year - first_year) % 100


def _build(year: int, month: int, day: int, value: object, order: Order) -> date:
    if not 1 <= month <= 12:
        turned = "mdy" if order == "dmy" else "dmy"
        hint = (
            f" If the whole column is written {ORDER_WORDS[turned]}, choose that order for it."
            if 1 <= day <= 12
            else ""
        )
        raise ValueError(
            f"{shown(value)} was read as {ORDER_WORDS[order]}, and there is no month {month}.{hint}"
        )
    if not EARLIEST <= year <= LATEST:
        raise _out_of_years(value)
    try:
        return date(year, month, day)
    except ValueError:
        name = _MONTHS[month - 1].capitalize()
        raise ValueError(f"{shown(value)} is not a real date: {name} {year} has no day {day}.") from None


def _from_serial(number: float, value: object, order: Order) -> date:
    if not SERIALS[0] <= number < SERIALS[1]:  # false for infinity and not-a-number too
        raise ValueError(f"{shown(value)} is a number, not a date. {_expected(order)}")
    return date(1899, 12, 30) + timedelta(days=int(number))


def _within(day: date, value: object) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise _out_of_years(value)
    return day


def _out_of_years(value: object) -> ValueError:
    return ValueError(
        f"{shown(value)} lies outside the years {EARLIEST} to {LATEST}. Check the year for a slip."
    )


def _read(value: object) -> str:
    return (
        "An empty cell"
        if value is None
        else shown(value if isinstance(value, bool) else type(value).__name__)
    )


def _expected(order: Order) -> str:
    sample = {"dmy": "03/04/2024", "mdy": "04/03/2024", "ymd": "2024/04/03"}[order]
    return f"Write it as {ORDER_WORDS[order]}, such as {sample} or 3 April 2024."
