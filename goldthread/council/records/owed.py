"""What is owed an answer without being asked for: a type of record says so of one of its own, in its spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Owed:
    """That each matter raised in a record is owed an answer.

    group: the board, forum, group of staff or partner that raised it, in words. kind: of request, as the room of
    requests calls it. owner: whoever answers, where that is known. format: in which they are told.
    """

    group: str = ""
    kind: str = "asked"
    owner: Any = None
    format: str = ""
