"""Placeholders in a text: "[person 1]", "[provider A]", "[address]" say nothing of what it is about.

They stand for what was hidden, so nothing is learned, suggested, matched or found by them: every reader of meaning
reads a text through `without_placeholders`.
"""

from __future__ import annotations

import re

# Up to four words in brackets, as redaction here and elsewhere writes them ("[NHS number 2]", "[name removed]"), and
# the 's that follows.
_PLACEHOLDER = re.compile(
    r"\[[ \t]?[^\W_][\w'’/.-]{0,30}(?:[ \t][\w'’/.-]{1,30}){0,3}[ \t]?\](?:['’]s(?!\w))?|\[\W{0,10}\]"
)


def without_placeholders(text: str, mark: str = " ") -> str:
    """Return a text with the mark for each character of a placeholder, so that all else stays in its place."""
    return _PLACEHOLDER.sub(lambda match: mark * len(match.group()), text) if "[" in text else text
