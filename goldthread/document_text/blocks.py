"""A document as its paragraphs, and the most that is read of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is opened; a whole report with its pictures is well below."""
MOST_LETTERS = 2_000_000
"""The most letters that are read of one document: some ten whole reports."""
MOST_BLOCKS = 20_000
"""The most paragraphs that are read of one document."""

Kind = Literal["heading", "paragraph", "bullet", "row", "menu"]


class NotRead(Exception):
    """A file that is not read; the message says what is wrong and what to do, in words fit to show."""


class Block(NamedTuple):
    """A paragraph, heading, item of a list or row of a table, with its spaces made single.

    level: of a heading that the file marks as one, from 1; 0 where only its look says so. page: from 1, where there are any.
    cells: of a row. A "menu" is a link or other part around the text.
    """

    text: str
    kind: Kind = "paragraph"
    level: int = 0
    page: int | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """What was opened. titles: how the file itself calls the document, beside its text. cut: whether more follows, unread."""

    kind: str
    blocks: list[Block]
    titles: tuple[str, ...] = ()
    cut: bool = False
    notes: tuple[str, ...] = field(default=())


_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_GONE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_LINES = {0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_TIDY = {**_LIGATURES, **_GONE, **_SPACES, **_CONTROLS, **_LINES, 0x2011: "-"}
_SURROGATES = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """Return a text without what cannot be seen: ligatures as letters, each space a plain one, each line end one kind."""
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TIDY)


def one_line(text: str) -> str:
    """Return a text with each run of spaces and line ends as one space."""
    return " ".join(text.split())
