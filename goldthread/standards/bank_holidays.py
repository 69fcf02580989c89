"""Bank holidays in England, offline: by the rule of the Act, with the days that were moved or added as data.

The years, the changes and their sources are in ``data/bank_holidays.toml``. A weekend is no bank holiday here: a
holiday that falls on one is kept on the weekday that stands in for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from goldthread.dates import day_of_month
from goldthread.standards.entries import Entry, StandardsError, table

_ONE_DAY = dt.timedelta(days=1)
_MONDAY, _SATURDAY = 0, 5


class OutsideYears(ValueError):
    """A day of a year whose bank holidays are not known; the message says which years are."""


@dataclass(frozen=True, kw_only=True)
class Rule(Entry):
    """Which days are bank holidays, the years for which that is known, and those that were compared with a list."""

    name: str
    what_it_is: str
    first_year: int
    last_year: int
    first_listed: int
    last_listed: int


@dataclass(frozen=True, kw_only=True)
class Change(Entry):
    """A bank holiday that was added, or that was kept on another day than the rule's (`instead_of`)."""

    day: dt.date
    name: str
    instead_of: dt.date | None = None


@lru_cache
def rule() -> Rule:
    """Return the rule with the years for which it is known."""
    book = table("bank_holidays")
    record = book.content["rule"]
    years = {key: book.content[key] for key in ("first_year", "last_year", "first_listed", "last_listed")}
    return Rule(name=record["name"], what_it_is=record["what_it_is"], **years, **book.provenance(record))


@lru_cache
def changes() -> tuple[Change, ...]:
    """Return the days that were added or moved, the first first."""
    book = table("bank_holidays")
    return tuple(
        Change(day=r["day"], name=r["name"], instead_of=r.get("instead_of"), **book.provenance(r))
        for r in book.content["changes"]
    )


@lru_cache
def easter(year: int) -> dt.date:
    """Return Easter Sunday of a year of the Gregorian calendar (the computation of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache
def in_year(year: int) -> dict[dt.date, str]:
    """Return a year's bank holidays by day, with their names, the first first; raises OutsideYears."""
    known = rule()
    if not known.first_year <= year <= known.last_year:
        raise OutsideYears(
            f"Bank holidays are known for {known.first_year} to {known.last_year} and not for {year}. "
            "Correct the date, or count calendar days."
        )
    sunday = easter(year)
    days = {
        sunday - 2 * _ONE_DAY: "Good Friday",
        sunday + _ONE_DAY: "Easter Monday",
        _monday_from(dt.date(year, 5, 1)): "Early May bank holiday",
        _last_monday(year, 5): "Spring bank holiday",
        _last_monday(year, 8): "Summer bank holiday",
    }
    _keep(days, dt.date(year, 1, 1), "New Year's Day")
    # Boxing Day keeps a Monday before Christmas Day is moved: of Sunday 25 and Monday 26 December, the 27th is Christmas.
    christmas, boxing = dt.date(year, 12, 25), dt.date(year, 12, 26)
    both = [(christmas, "Christmas Day"), (boxing, "Boxing Day")]
    for day, name in both if christmas.weekday() != 6 else both[::-1]:
        _keep(days, day, name)
    for change in changes():
        if change.day.year == year:
            if change.instead_of and days.pop(change.instead_of, None) is None:
                raise StandardsError(
                    f"bank_holidays.toml: {change.slug} moves a day that is no bank holiday."
                )
            days[change.day] = change.name
    return dict(sorted(days.items()))


@dataclass(frozen=True)
class England:
    """The bank holidays in England as something that a day is in or not.

    strict: a day of a year that is not known raises OutsideYears; otherwise none of its days is a holiday, which is
    for records that are shown whatever their date.
    """

    strict: bool = True

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and (self.strict or is_known(day)) and day in in_year(day.year)


ENGLAND = England()
WHERE_KNOWN = England(strict=False)


def is_known(day: dt.date) -> bool:
    """Return whether the bank holidays of a day's year are known."""
    return rule().first_year <= day.year <= rule().last_year


def caution(first: dt.date, last: dt.date) -> str:
    """Return what to say of a count over these days: "" where GOV.UK's list has all their years."""
    known = rule()
    if known.first_listed <= first.year and last.year <= known.last_listed:
        return ""
    if not is_known(first) or not is_known(last):
        return f"Bank holidays are known for {known.first_year} to {known.last_year} only; outside them none is counted."
    if last.year > known.last_listed:
        return (
            f"Bank holidays after {known.last_listed} are not announced yet and follow the rule: "
            "a day may still be moved or added."
        )
    return (
        f"Bank holidays before {known.first_listed} follow the rule and were not compared with GOV.UK's list."
    )


def _keep(days: dict[dt.date, str], day: dt.date, name: str) -> None:
    """Add a holiday; one on a weekend is kept on the next weekday that is none already."""
    kept = day
    while kept.weekday() >= _SATURDAY or kept in days:
        kept += _ONE_DAY
    days[kept] = name if kept == day else f"{name} (substitute day)"


def _monday_from(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(_MONDAY - day.weekday()) % 7)


def _last_monday(year: int, month: int) -> dt.date:
    last = day_of_month(dt.date(year, month, 1), 31)
    return last - dt.timedelta(days=(last.weekday() - _MONDAY) % 7)
