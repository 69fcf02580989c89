"""England's bank holidays: every year compared with the list of GOV.UK, and what is said outside it."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files

import pytest

from goldthread.standards import bank_holidays
from goldthread.standards.counting import Length, count, is_working_day

D = dt.date


def test_every_listed_year_is_as_gov_uk_lists_it() -> None:
    pytest.importorskip("govuk_bank_holidays")
    listed = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text(encoding="utf-8"))
    days = {D.fromisoformat(event["date"]) for event in listed["england-and-wales"]["events"]}
    rule = bank_holidays.rule()
    ours = {
        day for year in range(rule.first_listed, rule.last_listed + 1) for day in bank_holidays.in_year(year)
    }
    # A later list may have more years; those that are called listed are all there.
    assert ours == {day for day in days if rule.first_listed <= day.year <= rule.last_listed}
    assert {day.year for day in days} >= set(range(rule.first_listed, rule.last_listed + 1))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1981, D(1981, 4, 19)),
        (2000, D(2000, 4, 23)),
        (2008, D(2008, 3, 23)),
        (2011, D(2011, 4, 24)),
        (2024, D(2024, 3, 31)),
        (2025, D(2025, 4, 20)),
        (2038, D(2038, 4, 25)),
    ],
)
def test_easter_as_printed_in_calendars(year: int, sunday: dt.date) -> None:
    assert bank_holidays.easter(year) == sunday


def test_a_year_has_eight_unless_one_was_added() -> None:
    added = {change.day.year for change in bank_holidays.changes() if not change.instead_of}
    for year in range(1978, 2050):
        days = bank_holidays.in_year(year)
        more = sum(change.day.year == year and not change.instead_of for change in bank_holidays.changes())
        assert len(days) == 8 + more and (year in added) == bool(more), year
        assert all(day.weekday() < 5 and day.year == year for day in days), year


def test_a_year_that_is_not_known_is_an_error_that_says_what_to_do() -> None:
    for day in (D(1977, 6, 7), D(2050, 1, 3)):
        with pytest.raises(bank_holidays.OutsideYears, match="1978 to 2049"):
            is_working_day(day)
        assert is_working_day(day, bank_holidays.WHERE_KNOWN)
    assert not is_working_day(D(2025, 12, 25), bank_holidays.WHERE_KNOWN)


def test_a_count_over_years_that_are_not_listed_says_so() -> None:
    three = Length(3, "working days")
    assert count(D(2028, 12, 20), three).caution == ""
    assert "not announced" in count(D(2028, 12, 28), three).caution
    assert "before 2012" in count(D(2010, 5, 3), three).caution
    assert "only" in count(D(1970, 5, 1), three, holidays=bank_holidays.WHERE_KNOWN).caution
    # Calendar days and months count no bank holidays, and a council's own list is its own.
    assert count(D(2035, 5, 3), Length(3, "days")).caution == ""
    assert count(D(2035, 5, 3), three, holidays=()).caution == ""
