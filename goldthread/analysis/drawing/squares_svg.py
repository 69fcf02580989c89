"""SVG drawing of a step of a funnel: a square for each one, dashed where it stopped one step earlier; bars for many.

Filled, dashed and pale squares differ by more than their colour, so that print and grey say the same.
"""

from __future__ import annotations

from goldthread.analysis.drawing.svg import PAPER, document, tag

_FILLED, _STOPPED, _PALE = "#0a5f66", "#a3222c", "#dbe6e4"
_WIDE, _PITCH, _TALL = 460.0, 30.0, 24.0
# From here on squares could no longer be counted, and bars of the same lengths are drawn.
MOST_SQUARES = 40


def squares_svg(count: int, of: int, total: int, title: str, *, uid: str | None = None) -> str:
    """Return one step of a funnel: `count` filled, up to `of` dashed (they came as far as the step before), the rest pale.

    `title` says the same in words. Raises ValueError unless 0 <= count <= of <= total and there is one at least.
    """
    if not 0 <= count <= of <= total or not total:
        raise ValueError("A step has at most as many as the step before it, and the first one at least.")
    body = squares(count, of, total)
    desc = f"{count:,} of {total:,}."
    return document(min(_PITCH, _WIDE / total) * total + 2, _TALL, title, desc, body, kind="squares", uid=uid)


def squares(count: int, of: int, total: int) -> list[str]:
    """Return the squares of one step, 462 wide at most and 24 tall; bars of the same lengths for many."""
    pitch = min(_PITCH, _WIDE / total)
    gap = min(8.0, pitch / 4)
    if total > MOST_SQUARES:
        return [
            _rect(first * pitch + 1, (last - first) * pitch - 2, at)
            for at, first, last in _bars(count, of, total)
        ]
    return [_rect(i * pitch + 1, pitch - gap, _kind(i, count, of)) for i in range(total)]


def _kind(at: int, count: int, of: int) -> str:
    return "filled" if at < count else "stopped" if at < of else "pale"


def _bars(count: int, of: int, total: int) -> list[tuple[str, int, int]]:
    ends = (("filled", 0, count), ("stopped", count, of), ("pale", of, total))
    return [end for end in ends if end[2] > end[1]]


def _rect(x: float, wide: float, kind: str) -> str:
    edge = {"stroke": _STOPPED, "stroke_width": 2, "stroke_dasharray": "4 3"} if kind == "stopped" else {}
    inset = 1.0 if kind == "stopped" else 0.0
    return tag(
        "rect",
        x=x + inset,
        y=2 + inset,
        width=max(wide - 2 * inset, 1.0),
        height=20 - 2 * inset,
        fill={"filled": _FILLED, "stopped": PAPER, "pale": _PALE}[kind],
        **edge,
    )
