"""References of cases in lists: a number with a few letters, which cannot be anybody's name."""

from __future__ import annotations

import re

# A number, with at most four letters in a row: no name is one.
_REFERENCE = re.compile(
    r"(?=[^0-9]{0,30}[0-9])(?![A-Za-z0-9 ./_-]{0,30}[A-Za-z]{5})[A-Za-z0-9]{1,30}(?:[ ./_-][A-Za-z0-9]{1,30}){0,5}"
)
_WITH_DIGIT = re.compile(r"[A-Za-z0-9./_-]{0,30}[0-9][A-Za-z0-9./_-]{0,30}")
LONGEST = 30


def is_reference(text: str) -> bool:
    """Return whether a text can be the reference of a case, and cannot be anybody's name."""
    return len(text) <= LONGEST and _REFERENCE.fullmatch(text) is not None


def reference_in(text: str) -> str:
    """Return the one reference that a cell holds beside other words ("Mrs K, 1002"), "" where it is none or several."""
    references = [each.strip(".,-_/") for each in _WITH_DIGIT.findall(text[:200])]
    return references[0] if len(references) == 1 and is_reference(references[0]) else ""
