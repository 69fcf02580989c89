"""Whose feedback is owed an answer, asked for or not: what boards, forums and partners raise, by their type (`Source.answer_owed`).

The room of requests makes each issue of it a request (`responses/by_default.py`): that is where it waits, and is answered.
"""

from __future__ import annotations

from typing import Any

from goldthread.council.records.owed import Owed
from goldthread.feedback.sources import SOURCES

_KIND = {"partner": "partner", "staff": "staff_idea"}


def owed_for(feedback: Any) -> Owed | None:
    """Return what is owed to whoever raised a piece of feedback; None where nothing is, or somebody said that it is not."""
    source = SOURCES.get(feedback.source)
    if source is None or not source.answer_owed or not feedback.wants_reply:
        return None
    organisation = feedback.organisation.name if feedback.organisation_id else ""
    return Owed(
        group=str(feedback.extra.get("board") or organisation or feedback.extra.get("partner") or ""),
        kind=_KIND.get(source.speaker, "asked"),
        owner=feedback.owner,
        format=feedback.format_needed,
    )
