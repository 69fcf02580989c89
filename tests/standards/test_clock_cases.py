"""Ninety-odd clocks worked out by hand on a calendar, with the rule beside each.

Day 0 is the day from which is counted. England's bank holidays do not count as working days; months end on the same
date; a pause takes out its first to its last day; an extension is counted from the day that it extends.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import NamedTuple

import pytest

from goldthread.cli.main import main


class Case(NamedTuple):
    """One clock: what is asked, the day that is right, and the day by another reading ("" where there is none)."""

    options: str
    due: str
    why: str
    other: str = ""


def _case(number: int, case: Case) -> object:
    return pytest.param(case, id=f"{number:02}-{case.options.split()[1]}")


CASES = [
    # Weekends
    Case("--from 2025-03-03 --working-days 1", "2025-03-04", "Monday to Tuesday."),
    Case("--from 2025-03-07 --working-days 1", "2025-03-10", "Friday to Monday."),
    Case("--from 2025-03-07 --working-days 3", "2025-03-12", "Friday: Mon 10, Tue 11, Wed 12."),
    Case("--from 2025-03-08 --working-days 3", "2025-03-12", "Received on Saturday: Monday is day 1."),
    Case("--from 2025-03-09 --working-days 3", "2025-03-12", "Received on Sunday: Monday is day 1."),
    Case("--from 2025-03-03 --working-days 5", "2025-03-10", "Five working days are a week."),
    Case("--from 2025-03-03 --working-days 10", "2025-03-17", "Ten are two weeks."),
    Case("--from 2025-03-03 --working-days 20", "2025-03-31", "Twenty are four weeks."),
    # Leap years
    Case("--from 2024-02-28 --working-days 1", "2024-02-29", "29 February 2024 is a Thursday and counts."),
    Case("--from 2024-02-29 --working-days 1", "2024-03-01", "Received on 29 February."),
    Case("--from 2023-02-24 --working-days 3", "2023-03-01", "Fri: Mon 27, Tue 28, Wed 1 March."),
    Case("--from 2028-02-24 --working-days 3", "2028-02-29", "Thu: Fri 25, Mon 28, Tue 29 February."),
    # Christmas and New Year
    Case("--from 2024-12-23 --working-days 3", "2024-12-30", "24, 27, 30; 25 and 26 are holidays."),
    Case("--from 2024-12-24 --working-days 1", "2024-12-27", "25 and 26 are holidays."),
    Case("--from 2024-12-25 --working-days 1", "2024-12-27", "Received on Christmas Day."),
    Case(
        "--from 2025-12-23 --working-days 10", "2026-01-09", "24, 29, 30, 31 Dec, 2, 5, 6, 7, 8, 9 January."
    ),
    Case("--from 2021-12-24 --working-days 1", "2021-12-29", "Christmas on a Saturday: 27 and 28 stand in."),
    Case("--from 2022-12-23 --working-days 1", "2022-12-28", "Christmas on a Sunday: 26, and 27 stands in."),
    Case("--from 2020-12-24 --working-days 1", "2020-12-29", "Boxing Day on a Saturday: 28 stands in."),
    Case("--from 2026-12-24 --working-days 3", "2026-12-31", "25; 28 stands in for the 26th; 29, 30, 31."),
    Case(
        "--from 2027-12-24 --working-days 2", "2027-12-30", "Christmas on a Saturday: 27 and 28; 29 and 30."
    ),
    Case("--from 2019-12-24 --working-days 5", "2020-01-03", "27, 30, 31, 2 and 3 January."),
    Case("--from 2023-12-22 --working-days 3", "2023-12-29", "25 and 26 are holidays: 27, 28, 29."),
    Case(
        "--from 2022-12-30 --working-days 1",
        "2023-01-03",
        "New Year's Day on a Sunday: Monday 2 stands in.",
    ),
    Case(
        "--from 2021-12-31 --working-days 1",
        "2022-01-04",
        "New Year's Day on a Saturday: Monday 3 stands in.",
    ),
    Case("--from 2027-12-31 --working-days 1", "2028-01-04", "The same in 2028."),
    # Easter
    Case("--from 2025-04-16 --working-days 3", "2025-04-23", "17, then 22 and 23; 18 and 21 are holidays."),
    Case("--from 2025-04-17 --working-days 1", "2025-04-22", "Maundy Thursday to Tuesday."),
    Case("--from 2025-04-18 --working-days 1", "2025-04-22", "Received on Good Friday."),
    Case(
        "--from 2024-03-28 --working-days 3", "2024-04-04", "Good Friday 29 March, Monday 1 April: 2, 3, 4."
    ),
    Case("--from 2026-04-01 --working-days 3", "2026-04-08", "2, then 7 and 8; 3 and 6 are holidays."),
    Case(
        "--from 2023-04-05 --working-days 5", "2023-04-14", "6, then 11, 12, 13, 14; 7 and 10 are holidays."
    ),
    Case("--from 2027-03-25 --working-days 1", "2027-03-30", "Good Friday 26, Monday 29 March."),
    Case(
        "--from 2021-03-31 --working-days 10",
        "2021-04-16",
        "1, 6, 7, 8, 9, 12 to 16; 2 and 5 are holidays.",
    ),
    Case("--from 2022-04-13 --working-days 3", "2022-04-20", "14, 19, 20; 15 and 18 are holidays."),
    Case("--from 2019-04-18 --working-days 2", "2019-04-24", "A late Easter: 19 and 22 are holidays."),
    # The other bank holidays, with those that were moved or added
    Case("--from 2025-05-02 --working-days 1", "2025-05-06", "Early May holiday on Monday 5."),
    Case(
        "--from 2020-05-01 --working-days 1", "2020-05-04", "In 2020 the early May holiday was not Monday 4."
    ),
    Case("--from 2020-05-07 --working-days 1", "2020-05-11", "It was Friday 8, VE day."),
    Case(
        "--from 2022-05-27 --working-days 1",
        "2022-05-30",
        "In 2022 the spring holiday was not Monday 30 May.",
    ),
    Case(
        "--from 2022-06-01 --working-days 1", "2022-06-06", "It was Thursday 2 June, with Friday 3 beside it."
    ),
    Case("--from 2022-09-16 --working-days 1", "2022-09-20", "State funeral on Monday 19."),
    Case("--from 2023-05-05 --working-days 1", "2023-05-09", "Coronation holiday on Monday 8."),
    Case("--from 2024-05-24 --working-days 3", "2024-05-30", "Spring holiday on Monday 27: 28, 29, 30."),
    Case("--from 2025-08-22 --working-days 1", "2025-08-26", "Summer holiday on Monday 25."),
    # Extensions
    Case("--from 2025-03-03 --working-days 10 --extend 10", "2025-03-31", "17 March, and two weeks more."),
    Case("--from 2025-03-03 --working-days 10 --extend 5 --extend 5", "2025-03-31", "In two steps."),
    Case(
        "--from 2025-04-07 --working-days 10 --extend 10",
        "2025-05-08",
        "8-11, 14-17, 22, 23 April; then 24, 25, 28-30, 1, 2, 6, 7, 8 May, 5 being a holiday.",
    ),
    Case(
        "--from 2025-12-01 --working-days 20 --extend 20",
        "2026-01-29",
        "2-5, 8-12, 15-19, 22-24, 29-31 Dec; then 2, 5-9, 12-16, 19-23, 26-29 January.",
    ),
    Case("--from 2025-01-01 --days 28 --extend 14", "2025-02-12", "29 January, and 14 days more."),
    Case(
        "--from 2025-01-10 --months 6 --extend 1",
        "2025-08-10",
        "10 July, and a month more.",
        "2025-08-09",
    ),
    Case(
        "--from 2024-08-31 --months 6 --extend 1",
        "2025-03-28",
        "28 February, and a month from there; as one period of seven months 31 March.",
        "2025-03-31",
    ),
    # Pauses
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-03-10..2025-03-14",
        "2025-03-24",
        "A week is out.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-03-08..2025-03-09",
        "2025-03-17",
        "A weekend has no working day to take out.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-02-01..2025-02-20",
        "2025-03-17",
        "It was over before the clock began.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-04-01..2025-04-05",
        "2025-03-17",
        "It began after the clock was over.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-03-03..2025-03-05",
        "2025-03-19",
        "Day 0 does not count anyway; 4 and 5 are out.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-03-17..2025-03-17",
        "2025-03-18",
        "The last day itself is out.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --pause 2025-03-05..2025-03-07 --pause 2025-03-06..2025-03-10",
        "2025-03-21",
        "5, 6, 7 and 10 are out, each once.",
    ),
    Case("--from 2025-03-03 --working-days 1 --pause 2025-03-04..2025-03-04", "2025-03-05", "One day."),
    Case(
        "--from 2025-01-01 --days 28 --pause 2025-01-10..2025-01-14",
        "2025-02-03",
        "29 January and five days.",
    ),
    Case(
        "--from 2025-01-01 --days 28 --pause 2025-01-20..2025-01-31 --pause 2025-02-05..2025-02-06",
        "2025-02-12",
        "29 January and 12 days is 10 February, which reaches the second pause: two days more.",
    ),
    Case(
        "--from 2025-01-10 --months 6 --pause 2025-03-01..2025-03-10",
        "2025-07-20",
        "10 July and ten days.",
        "2025-07-19",
    ),
    Case(
        "--from 2025-01-10 --months 6 --pause 2025-01-10..2025-01-12",
        "2025-07-12",
        "11 and 12 are out; where day 0 counts it is out too, which comes to the same.",
    ),
    Case(
        "--from 2025-04-07 --working-days 10 --pause 2025-04-14..2025-04-25",
        "2025-05-06",
        "8-11 are four, 28-30, 1, 2 are nine; Monday 5 May is a holiday.",
    ),
    Case(
        "--from 2025-03-03 --working-days 10 --extend 10 --pause 2025-03-10..2025-03-14",
        "2025-04-07",
        "24 March, and two weeks more.",
    ),
    Case(
        "--from 2024-12-16 --working-days 10 --pause 2024-12-25..2025-01-01",
        "2025-01-07",
        "17-20, 23, 24 are six; then 2, 3, 6, 7 January.",
    ),
    # Calendar days
    Case("--from 2024-02-28 --days 1", "2024-02-29", "A leap year."),
    Case("--from 2023-02-28 --days 1", "2023-03-01", "None."),
    Case("--from 2024-01-31 --days 30", "2024-03-01", "29 days to 29 February, and one."),
    Case("--from 2025-12-20 --days 28", "2026-01-17", "11 days to 31 December, and 17."),
    Case("--from 2025-03-01 --days 28", "2025-03-29", "A Saturday, and it stays one: calendar days."),
    # Months
    Case("--from 2025-01-10 --months 6", "2025-07-10", "The same date.", "2025-07-09"),
    Case("--from 2024-01-10 --months 12", "2025-01-10", "Not later than 12 months after.", "2025-01-09"),
    Case("--from 2024-02-29 --months 12", "2025-02-28", "2025 has no 29 February; the month ends on 28."),
    Case("--from 2023-02-28 --months 12", "2024-02-28", "Not 29: the same date.", "2024-02-27"),
    Case("--from 2025-08-31 --months 6", "2026-02-28", "The month's last day."),
    Case("--from 2023-08-31 --months 6", "2024-02-29", "The month's last day, in a leap year."),
    Case("--from 2025-08-30 --months 6", "2026-02-28", "No 30 February."),
    Case("--from 2025-03-31 --months 1", "2025-04-30", "No 31 April."),
    Case("--from 2025-02-28 --months 6", "2025-08-28", "Not the end of August.", "2025-08-27"),
    Case("--from 2024-12-31 --months 12", "2025-12-31", "A year.", "2025-12-30"),
    Case("--from 2025-07-01 --months 6", "2026-01-01", "A bank holiday, and it stays one.", "2025-12-31"),
    Case("--from 2025-04-05 --months 6", "2025-10-05", "A Sunday, and it stays one.", "2025-10-04"),
    # Midnight and summer time
    Case("--from 2025-06-30T23:30Z --days 1", "2025-07-02", "In summer 00:30 on 1 July in London."),
    Case("--from 2025-06-30T22:59Z --days 1", "2025-07-01", "23:59 on 30 June."),
    Case("--from 2025-06-30T23:00Z --days 1", "2025-07-02", "Midnight belongs to the day that it begins."),
    Case("--from 2025-12-31T23:59Z --days 1", "2026-01-01", "In winter 31 December."),
    Case("--from 2026-01-01T00:00+00:00 --days 1", "2026-01-02", "Midnight in winter."),
    Case("--from 2025-03-29T23:30Z --days 1", "2025-03-30", "The evening before the clocks go forward."),
    Case("--from 2025-03-30T23:30Z --days 1", "2025-04-01", "The evening after: 00:30 on 31 March."),
    Case("--from 2025-10-25T23:30Z --days 1", "2025-10-27", "Before they go back: 00:30 on 26 October."),
    Case("--from 2025-10-26T23:30Z --days 1", "2025-10-27", "After: 23:30 on 26 October."),
    Case("--from 2025-01-15T20:00-05:00 --days 1", "2025-01-17", "01:00 on 16 January in London."),
    Case("--from 2025-07-01T00:30+01:00 --days 1", "2025-07-02", "London's own summer time."),
    Case("--from 2025-06-30T04:00+05:30 --days 1", "2025-06-30", "23:30 on 29 June in London."),
    Case(
        "--from 2025-08-21T23:15Z --working-days 1",
        "2025-08-26",
        "Friday 22 in London: the Monday after is the summer holiday.",
    ),
]


def test_there_are_enough_of_them_over_enough_years() -> None:
    assert len(CASES) >= 80 and len({case.options for case in CASES}) == len(CASES)
    assert len({case.due[:4] for case in CASES}) >= 8


@pytest.mark.parametrize("case", [_case(n, case) for n, case in enumerate(CASES, 1)])
def test_the_day_worked_out_by_hand(case: Case, capsys) -> None:
    assert main(["clock", *case.options.split(), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["due"], answer["other_reading"] or "") == (case.due, case.other), case.why
    due = dt.date.fromisoformat(case.due)
    assert answer["working"].endswith(f"{due:%A} {due.day} {due:%B %Y}.")
    assert bool(answer["other_reading_why"]) == bool(case.other)
