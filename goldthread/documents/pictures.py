"""Drawings as pictures: our SVG as PNG, for programs that show no SVG. Nothing is fetched."""

from __future__ import annotations

import re
from importlib import resources

import resvg_py

_DOTS_A_MILLIMETRE = 300 / 25.4
# Of the fonts that systems have, the first that is there; a browser's own words for them mean nothing here.
_FONT = re.compile(r'font-family="[^"]*"')
_FONTS = 'font-family="Liberation Sans, Arial, Helvetica, DejaVu Sans, Noto Sans, sans-serif"'
_OWN = "DejaVu Sans Condensed"
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def as_png(svg: str, width: float, *, own_fonts: bool = False) -> bytes:
    """Return a drawing as PNG on white, so wide in millimetres at 300 dots an inch; raises ValueError for no SVG.

    own_fonts: with the letters that come with Goldthread and none of the system's, so that every machine draws the same.
    """
    dots = round(width * _DOTS_A_MILLIMETRE)
    drawn, files, own = _FONT.sub(_FONTS, svg, count=1), None, None
    if own_fonts:
        folder = resources.files("goldthread.documents").joinpath("fonts")
        drawn, own = _FONT.sub(f'font-family="{_OWN}"', svg), _OWN
        files = [str(folder.joinpath(name)) for name in ("charts.ttf", "charts-bold.ttf")]
    made = resvg_py.svg_to_bytes(
        svg_string=drawn,
        width=dots,
        height=round(height_of(svg, dots)),
        background="#ffffff",
        skip_system_fonts=own_fonts,
        font_files=files,
        font_family=own,
        sans_serif_family=own,
    )
    return bytes(made)


def height_of(svg: str, width: float) -> float:
    """Return how tall a drawing is at a width, in the same unit, by its viewBox."""
    size = _SIZE.search(svg)
    return width * float(size.group(2)) / float(size.group(1)) if size else width
