"""`goldthread spc`: an XmR chart of one column of a CSV, as words, JSON or a drawing."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.cli.errors import UserError

if TYPE_CHECKING:
    from goldthread.analysis.charts.chart_data import XmrChart

EXAMPLE = """example:
  goldthread spc complaints.csv --date month --value complaints --direction decrease --svg chart.svg
"""


def add_parser(subparsers) -> None:
    """Add `goldthread spc` to the command line."""
    parser = subparsers.add_parser(
        "spc",
        help="draw an XmR chart of a column of figures and say what it shows",
        description="Reads dates and figures from a CSV and says whether the last one is unlike those before.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file", metavar="FILE.csv", help="a CSV file with a header line, or - for standard input"
    )
    parser.add_argument(
        "--date", required=True, metavar="COL", help="the column of dates (ISO or day/month/year)"
    )
    parser.add_argument("--value", required=True, metavar="COL", help="the column of figures; blank is a gap")
    parser.add_argument(
        "--direction",
        choices=("increase", "decrease", "neutral"),
        default="neutral",
        help="which way is better (default: neutral, neither)",
    )
    parser.add_argument(
        "--baseline", type=int, metavar="N", help="make limits from the first N readings, 12 or more"
    )
    parser.add_argument(
        "--rebase",
        action="append",
        default=[],
        metavar="DATE",
        help="recalculate the limits from this date; may be given again",
    )
    parser.add_argument("--target", metavar="X", help="a target to compare with the limits")
    parser.add_argument(
        "--no-screen", action="store_true", help="keep unusual jumps in when limits are computed"
    )
    parser.add_argument(
        "--preset",
        choices=("nhsr", "mdc_excel", "powerbi"),
        default="nhsr",
        help="whose rules: NHS-R plot-the-dots (default), NHS England's Excel tool, or its Power BI visual",
    )
    parser.add_argument("--svg", metavar="OUT.svg", help="write the chart as an SVG file")
    parser.add_argument("--json", action="store_true", help="print every column as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the chart of args.file; return 0."""
    from goldthread.analysis.charts.series import SeriesError
    from goldthread.analysis.charts.xmr import xmr
    from goldthread.analysis.tables.cells import to_date
    from goldthread.cli.tables import option_number, read_table

    table = read_table(args.file)
    dates = table.parsed(args.date, "--date", to_date)
    values = table.numbers(args.value, "--value", percent=True)
    try:
        chart = xmr(
            values,
            [date for date, _ in dates],
            direction=args.direction,
            baseline=args.baseline,
            rebase=[_rebase(text) for text in args.rebase],
            target=None if args.target is None else option_number("--target", args.target),
            screen=False if args.no_screen else None,
            preset=args.preset,
        )
    except SeriesError as error:
        raise UserError(f"{error} Put that right and run the command again.") from None
    how_read = [
        f"Dates were read day first: {text} as {date.day} {date:%B %Y}."
        for text, (date, unclear) in zip(table.texts(args.date, "--date"), dates, strict=True)
        if unclear
    ]
    if args.svg:
        _write_svg(args.svg, chart, args.value)
    notes = (*how_read[:1], *chart.notes)
    print(_as_json(chart, notes) if args.json else _as_text(chart, args.value, notes))
    return 0


def _rebase(text: str) -> dt.date:
    from goldthread.analysis.tables.cells import to_date

    try:
        return to_date(text)[0]
    except ValueError as error:
        raise UserError(f"--rebase: {error}. Give it again.") from None


def _write_svg(name: str, chart: XmrChart, what: str) -> None:
    from goldthread.analysis.drawing.chart_svg import chart_svg

    try:
        Path(name).write_text(chart_svg(chart, what, what=f'"{what}"'), encoding="utf-8")
    except OSError as error:
        raise UserError(f"{name} cannot be written: {error.strerror}. Choose another place.") from None


def _as_json(chart: XmrChart, notes: tuple[str, ...]) -> str:
    from goldthread.analysis.charts.chart_text import chart_sentence

    answer = {
        **chart.columns(),
        "assurance": [{"f": chart.facet, "assurance_type": chart.assurance}],
        "icons": chart.icons,
        "signal_on_last_point": chart.signal_on_last_point,
        "sentence": chart_sentence(chart),
        "notes": list(notes),
        "preset": chart.rules.name,
        "screen": chart.rules.screen,
        "direction": chart.direction,
    }
    return json.dumps(answer, indent=1, allow_nan=False)


def _as_text(chart: XmrChart, what: str, notes: tuple[str, ...]) -> str:
    from goldthread.analysis.charts.chart_text import chart_caption, chart_table
    from goldthread.analysis.charts.formatting import number

    lines = [chart_caption(chart, f'"{what}"'), *(note for note in notes if note not in chart.notes), ""]
    rows = [("date", "value", "mean", "lower", "upper", "")]
    for row in chart_table(chart):
        figures = ("" if row[k] is None else number(row[k]) for k in ("value", "mean", "lower", "upper"))
        rows.append((row["label"], *figures, row["words"]))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in range(1, 5)), row[5]]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
