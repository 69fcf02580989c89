"""The history of a record as a timeline: who did what and when, with the fields that it changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils import timezone

from goldthread.analysis.privacy import CaseNames, redact
from goldthread.council.command import in_words
from goldthread.council.models import AuditLine
from goldthread.council.records import people_named
from goldthread.council.records.base import Record, history_of
from goldthread.dates import day_in_words

EMPTY = "empty"
_OF_ONE_MOMENT = datetime.timedelta(minutes=1)
_NOT_SHOWN = {"id", "council", "created_at", "version", "number"}


@dataclass(frozen=True)
class FieldChange:
    """One field as it was and as it is then, in words; for a restricted field only that it changed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One thing that was done to a record."""

    what: str
    by: str
    at: datetime.datetime
    reason: str = ""
    changes: list[FieldChange] = field(default_factory=list)


def history(record: Record) -> list[Event]:
    """Return what was done to a record, newest first: the audit log's lines, each with the fields it changed.

    The log is sealed and its reasons stay as they were written; here they are without whom the record's words name now.
    """
    lines = list(
        AuditLine.objects.filter(council_id=record.council_id, target_id=record.pk)
        .select_related("person")
        .order_by("number")
    )
    changes = _changes(record)
    events: list[Event] = []
    by_line: dict[int, list[FieldChange]] = {line.number: [] for line in lines}
    for change in changes:
        line = _line_of(change, lines)
        if line is not None:
            by_line[line.number] += change.fields
        else:
            events.append(Event("Changed", "", change.at, "", change.fields))
    named = people_named.named_under(record) if any(line.reason for line in lines) else CaseNames()
    # Of the same moment, the later line first.
    for line in reversed(lines):
        by = line.person.name if line.person else ""
        events.append(
            Event(
                in_words(line.command), by, line.at, redact(line.reason, (), named).text, by_line[line.number]
            )
        )
    if not lines or lines[0].at - record.created_at > _OF_ONE_MOMENT:
        # It came with many others, in a command whose line names none of them.
        events.append(Event("Added", "", record.created_at))
    return sorted(events, key=lambda event: event.at, reverse=True)


@dataclass(frozen=True)
class _Change:
    """Fields that changed at once, and the version that came of it; 0 where it stayed the same."""

    at: datetime.datetime
    version: int
    fields: list[FieldChange]


def _line_of(change: _Change, lines: Sequence[AuditLine]) -> AuditLine | None:
    """Return the line of the command that made a change: by the version, else by the moment."""
    for line in lines:
        if change.version and line.detail.get("version") == change.version:
            return line
    # A change is stamped with the beginning of its transaction, its line with a moment in it.
    for line in lines:
        if datetime.timedelta() <= line.at - change.at < _OF_ONE_MOMENT:
            return line
    return None


def _changes(record: Record) -> list[_Change]:
    """Return each moment at which fields changed, oldest first, with what they were and became."""
    events = history_of(type(record))
    if events is None:
        return []
    states: Sequence[Model] = [
        *events._default_manager.filter(pgh_obj_id=record.pk).order_by("pgh_id"),
        record,
    ]
    found = []
    for before, after in pairwise(states):
        fields = [
            change for of in _fields(record) for change in _changed(of, before, after, record.spec.restricted)
        ]
        if fields:
            # An earlier state is written down when the next one takes over.
            version = after.version if after.version != before.version else 0
            found.append(_Change(before.pgh_created_at, version, fields))
    return found


def _fields(record: Record) -> list[Any]:
    # A code says nothing to a reader, unless its type says how it is read.
    unread = set(record.spec.codes) - set(record.spec.labels) | set(getattr(record, "no_history", ()))
    return [f for f in record._meta.concrete_fields if f.name not in _NOT_SHOWN | unread]


def _changed(of: Any, before: Model, after: Model, restricted: Sequence[str]) -> Iterator[FieldChange]:
    """Yield what changed in a field: once, or for each key of a JSON field."""
    was, now = getattr(before, of.attname), getattr(after, of.attname)
    if was == now:
        return
    name = str(of.verbose_name).capitalize()
    if of.name in restricted:
        yield FieldChange(name, "", "")
    elif isinstance(was, dict) and isinstance(now, dict):
        for key in {**was, **now}:
            if was.get(key) != now.get(key):
                earlier, later = _part_in_words(was.get(key)), _part_in_words(now.get(key))
                words = key.replace("_", " ").capitalize()
                # What changed within the parts of a list has no short words: that they changed is said.
                yield FieldChange(words, *((earlier, later) if earlier != later else ("", "")))
    else:
        day = timezone.localdate(before.pgh_created_at)
        yield FieldChange(name, _in_words(of, before, day), _in_words(of, after, day))


def _in_words(of: Any, state: Model, day: datetime.date) -> str:
    value = getattr(state, of.attname)
    if value is None or value == "":
        return EMPTY
    if of.is_relation:
        related = of.related_model._default_manager.filter(pk=value).first()
        if related is not None and hasattr(related, "name_on"):
            # A team as it was called then.
            return related.name_on(day)
        return str(related) if related is not None else "removed"
    label = getattr(of.model, "spec", None) and of.model.spec.labels.get(of.name)
    if label:
        return label(value)
    if of.choices:
        return str(dict(of.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return day_in_words(value)
    return _part_in_words(value)


def _part_in_words(value: Any) -> str:
    """Return a value of a JSON field in words: each part of a list by its name."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return str(value.get("name") or "") or f"{len(value)} entries"
    if isinstance(value, list):
        return ", ".join(map(_part_in_words, value)) or EMPTY
    return EMPTY if value is None or value == "" else str(value)
