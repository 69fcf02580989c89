"""What must hold for any clock: where it may fall, how extensions, pauses and holidays move it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.standards.counting import UNITS, Length, count, is_working_day, last_day, merged

DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2010, 1, 1), dt.date(2040, 1, 1))
numbers = st.integers(1, 60)
lengths = st.builds(Length, numbers, st.sampled_from(UNITS))
working = st.builds(Length, numbers, st.just("working days"))


@st.composite
def pauses(draw):
    """Return up to three pauses near a day that is drawn with them."""
    start = draw(days)
    spans = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + DAY * draw(st.integers(-10, 90))
        spans.append((first, first + DAY * draw(st.integers(0, 30))))
    return start, spans


@given(pauses(), working)
def test_working_days_end_on_a_working_day_outside_every_pause(given, length) -> None:
    start, spans = given
    due = count(start, length, pauses=spans).due
    assert is_working_day(due) and not any(first <= due <= last for first, last in spans)
    between = [start + DAY * n for n in range(1, (due - start).days + 1)]
    assert length.within == sum(
        is_working_day(day) and not any(first <= day <= last for first, last in spans) for day in between
    )


@given(pauses(), st.builds(Length, numbers, st.just("days")))
def test_calendar_days_are_as_many_as_were_given_without_the_paused(given, length) -> None:
    start, spans = given
    due = count(start, length, pauses=spans).due
    between = [start + DAY * n for n in range(1, (due - start).days + 1)]
    assert length.within == sum(not any(first <= day <= last for first, last in spans) for day in between)


@given(days, lengths, st.integers(0, 40))
def test_what_is_received_later_is_never_due_earlier(start, length, later) -> None:
    assert last_day(start, length) <= last_day(start + DAY * later, length)


@given(days, lengths)
def test_a_longer_time_ends_later(start, length) -> None:
    longer = Length(length.within + 1, length.unit)
    assert start < last_day(start, length) < last_day(start, longer)


@given(pauses(), lengths, st.integers(1, 20))
def test_an_extension_never_ends_earlier_and_in_days_is_the_same_as_a_longer_time(
    given, length, more
) -> None:
    start, spans = given
    plain = count(start, length, pauses=spans).due
    extended = count(start, length, pauses=spans, extensions=[Length(more, length.unit)]).due
    assert extended > plain
    if length.unit != "months":
        whole = count(start, Length(length.within + more, length.unit), pauses=spans).due
        assert extended == whole


@given(days, lengths, st.integers(1, 30))
def test_a_pause_within_moves_calendar_clocks_by_its_days_and_others_no_less(start, length, out) -> None:
    plain = count(start, length).due
    paused = count(start, length, pauses=[(start + DAY, start + DAY * out)]).due
    if length.unit == "working days":
        # As if it had been received when the pause was over.
        assert paused == last_day(start + DAY * out, length)
    else:
        assert paused == plain + DAY * out


@given(pauses(), lengths)
def test_the_order_of_pauses_and_those_that_overlap_change_nothing(given, length) -> None:
    start, spans = given
    due = count(start, length, pauses=spans).due
    assert count(start, length, pauses=[*reversed(spans), *spans]).due == due
    assert count(start, length, pauses=merged(spans)).due == due


@given(days, st.integers(1, 36))
def test_the_other_reading_of_months_is_the_day_before_or_none(start, within) -> None:
    result = count(start, Length(within, "months"))
    assert result.other_reading in (None, result.due - DAY)
    # None where the month has no such date: both readings end with the month.
    assert (result.other_reading is None) == (result.due.day != start.day)
    turned = count(start, Length(within, "months", first_day_counts=True))
    assert (turned.due, turned.other_reading or turned.due) == (
        result.other_reading or result.due,
        result.due,
    )


@given(days, lengths)
def test_the_working_begins_with_day_0_and_ends_with_the_day_due(start, length) -> None:
    result = count(start, length)
    assert (
        result.working[0].endswith("day 0.") and f"{result.due.day} {result.due:%B %Y}" in result.working[-1]
    )


def test_a_pause_that_ends_before_it_begins_is_an_error() -> None:
    with pytest.raises(ValueError, match="Give its first day"):
        count(dt.date(2025, 1, 1), Length(3, "days"), pauses=[(dt.date(2025, 1, 5), dt.date(2025, 1, 2))])


def test_the_working_names_the_holidays_that_did_not_count() -> None:
    words = count(dt.date(2025, 4, 16), Length(3, "working days")).working
    assert words == (
        "Received on Wednesday 16 April 2025: day 0.",
        "3 working days, without Saturdays and Sundays, Good Friday 18 April, Easter Monday 21 April: "
        "Wednesday 23 April 2025.",
    )
