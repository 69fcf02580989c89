"""SVG elements that a strict content policy allows, and axes with round figures.

No style attributes, no scripts, no fonts to fetch: only presentational attributes and class names, so that
a chart looks the same on a page, in a saved file and in print.
"""

from __future__ import annotations

import math
import re
import textwrap
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

INK, SOFT, FAINT, PAPER = "#0b0c0c", "#505a5f", "#b1b4b6", "#ffffff"
# Width of a letter as a share of the letter size: that of DejaVu Sans, a fifth wider than most system fonts.
LETTER = 0.62
SIZES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, ""))
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tag(name: str, *children: str, **attributes: object) -> str:
    """Return one element. Underscores in attribute names become hyphens; None leaves an attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(clean(str(value)), quote=True)


def clean(text: str) -> str:
    """Drop the characters that XML forbids."""
    return FORBIDDEN.sub("", text)


def text(x: float, y: float, words: str, size: int, **attributes: object) -> str:
    """Return a text element; fill is ink unless given."""
    attributes.setdefault("fill", INK)
    return tag("text", escape(clean(words)), x=float(x), y=float(y), font_size=size, **attributes)


def hover(words: str) -> str:
    """Return words that a browser shows over the element they are put into."""
    return tag("title", escape(clean(words)))


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """Return a straight line."""
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **attributes)


def path(points: Iterable[tuple[float, float]], **attributes: object) -> str:
    """Return an open path through the points, or nothing for fewer than two."""
    written = [f"{x:.1f} {y:.1f}" for x, y in points]
    if len(written) < 2:
        return ""
    return tag("path", d="M" + "L".join(written), fill="none", **attributes)


def document(
    width: float,
    height: float,
    title: str,
    desc: str,
    body: Sequence[str],
    *,
    kind: str,
    uid: str | None = None,
    role: str = "img",
) -> str:
    """Return a standalone SVG that a screen reader announces by its title and description.

    kind: the last part of its class name. uid: begins its ids; made from the content when not given, so that
    two charts on a page do not share one. role: "group" where something in it can be focused.
    """
    inside, title, desc = "".join(body), clean(title), clean(desc)
    name = uid or f"gt-{zlib.crc32(f'{title}{desc}{inside}'.encode()):08x}"
    return tag(
        "svg",
        tag("title", escape(title), id=f"{name}-title"),
        tag("desc", escape(desc), id=f"{name}-desc"),
        tag("rect", width=float(width), height=float(height), fill=PAPER, class_="gt-chart__paper"),
        inside,
        xmlns="http://www.w3.org/2000/svg",
        role=role,
        aria_labelledby=f"{name}-title {name}-desc",
        class_=f"gt-chart gt-chart--{kind}",
        viewBox=f"0 0 {width:g} {height:g}",
        width=float(width),
        height=float(height),
        font_family="system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif",
    )


def text_width(words: str, size: int) -> float:
    """Estimate how wide a text will be."""
    return len(words) * size * LETTER


def wrap(words: str, width: float, size: int) -> list[str]:
    """Break a text into lines that fit a width."""
    room = max(int(width / (size * LETTER)), 8)
    words = " ".join(clean(words).split())
    if len(words) <= room:
        return [words]  # the usual case, and many times quicker
    return textwrap.wrap(words, room) or [""]


@dataclass(frozen=True)
class Scale:
    """A straight scale from figures to places on the paper, with round ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """Return the place of a figure."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def label(self, value: float, *, finer: bool = False) -> str:
        """Write a figure as finely as the ticks lie, or one digit finer; large ones as 12k, 3.5m, 2bn."""
        step, largest = self.ticks[1] - self.ticks[0], max(abs(self.low), abs(self.high))
        if largest >= 1e13 or step < 1e-6:
            return f"{value:.3g}"
        size, name = next((s, n) for s, n in SIZES if largest >= 10 * s or s == 1)
        decimals = next(p for p in range(12) if math.isclose(step / size * 10**p, round(step / size * 10**p)))
        if finer:
            decimals = max(decimals + 1, 1 if largest < 1000 else 0)
        written = f"{value / size:,.{decimals}f}"
        if finer and decimals:
            written = written.rstrip("0").rstrip(".")
        return "0" if value == 0 else written + name


def scale(low: float, high: float, start: float, end: float, ticks: int = 5) -> Scale:
    """Return a scale that holds low and high, its ends being ticks at 1, 2, 2.5 or 5 times a power of ten."""
    if not high - low > 1e-300:  # below that a step is too small for a number to hold
        margin = abs(low) * 0.1 or 1.0
        low, high = (0.0, high + margin) if low >= 0 else (low - margin, high + margin)
    step = nice((high - low) / max(ticks - 1, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(i * step for i in range(first, last + 1))
    return Scale(marks[0], marks[-1], start, end, marks)


def nice(step: float) -> float:
    """Round a step up to 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= step * (1 - 1e-9))
