"""Trying a template or a paragraph on a made-up case: what it becomes, and what in it is no field."""

from __future__ import annotations

from goldthread.casework.letters import wording
from goldthread.casework.letters.fields import NAMES, made_up
from goldthread.council.command import Refused


def tried(text: str, council: str) -> str:
    """Return a text filled with a made-up case; what is no field stays in braces."""
    return wording.fill(text, made_up(council))


def check_fields(text: str, *, field: str = "text") -> None:
    """Refuse a text in which something in braces is no field, or a brace is open; the refusal names it."""
    unknown = [each for each in wording.left_open(text, tuple(NAMES))]
    if unknown:
        listed = ", ".join(unknown)
        raise Refused(
            f"{listed} {'is not a field' if len(unknown) == 1 else 'are not fields'} that a letter can have. "
            "The list of fields stands under the text.",
            field=field,
        )
