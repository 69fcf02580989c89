"""The timeline of a record: everything that happened to it in one list, newest first, of which a kind can be shown."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Sequence
from typing import Any

from django.db.models import CharField, Min, Model, Value
from django.urls import reverse

from goldthread.council.files.models import Attachment
from goldthread.council.files.queries import files_of
from goldthread.council.models import Person
from goldthread.council.notes.models import Note
from goldthread.council.notes.queries import notes_of
from goldthread.council.records import attached, due_dates
from goldthread.council.records.assignment import due_of, is_open, next_step
from goldthread.council.records.base import Record
from goldthread.council.records.history import EMPTY, Event, FieldChange, history
from goldthread.council.records.spec import kind_of, models_with_spec, record_types, type_of
from goldthread.council.relations.models import RelatedRecord
from goldthread.council.relations.queries import links_of, related_to
from goldthread.web.forms import lower_first

Entry = dict[str, Any]

SHOWN = {"": "Everything", "notes": "Notes", "files": "Files", "changes": "Changes"}
MOST = 30
"""So many are shown at first; the rest by a link."""


def timeline(person: Person, record: Record, present: Container[type[Model]] | None = None) -> list[Entry]:
    """Return the events of a record as its timeline shows them to somebody, newest first.

    present: of which models something hangs on it or happened to it, where that is known.
    """
    if present is None:
        present = attached.present(record, happened=True)
    events = [_entry(event) for event in history(record)]
    events += notes_of(person, record) if Note in present else []
    events += files_of(person, record) if Attachment in present else []
    events += links_of(related_to(person, record)) if RelatedRecord in present else []
    events += [*_happened(person, record, present), *_led_to(person, record)]
    return sorted(events, key=lambda event: event["when"], reverse=True)


def still_due(record: Record, today: datetime.date) -> list[Entry]:
    """Return what is still to be done on a record by a day, as the first entry of its timeline; none where nothing is."""
    if record.spec.work is None or not is_open(record) or (due := due_of(record)) is None:
        return []
    # With a step of its own: "Acknowledge: due"; without one the date alone says it.
    said, what = next_step(record), "Was due" if due < today else "Due"
    what = f"{said}: {lower_first(what)}" if said else what
    entry: Entry = {"group": "changes", "icon": "clock", "kind": "todo", "what": what}
    return [{**entry, "by": "", "text": "", "when": due_dates.day(due, today)}]


def part_of(events: Sequence[Entry], show: str) -> tuple[list[Entry], list[tuple[str, str, int, bool]], int]:
    """Return the events that are shown, the choices as (text, address, count, whether it is shown), and how many more.

    show: a key of SHOWN, or with "-all" behind it for those that do not fit at first. Choices are offered where there
    is something to choose between.
    """
    wanted, _, rest = show.partition("-")
    wanted = wanted if wanted in SHOWN else ""
    counts = {key: sum(1 for each in events if key in ("", each["group"])) for key in SHOWN}
    offered = [key for key in SHOWN if counts[key]]
    choices = [
        (SHOWN[key], f"?show={key}#timeline" if key else "?#timeline", counts[key], key == wanted)
        for key in offered
    ]
    chosen = [each for each in events if wanted in ("", each["group"])]
    shown = chosen if rest else chosen[:MOST]
    return shown, choices if counts["notes"] or counts["files"] or wanted else [], len(chosen) - len(shown)


def _change_in_words(change: FieldChange) -> str:
    if not change.after:
        return f"{change.name}: changed"
    if change.before == EMPTY:
        return f"{change.name}: {change.after}"
    if change.after == EMPTY:
        return f"{change.name}: removed, was {change.before}"
    return f"{change.name}: {change.before} → {change.after}"


def _entry(event: Event) -> Entry:
    """Return an event as the timeline shows it."""
    changes = [_change_in_words(change) for change in event.changes]
    return {
        "group": "changes",
        "icon": "pencil",
        "what": event.what,
        "by": event.by,
        "when": event.at,
        "text": "; ".join([*(change.removesuffix(".") for change in changes[:-1]), *changes[-1:]]),
        "note": f"Reason: {event.reason}" if event.reason else "",
    }


def _happened(person: Person, record: Record, present: Container[type[Model]]) -> Iterator[Entry]:
    """Yield what rows of other models say of a record, such as that its issues were coded."""
    kind = kind_of(record)
    for model in models_with_spec():
        told = model.spec.happening
        if told is None or kind not in told.kinds.split() or not person.may(told.permission):
            continue
        if model not in present:
            continue
        of_kind, key = told.ends
        of = {key: record.pk, **({of_kind: kind} if of_kind else {})}
        rows = model._default_manager.filter(told.where, **of)
        groups: dict[tuple[Any, ...], list[str]] = {}
        fields = (told.when, told.by, told.text or "pk", told.labelled or "pk", told.note or "pk", "pk")
        for when, by, text, code, note, pk in rows.order_by(told.when).values_list(*fields):
            key = (when, by, str(code) if told.labelled else "", str(note) if told.note else "")
            groups.setdefault((*key, pk if told.opens else None), []).append(str(text))
        labels = dict(model._meta.get_field(told.labelled).flatchoices) if told.labelled else {}
        for (when, by, code, note, pk), texts in groups.items():
            text = ", ".join(dict.fromkeys(filter(None, texts))) if told.text else ""
            opens = pk is not None and person.may(model.spec.permission)
            yield {
                "group": "changes",
                "icon": told.icon,
                "what": labels.get(code, code) or told.what,
                "by": by,
                "when": when,
                "text": text,
                "note": note,
                "links": [(f"Open {model.spec.name.lower()}", reverse(model.spec.page, args=[pk]))]
                if opens
                else [],
            }


def _led_to(person: Person, record: Record) -> Iterator[Entry]:
    """Yield each record that was made from this one, or cites it, at the moment at which it began to.

    One query finds them all, since most records have led to nothing; then one for each type of those found.
    """
    kind, parts = kind_of(record), []
    for model in record_types().values():
        spec = model.spec
        if not (spec.passes and spec.on_thread) or spec.origin or not person.may(spec.permission):
            continue
        for of, basis in spec.bases.items():
            stems = record.spec.issues and bool(record_types()[of].spec.origin)
            if of != kind and not stems:
                continue
            first, deep, _ = basis.path.partition("__")
            where = {f"{basis.path}__origin": kind, f"{basis.path}__origin_id": record.pk}
            rows = model._default_manager.visible_to(person).filter(
                spec.counts, basis.where, **(where if stems else {basis.path: record.pk})
            )
            began = Min(f"{first}__created_at" if deep else "created_at")
            of_kind = Value(kind_of(model), output_field=CharField())
            parts.append(
                rows.annotate(of_kind=of_kind, began=began).order_by().values_list("of_kind", "pk", "began")
            )
    keys = list(parts[0].union(*parts[1:], all=True)) if parts else []
    for of in dict.fromkeys(of for of, _, _ in keys):
        spec = type_of(of).spec
        records = type_of(of)._default_manager.all()
        if names := spec.names_itself_by(type_of(of)):
            records = records.select_related(*names)
        records = records.in_bulk([pk for each, pk, _ in keys if each == of])
        for made, began in ((records[pk], began) for each, pk, began in keys if each == of):
            yield {
                "group": "changes",
                "icon": "out",
                "what": spec.made or f"{spec.name} added",
                "when": began,
                "text": f"{made.reference} {getattr(made, spec.title)}".strip(),
                "href": reverse(spec.page, args=[made.pk]),
            }
