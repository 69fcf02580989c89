"""Hides what identifies people with Goldthread's own recognisers; the default finder."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.analysis import privacy as recognisers
from goldthread.feedback.privacy import Hidden


def hide(text: str, *, known_names: Sequence[str] = ()) -> Hidden:
    """Find what points at one person and put readable stand-ins in its place."""
    finds = recognisers.find(text, known_names=known_names)
    redacted = recognisers.redact(text, finds)
    return Hidden(redacted.text, list(zip(redacted.finds, redacted.stand_ins, strict=True)))
