"""Arithmetic of days, months, quarters and years, on the days where it goes wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from goldthread import dates

D = dt.date


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2024, 2, 29), 48, D(2028, 2, 29)),
        (D(2024, 2, 29), -12, D(2023, 2, 28)),
        (D(2024, 2, 29), 1, D(2024, 3, 29)),
        (D(2025, 3, 31), 1, D(2025, 4, 30)),
        (D(2025, 3, 31), -1, D(2025, 2, 28)),
        (D(2024, 3, 31), -1, D(2024, 2, 29)),
        (D(2025, 3, 31), 0, D(2025, 3, 31)),
        (D(2025, 1, 1), -1, D(2024, 12, 1)),
        (D(2025, 1, 1), 12, D(2026, 1, 1)),
        (D(2024, 12, 31), 2, D(2025, 2, 28)),
        (D(2024, 12, 31), 1, D(2025, 1, 31)),
    ],
)
def test_months_are_added_and_a_missing_day_becomes_the_last(day, months, expected):
    assert dates.add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (D(2026, 11, 22), 2, D(2024, 11, 22)),
        (D(2024, 2, 29), 1, D(2023, 2, 28)),
        (D(2024, 2, 29), 4, D(2020, 2, 29)),
        (D(2026, 3, 31), 0.5, D(2025, 9, 30)),
        (D(2026, 1, 1), 6, D(2020, 1, 1)),
        (D(2026, 1, 1), 0, D(2026, 1, 1)),
    ],
)
def test_years_before_are_counted_by_the_calendar(day, years, expected):
    assert dates.years_before(day, years) == expected


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (D(2025, 1, 10), 6, D(2025, 7, 9)),
        (D(2025, 4, 1), 6, D(2025, 9, 30)),
        (D(2025, 8, 31), 6, D(2026, 2, 28)),
        (D(2023, 8, 31), 6, D(2024, 2, 29)),
        (D(2025, 1, 1), 12, D(2025, 12, 31)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2025, 3, 31), 1, D(2025, 4, 30)),
    ],
)
def test_a_period_of_months_ends_the_day_before_the_same_date(start, months, end):
    assert dates.period_end(start, months) == end


@pytest.mark.parametrize(
    ("today", "start", "end", "last_whole", "year"),
    [
        (D(2024, 2, 29), D(2024, 2, 1), D(2024, 2, 29), D(2024, 1, 1), D(2023, 4, 1)),
        (D(2025, 3, 31), D(2025, 3, 1), D(2025, 3, 31), D(2025, 2, 1), D(2024, 4, 1)),
        (D(2025, 4, 1), D(2025, 4, 1), D(2025, 4, 30), D(2025, 3, 1), D(2025, 4, 1)),
        (D(2025, 1, 1), D(2025, 1, 1), D(2025, 1, 31), D(2024, 12, 1), D(2024, 4, 1)),
        (D(2025, 12, 31), D(2025, 12, 1), D(2025, 12, 31), D(2025, 11, 1), D(2025, 4, 1)),
    ],
)
def test_the_month_and_financial_year_of_a_day(today, start, end, last_whole, year):
    assert dates.month_start(today) == start
    assert dates.month_end(today) == end
    assert dates.last_whole_month(today) == last_whole
    assert dates.financial_year(today) == year


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (D(2024, 12, 31), D(2025, 2, 1), [D(2024, 12, 1), D(2025, 1, 1), D(2025, 2, 1)]),
        (D(2024, 2, 29), D(2024, 2, 1), [D(2024, 2, 1)]),
        (D(2025, 3, 31), D(2025, 2, 28), []),
    ],
)
def test_months_between_include_both_ends(first, last, expected):
    assert dates.months_between(first, last) == expected


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (D(2025, 1, 1), D(2025, 1, 1), D(2025, 3, 1)),
        (D(2025, 3, 31), D(2025, 1, 1), D(2025, 3, 1)),
        (D(2024, 12, 31), D(2024, 10, 1), D(2024, 12, 1)),
    ],
)
def test_the_quarter_of_a_day(day, first, last):
    assert dates.quarter_from_number(dates.quarter_number(day)) == (first, last)


def test_month_numbers_can_be_subtracted_and_turned_back():
    assert dates.month_number(D(2025, 1, 31)) - dates.month_number(D(2024, 12, 1)) == 1
    assert dates.month_from_number(dates.month_number(D(2025, 12, 31))) == D(2025, 12, 1)


@pytest.mark.parametrize(
    ("number", "expected"), [(31, D(2024, 2, 29)), (29, D(2024, 2, 29)), (28, D(2024, 2, 28))]
)
def test_a_day_of_a_month_that_has_fewer(number, expected):
    assert dates.day_of_month(D(2024, 2, 10), number) == expected


def test_a_day_in_words_has_no_leading_zero():
    assert dates.day_in_words(D(2024, 4, 3)) == "3 April 2024"
