"""`goldthread spc`: a control chart of one column of a CSV, as words, JSON or a drawing."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.spc_chart import CHARTS, Question, draw, read

if TYPE_CHECKING:
    from goldthread.analysis.charts.chart_data import ControlChart, XmrChart


def add_parser(subparsers) -> None:
    """Add `goldthread spc` to the command line."""
    from goldthread.cli.tables import add_date_order_argument, add_suppressed_argument

    parser = subparsers.add_parser(
        "spc",
        help="draw an XmR or other control chart of a column of figures and say what it shows",
        description="Reads dates and figures from a CSV and says whether the last one is unlike those before. "
        "Percentages keep their sign, and their limits stay between 0% and 100%.",
        **with_examples(
            "goldthread spc complaints.csv --date month --value complaints --direction decrease --svg chart.svg",
            """goldthread spc replies.csv --date quarter --value on_time --of replies --chart "p'\"""",
            "goldthread spc complaints.csv --date month --value complaints --mean 12 --lower 3 --upper 21",
        ),
    )
    parser.add_argument(
        "file", metavar="FILE.csv", help="a CSV file with a header line, or - for standard input"
    )
    parser.add_argument(
        "--date",
        required=True,
        metavar="COL",
        help="the column of days, months, quarters (2024 Q1, Q1 2024/25) or years (2024/25)",
    )
    add_date_order_argument(parser)
    parser.add_argument("--value", required=True, metavar="COL", help="the column of figures; blank is a gap")
    parser.add_argument(
        "--of", metavar="COL", help="the column that counts are out of or per, for u, p, u' and p'"
    )
    parser.add_argument("--chart", choices=CHARTS, default="xmr", help="kind of chart (default: xmr)")
    parser.add_argument("--per", metavar="N", help="show rates per so many, for u and u'")
    parser.add_argument("--unit", metavar="WORDS", help='of the figures, such as complaints, or "%%"')
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
    for name, what in (("mean", "centre line"), ("lower", "lower limit"), ("upper", "upper limit")):
        parser.add_argument(
            f"--{name}", metavar="X", help=f"a {what} of your own, in place of a calculated one"
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
    parser.add_argument(
        "--quirks",
        action="store_true",
        help="do as NHSRplotthedots and qicharts2 do, also where Goldthread knowingly differs",
    )
    add_suppressed_argument(parser)
    parser.add_argument("--svg", metavar="OUT.svg", help="write the chart as an SVG file")
    parser.add_argument("--json", action="store_true", help="print every column as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the chart of args.file; return 0."""
    question = read(args)
    chart = draw(question, args)
    if args.svg:
        _write_svg(args.svg, chart, args.value, question.unit)
    print(_as_json(chart, question) if args.json else _as_text(chart, question))
    return 0


def _write_svg(name: str, chart: XmrChart | ControlChart, what: str, unit: str) -> None:
    from goldthread.analysis.drawing.chart_svg import chart_svg

    try:
        Path(name).write_text(chart_svg(chart, what, what=f'"{what}"', unit=unit), encoding="utf-8")
    except OSError as error:
        raise UserError(f"{name} cannot be written: {error.strerror}. Choose another place.") from None


def _as_json(chart: XmrChart | ControlChart, question: Question) -> str:
    from goldthread.analysis.charts.chart_data import XmrChart
    from goldthread.analysis.charts.chart_text import chart_caption, chart_sentence, chart_table

    answer: dict[str, Any] = {
        **chart.columns(),
        "x": [str(date) for date in chart.dates],
        "labels": [row["label"] for row in chart_table(chart)],
        "unit": question.unit,
        "chart": question.kind,
    }
    if isinstance(chart, XmrChart):
        answer |= {
            "assurance": [{"f": chart.facet, "assurance_type": chart.assurance}],
            "icons": chart.icons,
            "preset": chart.rules.name,
            "screen": chart.rules.screen,
            "direction": chart.direction,
        }
    answer |= {
        "signal_on_last_point": chart.signal_on_last_point,
        "own_limits": chart.own_limits,
        "sentence": chart_sentence(chart, question.what, question.unit),
        "caption": chart_caption(chart, question.what, question.unit),
        "notes": [*question.notes, *chart.notes],
    }
    return json.dumps(answer, indent=1, allow_nan=False, ensure_ascii=False)


def _as_text(chart: XmrChart | ControlChart, question: Question) -> str:
    from goldthread.analysis.charts.chart_text import chart_caption, chart_table
    from goldthread.analysis.charts.formatting import level

    lines = [chart_caption(chart, question.what, question.unit), *question.notes, ""]
    rows = [("date", "value", "mean", "lower", "upper", "")]
    for row in chart_table(chart):
        figures = (
            "" if row[k] is None else level(row[k], question.unit)
            for k in ("value", "mean", "lower", "upper")
        )
        rows.append((row["label"], *figures, row["words"]))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in range(1, 5)), row[5]]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
