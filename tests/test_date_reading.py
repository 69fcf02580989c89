"""Dates as councils write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.date_reading import OtherOrder, means_no_date, parse_date, read_date

THIRD_OF_APRIL = date(2024, 4, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "03/04/2024", "3/4/24", "3.4.24", "03-04-2024", "3 4 2024", "03 / 04 / 2024", "2024-04-03", "2024/4/3", "20240403",
        "3 Apr 2024", "3-Apr-24", "03Apr2024", "3rd April 2024", "3rd of April, 2024", "April 3rd, 2024", "Apr 3 '24",
        "2024 April 3", "Wed 3 April 2024", "Wednesday, 3 April 2024", "Weds 3 April 2024", "03/04/2024 14:30",
        "03/04/2024 2.30pm", "03/04/2024, 2 pm", "3 April 2024 at 14:30", "2024-04-03T10:00:00Z", "3–4–2024",
        "2024-04-03T10:00:00.123+01:00", "2024-04-03 00:00:00", "3 APRIL 2024", "\u200b03/04/2024\u00a0", "45385", "45385.75",
        45385, 45385.75, THIRD_OF_APRIL, datetime(2024, 4, 3, 23, 59),
    ],
)  # fmt: skip
def test_the_third_of_april_in_every_dress(typed):
    read = parse_date(typed)
    assert read == THIRD_OF_APRIL
    assert type(read) is date


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        # British Summer Time began on 29 March 2026 and ended on 25 October.
        ("2026-04-30T23:00:00Z", date(2026, 5, 1)), ("2026-04-30T22:59:59Z", date(2026, 4, 30)),
        ("2026-10-31T23:30:00Z", date(2026, 10, 31)), ("2026-04-30T23:00:00", date(2026, 4, 30)),
        ("2026-04-30 23:00:00+00:00", date(2026, 5, 1)), ("2026-05-01T00:30:00+01:00", date(2026, 5, 1)),
        ("2026-05-01T00:30:00+02:00", date(2026, 4, 30)), ("20260430T230000Z", date(2026, 5, 1)),
        ("2026-04-30T23:00:00.000+0000", date(2026, 5, 1)), ("30/04/2026 23:30 UTC", date(2026, 5, 1)),
        ("30/04/2026 11.30pm GMT", date(2026, 5, 1)), ("30/04/2026 23:30 BST", date(2026, 4, 30)),
        ("30 April 2026 at 23:30 GMT+1", None), ("30 April 2026 at 23:30 GMT+01", date(2026, 4, 30)),
        ("2026-12-31T19:00:00-05:00", date(2027, 1, 1)), ("2026-04-30T24:00:00Z", date(2026, 5, 1)),
        ("2026-04-30T25:00:00Z", None), ("2026-04-30T10:99:00Z", None), ("2026-04-30T10:00:00+99:00", None),
        ("30/04/2026 7", None), ("30/04/2026 2023", None),
        (datetime(2026, 4, 30, 23, tzinfo=UTC), date(2026, 5, 1)), (datetime(2026, 4, 30, 23), date(2026, 4, 30)),
        (datetime(2026, 5, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))), date(2026, 4, 30)),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), None),
    ],
)  # fmt: skip
def test_a_moment_with_an_offset_is_a_day_in_london(typed, day):
    if day is None:
        # Ours, which says what to do, and not one of the calendar's.
        with pytest.raises(ValueError, match=r"(Write|Correct|Check) "):
            parse_date(typed)
    else:
        assert parse_date(typed) == day


@pytest.mark.parametrize("typed", ["03/04/2024", "3.4.24", "03/04/2024 10:00"])
def test_a_date_that_could_be_read_month_first_says_so(typed):
    assert read_date(typed).month_first_possible


@pytest.mark.parametrize("typed", ["13/04/2024", "04/04/2024", "2024-04-03", "3 April 2024", 45385])
def test_a_date_that_can_be_read_in_one_way_says_so(typed):
    assert not read_date(typed).month_first_possible


def test_no_date_and_none_yet_are_told_from_a_date_that_cannot_be_read():
    for words in (
        None,
        "",
        " ",
        "N/A",
        "-",
        "none",
        "Ongoing",
        "Open.",
        "TBC",
        "not yet",
        "unknown",
        "In progress",
        "on-going",
    ):
        assert means_no_date(words), words
    for words in ("soon", "03/04/2024", 45385, date(2024, 4, 3), "closed", "1", "opened 3 May"):
        assert not means_no_date(words), words


def test_the_order_is_as_told_and_never_turned_round():
    assert parse_date("03/04/2024", order="mdy") == date(2024, 3, 4)
    assert parse_date("24/04/03", order="ymd") == THIRD_OF_APRIL
    assert parse_date("2024-04-03", order="mdy") == THIRD_OF_APRIL
    with pytest.raises(OtherOrder, match=r"no month 13.*choose that order"):
        parse_date("04/13/2024")
    with pytest.raises(ValueError, match="no month 13"):
        parse_date("13/04/2024", order="mdy")
    with pytest.raises(ValueError, match="dmy, mdy or ymd"):
        parse_date("03/04/2024", order="dym")


def test_a_month_alone_counts_only_where_allowed():
    for typed in (
        "April 2024",
        "Apr-24",
        "apr '24",
        "04/2024",
        "2024-04",
        "Sept 2024",
        "Sept-24",
        "2024 April",
        "2024/4",
    ):
        with pytest.raises(ValueError, match="no day"):
            parse_date(typed)
        assert parse_date(typed, month_only=True) == date(2024, 9 if "Sept" in typed else 4, 1)
        assert not read_date(typed, month_only=True).has_day
    assert parse_date("3 Apr 2024", month_only=True) == THIRD_OF_APRIL


def test_two_digit_years_fall_in_a_hundred_years():
    assert parse_date("1/1/49") == date(2049, 1, 1)
    assert parse_date("1/1/50") == date(1950, 1, 1)
    assert parse_date("1/1/49", first_year=1926) == date(1949, 1, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (None, "empty"), ("", "empty"), ("  ", "empty"), ("soon", "not a date"), ("31/02/2024", "February 2024 has no day 31"),
        ("29/02/2023", "no day 29"), ("0/1/2024", "no day 0"), ("00/00/0000", "no month 0"), (2024, "is a number"),
        ("2024", "not a date"), (float("nan"), "number"), (float("inf"), "number"), (10**400, "number"), (True, "not a date"),
        (object(), "not a date"), ("1/1/0024", "outside the years"), (date(24, 1, 1), "outside the years"),
        ("03/04/202", "not a date"), ("3 Foo 2024", "not a date"), ("x" * 100, "too long"), ("3/4/2024 or 5/4/2024", "not a date"),
        ("week of 3/4/2024", "not a date"), ("ma 3 2024", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_named_in_plain_words(typed, words):
    with pytest.raises(ValueError, match=words):
        parse_date(typed)


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%a %d-%b-%y", "%Y%m%d"]),
)
def test_every_day_comes_back_from_every_way_of_writing_it(day, way):
    assert parse_date(day.strftime(way)) == day


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_excels_number(day):
    assert parse_date((day - date(1899, 12, 30)) / timedelta(days=1)) == day


ODD = st.one_of(
    st.text(),
    st.text("0123456789/.-: apmjun'tz"),
    st.from_regex(r"\d{1,4}[/. -]\d{1,2}[/. -]\d{1,4}( \d\d:\d\d)?"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.lists(st.integers()),
)


@given(ODD, st.booleans(), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_anything_at_all_gives_a_date_or_a_value_error(value, month_only, order):
    try:
        read = parse_date(value, order=order, month_only=month_only)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert 1900 <= read.year <= 2200
