"""Commands on notes: adding one to a record, and changing or taking back one's own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.notes import mentions
from goldthread.council.notes.models import Mention, Note
from goldthread.council.notifications.notifying import notify
from goldthread.council.records import attached, people_named, privacy, saving
from goldthread.council.records.attached import check_open
from goldthread.council.records.base import Record
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import kind_of


@command("notes.write")
def add_note(*, by: Person, record: Record, text: str, tell: Sequence[Person] = ()) -> Note:
    """Add a note: its original is kept apart, and colleagues named with @ or chosen are told."""
    check_open(by, record)
    note = Note(council=by.council, origin=kind_of(record), origin_id=record.pk, by=by)
    told = _write(note, by, record, text, tell)
    note.save(force_insert=True)
    _keep(note, record, text, told)
    return note


@command("notes.write")
def edit_note(*, by: Person, note: Note, text: str) -> Note:
    """Change a note of one's own: who is named in it anew is told."""
    record = _own(by, note)
    if text.strip() == note.text:
        return note
    told = _write(note, by, record, text, ())
    note.edited_at = timezone.now()
    note.save(update_fields=["text", "edited_at"])
    _keep(note, record, text, told)
    return note


@command("notes.write")
def withdraw_note(*, by: Person, note: Note, on: datetime.date) -> Note:
    """Withdraw a note of one's own: it is shown and found no more."""
    record = _own(by, note)
    note.withdrawn_on = on
    note.save(update_fields=["withdrawn_on"])
    attached.put(record, [note])
    return note


def _reason(*, note: Note, reason: str, **_: Any) -> str:
    return people_named.redacted_reason(record=attached.record_of(note), reason=reason)


@command("feedback.original", trail=_reason)
def open_note(*, by: Person, note: Note, reason: str) -> Note:
    """Open the original of a note: who did, and why, is in the audit log."""
    check_open(by, attached.record_of(note), withdrawn=True)
    saving.needs_reason(reason, "It is kept.")
    return note


def _own(by: Person, note: Note) -> Any:
    """Return the record of a note that somebody may change: their own, not taken back."""
    record = attached.record_of(note)
    check_open(by, record)
    if note.by_id != by.pk:
        raise PermissionDenied("a note is changed by whoever wrote it")
    if note.withdrawn_on is not None:
        raise Refused("This note is withdrawn already.")
    return record


def _write(note: Note, by: Person, record: Record, text: str, tell: Sequence[Person]) -> list[Person]:
    """Put the redacted text into a note, names of colleagues after @ left as they are; return whom it tells."""
    if not text.strip():
        raise Refused("Enter a note.", field="text")
    pieces = mentions.found_in(text.strip(), mentions.who_may_be_told(by, record) if "@" in text else [])
    wanted = {person.pk: person for person in [*tell, *(person for _, person in pieces if person)]}
    told = mentions.check(record, wanted.values())
    if len(told) < len(wanted):
        raise Refused("Somebody you chose may not open this record, so they cannot be told.", field="tell")
    plain = {str(n): piece for n, (piece, person) in enumerate(pieces) if person is None}
    hidden = privacy.hide_fields(plain, people_named.named_under(record))
    note.text = "".join(
        piece if person is not None else hidden[str(n)].text for n, (piece, person) in enumerate(pieces)
    )
    return told


def _keep(note: Note, record: Record, text: str, told: Sequence[Person]) -> None:
    """Keep the original apart, save whom the note tells and put it into search."""
    originals = RestrictedText.objects.filter(council=note.council, origin=kind_of(note), origin_id=note.pk)
    # What is changed begins as the redacted copy: the original before it must not be lost by that.
    originals.filter(field="text").update(field=f"text {originals.count()}")
    originals.create(
        council=note.council, origin=kind_of(note), origin_id=note.pk, field="text", text=text.strip()
    )
    before = set(Mention.objects.filter(note=note).values_list("person_id", flat=True))
    new = [person for person in told if person.pk not in before]
    Mention.objects.bulk_create([Mention(council=note.council, note=note, person=person) for person in new])
    notify(by=note.by, to=new, kind="mentioned", record=record)
    attached.put(record, [note])
