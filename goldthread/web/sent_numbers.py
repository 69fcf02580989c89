"""Whole numbers in hidden fields and addresses: read safely whatever was sent."""

from __future__ import annotations

# PostgreSQL's integer; Python itself refuses to read more than 4,300 digits.
_LARGEST = 2**31 - 1


def sent_number(text: str) -> int | None:
    """Return a whole number from 0 as it was sent; None for what is none, or is larger than any of ours."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST))):
        return None
    number = int(text)
    return number if number <= _LARGEST else None
