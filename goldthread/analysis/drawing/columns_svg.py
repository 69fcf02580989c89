"""Columns for a few months or quarters, in up to four parts of a whole, and the steps of a funnel in one drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.drawing.squares_svg import squares
from goldthread.analysis.drawing.svg import FAINT, INK, SOFT, document, line, nice, tag, text, text_width

# Dark to light, so that the order of the parts is the same in grey; the last has an edge.
SHADES = ("#0d4a50", "#5f9ea0", "#c8931a", "#d9e0e2")
_EDGE = "#8a9095"


@dataclass(frozen=True)
class Series:
    """One part of each column: its name, and its count in each; None where a count is withheld."""

    name: str
    counts: Sequence[int | None]


def columns_svg(
    labels: Sequence[str],
    series: Sequence[Series],
    title: str,
    *,
    width: float = 880,
    height: float = 240,
    size: int = 13,
    has_legend: bool = True,
    uid: str | None = None,
) -> str:
    """Return columns from 0, each with its total above and its label below; the first part stands at the bottom.

    labels: of the columns; "Nov|2025" is two lines. series: four at most, none withheld where there is more than one:
    of a single one, a withheld count is a gap with a dash. Raises ValueError for uneven or too many parts.
    """
    if len(series) > len(SHADES) or any(len(part.counts) != len(labels) for part in series):
        raise ValueError("A chart has four parts at most, each with a count for every column.")
    totals = [
        None if any(part.counts[at] is None for part in series) else sum(part.counts[at] or 0 for part in series)
        for at in range(len(labels))
    ]  # fmt: skip
    most = max((total for total in totals if total is not None), default=0) or 1
    step = max(nice(most / 3), 1.0)
    lines = 2 if any("|" in label for label in labels) else 1
    left, top = text_width(f"{most:,}", size) + 10, size + 6.0
    keys = _keys(series, left, width, size) if has_legend and len(series) > 1 else []
    row = size + 8
    legend = (keys[-1][2] + 1) * row + 4 if keys else 0
    bottom = height - lines * (size + 3) - 4 - legend
    room = (width - left - 4) / max(len(labels), 1)
    tall = (bottom - top) / max(most, step)
    body = []
    tick = 0.0
    while tick <= most:
        y = bottom - tick * tall
        body.append(line(left, y, width - 4, y, stroke=FAINT, stroke_width=1))
        body.append(text(left - 6, y + size / 3, f"{tick:,.0f}", size, fill=SOFT, text_anchor="end"))
        tick += step
    said = []
    for at, label in enumerate(labels):
        middle, wide = left + room * (at + 0.5), min(room * 0.7, 48.0)
        level = bottom
        for shade, part in zip(SHADES, series, strict=False):
            count = part.counts[at]
            if totals[at] is None or not count:
                continue
            level -= count * tall
            edge = {"stroke": _EDGE, "stroke_width": 1} if shade == SHADES[-1] else {}
            body.append(
                tag(
                    "rect",
                    x=middle - wide / 2,
                    y=level,
                    width=wide,
                    height=count * tall,
                    fill=shade,
                    class_="gt-chart__bar",
                    **edge,
                )
            )
        total = totals[at]
        body.append(
            text(
                middle,
                level - 5,
                "–" if total is None else f"{total:,}",
                size,
                text_anchor="middle",
                fill=SOFT if total is None else INK,
            )
        )
        for down, words in enumerate(label.split("|")):
            body.append(
                text(middle, bottom + (size + 3) * (down + 1), words, size, text_anchor="middle", fill=SOFT)
            )
        said.append(
            f"{label.replace('|', ' ').strip()}: {'not shown' if total is None else format(total, ',')}"
        )
    for shade, (name, x, down) in zip(SHADES, keys, strict=False):
        edge = {"stroke": _EDGE, "stroke_width": 1} if shade == SHADES[-1] else {}
        y = height - legend + 4 + (down + 1) * row
        body.append(tag("rect", x=x, y=y - size - 1, width=12, height=12, fill=shade, **edge))
        body.append(text(x + 18, y - 4, name, size))
    return document(width, height, title, ". ".join(said) + ".", body, kind="columns", uid=uid)


def _keys(series: Sequence[Series], left: float, width: float, size: int) -> list[tuple[str, float, int]]:
    """Return each part's name with where its key stands and in which line: as many in a line as there is room for."""
    keys: list[tuple[str, float, int]] = []
    x, down = left, 0
    for part in series:
        wide = 18 + text_width(part.name, size)
        if keys and x + wide > width:
            x, down = left, down + 1
        keys.append((part.name, x, down))
        x += wide + 16
    return keys


@dataclass(frozen=True)
class Step:
    """A step of a funnel: its words, how many came so far, and how many came as far as the step before."""

    words: str
    count: int
    of: int


def steps_svg(
    steps: Sequence[Step], title: str, *, width: float = 330, size: int = 13, uid: str | None = None
) -> str:
    """Return the steps of a funnel under one another, a square for each one; the first step holds all.

    A dashed square came as far as the step before and stopped there.
    """
    total = steps[0].count
    longest = max(text_width(f"{step.count:,} {step.words}", size) for step in steps)
    left = min(longest + 8, width * 0.55)
    scale = (width - left) / 462
    body, y = [], 0.0
    for step in steps:
        drawn = "".join(squares(step.count, step.of, total))
        body.append(text(0, y + 16, f"{step.count:,} {step.words}", size))
        body.append(
            tag("g", drawn, transform=f"translate({left:.1f} {y + 12 - 12 * scale:.1f}) scale({scale:.3f})")
        )
        y += 25
    desc = ". ".join(f"{step.words}: {step.count:,}" for step in steps) + "."
    return document(width, y, title, desc, body, kind="steps", uid=uid)
