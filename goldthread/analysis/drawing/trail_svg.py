"""SVG drawing of a trail from left to right: what records are based on and led to, each a link, gaps dashed.

`trail_svg` draws the boxes and the steps between them; `trail_line_svg` one bead a kind of record, for a small space.
Gaps differ from steps by their dashes and a word as well as by colour, so that print and grey say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.drawing.svg import (
    INK,
    PAPER,
    SOFT,
    document,
    hover,
    line,
    tag,
    text,
    text_width,
    wrap,
)
from goldthread.analysis.drawing.trail_layout import Place, TrailLayout, lay_out

GOLD, RED, EDGE, HERE, MIST = "#a97a12", "#a3222c", "#9dbdbb", "#fdf6e3", "#eef4f3"
RECORD, FOLD, UNSEEN, GAP = "record", "fold", "unseen", "gap"
GAP_DASH = "6 4"
_NOTE, _TITLE, _HEAD = 12, 13, 14
_LINE, _PAD = 17.0, 10.0
_MOST_LINES = 5
# Columns share a screen of 1280 pixels at their natural size, none wider than is good to read; beyond eight they scroll.
_ROOM, _WIDEST, _NARROWEST, _BETWEEN = 1200.0, 190.0, 122.0, 32.0
_MANY, _NARROWEST_OF_MANY, _CLOSE = 9, 112.0, 24.0
_LINE_ROOM, _PITCH, _CLOSEST = 880.0, 104.0, 84.0


@dataclass(frozen=True)
class TrailNode:
    """One box: a record, many of them folded into one, those that the reader may not open, or a gap.

    key: its own among the boxes. column: from 0. title: its words. note: a line above them, such as its reference.
    href: the address that it opens, "" for none. own: whether the trail is this record's. gaps: what is missing of it.
    """

    key: str
    column: int
    title: str
    note: str = ""
    href: str = ""
    kind: str = RECORD
    own: bool = False
    gaps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return all its words in one sentence, for a screen reader."""
        gaps = f". Gap: {'; '.join(self.gaps)}" if self.gaps else ""
        return f"{self.note}: {self.title}{gaps}" if self.note else f"{self.title}{gaps}"


@dataclass(frozen=True)
class TrailStep:
    """A step from the box that something is based on to what is based on it; gap: to what is missing, or from it."""

    start: str
    end: str
    gap: bool = False


@dataclass(frozen=True)
class TrailBead:
    """One kind of record on a small trail: its name, how many, its address, and whether the trail's record is one."""

    name: str
    count: int
    href: str = ""
    own: bool = False
    gap: bool = False


def trail_svg(
    columns: Sequence[str],
    nodes: Sequence[TrailNode],
    steps: Sequence[TrailStep],
    title: str,
    *,
    uid: str | None = None,
) -> str:
    """Return the trail as a standalone SVG, a group of links in reading order under the headings of its columns.

    Raises ValueError for a step to or from a box that is not there, and for two boxes of one key.
    """
    keys = {node.key for node in nodes}
    if len(keys) < len(nodes):
        raise ValueError("Two boxes have the same key.")
    if missing := {key for step in steps for key in (step.start, step.end)} - keys:
        raise ValueError(f"No box has the key {min(missing)}.")
    # With many columns boxes and steps are a little narrower, so that nine stand side by side on a wide page.
    between = _BETWEEN if len(columns) < _MANY else _CLOSE
    narrowest = _NARROWEST if len(columns) < _MANY else _NARROWEST_OF_MANY
    box = min(_WIDEST, max(narrowest, (_ROOM - 4 + between) // max(len(columns), 1) - between))
    lines = {node.key: _lines(node, box) for node in nodes}
    layout = lay_out(
        {node.key: node.column for node in nodes},
        {key: len(rows) * _LINE + 2 * _PAD - 4 for key, rows in lines.items()},
        [(step.start, step.end, step.gap) for step in steps],
    )
    heads, top = _heads(columns, box, between)
    left = {place: 2 + at * (box + between) for place, at in layout.column.items()}
    ordered = sorted(nodes, key=lambda node: (node.column, layout.middle[node.key]))
    body = [*heads, *_lanes(layout, left, box, top)]
    body += [
        _box(node, lines[node.key], left[node.key], top + layout.middle[node.key], box) for node in ordered
    ]
    width = 4 + len(columns) * (box + between) - between
    key, bottom = _key(nodes, width, top + layout.height + 22)
    desc = _in_words(nodes, steps)
    return document(width, bottom, title, desc, [*body, *key], kind="trail", uid=uid, role="group")


def trail_line_svg(beads: Sequence[TrailBead], title: str, *, uid: str | None = None) -> str:
    """Return one bead for each kind of record on a line, with its count; a gap is a dashed bead on a dashed line."""
    y, size = 24.0, 13
    pitch = min(_PITCH, max(_CLOSEST, _LINE_ROOM / max(len(beads), 1)))
    body, words = [], []
    spots = [pitch / 2 + i * pitch for i in range(len(beads))]
    for (one, x1), (other, x2) in zip(
        zip(beads, spots, strict=True), list(zip(beads, spots, strict=True))[1:], strict=False
    ):
        gap = one.gap or other.gap
        body.append(line(x1, y, x2, y, **_stroke(gap)))
    tall = 1
    for bead, x in zip(beads, spots, strict=True):
        rows = wrap(bead.name, pitch - 8, size)
        tall = max(tall, len(rows))
        edge = {"stroke": RED, "stroke_width": 2, "stroke_dasharray": "4 3"} if bead.gap else {}
        edge = edge or {"stroke": INK if bead.own else GOLD, "stroke_width": 4 if bead.own else 3}
        mark = tag("circle", cx=x, cy=y, r=16.0, fill=HERE if bead.own else PAPER, **edge)
        inside = [
            mark,
            text(
                x,
                y + 5,
                "Gap" if bead.gap else f"{bead.count:,}",
                size,
                text_anchor="middle",
                font_weight=700,
            ),
        ]
        colour = RED if bead.gap else INK
        under = {"text_decoration": "underline"} if bead.href else {}
        inside += [
            text(x, y + 34 + i * 16, row, size, fill=colour, text_anchor="middle", **under)
            for i, row in enumerate(rows)
        ]
        said = f"Gap: {bead.name}" if bead.gap else f"{bead.name}: {bead.count:,}"
        words.append(f"{said} (this record)" if bead.own else said)
        body.append(_linked(bead.href, words[-1], inside))
    width, height = pitch * len(beads), y + 34 + (tall - 1) * 16 + 10
    return document(
        width, height, title, f"{'; '.join(words)}.", body, kind="trail-line", uid=uid, role="group"
    )


def _lines(node: TrailNode, box: float) -> list[tuple[str, int, dict[str, object]]]:
    """Return a box's lines as (words, size, attributes); a title longer than five lines ends in dots."""
    room = box - 2 * _PAD
    link: dict[str, object] = {"text_decoration": "underline"} if node.href else {}
    colour = RED if node.kind == GAP else INK
    out: list[tuple[str, int, dict[str, object]]] = []
    note = "Gap" if node.kind == GAP else node.note
    weight: dict[str, object] = {"font_weight": 700, "fill": RED} if node.kind == GAP else {"fill": SOFT}
    if note:
        out += [(row, _NOTE, weight) for row in _first(wrap(note, room, _NOTE), 3)]
    out += [
        (row, _TITLE, {"fill": colour, **link}) for row in _first(wrap(node.title, room, _TITLE), _MOST_LINES)
    ]
    for gap in node.gaps:
        out += [
            (row, _NOTE, {"fill": RED, "font_weight": 700}) for row in wrap(f"Gap: {gap}", room, _NOTE + 1)
        ]
    return out


def _first(rows: list[str], most: int) -> list[str]:
    return rows if len(rows) <= most else [*rows[: most - 1], f"{rows[most - 1][:-1].rstrip()}…"]


def _heads(columns: Sequence[str], box: float, between: float) -> tuple[list[str], float]:
    """Return the headings of the columns, and where the boxes begin."""
    rows = [wrap(name, box, _HEAD + 1) for name in columns]
    tall = max((len(each) for each in rows), default=1)
    out = [
        text(
            2 + at * (box + between),
            _HEAD + 4 + (tall - len(each) + i) * _LINE,
            words,
            _HEAD,
            font_weight=700,
        )
        for at, each in enumerate(rows)
        for i, words in enumerate(each)
    ]
    return out, _HEAD + 4 + (tall - 1) * _LINE + 16


def _stroke(gap: bool) -> dict[str, object]:
    if gap:
        return {"stroke": RED, "stroke_width": 2, "stroke_dasharray": GAP_DASH, "class_": "gt-trail__gap"}
    return {"stroke": GOLD, "stroke_width": 3.5, "class_": "gt-trail__step"}


def _lanes(layout: TrailLayout, left: dict[Place, float], box: float, top: float) -> list[str]:
    out = []
    for segment in layout.segments:
        x1, y1 = left[segment.start] + box, top + layout.middle[segment.start]
        x2, y2 = left[segment.end], top + layout.middle[segment.end]
        bend = abs(x2 - x1) / 2
        d = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        out.append(tag("path", d=d, fill="none", **_stroke(segment.gap)))
    for lane in layout.column:
        if isinstance(lane, tuple):
            y = top + layout.middle[lane]
            out.append(line(left[lane], y, left[lane] + box, y, **_stroke(lane[2])))
    return out


def _box(
    node: TrailNode, rows: list[tuple[str, int, dict[str, object]]], x: float, middle: float, wide: float
) -> str:
    tall = len(rows) * _LINE + 2 * _PAD - 4
    y = middle - tall / 2
    edge: dict[str, object] = {"stroke": EDGE, "stroke_width": 1.5}
    if node.own:
        edge = {"stroke": INK, "stroke_width": 3}
    if node.gaps or node.kind == GAP:
        edge |= {"stroke": RED, "stroke_dasharray": GAP_DASH, "stroke_width": 3 if node.own else 2}
    fill = HERE if node.own else MIST if node.kind == UNSEEN else PAPER
    inside = [tag("rect", x=x, y=y, width=wide, height=tall, rx=3, fill=fill, **edge)]
    if node.kind == FOLD:  # a pile
        inside.insert(0, tag("rect", x=x + 4, y=y + 4, width=wide, height=tall, rx=3, fill=PAPER, **edge))
    inside += [
        text(x + _PAD, y + _PAD + 10 + i * _LINE, words, size, **how)
        for i, (words, size, how) in enumerate(rows)
    ]
    return _linked(node.href, node.name, [hover(node.name), *inside], own=node.own)


def _linked(href: str, name: str, inside: Sequence[str], *, own: bool = False) -> str:
    if not href:
        return tag("g", *inside)
    return tag(
        "a",
        *inside,
        href=href,
        class_="gt-trail__node",
        aria_label=name,
        aria_current="true" if own else None,
    )


def _key(nodes: Sequence[TrailNode], width: float, top: float) -> tuple[list[str], float]:
    """Return what the line, the dashes and the thick edge mean, and where that ends."""
    entries = [("leads to", line(0, 0, 26, 0, **_stroke(False)))]
    if any(node.gaps or node.kind == GAP for node in nodes):
        entries.append(("gap", line(0, 0, 26, 0, **_stroke(True))))
    if any(node.own for node in nodes):
        own = tag("rect", x=2.0, y=-6.0, width=22.0, height=12.0, fill=HERE, stroke=INK, stroke_width=3)
        entries.append(("this record", own))
    out, x, y = [], 2.0, top
    for words, mark in entries:
        room = 34 + text_width(words, _TITLE) + 18
        if x > 2 and x + room > width:
            x, y = 2.0, y + 22
        out.append(tag("g", mark, text(34, 4.5, words, _TITLE), transform=f"translate({x:.1f} {y:.1f})"))
        x += room
    return [tag("g", *out, class_="gt-chart__key")], y + 14


def _in_words(nodes: Sequence[TrailNode], steps: Sequence[TrailStep]) -> str:
    """Return how many boxes and gaps there are, in a sentence."""
    gaps = sum(node.kind == GAP for node in nodes) + sum(len(node.gaps) for node in nodes)
    shown = sum(node.kind != GAP for node in nodes)
    said = f"{shown} {'box' if shown == 1 else 'boxes'} and {len([step for step in steps if not step.gap])} steps"
    return f"{said}, from left to right; {gaps or 'no'} {'gap' if gaps == 1 else 'gaps'}. The same as a list follows."
