"""Quarters and years as people write them."""

import copy
import datetime as dt

import pytest

from goldthread.dates import Period
from goldthread.period_reading import PeriodError, read_periods

D = dt.date


@pytest.mark.parametrize(
    ("text", "start", "months", "name"),
    [
        ("2024 Q1", D(2024, 1, 1), 3, "2024 Q1"),
        ("2024-Q4", D(2024, 10, 1), 3, "2024 Q4"),
        ("2024Q2", D(2024, 4, 1), 3, "2024 Q2"),
        ("Q3 2024", D(2024, 7, 1), 3, "2024 Q3"),
        ("Quarter 1 2024", D(2024, 1, 1), 3, "2024 Q1"),
        ("Q1 2024/25", D(2024, 4, 1), 3, "Q1 2024/25"),
        ("Q4 2024-25", D(2025, 1, 1), 3, "Q4 2024/25"),
        ("2024/25 Q3", D(2024, 10, 1), 3, "Q3 2024/25"),
        ("2024-2025 - Q2", D(2024, 7, 1), 3, "Q2 2024/25"),
        ("Qtr 2 24/25", D(2024, 7, 1), 3, "Q2 2024/25"),
        ("Q1 FY2024/25", D(2024, 4, 1), 3, "Q1 2024/25"),
        ("2nd quarter 2024", D(2024, 4, 1), 3, "2024 Q2"),
        ("Jan-Mar 2024", D(2024, 1, 1), 3, "January to March 2024"),
        ("April to June 2024", D(2024, 4, 1), 3, "April to June 2024"),
        ("Apr 2024 – Mar 2025", D(2024, 4, 1), 12, "April 2024 to March 2025"),
        ("Dec-Feb 2025", D(2024, 12, 1), 3, "December 2024 to February 2025"),
        ("2024-25", D(2024, 4, 1), 12, "2024/25"),
        ("2024/25", D(2024, 4, 1), 12, "2024/25"),
        ("2024–2025", D(2024, 4, 1), 12, "2024/25"),
        ("FY24/25", D(2024, 4, 1), 12, "2024/25"),
        ("1999-00", D(1999, 4, 1), 12, "1999/00"),
        ("2024 to 2025", D(2024, 4, 1), 12, "2024/25"),
        ("year ending March 2025", D(2024, 4, 1), 12, "2024/25"),
        ("Year to 31 March 2025", D(2024, 4, 1), 12, "2024/25"),
        ("2024", D(2024, 1, 1), 12, "2024"),
    ],
)
def test_a_period(text, start, months, name):
    (period,), _ = read_periods([text])
    assert isinstance(period, Period) and period == start
    assert (period.months, period.name) == (months, name)
    assert copy.deepcopy(period).name == name


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["Sept 2024", "Oct 2024"], D(2024, 9, 1)),
        (["2011-12", "2012-01"], D(2011, 12, 1)),
        (["2011-11", "2011-12"], D(2011, 11, 1)),
        (["2011-12"], D(2011, 12, 1)),
        (["1st January 2024", "01/02/2024"], D(2024, 1, 1)),
    ],
)
def test_days_and_months_stay_what_they_are(texts, first):
    days, _ = read_periods(texts)
    assert days[0] == first and not isinstance(days[0], Period)


def test_a_column_of_years_is_told_from_months_by_its_company():
    years, _ = read_periods(["2009-10", "2010-11", "2011-12"])
    assert [year.name for year in years] == ["2009/10", "2010/11", "2011/12"]


def test_calendar_quarters_are_said_to_be_so():
    _, notes = read_periods(["2024 Q1", "2024 Q2"])
    assert notes[0].startswith(
        "Quarters with one year were read as of the calendar: 2024 Q1 is January to March 2024."
    )
    assert read_periods(["Q1 2024/25"])[1] == ()


@pytest.mark.parametrize(
    ("texts", "index", "words"),
    [
        (["Q1 2024/25", "Q2 2024/25", "2024/25"], 2, "of 12 months and the others of 3"),
        (["2024 Q1", "soon"], 1, "'soon' is no period, unlike '2024 Q1'"),
        (["2024 Q1", "April 2024"], 1, "a date, unlike"),
        (["April 2024", "soon"], 1, "soon"),
        (["April 2024", "May 2024", "June 2024", "2024/25"], 3, "of several months, unlike the others"),
        (["April 2024", "May 2024", "June 2024", "Q1 2024/25", "July 2024"], 3, "of several months"),
        (["FY24 Q1", "FY24 Q2"], 0, "both years"),
        (["2024 Q5", "2024 Q1"], 0, "no period"),
        (["2024-26", "2024-25"], 0, "no period"),
        (["2024/25", ""], 1, "no period"),
    ],
)
def test_what_is_none_is_named_by_its_place(texts, index, words):
    with pytest.raises(PeriodError, match=words) as error:
        read_periods(texts)
    assert error.value.index == index
