"""Small drawings: bars for counts by team or source, a sparkline beside text, and control charts side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_sentence
from goldthread.analysis.charts.formatting import figure, number
from goldthread.analysis.charts.series import SeriesError, as_date, as_values
from goldthread.analysis.drawing.axis import position
from goldthread.analysis.drawing.layout import Paper, Positions
from goldthread.analysis.drawing.legend import ACTION, IMPROVEMENT, TARGET, marker, point_kind
from goldthread.analysis.drawing.svg import INK, SOFT, document, line, path, tag, text, text_width, wrap


def bar_chart(
    labels: Sequence[str],
    values: Sequence[float | None],
    title: str,
    *,
    unit: str = "",
    withheld: str = "too few to show",
    compact: bool = False,
    width: float = 0,
    uid: str | None = None,
) -> str:
    """Return horizontal bars as a standalone SVG, in the order given, each with its label and figure.

    values: not below 0; None is drawn as the words `withheld`, as for small numbers. compact: 320 pixels
    wide with labels above the bars; otherwise 640, or `width`, with smaller letters under 500. Raises SeriesError for negative values or uneven lists.
    """
    if len(labels) != len(values):
        raise SeriesError(f"There are {len(labels)} labels but {len(values)} values.")
    figures: Sequence[float] = as_values(values).tolist() if len(values) else []
    if any(v < 0 for v in figures):
        raise SeriesError("A bar cannot be shorter than 0.")
    width, size = (320.0, 12) if compact else (width or 640.0, 12 if 0 < width < 500 else 14)
    longest = max((text_width(label, size) for label in labels), default=0)
    left = 8.0 if compact else min(longest + 16, width * (0.55 if width < 500 else 0.4))
    room = width - left - 8
    most = max((float(v) for v in figures if not math.isnan(v)), default=0) or 1.0
    body, descriptions, y = [], [], 8.0
    for label, value in zip(labels, figures, strict=True):
        known = not math.isnan(value)
        words = figure(float(value), unit) if known else withheld
        descriptions.append(f"{label}: {words}")
        lines = wrap(label, width - 16 if compact else left - 16, size)
        for i, part in enumerate(lines):
            anchor = {} if compact else {"text_anchor": "end"}
            body.append(text(left if compact else left - 8, y + size + i * (size + 3), part, size, **anchor))
        tall = size + 6.0
        top = y + len(lines) * (size + 3) + 4 if compact else y
        length = float(value) / most * (room - text_width(words, size) - 10) if known else 0.0
        if length > 0:
            body.append(
                tag(
                    "rect", x=left, y=top, width=length, height=tall, fill=IMPROVEMENT, class_="gt-chart__bar"
                )
            )
        body.append(text(left + length + 6, top + size, words, size, fill=INK if known else SOFT))
        y = max(top + tall, y + len(lines) * (size + 3)) + 8
    if not labels:
        body.append(text(8, 24, "Nothing to show yet.", size))
        descriptions.append("Nothing to show yet")
        y = 36.0
    return document(width, y, title, ". ".join(descriptions) + ".", body, kind="bars", uid=uid)


def sparkline(
    values: Sequence[float | None],
    title: str,
    *,
    mean: float | None = None,
    signal: bool = False,
    width: float = 120,
    height: float = 28,
    uid: str | None = None,
) -> str:
    """Return a small line without axes; its last reading is a dot, or a square when it is a signal.

    mean: drawn as a thin line. The table or chart that it stands beside carries the figures.
    """
    figures = as_values(values) if len(values) else as_values([None])
    there = [(i, float(v)) for i, v in enumerate(figures) if not math.isnan(v)]
    if not there:
        return document(width, height, title, "No readings yet.", [], kind="spark", uid=uid)
    levels = [v for _, v in there] + ([mean] if mean is not None and math.isfinite(mean) else [])
    low, high = min(levels), max(levels)

    def spot(at: int, value: float) -> tuple[float, float]:
        across = at / max(len(figures) - 1, 1)
        up = (value - low) / (high - low) if high > low else 0.5
        return 5 + across * (width - 10), height - 5 - up * (height - 10)

    body = []
    if mean is not None and math.isfinite(mean):
        body.append(path([spot(0, mean), spot(len(figures) - 1, mean)], stroke="#8a9095", stroke_width=1))
    piece: list[tuple[float, float]] = []
    for i, value in [*enumerate(figures), (len(figures), math.nan)]:
        if math.isnan(value):
            body.append(path(piece, stroke=SOFT, stroke_width=1.5))
            piece = []
        else:
            piece.append(spot(i, float(value)))
    x, y = spot(*there[-1])
    body.append(
        tag("rect", x=x - 4, y=y - 4, width=8, height=8, fill=INK)
        if signal
        else tag("circle", cx=x, cy=y, r=3, fill=SOFT)
    )
    desc = f"{len(there)} readings from {number(low)} to {number(high)}; the last is {number(there[-1][1])}."
    return document(width, height, title, desc, body, kind="spark", uid=uid)


def small_multiple(
    chart: XmrChart | ControlChart,
    title: str,
    *,
    unit: str = "",
    action_on: object | None = None,
    most: int = 24,
    width: float = 260,
    height: float = 60,
    uid: str | None = None,
) -> str:
    """Return a control chart in small, to stand beside others: band, mean, target, action, signals, last reading large.

    No axis: its figure and unit stand below it, and its description says what the last reading is. most: of the latest
    readings, so that charts side by side show the same months. Signals are in the shapes and colours of `chart_svg`.
    """
    first = max(len(chart.values) - most, 0)
    spot = Positions(chart, Paper(width, height - 12, 6, 8, 6, 12))
    step = (width - 14 - 2 * spot.inset) / max(len(chart.values) - 1 - first, 1)

    def x(at: float) -> float:
        return 6 + spot.inset + (at - first) * step

    body: list[str] = []
    for i in range(first, len(chart.values)):
        if spot.limited[i] and chart.upper[i] > chart.lower[i]:
            high, low = (
                spot.y(float(chart.upper[i])),
                spot.y(max(float(chart.lower[i]), spot.y.low, spot.floor)),
            )
            left, right = max(x(i - 0.5), 2.0), min(x(i + 0.5), width - 2)
            body.append(tag("rect", x=left, y=high, width=right - left, height=low - high, fill="#e4ecec"))
    levels = [(max(x(i + side), 2.0) if side < 0 else min(x(i + side), width - 2), float(chart.mean[i]))
              for i in range(first, len(chart.values)) for side in (-0.5, 0.5)]  # fmt: skip
    body.append(path([(at, spot.y(v)) for at, v in levels if math.isfinite(v)], stroke=INK, stroke_width=1))
    if chart.target is not None:
        y = spot.y(chart.target)
        body.append(line(2, y, width - 2, y, stroke=TARGET, stroke_width=1.5, stroke_dasharray="2 3"))
    at = None if action_on is None else position(chart.dates, as_date(action_on))
    if at is not None and at >= first:
        body.append(line(x(at), 2, x(at), height - 2, stroke=ACTION, stroke_width=2))
    piece: list[tuple[float, float]] = []
    for i in range(first, len(chart.values) + 1):
        if i == len(chart.values) or chart.code[i] < 0:
            body.append(path(piece, stroke=SOFT, stroke_width=1.5))
            piece = []
        else:
            piece.append((x(i), spot.y(float(chart.values[i]))))
    for i in range(first, len(chart.values)):
        kind = point_kind(chart, i) if spot.signal[i] else "usual"
        last = i == chart.last
        if chart.code[i] >= 0 and (last or kind != "usual"):
            body.append(marker(kind, x(i), spot.y(float(chart.values[i])), size=0.85 if last else 0.55))
    return document(width, height, title, chart_sentence(chart, title, unit), body, kind="small", uid=uid)
