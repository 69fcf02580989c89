"""References of a council's own systems, compared as people mean them: "123.0" and " 123" are 123, "00123" is not."""

from __future__ import annotations

import re

from goldthread.sheets import Cell, clean_text

_WHOLE = re.compile(r"(\d+)\.0+")
_OURS = re.compile(r"f[\s\-–_]*(\d{1,15})(?:\.0+)?", re.IGNORECASE)
_SPACE = re.compile(r"\s")


def written(cell: Cell) -> str:
    """Return a reference as it is kept: a whole number without ".0", which Excel and Java write after it."""
    text = clean_text(str(cell)).strip() if cell is not None else ""
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text


def own_number(reference: str) -> int | None:
    """Return the number of a reference as ours are written, 12 for "F-12", "f-12" and "F 12"; None for any other."""
    match = _OURS.fullmatch(reference.strip())
    return int(match[1]) if match else None


def reference_key(reference: str) -> str:
    """Return a reference as it is compared; `ReferenceKey` in feedback/models.py does the same in the database."""
    text = _SPACE.sub("", reference).lower()
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text
