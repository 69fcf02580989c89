"""Legend under a chart: marks, lines and numbered annotations."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.drawing.svg import INK, PAPER, SOFT, line, tag, text, text_width, wrap

# Dark enough on white (4.5 to 1 and more) and far apart in grey.
IMPROVEMENT, CONCERN, SIGNAL, TARGET, ACTION = "#1d5fa8", "#b3400a", "#1b2429", "#00703c", "#8a6410"
OTHER = "#54319f"  # what others published


_SHAPES: dict[str, tuple[list[tuple[float, float]], str]] = {
    "improvement": ([(0, -7), (7, 0), (0, 7), (-7, 0)], IMPROVEMENT),
    "concern": ([(-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)], CONCERN),
    "higher": ([(0, -7), (7, 6), (-7, 6)], SIGNAL),
    "lower": ([(0, 7), (7, -6), (-7, -6)], SIGNAL),
}
MARKS = ("usual", "improvement", "concern", "higher", "lower", "gap")


@dataclass(frozen=True)
class Entry:
    """One entry: kind names the mark or line, dash its pattern."""

    kind: str
    words: str
    dash: str | None = None


def point_kind(chart: XmrChart | ControlChart, at: int) -> str:
    """Return the marker of a point: gap, usual, improvement, concern, or where neither is better higher or lower."""
    code = int(chart.code[at])
    if code == r.MISSING:
        return "gap"
    if code == r.COMMON:
        return "usual"
    outside = "higher" if r.SIDE[code] > 0 else "lower"
    return {1: "improvement", -1: "concern"}.get(int(chart.point_type[at]), outside)


def marker(kind: str, x: float, y: float, *, small: bool = False, over: str = "", size: float = 1) -> str:
    """Return the mark of a point: a dot, a blue diamond (better), an orange square (worse) or a cross (gap).

    Where neither way is better, a dark triangle points the way in which it lies outside: up (higher) or down (lower).
    size: 1 for a chart, less for a small one.
    """
    style = {"class_": f"gt-chart__point gt-chart__point--{kind}", "stroke": PAPER, "stroke_width": 1}
    if kind == "gap":
        d = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
        return tag("path", over, d=d, stroke=SOFT, stroke_width=2, fill="none", class_=style["class_"])
    if kind not in _SHAPES:
        return tag(
            "circle", over, cx=float(x), cy=float(y), r=2.5 if small else 4.0 * size, fill=SOFT, **style
        )
    corners, fill = _SHAPES[kind]
    points = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in corners)
    return tag("polygon", over, points=points, fill=fill, **style)


def draw_key(
    entries: list[Entry], events: list[str], width: float, top: float, size: int
) -> tuple[list[str], float]:
    """Return the key's elements and the height at which it ends. Entries flow; events take a line each."""
    out: list[str] = []
    x, y, height = 8.0, top + size, size + 8.0
    for entry in entries:
        room = 34 + text_width(entry.words, size) + 16
        if x > 8 and x + room > width:
            x, y = 8.0, y + height
        out.append(_sample(entry, x, y - size * 0.35))
        for i, words in enumerate(wrap(entry.words, width - 46, size)):
            y += height if i else 0
            out.append(text(x + 34, y, words, size))
        x += room
    for number, event in enumerate(events, start=1):
        y += height
        out.append(tag("circle", cx=17.0, cy=y - size * 0.35, r=9, fill=PAPER, stroke=INK))
        out.append(text(17, y, str(number), min(size, 12), text_anchor="middle"))
        for i, words in enumerate(wrap(event, width - 46, size)):
            y += height if i else 0
            out.append(text(34, y, words, size))
    return [tag("g", *out, class_="gt-chart__key")], y + 10


def _sample(entry: Entry, x: float, y: float) -> str:
    if entry.kind in MARKS:
        return marker(entry.kind, x + 14, y)
    stroke = {"mean": INK, "target": TARGET, "other": OTHER}.get(entry.kind, SOFT)
    thick = 2 if entry.kind in ("target", "other") else 1.5
    return line(x, y, x + 28, y, stroke=stroke, stroke_width=thick, stroke_dasharray=entry.dash)
