"""Icons of variation and assurance, of our own drawing, each with its words.

They say what NHS England's Making Data Count icons say, in shapes of their own: a diamond for better, a square for
worse, a triangle where neither way is better, a wave for normal variation, three dots for too few readings; a tick, a
cross or a double arrow in a shield for the target. Every one differs by shape too, so that print, grey and a screen
reader say the same. An icon is that of the latest reading and is computed by the rules of its chart, never set by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.formatting import is_judged
from goldthread.analysis.drawing.legend import CONCERN, IMPROVEMENT, SIGNAL
from goldthread.analysis.drawing.svg import PAPER, SOFT, tag

_SIZE = 40.0
_WAVE = "M7 22c4-9 7-9 10 0s6 9 9 0 4-6 6-2"
_SHIELD = "M20 2l17 6v12c0 9-7 15-17 18C10 35 3 29 3 20V8z"


@dataclass(frozen=True)
class Icon:
    """An icon: its kind, its words, and its drawing, which is decoration beside the words."""

    kind: str
    words: str
    svg: str


def variation_icon(chart: XmrChart | ControlChart) -> Icon:
    """Return the icon of a chart's last reading: better, worse, higher, lower, normal or few.

    Never "improved": a signal is a reason to ask, and only a review's verdict says that something improved.
    """
    at = chart.last
    if not is_judged(chart, at) or (isinstance(chart, ControlChart) and chart.kind == "run"):
        return _icon("few", "Too few to say", SOFT, _dots(), dashed=True)
    code, kind = int(chart.code[at]), int(chart.point_type[at])
    if code == r.COMMON:
        return _icon("normal", "Normal variation", SOFT, _stroke(_WAVE, SOFT))
    up = r.SIDE[code] > 0
    if kind == 1:
        return _icon("better", "Better than usual", IMPROVEMENT, _step(up, IMPROVEMENT, diamond=True))
    if kind == -1:
        return _icon("worse", "Worse than usual", CONCERN, _step(up, CONCERN, diamond=False))
    words = "Higher than usual" if up else "Lower than usual"
    return _icon("higher" if up else "lower", words, SIGNAL, _triangle(up))


def assurance_icon(chart: XmrChart | ControlChart) -> Icon:
    """Return the icon of a chart's target: meets, misses, either or none."""
    kind = chart.assurance if is_judged(chart, chart.last) else None
    if kind == "consistent_pass":
        return _shield(
            "meets", "Meets its target each time", IMPROVEMENT, _stroke("M11 20l6.5 6.5L29 13", IMPROVEMENT)
        )
    if kind == "consistent_fail":
        return _shield(
            "misses", "Misses its target each time", CONCERN, _stroke("M13 13l14 14M27 13L13 27", CONCERN)
        )
    if kind == "inconsistent":
        arrows = "M20 10v20M16 14l4-4 4 4M16 26l4 4 4-4"
        return _shield("either", "Meets or misses its target by chance", SOFT, _stroke(arrows, SOFT))
    words = "No target set" if chart.target is None else "Too few to say whether the target is met"
    return _shield("none", words, SOFT, "", dashed=True)


def _document(body: str) -> str:
    return tag(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 40 40",
        width=_SIZE,
        height=_SIZE,
        aria_hidden="true",
        focusable="false",
        class_="gt-icon",
    )


def _icon(kind: str, words: str, colour: str, body: str, *, dashed: bool = False) -> Icon:
    frame = tag(
        "rect", x=1.5, y=1.5, width=37.0, height=37.0, rx=9, fill=PAPER, stroke=colour, stroke_width=3,
        stroke_dasharray="4 4" if dashed else None,
    )  # fmt: skip
    return Icon(kind, words, _document(frame + body))


def _shield(kind: str, words: str, colour: str, body: str, *, dashed: bool = False) -> Icon:
    frame = tag(
        "path",
        d=_SHIELD,
        fill=PAPER,
        stroke=colour,
        stroke_width=3,
        stroke_dasharray="4 4" if dashed else None,
    )
    return Icon(kind, words, _document(frame + body))


def _stroke(d: str, colour: str) -> str:
    return tag("path", d=d, fill="none", stroke=colour, stroke_width=3.5)


def _step(up: bool, colour: str, *, diamond: bool) -> str:
    """Return a step up or down that ends in a diamond (better) or a square (worse)."""
    y = 13 if up else 27
    line = _stroke(f"M8 {40 - y}h9l6 {y * 2 - 40}h7", colour)
    end = f"M30 {y - 6}l6 6-6 6-6-6z" if diamond else f"M25.5 {y - 4.5}h9v9h-9z"
    return line + tag("path", d=end, fill=colour)


def _triangle(up: bool) -> str:
    return tag("path", d="M20 9l11 20H9z" if up else "M20 31L9 11h22z", fill=SIGNAL)


def _dots() -> str:
    return "".join(tag("circle", cx=float(x), cy=20.0, r=2.8, fill=SOFT) for x in (12, 20, 28))
