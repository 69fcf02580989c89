"""When a subject access request is due, worked out by hand with a calendar."""

from __future__ import annotations

import datetime

import pytest

from goldthread.subject_access.clock import due

DAY = datetime.date


@pytest.mark.parametrize(
    ("received", "extended", "day"),
    [
        (DAY(2026, 3, 3), False, DAY(2026, 4, 7)),  # 3 April is Good Friday, 6 April Easter Monday
        (DAY(2026, 1, 31), False, DAY(2026, 3, 2)),  # February has 28 days; the 28th is a Saturday
        (DAY(2024, 1, 30), False, DAY(2024, 2, 29)),  # a leap year
        (DAY(2026, 9, 15), False, DAY(2026, 10, 15)),
        (DAY(2026, 11, 25), False, DAY(2026, 12, 29)),  # Christmas on a Friday; the 28th instead of the 26th
        (DAY(2026, 9, 15), True, DAY(2026, 12, 15)),
        (DAY(2026, 10, 1), True, DAY(2027, 1, 4)),  # New Year's Day is a Friday
    ],
)
def test_one_month_or_three(received, extended, day):
    assert due(received, extended=extended).day == day


def test_it_says_how_it_was_counted_and_that_nobody_confirmed_it():
    shown = due(DAY(2026, 1, 31))
    assert "last day of the month" in shown.how and "next working day" in shown.how
    assert shown.caution.startswith("Not confirmed")
