"""Notes on a record as its timeline shows them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.notes.models import Note
from goldthread.council.records import attached


def notes_of(person: Person, record: Any) -> list[dict[str, Any]]:
    """Return the notes on a record as entries of its timeline; none for somebody who may not read them."""
    if not attached.may_read(person, record.spec):
        return []
    rows = attached.on_record(Note, record).select_related("by").prefetch_related("mentions__person")
    counts = record.withdrawn_on is None
    return [_entry(person, note, counts) for note in rows]


def _entry(person: Person, note: Note, counts: bool) -> dict[str, Any]:
    entry = {"group": "notes", "icon": "note", "by": note.by.name, "when": note.at, "id": f"note-{note.pk}"}
    if note.withdrawn_on is not None:
        return {**entry, "what": "Note withdrawn"}
    told = ", ".join(mention.person.name for mention in note.mentions.all())
    links = []
    if counts and note.by_id == person.pk:
        links.append(("Change note", reverse("edit_note", args=[note.pk])))
    if person.may("feedback.original"):
        links.append(("Open original note", reverse("original_note", args=[note.pk])))
    return {
        **entry,
        "what": "Note",
        "note": note.text,
        "text": " ".join(
            [*([f"Told {told}."] if told else []), *(["Changed since."] if note.edited_at else [])]
        ),
        "links": links,
    }
