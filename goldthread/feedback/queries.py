"""Filters of the feedback list, and the description of a filtered list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldthread.council.models import Person
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback, FeedbackQuerySet, Speaker
from goldthread.feedback.sources import SOURCES

NEWEST = ("-received_on", "-id")


def filtered(person: Person, filters: Mapping[str, Any]) -> FeedbackQuerySet:
    """Return the feedback that a person may see and that matches the filters."""
    feedback = Feedback.objects.visible_to(person).select_related("team")
    for name in ("source", "speaker", "team"):
        if filters.get(name):
            feedback = feedback.filter(**{name: filters[name]})
    if filters.get("batch"):
        feedback = feedback.filter(batch_id=filters["batch"])
    if filters.get("locked"):
        feedback = feedback.filter(is_locked=True)
    return feedback.awaiting_response() if filters.get("waiting") else feedback


def describe(filters: Mapping[str, Any], batch: ImportBatch | None = None) -> str:
    """Return what a filtered list holds, such as "complaints, Hospital Team, awaiting response"."""
    parts = []
    if filters.get("source"):
        parts.append(SOURCES[filters["source"]].plural.lower())
    if filters.get("team"):
        parts.append(filters["team"].name)
    if filters.get("speaker"):
        parts.append(Speaker(filters["speaker"]).label.lower())
    if filters.get("waiting"):
        parts.append("awaiting response")
    if filters.get("locked"):
        parts.append("awaiting redaction")
    if batch is not None:
        parts.append(f"imported from {batch.filename}")
    return ", ".join(parts) or "all feedback"
