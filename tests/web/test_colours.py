"""Text stands out from its ground: the colours' own file, measured as WCAG 2.2 measures (AA: 4.5 to 1, 3 to 1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COLOURS = dict(
    re.findall(
        r"^\$([\w-]+): (#[0-9a-f]{6});", (ROOT / "assets/scss/_colours.scss").read_text(), flags=re.MULTILINE
    )
)
BUILT = (ROOT / "goldthread/web/static/goldthread/goldthread.css").read_text()


def light(colour: str) -> float:
    """Return relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((light(COLOURS[one]), light(COLOURS[other])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "white"),
        ("ink", "mist"),
        ("ink", "gold-pale"),
        ("ink", "gold-bright"),
        ("ink", "mist-border"),
        ("slate", "white"),
        ("slate", "mist"),
        ("teal-link", "white"),
        ("teal-link", "mist"),
        ("teal-dark", "white"),
        ("red", "white"),
        ("white", "teal"),
        ("white", "teal-link"),
        ("white", "teal-dark"),
        ("white", "red"),
        ("white", "red-dark"),
        ("gold-bright", "teal"),
    ],
)
def test_text_can_be_read(text, ground):
    assert contrast(text, ground) >= 4.5


def test_what_is_drawn_can_be_seen():
    assert contrast("teal-link", "mist") >= 3 and contrast("ink", "white") >= 3


def test_the_built_sheet_holds_these_colours_and_nothing_that_must_be_fetched():
    used = ("ink", "teal", "teal-link", "mist", "gold", "gold-bright")
    assert [name for name in used if COLOURS[name] not in BUILT] == []
    assert not re.search(r"@font-face|@import|GDS Transport|url\(|crown|crest", BUILT)
