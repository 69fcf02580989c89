"""SVG drawing of how far along a way something is: a mark for each step, those passed filled, where it stands large and named."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.analysis.drawing.svg import FAINT, INK, PAPER, document, line, tag, text, text_width

_PASSED = "#0a5f66"
_EDGE, _LEVEL, _SIZE = 12.0, 12.0, 13


def way_svg(
    steps: Sequence[str], at: int, word: str, title: str, *, width: float = 260, uid: str | None = None
) -> str:
    """Return a way of several steps as a standalone SVG, 40 high; `word` names where it stands, below the mark.

    steps: two or more names. at: the place among them. Passed, present and coming marks differ in shape and size, so that
    grey and print say the same. Raises ValueError where there is no such place.
    """
    if len(steps) < 2 or not 0 <= at < len(steps):
        raise ValueError("A way has two steps or more, and somebody stands at one of them.")
    pitch = (width - 2 * _EDGE) / (len(steps) - 1)
    spots = [_EDGE + pitch * i for i in range(len(steps))]
    body = [
        line(spots[at], _LEVEL, spots[-1], _LEVEL, stroke=FAINT, stroke_width=2, stroke_dasharray="3 4"),
        line(spots[0], _LEVEL, spots[at], _LEVEL, stroke=_PASSED, stroke_width=3),
    ]
    for i, x in enumerate(spots):
        if i < at:
            body.append(tag("circle", cx=x, cy=_LEVEL, r=5.0, fill=_PASSED))
        elif i == at:
            body.append(tag("rect", x=x - 8, y=_LEVEL - 8, width=16, height=16, fill=INK))
        else:
            body.append(tag("circle", cx=x, cy=_LEVEL, r=4.5, fill=PAPER, stroke=INK, stroke_width=1.5))
    half = text_width(word, _SIZE) / 2
    middle = min(max(spots[at], half + 2), width - half - 2)
    body.append(text(middle, 36, word, _SIZE, text_anchor="middle", font_weight="bold"))
    desc = f"{word}: step {at + 1} of {len(steps)}, {steps[at]}. The steps are {', '.join(steps)}."
    return document(width, 40, title, desc, body, kind="way", uid=uid)
