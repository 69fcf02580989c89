"""The timeline of a record: everything that happened to it in one list, newest first, of which a kind can be shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from goldthread.council.files.queries import files_of
from goldthread.council.notes.queries import notes_of
from goldthread.council.records.base import Record
from goldthread.council.records.history import Event, history


def timeline(request: HttpRequest, record: Record) -> list[dict[str, Any]]:
    """Return the events of a record as its timeline shows them, newest first."""
    events = [_entry(event) for event in history(record)]
    events += notes_of(request.person, record) + files_of(request.person, record)
    return sorted(events, key=lambda event: event["when"], reverse=True)


def _entry(event: Event) -> dict[str, Any]:
    """Return an event as the timeline shows it."""
    changes = [
        f"{change.name}: {change.before} → {change.after}" if change.after else f"{change.name}: changed"
        for change in event.changes
    ]
    return {
        "group": "changes",
        "icon": "pencil",
        "what": event.what,
        "by": event.by,
        "when": event.at,
        "text": "; ".join(changes),
        "note": f"Reason: {event.reason}" if event.reason else "",
    }
