"""Values of a chart's readings on hover and on focus, without a script.

Over each reading lies an unseen circle that a pointer, a finger or the Tab key reaches; the style sheet then shows the
words beside it (`assets/scss/_chart.scss`). In a saved file they stay hidden, and the table says the same.
"""

from __future__ import annotations

from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_table
from goldthread.analysis.charts.formatting import figure
from goldthread.analysis.drawing.layout import Positions
from goldthread.analysis.drawing.svg import INK, PAPER, tag, text, text_width, wrap

_HIT = 11.0
_PADDING = 7.0


def reading_text(chart: XmrChart | ControlChart, at: int, unit: str) -> str:
    """Return a reading with its unit in words: "12 complaints", "no reading"."""
    return "no reading" if chart.code[at] < 0 else figure(float(chart.values[at]), unit)


def readings(chart: XmrChart | ControlChart, spot: Positions, unit: str) -> list[str]:
    """Return an element for each reading that shows its date, value and what it is."""
    out = []
    for i, row in enumerate(chart_table(chart)):
        x = spot.x(i)
        y = spot.bottom if chart.code[i] < 0 else spot.y(float(chart.values[i]))
        value = reading_text(chart, i, unit)
        words = row["words"] if chart.code[i] >= 0 else ""
        name = ": ".join([row["label"], ", ".join(filter(None, (value, words)))])
        circle = tag("circle", cx=x, cy=y, r=_HIT, fill=INK, fill_opacity=0)
        tip = _tip(spot, x, y, [row["label"], value, words])
        out.append(tag("g", circle, tip, class_="gt-chart__at", tabindex="0", role="img", aria_label=name))
    return out


def _tip(spot: Positions, x: float, y: float, parts: list[str]) -> str:
    """Return the words in a box beside a reading, within the drawing."""
    size, paper = spot.paper.letters, spot.paper
    room = min(paper.width - 16, 260.0)
    lines = [line for part in parts if part for line in wrap(part, room, size)]
    wide = max(text_width(line, size) for line in lines) + 2 * _PADDING
    tall = len(lines) * (size + 4) + 2 * _PADDING - 2
    left = min(max(x - wide / 2, 2.0), paper.width - wide - 2)
    top = y - _HIT - tall - 2 if y - _HIT - tall - 2 > 2 else y + _HIT + 2
    box = tag("rect", x=left, y=top, width=wide, height=tall, rx=3, fill=PAPER, stroke=INK, stroke_width=1.5)
    words = [
        text(left + _PADDING, top + _PADDING + size - 2 + i * (size + 4), line, size)
        for i, line in enumerate(lines)
    ]
    return tag("g", box, *words, class_="gt-chart__tip", visibility="hidden", aria_hidden="true")
