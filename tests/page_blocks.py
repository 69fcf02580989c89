"""The code blocks of a Markdown page, each with the heading and the numbered step that it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(r"(?P<indent> *)```(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=indent)```$", re.S | re.M)
_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True)
class CodeBlock:
    """A block: its heading, the number of its step (0 outside a list), what its first line calls it, its text."""

    section: str
    step: int
    info: str
    text: str


def code_blocks(page: str) -> Iterator[CodeBlock]:
    """Return the blocks of a page in their order, their text without the indent of a list."""
    section, step, at = "", 0, 0
    while at < len(page):
        if match := _BLOCK.match(page, at):
            lines = match["body"].splitlines(keepends=True)
            text = "".join(line.removeprefix(match["indent"]) for line in lines)
            yield CodeBlock(section, step if match["indent"] else 0, match["info"], text)
            at = match.end()
            continue
        line = _LINE.match(page, at)
        at = line.end()
        if heading := re.match(r"#+ (.+)", line[0]):
            section, step = heading[1].strip(), 0
        elif item := re.match(r"(\d+)\. ", line[0]):
            step = int(item[1])
