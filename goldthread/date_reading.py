"""Dates as people write them, read here only: 03/04/2024, 3rd April 2024, Sept 2024, Excel's 45385, times with zones.

One reader for imports, forms and the command line. A day is a day in Europe/London: 2026-04-30T23:00Z is 1 May.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from goldthread.cell_text import clean_text, shown, word_list
from goldthread.no_answer import is_no_answer

Order = Literal["dmy", "mdy", "ymd"]

LONDON = ZoneInfo("Europe/London")
ORDER_WORDS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}
# A day outside these years is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1900, 2200
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
_ZONE = r"\s*(?P<zone>z|gmt|bst|utc|(?:utc|gmt)?[+\-−]\d{2}(?::?\d{2})?)?$"
_TIMES = (
    re.compile(
        r"(?:[t,\s]\s*|\s+at\s+)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?"
        r"\s*(?P<half>[ap]\.?m\.?)?" + _ZONE
    ),
    re.compile(r"(?:[t,\s]\s*|\s+at\s+)(?P<hour>\d{1,2})(?P<minute>)\s*(?P<half>[ap]\.?m\.?)" + _ZONE),
    re.compile(r"t(?P<hour>\d{2})(?P<minute>\d{2})(?:\d{2}(?:[.,]\d+)?)?(?P<half>)" + _ZONE),
)
_NUMBERS = re.compile(r"(\d{1,4})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SEP = r"[\s,./\-]*"
_YEAR = r"(?P<y>\d{4}|['’]?\d{2})"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(rf"{_DAY}{_SEP}(?:of\s+)?(?P<m>[a-z]+){_SEP}{_YEAR}"),
    re.compile(rf"(?P<m>[a-z]+){_SEP}{_DAY}[\s,./\-]+{_YEAR}"),
    re.compile(rf"(?P<y>\d{{4}}){_SEP}(?P<m>[a-z]+){_SEP}{_DAY}"),
)
_MONTH_YEAR = (
    re.compile(rf"(?P<m>[a-z]+){_SEP}{_YEAR}"),
    re.compile(rf"(?P<y>\d{{4}}){_SEP}(?P<m>[a-z]+)"),
    re.compile(r"(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})\s*[/.\-]\s*(?P<m>\d{1,2})"),
)
# What stands in place of a date that has not come, or is not known yet; "N/A" and its like are in no_answer.
_NOT_YET = word_list(
    """
    not yet|not yet known|ongoing|on going|open|still open|pending|in progress|not closed|not closed yet|not resolved
    unresolved|outstanding|awaited|awaiting|awaiting response|under investigation|live|active|current|not due|no date
    date not known|date unknown|date not recorded
    """
)


class OtherOrder(ValueError):
    """A date that is none in the order it was read in, and is one in the other: 05/13/2025 read day first."""


class WrittenDate(NamedTuple):
    """What a date was read as. Without its own day it is a month, and `day` is the month's first."""

    day: dt.date
    has_day: bool = True
    month_first_possible: bool = False
    """Whether the same figures read month first would be another date: 03/04/2024."""


def parse_date(
    value: object, *, order: Order = "dmy", month_only: bool = False, first_year: int = 1950
) -> dt.date:
    """The day that a cell means, as `read_date` reads it; with `month_only`, “April 2024” is its first day."""
    return read_date(value, order=order, month_only=month_only, first_year=first_year).day


def read_date(
    value: object, *, order: Order = "dmy", month_only: bool = False, first_year: int = 1950
) -> WrittenDate:
    """What a cell means. Raises ValueError, in words fit to show, for anything that is not surely a date.

    `order` settles 03/04/2024 (3 April unless told otherwise); it never turns itself round to make a date
    fit. Year-first dates and dates with the month in letters are read in any order. A time without a zone is
    left off, and the day stays as written; one with a zone or an offset is that moment's day in London. A month
    without a day is read where `month_only` says that months will do, else refused. Two-digit years fall in the
    hundred years from `first_year`: 49 is 2049 and 50 is 1950.
    """
    if order not in ORDER_WORDS:
        raise ValueError(f"the order must be dmy, mdy or ymd, not {order!r}")
    if isinstance(value, dt.datetime):
        _within(value, value)
        return WrittenDate(_within(london_day(value), value))
    if isinstance(value, dt.date):
        return WrittenDate(_within(value, value))
    if isinstance(value, bool) or value is None or not isinstance(value, str | int | float):
        raise ValueError(f"{_read(value)} is not a date. {_expected(order)}")
    if isinstance(value, int | float):
        return WrittenDate(_from_serial(value, value, order))
    text = clean_text(value[:500]).casefold()
    if not text:
        raise ValueError(f"The date is empty. {_expected(order)}")
    if len(text) > 60:
        raise ValueError(f"{shown(value)} is too long to be a date. {_expected(order)}")
    text = _WEEKDAY.sub("", text.replace("–", "-"))
    if parts := _parts(text, order, first_year):
        return WrittenDate(_build(*parts, value, order), month_first_possible=_is_unclear(text, order))
    if month := _month_and_year(text, first_year):
        if month_only:
            return WrittenDate(_build(*month, 1, value, order), has_day=False)
        raise ValueError(f"{shown(value)} has a month and a year but no day. {_expected(order)}")
    for pattern in _TIMES:
        if (time := pattern.search(text)) and (
            parts := _parts(bare := text[: time.start()], order, first_year)
        ):
            day = _at(_build(*parts, value, order), time, value)
            return WrittenDate(_within(day, value), month_first_possible=_is_unclear(bare, order))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return WrittenDate(_from_serial(float(text), value, order))
    raise ValueError(f"{shown(value)} is not a date that can be read. {_expected(order)}")


def means_no_date(value: object) -> bool:
    """Return whether a cell says that there is no date, or none yet: blank, "N/A", "-", "Ongoing", "TBC", "not yet"."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    text = " ".join(clean_text(value[:500]).casefold().strip(".…!?()[]-– ").split())
    return is_no_answer(value) or text.replace("-", " ") in _NOT_YET


def london_day(moment: dt.datetime) -> dt.date:
    """Return a moment's day in London; one without a zone is a time there already."""
    return moment.date() if moment.tzinfo is None else moment.astimezone(LONDON).date()


def month_of(word: str) -> int:
    """1 to 12 for a month's name or its first three letters or more (“sept” too), 0 for any other word."""
    word = word.casefold().rstrip(".")
    for number, name in enumerate(_MONTHS, 1):
        if len(word) >= 3 and name.startswith(word):
            return number
    return 0


def _parts(text: str, order: Order, first_year: int) -> tuple[int, int, int] | None:
    """Year, month and day as found in the text, not yet checked against the calendar."""
    text = text.strip(" ,")
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
        if (match := pattern.fullmatch(text)) and (month_number := month_of(match["m"])):
            return _year(match["y"], first_year), month_number, int(match["d"])
    return None


def _month_and_year(text: str, first_year: int) -> tuple[int, int] | None:
    for pattern in _MONTH_YEAR:
        if match := pattern.fullmatch(text):
            month = int(match["m"]) if match["m"].isdecimal() else month_of(match["m"])
            if month or match["m"].isdecimal():
                return _year(match["y"], first_year), month
    return None


def _is_unclear(text: str, order: Order) -> bool:
    match = _NUMBERS.fullmatch(text.strip(" ,"))
    if match is None or order == "ymd" or len(match[1]) == 4:
        return False
    return match[1].zfill(2) != match[2].zfill(2) and int(match[1]) <= 12 and int(match[2]) <= 12


def _year(digits: str, first_year: int) -> int:
    digits = digits.lstrip("'’")
    year = int(digits)
    return year if len(digits) == 4 else first_year + (year - first_year) % 100


def _build(year: int, month: int, day: int, value: object, order: Order) -> dt.date:
    if not 1 <= month <= 12:
        turned = "mdy" if order == "dmy" else "dmy"
        message = f"{shown(value)} was read as {ORDER_WORDS[order]}, and there is no month {month}."
        if 1 <= day <= 12:
            raise OtherOrder(
                f"{message} If the whole column is written {ORDER_WORDS[turned]}, choose that order for it."
            )
        raise ValueError(message)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_years(value)
    try:
        return dt.date(year, month, day)
    except ValueError:
        name = _MONTHS[month - 1].capitalize()
        raise ValueError(f"{shown(value)} is not a real date: {name} {year} has no day {day}.") from None


def _at(day: dt.date, time: re.Match[str], value: object) -> dt.date:
    """Return the day in London of a time on a day; the day itself where the time has no zone."""
    zone = (time["zone"] or "").replace("−", "-")
    hour, minute = int(time["hour"]), int(time["minute"] or 0)
    if time["half"] and hour <= 12:
        hour = hour % 12 + (12 if time["half"].startswith("p") else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(f"{shown(value)} has a time that no clock shows. Correct it, or leave the time out.")
    if not zone:
        return day
    offset = dt.timedelta(hours=1) if zone == "bst" else _offset(zone)
    if abs(offset) > dt.timedelta(hours=18):
        raise ValueError(f"{shown(value)} is further from London's time than any place. Correct its offset.")
    moment = dt.datetime(day.year, day.month, day.day) + dt.timedelta(hours=hour, minutes=minute) - offset
    return london_day(moment.replace(tzinfo=dt.UTC))


def _offset(zone: str) -> dt.timedelta:
    match = re.search(r"([+-])(\d{2}):?(\d{2})?", zone)
    if match is None:
        return dt.timedelta(0)
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


def _from_serial(number: float, value: object, order: Order) -> dt.date:
    if not SERIALS[0] <= number < SERIALS[1]:  # false for infinity and not-a-number too
        raise ValueError(f"{shown(value)} is a number, not a date. {_expected(order)}")
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))


def _within(day: dt.date, value: object) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _out_of_years(value)
    return day


def _out_of_years(value: object) -> ValueError:
    return ValueError(
        f"{shown(value)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}. Check the year for a slip."
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
