"""The list of feedback as somebody narrowed it, and those narrowings in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldthread.council.models import Person
from goldthread.feedback.models import Feedback, FeedbackQuerySet, ImportBatch, Speaker
from goldthread.feedback.sources import SOURCES

NEWEST = ("-received_on", "-id")


def narrowed(person: Person, asked: Mapping[str, Any]) -> FeedbackQuerySet:
    """Return the feedback that a person may see, narrowed by what they asked for."""
    found = Feedback.objects.visible_to(person).select_related("team")
    for name in ("source", "speaker", "team"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("batch"):
        found = found.filter(batch_id=asked["batch"])
    if asked.get("locked"):
        found = found.filter(is_locked=True)
    return found.waiting_to_hear() if asked.get("waiting") else found


def in_words(asked: Mapping[str, Any], batch: ImportBatch | None = None) -> str:
    """Return what a narrowed list holds, such as "complaints, Hospital Team, waiting to hear back"."""
    said = []
    if asked.get("source"):
        said.append(SOURCES[asked["source"]].plural.lower())
    if asked.get("team"):
        said.append(asked["team"].name)
    if asked.get("speaker"):
        said.append(Speaker(asked["speaker"]).label.lower())
    if asked.get("waiting"):
        said.append("waiting to hear back")
    if asked.get("locked"):
        said.append("locked")
    if batch is not None:
        said.append(f"brought in with {batch.filename}")
    return ", ".join(said) or "all feedback"
