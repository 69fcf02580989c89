"""A draw of cases by lot: the same seed gives the same order of the same references, on any machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

# A number, with at most four letters in a row: no name is one.
_REFERENCE = re.compile(
    r"(?=[^0-9]{0,30}[0-9])(?![A-Za-z0-9 ./_-]{0,30}[A-Za-z]{5})[A-Za-z0-9]{1,30}(?:[ ./_-][A-Za-z0-9]{1,30}){0,5}"
)
LONGEST = 30


def is_reference(text: str) -> bool:
    """Return whether a text can be the reference of a case, and cannot be anybody's name."""
    return len(text) <= LONGEST and _REFERENCE.fullmatch(text) is not None


def in_order(references: Iterable[str], seed: int) -> list[str]:
    """Return references in the order of the draw: by SHA-256 of the seed and each, so that anybody can draw it again."""

    def place(reference: str) -> tuple[bytes, str]:
        return hashlib.sha256(f"{seed}:{reference}".encode()).digest(), reference

    return sorted(set(references), key=place)
