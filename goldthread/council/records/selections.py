"""What is ticked on a list, and what is done to each: one command a record, those refused named, undone for a moment."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.council.records.base import Record
from goldthread.council.records.models import Selection
from goldthread.council.records.redaction import history_of
from goldthread.council.records.spec import RecordType, count_of, kind_of, type_of
from goldthread.web.forms import Form

MOST_TICKED = 500
"""So many records at most are done something to at once: it is one command each, while somebody waits."""
UNDO_FOR = datetime.timedelta(minutes=15)
_KEPT = datetime.timedelta(days=1)


@dataclass(frozen=True)
class BulkAction:
    """What can be done to the records that are ticked on a list.

    do: its word in the form. text: on its button. permission: of its command. run: called for each with by=, record=
    and the answers of the form; None for a page that does it in its own way. done: what is then said of them,
    "assigned", where wanted from the answers. form: what is asked in the bar itself. page: the name of a page that is given them instead, as
    `selection` in its address, and asks more. undo: called with by=, record= and before=, the record as it was.
    """

    do: str
    text: str
    permission: str
    run: Callable[..., Any] | None = None
    done: str | Callable[[Mapping[str, Any]], str] = ""
    form: type[Form] | None = None
    page: str = ""
    undo: Callable[..., Any] | None = None

    def said(self, answers: Mapping[str, Any] | None = None) -> str:
        """Return what is said of the records that it was done to."""
        return self.done if isinstance(self.done, str) else self.done(answers or {})


@dataclass
class Outcome:
    """What came of doing something to several records: the selection, how many were done, and who was refused why."""

    selection: Selection
    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


class SelectionField(forms.UUIDField):
    """What somebody ticked, by its key: theirs only, and for a day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="Selected", widget=forms.HiddenInput, required=False, **options)
        self.person: Person | None = None

    def for_person(self, person: Person, **_: Any) -> None:
        """Find what this person ticked, and nobody else's."""
        self.person = person

    def clean(self, value: Any) -> Selection | None:
        """Return the selection; raises ValidationError where it is not kept any more."""
        key = super().clean(value)
        if key is None:
            return None
        found = None if self.person is None else selection_of(self.person, key)
        if found is None:
            raise forms.ValidationError("What was selected is not kept any more. Select the records again.")
        return found


def keep(person: Person, records: Iterable[Record]) -> Selection:
    """Keep what somebody ticked for a day. No command: it changes no record."""
    ticked = list(records)
    Selection.objects.filter(council=person.council_id, created_at__lt=timezone.now() - _KEPT).delete()
    return Selection.objects.create(
        council_id=person.council_id,
        by=person,
        kind=kind_of(ticked[0]),
        keys=[str(record.pk) for record in ticked],
    )


def keep_done(person: Person, records: Iterable[Record], action: str, on: Record) -> Selection:
    """Keep what somebody did with records to another, by its word, so that a page can undo it for a moment."""
    kept = keep(person, records)
    kept.action, kept.done, kept.done_at = action, [[str(on.pk)]], timezone.now()
    kept.save(update_fields=["action", "done", "done_at"])
    return kept


def mark_undone(selection: Selection) -> None:
    """Keep that what was done is undone, so that it is undone once."""
    selection.undone_at = timezone.now()
    selection.save(update_fields=["undone_at"])


def selection_of(person: Person, key: uuid.UUID) -> Selection | None:
    """Return what somebody ticked by its key; None where it is another's or its day is over."""
    own = Selection.objects.visible_to(person).filter(by=person, created_at__gte=timezone.now() - _KEPT)
    return own.filter(pk=key).first()


def records_in(person: Person, selection: Selection) -> QuerySet:
    """Return the records of a selection that this person may open."""
    return type_of(selection.kind)._default_manager.visible_to(person).filter(pk__in=selection.keys)


def carry_out(
    by: Person, action: BulkAction, selection: Selection, answers: Mapping[str, Any] | None = None
) -> Outcome:
    """Do something to each record of a selection, by one command each; those refused stay as they are.

    In the order of their keys, so that two people who do this at once do not wait for each other in a circle.
    """
    assert action.run is not None, f"{action.do} has a page of its own"
    outcome = Outcome(selection)
    records = list(records_in(by, selection).order_by("pk"))
    events = history_of(type(records[0])) if records else None
    # What stood before is the first of the earlier states that are written down from here on.
    floor = events._default_manager.aggregate(last=Max("pgh_id"))["last"] or 0 if events else 0
    done = []
    for record in records:
        try:
            with transaction.atomic():
                saving.lock(record)
                before = record.version
                action.run(by=by, record=record, **(answers or {}))
        except (Refused, PermissionDenied) as refused:
            outcome.refused.append((record.reference or str(record), _why(refused)))
        else:
            after = type(record)._default_manager.values_list("version", flat=True).get(pk=record.pk)
            done.append([str(record.pk), before, after, floor])
    missing = len(selection.keys) - len(records)
    if missing:
        outcome.refused.append((f"{missing} more", "They are not there any more, or are not yours to open."))
    selection.action, selection.done, selection.done_at = action.do, done, timezone.now()
    selection.save(update_fields=["action", "done", "done_at"])
    outcome.done = len(done)
    return outcome


def can_undo(person: Person, action: BulkAction | None, selection: Selection) -> bool:
    """Return whether what was done can still be undone, by whoever did it."""
    if action is None or action.undo is None or not selection.done or selection.done_at is None:
        return False
    in_time = timezone.now() - selection.done_at < UNDO_FOR
    return in_time and selection.undone_at is None and selection.by_id == person.pk


def undo(by: Person, action: BulkAction, selection: Selection) -> Outcome:
    """Put each record back as it was, by one command each; what was changed since is refused and stays.

    Raises Refused where it is too late, or was done already.
    """
    if not can_undo(by, action, selection):
        raise Refused("This cannot be undone any more. Open each record to change it.")
    assert action.undo is not None
    outcome = Outcome(selection)
    records = records_in(by, selection).in_bulk()
    for key, before, after, floor in sorted(selection.done):
        record = records.get(uuid.UUID(key))
        if record is None:
            outcome.refused.append(("1 more", "It is not there any more."))
            continue
        try:
            with transaction.atomic():
                saving.lock(record)
                if record.version != after:
                    raise Refused("It was changed since.")
                action.undo(by=by, record=record, before=_as_it_was(record, before, floor))
        except (Refused, PermissionDenied) as refused:
            outcome.refused.append((record.reference or str(record), _why(refused)))
        else:
            outcome.done += 1
    mark_undone(selection)
    return outcome


def _as_it_was(record: Record, version: int, floor: int) -> Model:
    """Return a record as it was before it was changed: the state that its history kept, or itself where none was."""
    events = history_of(type(record))
    if events is None:
        return record
    earlier = events._default_manager.filter(pgh_obj_id=record.pk, version=version, pgh_id__gt=floor)
    return earlier.order_by("pgh_id").first() or record


def _why(refused: Exception) -> str:
    return str(refused) if isinstance(refused, Refused) else "You may not do this to it."


def in_words(outcome: Outcome, spec: RecordType, done: str) -> tuple[str, str]:
    """Return what was done, "5 lessons withdrawn", and what was not, with each reason; "" for either where there is none.

    Records refused for the same reason stand together; so many are named.
    """
    said = f"{count_of(spec, outcome.done)} {done}" if outcome.done else ""
    by_reason: dict[str, list[str]] = {}
    for reference, reason in outcome.refused:
        by_reason.setdefault(reason, []).append(reference)
    parts = [f"{_named(references)}: {reason}" for reason, references in by_reason.items()]
    return said, f"Not {done}: {' '.join(parts)}" if parts else ""


_NAMED = 8


def _named(references: Sequence[str]) -> str:
    named = ", ".join(references[:_NAMED])
    return f"{named} and {len(references) - _NAMED} more" if len(references) > _NAMED else named
