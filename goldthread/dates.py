"""Arithmetic of days, months, quarters and years, and a day in words; every room counts and writes them here.

A day that a month does not have becomes the month's last: a month after 31 January is 28 or 29 February.
"""

from __future__ import annotations

import calendar
import datetime as dt

_ONE_DAY = dt.timedelta(days=1)


class Period(dt.date):
    """A quarter or a year as a date: its first day, which it equals, how many months it has, and its name."""

    months: int
    name: str

    def __new__(cls, start: dt.date, months: int, name: str) -> Period:
        """Return the period of so many months that begins with the month of a day."""
        period = super().__new__(cls, start.year, start.month, 1)
        period.months, period.name = months, name
        return period

    def __reduce__(self):
        """Keep months and name when copied or stored."""
        return Period, (dt.date(self.year, self.month, 1), self.months, self.name)


def day_in_words(day: dt.date) -> str:
    """Return "3 April 2024"; of a moment, the day that it has in its own time zone."""
    return f"{day.day} {day:%B %Y}"


def month_number(day: dt.date) -> int:
    """Return a day's month as a whole number (year * 12 + month - 1), so that months can be subtracted."""
    return day.year * 12 + day.month - 1


def month_from_number(number: int) -> dt.date:
    """Return the first day of a month given as a number; the reverse of `month_number`."""
    return dt.date(number // 12, number % 12 + 1, 1)


def month_start(day: dt.date) -> dt.date:
    """Return the first day of a day's month."""
    return dt.date(day.year, day.month, 1)


def day_of_month(month: dt.date, number: int) -> dt.date:
    """Return the day of a month with this number, or the month's last where it has fewer."""
    last = calendar.monthrange(month.year, month.month)[1]
    return dt.date(month.year, month.month, min(number, last))


def month_end(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day_of_month(day, 31)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or earlier where `months` is below 0."""
    return day_of_month(month_from_number(month_number(day) + months), day.day)


def years_before(day: dt.date, years: float) -> dt.date:
    """Return the same day so many years earlier, to the month: half a year is six months."""
    return add_months(day, -round(years * 12))


def period_end(start: dt.date, months: int) -> dt.date:
    """Return the last day of a period of so many months that begins with `start`.

    From 10 January, six months end on 9 July. Where the last month has no such date, the period ends with that
    month: from 31 August, six months end on the last day of February.
    """
    after = add_months(start, months)
    return after if after.day < start.day else after - _ONE_DAY


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first day of every month from one day's to another's, both included."""
    return [month_from_number(n) for n in range(month_number(first), month_number(last) + 1)]


def last_whole_month(today: dt.date) -> dt.date:
    """Return the first day of the last month that is complete; a month half gone is never compared."""
    return add_months(month_start(today), -1)


def quarter_number(day: dt.date) -> int:
    """Return a day's calendar quarter as a whole number (year * 4 + quarter - 1)."""
    return month_number(day) // 3


def quarter_from_number(number: int) -> tuple[dt.date, dt.date]:
    """Return the first days of the first and the last month of a calendar quarter given as a number."""
    return month_from_number(number * 3), month_from_number(number * 3 + 2)


def week_start(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def quarter_start(day: dt.date) -> dt.date:
    """Return the first day of a day's quarter; calendar and financial quarters are the same."""
    return quarter_from_number(quarter_number(day))[0]


def financial_year(day: dt.date) -> dt.date:
    """Return the first day of the financial year that a day is in, 1 April to 31 March."""
    return dt.date(day.year if day.month >= 4 else day.year - 1, 4, 1)
