"""`goldthread clock`: the day that something is due, and how it was counted."""

from __future__ import annotations

import argparse
import datetime as dt
import re

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import print_json

# The options that say how long, with the unit of each.
_UNITS = {"working_days": "working days", "days": "days", "months": "months"}
_MOST = 10_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:?\d{2}\S*", re.IGNORECASE)
_OFFSET = re.compile(r"(z|[+\-−]\d{2}:?\d{2}|[+\-−]\d{2})$", re.IGNORECASE)


def add_parser(subparsers) -> None:
    """Add `goldthread clock` to the command line."""
    parser = subparsers.add_parser(
        "clock",
        help="when something is due, in working days, days or months",
        description="Counts a time that is allowed from a day. The day it is counted from is day 0; a working day is "
        "none of a weekend and no bank holiday in England. A pause takes out its first to its last day, an extension "
        "is counted from the day that it extends.",
        **with_examples(
            "goldthread clock --from 2025-04-16 --working-days 3",
            "goldthread clock --from 2025-06-30T23:30Z --months 6 --json",
            "goldthread clock --from 2025-03-03 --working-days 10 --extend 10 --pause 2025-03-10..2025-03-14",
        ),
    )
    parser.add_argument(
        "--from",
        dest="start",
        metavar="WHEN",
        required=True,
        help="the day it was received, 2025-04-16, or a moment with its offset, 2025-06-30T23:30+01:00; of a moment, "
        "its day in the United Kingdom counts",
    )
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--working-days", metavar="N", help="so many working days")
    length.add_argument("--days", metavar="N", help="so many calendar days")
    length.add_argument("--months", metavar="N", help="so many months")
    parser.add_argument(
        "--extend",
        metavar="N",
        action="append",
        default=[],
        help="an extension, in the same unit; may be given again",
    )
    parser.add_argument(
        "--pause",
        metavar="FROM..TO",
        action="append",
        default=[],
        help="days that do not count, the first and the last; may be given again",
    )
    parser.add_argument("--json", action="store_true", help="print it for a program")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Count; print sentences or JSON."""
    from goldthread.standards.counting import Length, count

    option, unit = next(each for each in _UNITS.items() if getattr(args, each[0]) is not None)
    name = f"--{option.replace('_', '-')}"
    length = Length(_whole(name, getattr(args, option)), unit)
    extensions = [Length(_whole("--extend", text), unit) for text in args.extend]
    start = _day("--from", args.start)
    pauses = [_pause(text) for text in args.pause]
    try:
        result = count(start, length, extensions=extensions, pauses=pauses)
    except OverflowError:
        raise UserError(f"{name} {length.within} leads past the year 9999. Give fewer.") from None
    except ValueError as error:
        raise UserError(str(error)) from None
    working = list(result.working)
    if not _DAY.fullmatch(args.start.strip()):
        working.insert(
            0, f"{args.start.strip()} is {start:%A} {start.day} {start:%B %Y} in the United Kingdom."
        )
    if args.json:
        print_json(
            {
                "from": start,
                "within": length.within,
                "unit": unit,
                "extend": sum(each.within for each in extensions),
                "pauses": [[first, last] for first, last in pauses],
                "due": result.due,
                "working": " ".join(working),
                "other_reading": result.other_reading,
                "other_reading_why": result.other_reading_why,
                "caution": result.caution,
            }
        )
        return 0
    print(f"Due {result.due:%A} {result.due.day} {result.due:%B %Y}.")
    print("\n".join(working))
    for day, why in result.other_readings:
        print(f"By another reading {day:%A} {day.day} {day:%B %Y}: {why}")
    if result.caution:
        print(result.caution)
    return 0


def _whole(option: str, text: str) -> int:
    """Return how many were given; UserError for anything but a whole number from 1."""
    digits = text.strip().removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits[:9]) <= _MOST or len(digits) > 9:
        raise UserError(
            f"{option} is {text!r}. Give a whole number from 1 to {_MOST:,}, without a unit: {option} 10."
        )
    return int(digits)


def _day(option: str, text: str) -> dt.date:
    """Return a local day, or the local day of a moment; UserError for anything else."""
    from goldthread.date_reading import read_date

    text = text.strip()
    if _MOMENT.fullmatch(text):
        if not _OFFSET.search(text[11:]):
            raise UserError(
                f"{option} {text!r} is a time without its offset, so its day is not sure. Add the offset, {text}Z or "
                f"{text}+01:00, or give the day alone, {text[:10]}."
            )
    elif not _DAY.fullmatch(text):
        raise UserError(
            f"{option} {text!r} is no day that can be counted from. Write it year first, 2025-04-16, or as a moment "
            "with its offset, 2025-04-16T23:30+01:00."
        )
    try:
        return read_date(text.replace("t", "T")).day
    except ValueError as error:
        raise UserError(f"{option}: {error}") from None


def _pause(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a pause; UserError where it is none."""
    first, dots, last = text.partition("..")
    if not (dots and first.strip() and last.strip()):
        raise UserError(
            f"--pause {text!r} is no pause. Give its first and its last day with two dots between: "
            "--pause 2025-03-10..2025-03-14."
        )
    begin, end = _day("--pause", first), _day("--pause", last)
    if end < begin:
        raise UserError(f"--pause {text!r} ends before it begins. Give its first day, then its last.")
    return begin, end
