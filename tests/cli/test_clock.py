"""`goldthread clock`: its words, and mistakes answered by what to do."""

from __future__ import annotations

import json

import pytest

from goldthread.cli.main import main


def test_it_says_the_day_the_working_and_the_other_reading(capsys):
    assert main(["clock", "--from", "2025-01-10", "--months", "6"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Due Thursday 10 July 2025.",
        "Received on Friday 10 January 2025: day 0.",
        "6 months, to the same date: Thursday 10 July 2025.",
        "By another reading Wednesday 9 July 2025: 6 months that begin with the day itself end on the day before "
        "the same date.",
    ]


def test_a_moment_says_its_day_in_the_united_kingdom(capsys):
    assert main(["clock", "--from", "2025-06-30T23:30Z", "--days", "28", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["from"] == "2025-07-01"
    assert answer["working"].startswith("2025-06-30T23:30Z is Tuesday 1 July 2025 in the United Kingdom.")


def test_a_year_without_announced_holidays_is_told(capsys):
    assert main(["clock", "--from", "2030-03-04", "--working-days", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Bank holidays after 2028 are not announced")


@pytest.mark.parametrize(
    ("options", "what_to_do"),
    [
        ("--from 16/04/2025 --days 3", "Write it year first, 2025-04-16"),
        ("--from tomorrow --days 3", "Write it year first"),
        ("--from 2025-W16-3 --days 3", "Write it year first"),
        ("--from 20250416 --days 3", "Write it year first"),
        ("--from 2025-02-30 --days 3", "not a real date"),
        ("--from 2025-13-01 --days 3", "no month 13"),
        ("--from 2025-03-30T00:30 --days 3", "Add the offset"),
        ("--from 2025-03-30T25:30Z --days 3", "a time that no clock shows"),
        ("--from 2025-03-30T00:30+25:00 --days 3", "Correct its offset"),
        ("--from 0025-03-30 --days 3", "0025"),
        ("--from 2025-03-03 --days 0", "whole number from 1"),
        ("--from 2025-03-03 --days -3", "whole number from 1"),
        ("--from 2025-03-03 --days 1.5", "whole number from 1"),
        ("--from 2025-03-03 --days ten", "whole number from 1"),
        ("--from 2025-03-03 --days 99999999999999999999", "whole number from 1"),
        ("--from 2025-03-03 --days 3 --extend x", "--extend is 'x'"),
        ("--from 2025-03-03 --days 3 --pause 2025-03-04", "two dots between"),
        ("--from 2025-03-03 --days 3 --pause ..2025-03-04", "two dots between"),
        ("--from 2025-03-03 --days 3 --pause 2025-03-04..4/3", "Write it year first"),
        ("--from 2025-03-03 --days 3 --pause 2025-03-05..2025-03-04", "Give its first day, then its last"),
        ("--from 1950-03-03 --working-days 3", "1978 to 2049"),
        ("--from 2049-12-30 --working-days 3", "1978 to 2049"),
    ],
)
def test_a_mistake_is_answered_by_what_to_do(options, what_to_do, capsys):
    assert main(["clock", *options.split()]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.startswith("goldthread: ") and what_to_do in captured.err


@pytest.mark.parametrize(
    "options", ["--from 2025-03-03", "--days 3", "--from 2025-03-03 --days 3 --months 2"]
)
def test_one_day_and_one_length_are_needed(options, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["clock", *options.split()])
    assert "--months" in capsys.readouterr().err
