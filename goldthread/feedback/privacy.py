"""The one place where what identifies a person is found, before anything else happens to the words.

`GOLDTHREAD_PRIVACY` may name another finder; a finder that fails leaves the feedback locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class FindLike(Protocol):
    """Something found: where it starts and ends, its kind, why, and how sure."""

    start: int
    end: int
    kind: str
    reason: str
    confidence: float


@dataclass(frozen=True)
class Hidden:
    """Text with readable stand-ins, and what was found with what stands in its place."""

    text: str
    finds: Sequence[tuple[FindLike, str]]


def hide(text: str, *, known_names: Sequence[str] = ()) -> Hidden:
    """Return the working text: the story, without what points at one person."""
    return import_string(settings.PRIVACY_FINDER)(text, known_names=known_names)
