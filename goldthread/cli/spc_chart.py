"""Input of `goldthread spc`: the columns as read, and the chart that is made of them."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from goldthread.cli.errors import UserError

if TYPE_CHECKING:
    from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
    from goldthread.analysis.charts.own_limits import Limits
    from goldthread.period_reading import DayReader

# What each is called on the command line, and the kind of chart it is.
KINDS = {
    "xmr": "xmr",
    "run": "run",
    "c": "c",
    "u": "u",
    "p": "p",
    "u'": "up",
    "p'": "pp",
    "up": "up",
    "pp": "pp",
    "mr": "mr",
    "g": "g",
    "t": "t",
}
CHARTS = tuple(KINDS)
_OUT_OF = {"u", "p", "up", "pp"}
_SHARES = {"p", "pp"}


@dataclass(frozen=True)
class Question:
    """The columns to chart, in the file's order. kind: of chart. notes: how they were read, in sentences."""

    dates: list[dt.date]
    values: list[float | None]
    of: list[float | None] | None
    kind: str
    what: str
    unit: str
    multiply: float = 1
    notes: list[str] = field(default_factory=list)


def read(args: argparse.Namespace) -> Question:
    """Read the columns that the options name; UserError says which cell or option cannot be followed."""
    from goldthread.cli.tables import Suppressed, option_number, read_table
    from goldthread.cli.totals import without_totals
    from goldthread.period_reading import PeriodError, read_periods

    kind = KINDS[args.chart]
    _check(args, kind)
    table = read_table(args.file)
    column = table.find(args.date, "--date")
    table, apart = without_totals(table, table.texts(args.date, "--date"))
    try:
        dates, notes = read_periods([cells[column] for _, cells in table.rows], _day_reader(args.date_order))
    except PeriodError as error:
        line = table.rows[error.index][0]
        reason = str(error).rstrip(".")
        mend = "Correct the cell and try again."
        if "read day first" in reason:
            mend = "Correct the cell, or give --date-order mdy if the month comes first."
        raise UserError(f"{table.source}, line {line}, column {column!r}: {reason}. {mend}") from None
    suppressed = Suppressed(args.suppressed_as_gaps)
    values = table.numbers(args.value, "--value", percent=kind in ("xmr", "run", "mr"), suppressed=suppressed)
    of = table.numbers(args.of, "--of", suppressed=suppressed) if args.of else None
    unclear = [
        f"{note} Give --date-order mdy if the month comes first." if "day first" in note else note
        for note in notes
    ]
    notes = [*apart, *unclear]
    if suppressed.lines:
        notes.append(
            f"{suppressed.words()} Each is a gap; the mean and the limits are those of the other figures."
        )
    if args.quirks:
        notes.append(
            "As asked, oddities of NHSRplotthedots and qicharts2 are repeated where Goldthread knowingly differs."
        )
    percent = kind in _SHARES or table.holds_percentages(args.value, "--value")
    per = 1.0 if args.per is None else option_number("--per", args.per)
    unit = args.unit or ("%" if percent else f"per {per:,.15g}" if args.per else "")
    return Question(
        dates=dates,
        values=values,
        of=of,
        kind=kind,
        what=f'"{args.value}"',
        unit=unit,
        multiply=100 if kind in _SHARES else per,
        notes=notes,
    )


def draw(question: Question, args: argparse.Namespace) -> XmrChart | ControlChart:
    """Return the chart of a question; UserError for what cannot be charted."""
    from goldthread.analysis.charts.control_chart import control_chart
    from goldthread.analysis.charts.formatting import percent_bounds
    from goldthread.analysis.charts.series import SeriesError
    from goldthread.analysis.charts.xmr import xmr
    from goldthread.cli.tables import option_number

    target = None if args.target is None else option_number("--target", args.target)
    rebase = [_rebase(text, args.date_order) for text in args.rebase]
    try:
        limits = _limits(args)
        if question.kind == "xmr":
            return xmr(
                question.values,
                question.dates,
                direction=args.direction,
                baseline=args.baseline,
                rebase=rebase,
                target=target,
                screen=False if args.no_screen else None,
                preset=args.preset,
                nhsr_quirks=args.quirks,
                bounds=None if args.quirks else percent_bounds(question.unit),
                limits=limits,
            )
        return control_chart(
            question.values,
            question.of,
            question.dates,
            kind=question.kind,
            baseline=args.baseline,
            rebase=rebase,
            multiply=question.multiply,
            target=target,
            quirks=args.quirks,
            limits=limits,
        )
    except SeriesError as error:
        raise UserError(f"{error} Put that right and run the command again.") from None


def _check(args: argparse.Namespace, kind: str) -> None:
    """Refuse options that would be left unused, so that nobody believes they counted."""
    if (kind in _OUT_OF) != (args.of is not None):
        if args.of is None:
            raise UserError(
                f"--chart {args.chart} needs what the counts are out of or per. Name the column with --of."
            )
        raise UserError(f"--chart {args.chart} does not use --of. Leave it out, or choose u', p', u or p.")
    if args.per is not None and kind not in ("u", "up"):
        raise UserError(f"--chart {args.chart} does not use --per. Leave it out, or choose u' or u.")
    if kind == "xmr":
        return
    for option, given in (
        ("--direction", args.direction != "neutral"),
        ("--preset", args.preset != "nhsr"),
        ("--no-screen", args.no_screen),
    ):
        if given:
            raise UserError(
                f"--chart {args.chart} does not use {option}. Leave it out, or draw an xmr chart."
            )


def _limits(args: argparse.Namespace) -> Limits | None:
    from goldthread.analysis.charts.own_limits import Limits
    from goldthread.cli.tables import option_number

    given = {
        name: option_number(f"--{name}", getattr(args, name))
        for name in ("mean", "lower", "upper")
        if getattr(args, name) is not None
    }
    if not given:
        return None
    if "mean" not in given:
        raise UserError("Limits of your own need the centre line too. Give it with --mean.")
    return Limits(**given)


def _day_reader(order: Literal["dmy", "mdy"]) -> DayReader:
    """Return what reads a day in this order; nothing is unclear where the order was stated to be month first."""
    from goldthread.analysis.tables.cells import to_date

    def read_day(text: str) -> tuple[dt.date, bool]:
        day, unclear = to_date(text, order)
        return day, unclear and order == "dmy"

    return read_day


def _rebase(text: str, order: Literal["dmy", "mdy"]) -> dt.date:
    from goldthread.period_reading import PeriodError, read_periods

    try:
        return read_periods([text], _day_reader(order))[0][0]
    except PeriodError as error:
        raise UserError(f"--rebase: {str(error).rstrip('.')}. Give it again.") from None
