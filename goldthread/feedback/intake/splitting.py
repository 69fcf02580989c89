"""A letter that was pasted whole, split into its issues where somebody marked it; no word is lost or changed."""

from __future__ import annotations

import re

# A line that holds nothing but the mark; without one, an empty line is where the next begins.
MARK = "---"
_MARKED = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
_EMPTY = re.compile(r"\n[ \t]*\n")


def split_letter(text: str) -> list[str]:
    """Return the parts of a text: between lines of the mark where there are any, else its paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = (_MARKED if _MARKED.search(text) else _EMPTY).split(text)
    return [part.strip() for part in parts if part.strip()]
