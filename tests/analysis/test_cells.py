"""Figures and dates in cells, as analysts' commands read them."""

import datetime as dt

import pytest

from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.tables.cells import to_date, to_number


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "–", "N/A", "n/a.", "NaN", "NULL", "None", "Not recorded", "missing", "..", "?"]
)
def test_what_is_no_answer_is_a_blank_figure(cell):
    assert to_number(cell) is None


@pytest.mark.parametrize("cell", ["*", "***", "<5", "[c]", "x", "about 5"])
def test_a_figure_that_its_source_withholds_is_no_blank(cell):
    with pytest.raises(SeriesError, match="not a number"):
        to_number(cell)


@pytest.mark.parametrize(
    ("cell", "day", "unclear"),
    [
        ("Sept-23", dt.date(2023, 9, 1), False),
        ("1st January 2024", dt.date(2024, 1, 1), False),
        ("03/04/2024", dt.date(2024, 4, 3), True),
        ("13/04/2024", dt.date(2024, 4, 13), False),
        ("45292", dt.date(2024, 1, 1), False),
        ("2026-04-30T23:00:00Z", dt.date(2026, 5, 1), False),
    ],
)
def test_dates_as_everywhere(cell, day, unclear):
    assert to_date(cell) == (day, unclear)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "'' is not a date"),
        ("04/25/2024", "dates are read day first"),
        ("1/1/1850", "not in the years 1900 to 2200"),
    ],
)
def test_what_is_no_date(cell, message):
    with pytest.raises(SeriesError, match=message):
        to_date(cell)


def test_a_date_of_the_other_order_is_told_in_which_it_was_read():
    with pytest.raises(SeriesError, match="dates are read month first"):
        to_date("25/04/2024", "mdy")
