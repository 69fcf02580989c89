"""SVG drawing of a funnel: each team by its size, with the limits that chance allows.

Teams too small to compare are said and not drawn. A team outside the limits differs by shape as well as
colour, and neither way is called better or worse.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goldthread.analysis.charts.formatting import number
from goldthread.analysis.charts.funnel import (
    AS_EXPECTED,
    HIGHER,
    LOWER,
    TOO_SMALL,
    WITHHELD,
    Funnel,
    Unit,
)
from goldthread.analysis.drawing.labels import Label, draw_label, place_label
from goldthread.analysis.drawing.layout import NARROW, WIDE, Paper
from goldthread.analysis.drawing.legend import Entry, draw_key, marker
from goldthread.analysis.drawing.svg import INK, SOFT, Scale, document, hover, line, path, scale, text
from goldthread.analysis.tables.intervals import whole_percent, wilson

INNER_DASH, OUTER_DASH = "2 3", "7 4"
MARK = {AS_EXPECTED: "usual", HIGHER: "higher", LOWER: "lower"}
MEANING = {
    AS_EXPECTED: "within the limits",
    HIGHER: "higher than chance explains",
    LOWER: "lower than chance explains",
}
# Enough places along a limit for its steps to be seen, few enough to be quick.
PLACES = 120
# With more units than this only those outside the limits are named.
MOST_NAMED = 24


def drawn_units(result: Funnel) -> list[Unit]:
    """Return the units that are drawn: those neither too small to compare nor withheld."""
    return [u for u in result.units if u.verdict not in (TOO_SMALL, WITHHELD)]


def funnel_svg(
    result: Funnel,
    title: str,
    *,
    size_words: str = "",
    show_small: bool = False,
    compact: bool = False,
    uid: str | None = None,
) -> str:
    """Return the funnel as a standalone SVG; its description is the sentence, the note and what is not drawn.

    A proportion is drawn in percent over the number of files, a count as times what was expected over what
    was expected. size_words: what the sizes count, such as "points". show_small: draw counts of 1 to 4 too.
    compact: 320 pixels wide, otherwise 760. uid: begins the ids.
    """
    paper = NARROW if compact else WIDE
    result = result if show_small else result.without_small_counts()
    units = drawn_units(result)
    desc = f"{result.sentence()} {result.note()}"
    if not units:
        words = [text(8, 24, "Nothing large enough to draw yet.", paper.letters)]
        return document(paper.width, 36, title, desc, words, kind="funnel", uid=uid)
    limits = _limit_lines(result, units)
    across, up = _scales(result, units, limits, paper)
    points, names = _points(result, units, across, up, paper)
    body = [*_frame(result, paper, across, up, size_words), *_limits(result, limits, across, up), *points]
    key, height = draw_key(_key(result, units), names, paper.width, up.start + 50, paper.letters)
    return document(paper.width, height, title, desc, [*body, *key], kind="funnel", uid=uid)


def _size(result: Funnel, unit: Unit) -> float:
    return unit.size if result.kind == "proportion" else unit.expected


def _level(result: Funnel, count: float, size: float) -> float:
    """Return a count as it is drawn: percent of its files, or times what was expected."""
    return count / size * (100 if result.kind == "proportion" else 1)


def _limit_lines(result: Funnel, units: list[Unit]) -> dict[float, list[tuple[float, float, float]]]:
    """Return (size, low, high) along each pair of limits, as drawn."""
    sizes = [_size(result, u) for u in units]
    low, high = min(sizes) * 0.85, max(sizes) * 1.1
    if result.kind == "proportion":
        grid = np.unique(np.round(np.linspace(max(low, 1), high + 1, PLACES)))
    else:
        grid = np.geomspace(low, high, PLACES)
    expected = grid if result.kind == "proportion" else grid / result.rate
    return {
        level: [
            (float(x), _level(result, float(a), float(x)), _level(result, float(b), float(x)))
            for x, a, b in zip(grid, *result.limits_at(expected, level), strict=True)
        ]
        for level in result.levels
    }


def _scales(result: Funnel, units: list[Unit], limits: dict, paper: Paper) -> tuple[Scale, Scale]:
    outer = limits[result.levels[0]]
    sizes = [x for x, _, _ in outer]
    levels = [_level(result, u.observed, _size(result, u)) for u in units]
    # The mouth of a funnel may be many times as high as any unit; it may run off the top.
    top = max(*levels, min(max(high for _, _, high in outer), max(levels) * 1.6), outer[-1][2])
    left, right = paper.left, paper.width - (16 if paper is NARROW else 24)
    across = scale(0.0, sizes[-1], left, right, 4 if paper is NARROW else 6)
    return across, scale(0.0, top, paper.top + paper.plot, paper.top)


def _frame(result: Funnel, paper: Paper, across: Scale, up: Scale, size_words: str) -> list[str]:
    size, share = paper.letters, result.kind == "proportion"
    out = [text(4, up.end - 18, "percent" if share else "times as many as expected", size, fill=SOFT)]
    for tick in up.ticks:
        y = up(tick)
        out.append(line(across.start, y, across.end, y, stroke="#e5e6e7", stroke_width=1))
        out.append(text(across.start - 6, y + size * 0.35, up.label(tick), size, text_anchor="end"))
    out.append(line(across.start, up.start, across.end, up.start, stroke=SOFT, stroke_width=1))
    for tick in across.ticks:
        x = across(tick)
        out.append(line(x, up.start, x, up.start + 5, stroke=SOFT, stroke_width=1))
        out.append(text(x, up.start + size + 6, across.label(tick), size, text_anchor="middle"))
    below = f"how many {size_words or 'there were'}" if share else f"{size_words or 'events'} expected"
    out.append(text(across.end, up.start + 2 * size + 10, below, size, fill=SOFT, text_anchor="end"))
    return out


def _limits(result: Funnel, limits: dict, across: Scale, up: Scale) -> list[str]:
    """The rate of all together, and both pairs of limits, cut off at the top of the plot."""
    y = up(_level(result, result.rate, 1.0) if result.kind == "proportion" else 1.0)
    out = [line(across.start, y, across.end, y, stroke=INK, stroke_width=1.5, class_="gt-chart__mean")]
    for level, dash in zip(result.levels, (OUTER_DASH, INNER_DASH), strict=True):
        for side in (1, 2):
            points = [(across(row[0]), up(row[side])) for row in limits[level] if row[side] <= up.high]
            out.append(
                path(points, stroke=SOFT, stroke_width=1.5, stroke_dasharray=dash, class_="gt-chart__limit")
            )
    return out


def _points(
    result: Funnel, units: list[Unit], across: Scale, up: Scale, paper: Paper
) -> tuple[list[str], list[str]]:
    """Return the marks with their names beside them, and in order the names that found no room: numbers stand for them.

    With many units only those outside the limits are named.
    """
    spots = [(across(_size(result, u)), up(_level(result, u.observed, _size(result, u)))) for u in units]
    out = [
        marker(MARK[unit.verdict], x, y, over=hover(_in_words(result, unit)))
        for unit, (x, y) in zip(units, spots, strict=True)
    ]
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots]
    names: list[str] = []
    # Those outside the limits first, so that they have the places beside their marks.
    for unit, spot in sorted(zip(units, spots, strict=True), key=lambda pair: pair[0].verdict == AS_EXPECTED):
        if len(units) > MOST_NAMED and unit.verdict == AS_EXPECTED:
            continue
        room = (paper.left, up.end - 4, paper.width - 2, up.start - 2)
        label = place_label(unit.name, spot, taken, room, paper.letters)
        if label is None:
            names.append(_in_words(result, unit).split(", ")[0] if unit.verdict != AS_EXPECTED else unit.name)
            label = place_label(str(len(names)), spot, taken, room, paper.letters) or Label(
                [str(len(names))], spot[0] + 8, spot[1] - 8, None
            )
        taken.append(label.box(paper.letters))
        out += draw_label(label, spot, paper.letters)
    return out, names


def _in_words(result: Funnel, unit: Unit) -> str:
    meaning = "" if unit.verdict == AS_EXPECTED else f"{MEANING[unit.verdict]}, "
    return f"{unit.name}: {meaning}{unit_text(result, unit)}"


def _key(result: Funnel, units: list[Unit]) -> list[Entry]:
    verdicts = {u.verdict for u in units}
    out = [Entry(MARK[v], words) for v, words in MEANING.items() if v in verdicts]
    together = f"{result.rate:.0%}" if result.kind == "proportion" else "as many as expected"
    return [
        *out,
        Entry("mean", f"all together: {together}"),
        *(
            Entry("limit", f"{_all_but_one(level)} lie within by chance", dash)
            for level, dash in zip(reversed(result.levels), (INNER_DASH, OUTER_DASH), strict=True)
        ),
    ]


def _all_but_one(level: float) -> str:
    """Return a part of 1 as "19 in 20"."""
    of = round(1 / (1 - level))
    return f"{of - 1:,} in {of:,}"


def unit_text(result: Funnel, unit: Unit) -> str:
    """Return a unit's figures in words: "13 of 20, 65%" or "9 where 6.2 were expected"."""
    if result.kind == "count":
        return f"{unit.observed:,} where {number(unit.expected)} were expected"
    size = int(unit.size)
    share = f", {whole_percent(unit.observed, size)}%" if size else ""
    return f"{unit.observed:,} of {size:,}{share}"


def funnel_table(result: Funnel, *, show_small: bool = False) -> list[dict[str, Any]]:
    """Return a row for each unit, in the order given, for the table under the drawing.

    name, observed, size, expected; share and interval (percent; Wilson 95%) for a proportion; limits (low,
    high; counts, 998 in 1,000); words. What is hidden or cannot be compared is None. Never ranked.
    """
    rows: list[dict[str, Any]] = []
    for unit in (result if show_small else result.without_small_counts()).units:
        compared = unit.verdict in MEANING
        hide, of = unit.hide and not show_small, int(unit.size)
        shown = result.kind == "proportion" and compared
        note = "; unusual (special cause)" if unit.verdict in (HIGHER, LOWER) else ""
        rows.append(
            {
                "name": unit.name,
                "observed": None if hide else unit.observed,
                "size": unit.size,
                "expected": unit.expected,
                "share": whole_percent(unit.observed, of) if shown else None,
                "interval": tuple(100 * end for end in wilson(unit.observed, of)) if shown else None,
                "limits": unit.outer if compared else None,
                "words": f"{MEANING.get(unit.verdict, unit.verdict)}{note}",
            }
        )
    return rows
