"""Names beside the marks of a drawing, placed so that none covers a mark or another name and none is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldthread.analysis.drawing.svg import PAPER, SOFT, line, text, text_width, wrap

Box = tuple[float, float, float, float]
_GAP = 9.0
_LEADING = 2.0
# How far from its mark a name may stand, in lines; from the second on a line leads to it.
_FURTHEST = 6


@dataclass(frozen=True)
class Label:
    """A name in lines, its left edge, its first baseline, and where a line from its mark ends, if it stands apart."""

    lines: Sequence[str]
    x: float
    y: float
    lead: tuple[float, float] | None

    def box(self, size: int) -> Box:
        """Return the box that its letters fill."""
        wide = max(text_width(words, size) for words in self.lines)
        return self.x, self.y - size, self.x + wide, self.y + (len(self.lines) - 1) * (size + _LEADING) + 3


def place_label(
    name: str, spot: tuple[float, float], taken: Sequence[Box], room: Box, size: int
) -> Label | None:
    """Return the label of a mark at the nearest free place within the room, or None where there is none."""
    for width in (room[2] - room[0], (room[2] - room[0]) * 0.45):
        lines = wrap(name, width, size)
        for label in _places(lines, spot, size):
            box = label.box(size)
            inside = box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]
            if inside and not any(_touch(box, other) for other in taken):
                return label
    return None


def draw_label(label: Label, spot: tuple[float, float], size: int) -> list[str]:
    """Return the label's elements, with a line from its mark where it stands apart."""
    out = []
    if label.lead:
        out.append(line(*spot, *label.lead, stroke=SOFT, stroke_width=1))
    halo = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
    return out + [
        text(label.x, label.y + i * (size + _LEADING), words, size, **halo)
        for i, words in enumerate(label.lines)
    ]


def _places(lines: Sequence[str], spot: tuple[float, float], size: int) -> Iterator[Label]:
    """Yield the places of a label around its mark, nearest first: right, left, and above or below them."""
    x, y = spot
    step = size + _LEADING
    wide = max(text_width(words, size) for words in lines)
    tall = len(lines) * step
    middle = y + size * 0.35 - (len(lines) - 1) * step / 2
    for apart in range(_FURTHEST + 1):
        for shift in (0.0,) if not apart else (-apart * step, apart * step):
            base = middle + shift
            end = base - size * 0.35 + (len(lines) - 1) * step / 2
            for left, edge in ((x + _GAP, x + _GAP - 2), (x - _GAP - wide, x - _GAP + 2)):
                yield Label(lines, left, base, (edge, end) if apart > 1 else None)
            if apart > len(lines) - 1:
                yield Label(
                    lines,
                    x - wide / 2,
                    base + (0 if shift < 0 else tall - step),
                    None if apart < 3 else (x, end),
                )


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
