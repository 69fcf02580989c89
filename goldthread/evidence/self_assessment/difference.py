"""Two versions of a text, word by word: what stayed, what was added, what was taken out."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

# Each word with the space after it: spaces by themselves would stay, and part what was changed together.
_PIECES = re.compile(r"\S+\s*|^\s+")
SAME, ADDED, GONE = "same", "added", "gone"


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are in both texts, in the later or in the earlier alone."""

    kind: str
    text: str


def word_difference(before: str, after: str) -> list[Piece]:
    """Return a text as pieces from which both it and the one before can be read, in order."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(GONE, "".join(old[a:b])))
        if d > c:
            pieces.append(Piece(ADDED, "".join(new[c:d])))
    return pieces
