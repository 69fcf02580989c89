"""SVG drawing of a chart that can be read in grey, in print, on a telephone and by ear.

Signals differ by shape as well as colour, lines by their dashes; the description says in words what the chart
shows, and `chart_text.chart_table` is the table to put under it. Blue is better than usual, orange worse, and where
neither way is better a signal is dark: no colour of good or bad. On a page each reading can be hovered over or
reached by the keyboard, without a script (`readings.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_caption
from goldthread.analysis.charts.formatting import day, is_monthly
from goldthread.analysis.charts.series import SeriesError, as_date
from goldthread.analysis.drawing import beside
from goldthread.analysis.drawing.axis import date_labels, position
from goldthread.analysis.drawing.beside import Other
from goldthread.analysis.drawing.layout import NARROW, WIDE, Paper, Positions
from goldthread.analysis.drawing.legend import ACTION, Entry, draw_key, marker, point_kind
from goldthread.analysis.drawing.readings import reading_text, readings
from goldthread.analysis.drawing.svg import (
    FAINT,
    INK,
    PAPER,
    SOFT,
    document,
    hover,
    line,
    path,
    tag,
    text,
    text_width,
    wrap,
)

LIMIT_DASH, TARGET_DASH, OLD_DASH = "7 4", "2 3", "1 4"


def chart_svg(
    chart: XmrChart | ControlChart,
    title: str,
    *,
    what: str = "this",
    unit: str = "",
    events: Iterable[tuple[object, str]] = (),
    compact: bool = False,
    uid: str | None = None,
    focusable: bool = False,
    step: str = "",
    action_on: object | None = None,
    others: Iterable[Other] = (),
) -> str:
    """Return the chart as a standalone SVG.

    title: its name. what, unit: as for the caption, which becomes the description. events: (date, label)
    of what is known to have happened, drawn as numbered lines with a key; those outside the dates are left
    out. compact: 320 pixels wide with 12 pixel letters, for telephones; otherwise 760 with 14.
    uid: begins the ids. focusable: each reading shows its words on hover and on focus; for pages, whose style sheet
    shows them. step: "better" or "worse" tints the limits of the last segment, made anew after a verdict. action_on: the
    date among the events on which an action began, whose line is drawn in its own colour. others: what others
    published, as levels over the months of their periods. Limits are not drawn for
    fewer than 10 readings.
    """
    numbered = _events(chart, events)
    shown = beside.within(chart, others)
    levels = [other.level for other, *_ in shown]
    spot = _positions(chart, NARROW if compact else WIDE, unit, 22 if numbered else 0, levels)
    paper = spot.paper
    action = None if action_on is None else position(chart.dates, as_date(action_on))
    body = [
        *_bands(chart, spot, step),
        *_frame(chart, spot, unit),
        *_old_limits(chart, spot),
        *_event_lines(spot, [at for at, _ in numbered], action),
        *_lines(chart, spot),
        *_target(chart, spot),
        *beside.lines(shown, spot),
        *_readings(chart, spot, unit, titled=not focusable),
        *_end_labels(chart, spot),
    ]
    key, height = draw_key(
        [*_key(chart, spot), *beside.entries(shown)],
        [words for _, words in numbered],
        paper.width,
        spot.bottom + 46,
        paper.letters,
    )
    desc = chart_caption(chart, what, unit)
    if numbered:
        desc += " Marked: " + "; ".join(f"{i}, {words}" for i, (_, words) in enumerate(numbered, 1)) + "."
    if shown:
        desc += " Published by others: " + "; ".join(other.name for other, *_ in shown) + "."
    if focusable:
        key += readings(chart, spot, unit)
    return document(
        paper.width,
        height,
        title,
        desc,
        [*body, *key],
        kind="spc",
        uid=uid,
        role="group" if focusable else "img",
    )


def _positions(
    chart: XmrChart | ControlChart, paper: Paper, unit: str, head: float, also: list[float]
) -> Positions:
    """Return the layout with room for every label: numbers on the left, levels on the right, the unit above."""
    size = paper.letters
    head += (len(wrap(unit, paper.width - 8, size)) - 1) * (size + 3)
    spot = Positions(chart, paper, head, also)
    right = max((text_width(words, size) + 10 for _, words in _levels(chart, spot)), default=0.0)
    left = max(text_width(spot.y.label(tick), size) + 10 for tick in spot.y.ticks)
    if right <= paper.right and left <= paper.left:
        return spot
    return Positions(
        chart, replace(paper, left=max(left, paper.left), right=max(right, paper.right)), head, also
    )


# Behind the readings between their limits: light enough for every mark and line on it.
_BAND = {"": "#eef2f2", "better": "#dfeaf6", "worse": "#fbe9dd"}


def _bands(chart: XmrChart | ControlChart, spot: Positions, step: str) -> list[str]:
    """Shade what is usual between the limits, so that the step after a verdict is seen at a glance."""
    out = []
    stretches = _stretches(chart)
    for number, (first, last) in enumerate(stretches):
        upper, lower = [], []
        for i in range(first, last + 1):
            if spot.limited[i] and np.isfinite(chart.lower[i]) and chart.upper[i] > chart.lower[i]:
                high, low = (
                    spot.y(float(chart.upper[i])),
                    spot.y(max(float(chart.lower[i]), spot.y.low, spot.floor)),
                )
                upper += [(spot.edge(i - 0.5), high), (spot.edge(i + 0.5), high)]
                lower += [(spot.edge(i - 0.5), low), (spot.edge(i + 0.5), low)]
        if upper:
            tint = _BAND[step if len(stretches) > 1 and number == len(stretches) - 1 else ""]
            corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*upper, *reversed(lower)])
            out.append(tag("polygon", points=corners, fill=tint, class_="gt-chart__band"))
    return out


def _frame(chart: XmrChart | ControlChart, spot: Positions, unit: str) -> list[str]:
    """Axis, grid, dates and the unit."""
    paper, size = spot.paper, spot.paper.letters
    lines = wrap(unit or "reading", paper.width - 8, size)
    top = paper.top - 18
    out = [
        text(4, top + i * (size + 3), words, size, fill=SOFT, class_="gt-chart__unit")
        for i, words in enumerate(lines)
    ]
    for tick in spot.y.ticks:
        y = spot.y(tick)
        out.append(line(paper.left, y, spot.right, y, stroke="#e5e6e7", stroke_width=1))
        out.append(text(paper.left - 6, y + size * 0.35, spot.y.label(tick), size, text_anchor="end"))
    out.append(line(paper.left, spot.bottom, spot.right, spot.bottom, stroke=SOFT, stroke_width=1))
    for label in date_labels(chart.dates, spot.step, size):
        x = spot.x(label.at)
        out.append(line(x, spot.bottom, x, spot.bottom + 5, stroke=SOFT, stroke_width=1))
        out.append(text(x, spot.bottom + size + 6, label.text, size, text_anchor="middle"))
        if label.year:
            out.append(text(x, spot.bottom + 2 * size + 9, label.year, size, text_anchor="middle", fill=SOFT))
    return out


def _stretches(chart: XmrChart | ControlChart) -> list[tuple[int, int]]:
    """Return the first and last index of every segment."""
    starts = [0, *(np.flatnonzero(np.diff(chart.segment)) + 1).tolist()]
    return list(zip(starts, [*(s - 1 for s in starts[1:]), len(chart.segment) - 1], strict=True))


def _lines(chart: XmrChart | ControlChart, spot: Positions) -> list[str]:
    """Centre line and limits of each segment; limits with varying denominators go in steps."""
    out = []
    for first, last in _stretches(chart):
        for name, figures in (("mean", chart.mean), ("limit", chart.lower), ("limit", chart.upper)):
            points = []
            for i in range(first, last + 1):
                if np.isfinite(figures[i]) and (name == "mean" or spot.limited[i]):
                    if figures[i] < spot.floor or (name == "limit" and figures[i] < spot.y.low):
                        continue
                    y = spot.y(float(figures[i]))
                    points += [(spot.edge(i - 0.5), y), (spot.edge(i + 0.5), y)]
            mean = name == "mean"
            out.append(
                path(
                    points,
                    class_=f"gt-chart__{name}",
                    stroke=INK if mean else SOFT,
                    stroke_width=1.5,
                    stroke_dasharray=None if mean else LIMIT_DASH,
                )
            )
    return out


def _old_limits(chart: XmrChart | ControlChart, spot: Positions) -> list[str]:
    """Carry each segment's lines on, faintly, through the one after it, so that old and new can be compared."""
    out = []
    stretches = _stretches(chart)
    for (_, end), (first, last) in pairwise(stretches):
        for figures in (chart.lower, chart.mean, chart.upper):
            level = float(figures[end])
            drawn = figures is chart.mean or (spot.limited[end] and level >= spot.floor)
            if np.isfinite(level) and drawn and spot.y.low <= level <= spot.y.high:
                y = spot.y(level)
                out.append(
                    line(
                        spot.edge(first - 0.5), y, spot.edge(last + 0.5), y,
                        stroke=SOFT, stroke_width=1.5, stroke_dasharray=OLD_DASH, class_="gt-chart__old",
                    )
                )  # fmt: skip
        x = (spot.x(end) + spot.x(first)) / 2
        out.append(line(x, spot.top, x, spot.bottom, stroke=FAINT, stroke_width=1, class_="gt-chart__rebase"))
    return out


def _target(chart: XmrChart | ControlChart, spot: Positions) -> list[str]:
    if chart.target is None:
        return []
    y = spot.y(chart.target)
    left = spot.paper.left
    return [line(left, y, spot.right, y, stroke="#00703c", stroke_width=2, stroke_dasharray=TARGET_DASH)]


def _readings(chart: XmrChart | ControlChart, spot: Positions, unit: str, *, titled: bool) -> list[str]:
    """The line through the readings, broken at gaps, and a marker for each; titled: with its words to hover over."""
    out: list[str] = []
    piece: list[tuple[float, float]] = []
    monthly = is_monthly(chart.dates)
    points = [
        (spot.x(i), spot.y(float(v))) if chart.code[i] >= 0 else None for i, v in enumerate(chart.values)
    ]
    for spot_of_point in [*points, None]:
        if spot_of_point is None:
            out.append(path(piece, stroke=SOFT, stroke_width=1.5, class_="gt-chart__line"))
            piece = []
        else:
            piece.append(spot_of_point)
    dense = spot.step < 6
    for i, where in enumerate(points):
        kind = point_kind(chart, i) if where is None or spot.signal[i] else "usual"
        x, y = where or (spot.x(i), spot.bottom)
        words = f"{day(chart.dates[i], monthly)}: {reading_text(chart, i, unit)}"
        out.append(marker(kind, x, y, small=dense, over=hover(words) if titled else ""))
    return out


def _levels(chart: XmrChart | ControlChart, spot: Positions) -> list[tuple[float, str]]:
    """Return the place and the words of each line in force at the right end, from the top down."""
    at = len(chart.values) - 1
    middle = "median" if isinstance(chart, ControlChart) and chart.kind in ("g", "run") else "mean"
    wanted = [(float(chart.mean[at]), middle)]
    if spot.limited[at] and chart.upper[at] > chart.lower[at]:
        wanted.append((float(chart.upper[at]), "upper"))
        if chart.lower[at] >= max(spot.floor, spot.y.low):
            wanted.append((float(chart.lower[at]), "lower"))
    if chart.target is not None:
        wanted.append((chart.target, "target"))
    stretches = _stretches(chart)
    if len(stretches) > 1:
        before = float(chart.mean[stretches[-2][1]])
        if spot.y.low <= before <= spot.y.high:
            wanted.append((before, f"{middle} was"))
    wide = spot.paper.letters == WIDE.letters
    return sorted(
        (
            spot.y(v),
            f"{name if wide or 'was' not in name else 'was'} {level}" if wide or "was" in name else level,
        )
        for v, name in wanted
        if np.isfinite(v)
        for level in [spot.y.label(v, finer=True)]
    )


def _end_labels(chart: XmrChart | ControlChart, spot: Positions) -> list[str]:
    """Name the lines in force at their right end, kept apart from each other."""
    out, free, size = [], -np.inf, spot.paper.letters
    for y, words in _levels(chart, spot):
        y = max(y + size * 0.35, free)
        free = y + size
        out.append(text(spot.right + 5, y, words, size, class_="gt-chart__level"))
    return out


def _events(chart: XmrChart | ControlChart, events: Iterable[tuple[object, str]]) -> list[tuple[float, str]]:
    """Return (position, words) of the events that lie within the dates, in order."""
    dated = isinstance(chart.dates[0], dt.date)
    out = []
    for when, label in events:
        if not dated and not isinstance(when, int):
            raise SeriesError("Without dates, events take positions from 1.")
        date: Any = as_date(when) if dated else when
        at = position(chart.dates, date)
        if at is not None:
            out.append(
                (
                    at,
                    f"{day(date, isinstance(date, dt.date) and date.day == 1 and is_monthly(chart.dates))}: {label}",
                )
            )
    return sorted(out, key=lambda event: event[0])


def _event_lines(spot: Positions, positions: list[float], action: float | None) -> list[str]:
    """A numbered line for each event, the action's unbroken; numbers that would touch are moved aside."""
    out = []
    badges = [spot.x(at) for at in positions]
    for i in range(1, len(badges)):
        badges[i] = max(badges[i], badges[i - 1] + 20)
    furthest = spot.paper.width - 10
    for i in range(len(badges) - 1, -1, -1):
        badges[i] = min(badges[i], furthest)
        furthest = badges[i] - 20
    y, size = spot.top - 14, spot.paper.letters
    for i, (at, badge) in enumerate(zip(positions, badges, strict=True), start=1):
        x = spot.x(at)
        began = at == action
        style = {
            "stroke": ACTION if began else INK,
            "stroke_width": 2.5 if began else 1,
            "stroke_dasharray": None if began else "3 3",
        }
        out.append(line(x, y + 10, x, spot.bottom, **style, class_="gt-chart__event"))
        out.append(tag("circle", cx=badge, cy=y, r=9, fill=PAPER, stroke=INK))
        out.append(text(badge, y + 4, str(i), min(size, 12), text_anchor="middle"))
    return out


def _key(chart: XmrChart | ControlChart, spot: Positions) -> list[Entry]:
    """Return the key: only what the chart holds."""
    out = [Entry("usual", "reading")]
    kinds = {
        point_kind(chart, i) if spot.signal[i] or chart.code[i] < 0 else "usual"
        for i in range(len(chart.code))
    }
    for kind, words in (
        ("improvement", "unusual, better"),
        ("concern", "unusual, worse"),
        ("higher", "unusual (special cause), higher"),
        ("lower", "unusual (special cause), lower"),
        ("gap", "no reading"),
    ):
        if kind in kinds:
            out.append(Entry(kind, words))
    median = isinstance(chart, ControlChart) and chart.kind in ("g", "run")
    out.append(Entry("mean", "median" if median else "mean"))
    if spot.limited.any():
        out.append(Entry("limit", "control limits", LIMIT_DASH))
    if chart.target is not None:
        out.append(Entry("target", "target", TARGET_DASH))
    if len(_stretches(chart)) > 1:
        out.append(Entry("old", "before the limits were recalculated", OLD_DASH))
    return out
