"""Saving records: redacted, numbered, indexed for search, and never over what somebody else changed meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import JSONField, Model
from django.utils import timezone

from goldthread.analysis.privacy import CaseNames
from goldthread.council.errors import Refused
from goldthread.council.records import attached, date_order, numbering, people_named, privacy, search
from goldthread.council.records.base import Record
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import is_confidential, kind_of

# Fewer characters are no reason that anybody could read later.
SHORTEST_REASON = 5
# What stands on a record's own page as its reason says more than a line in its timeline.
_SHORTEST_EXPLANATION = 10


# What is done after each change of a record, such as withdrawing a notification that is not so any more.
_AFTER_CHANGE: list[Callable[[Record], None]] = []


def after_change(function: Callable[[Record], None]) -> Callable[[Record], None]:
    """Have a function called with each record whose change was saved, in the same transaction."""
    _AFTER_CHANGE.append(function)
    return function


class Stale(Refused):
    """A change of a record that somebody else changed since it was opened; nothing of either is lost.

    `fields`: (name, what stands now, what was about to be saved) of every field in which the two differ.
    """

    def __init__(self, record: Record, fields: list[tuple[str, Any, Any]]) -> None:
        super().__init__(
            "Somebody else changed this since you opened it. Both texts are shown below: change yours to what "
            "should stand, and save again."
        )
        self.record, self.fields = record, fields


def add(record: Record, *, based_on: Iterable[Model] = ()) -> Record:
    """Save a new record: redacted, numbered and found by search; of a confidential type, only saved.

    `based_on`: the issues or records that it rests on, so that whom their words name is hidden in it too. Raises
    privacy.CouldNotLook, and saves nothing, where personal data could not be looked for, and Refused where its dates
    are in an order that cannot be.
    """
    date_order.check(record)
    if is_confidential(record):
        record.save(force_insert=True)
        return record
    if record.spec.letter and record.number is None:
        record.number = numbering.take(record.council_id, record.spec.letter)
    names = people_named.named_under(*based_on)
    received = {name: getattr(record, name) for name in record.spec.restricted}
    hide(record, record.spec.hidden, names)
    record.save(force_insert=True)
    _save_originals(record, received, names)
    index(record)
    return record


def change(record: Record, *, version: int | None = None, **fields: Any) -> Record:
    """Change fields of a record, redacted, and index it again; what stood before is kept in its history.

    `version` is that at which a form was opened: raises Stale where somebody else changed the record since.
    """
    current = check_version(record, version, fields)
    for name in record.spec.restricted:
        # A form shows the redacted copy: sent back as it was, it must not take the place of the original.
        if name in fields and fields[name] == getattr(current, name):
            del fields[name]
    for name, value in fields.items():
        setattr(record, name, value)
    date_order.check(record, fields)
    written = [name for name in record.spec.hidden if name in fields]
    if written:
        names = people_named.named_under(record)
        received = {name: fields[name] for name in record.spec.restricted if name in fields}
        hide(record, written, names)
        _save_originals(record, received, names)
    record.version = current.version + 1
    record.save(update_fields=[*fields, "version"])
    if is_confidential(record):
        return record
    index(record)
    for follow in _AFTER_CHANGE:
        follow(record)
    return record


def check_version(record: Record, version: int | None, fields: Mapping[str, Any]) -> Record:
    """Lock a record and return it as it stands; raise Stale where it is not at the version of somebody's form.

    `fields` are what they were about to save, for a command that saves some of it in another way.
    """
    current = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if version is not None and version != current.version:
        raise Stale(current, [*_differences(current, fields)])
    return current


def lock(*records: Model) -> None:
    """Lock records and read them as they stand; for a command that writes anew what it read, or asks what it may."""
    for record in sorted(records, key=lambda each: each.pk):
        record.refresh_from_db(from_queryset=type(record)._default_manager.select_for_update())


def _differences(record: Record, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield (name, what stands, what was about to be saved) of each field that differs; of a JSON field, each key."""
    for name, new in fields.items():
        old = getattr(record, name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            keys = [key for key in {**old, **new} if old.get(key, "") != new.get(key, "")]
            yield from ((key, old.get(key, ""), new.get(key, "")) for key in keys)
        elif old != new:
            yield name, old, new


def add_part(part: Any, record: Record, *, based_on: Iterable[Model] = ()) -> Any:
    """Save a new part of a record, such as a note, redacted of whom the words under that record name.

    `based_on`: what the record rests on too from now on, by this part.
    """
    date_order.check(part)
    hide(part, part.spec.hidden, people_named.named_under(record, *based_on))
    part.save(force_insert=True)
    return part


def change_part(part: Any, record: Record, **fields: Any) -> Any:
    """Change fields of a part of a record, redacted of whom the words under that record name."""
    for name, value in fields.items():
        setattr(part, name, value)
    date_order.check(part, fields)
    hide(part, [name for name in part.spec.hidden if name in fields], people_named.named_under(record))
    part.save(update_fields=[*fields])
    return part


def needs_reason(reason: str, use: str = "It is shown in the timeline.") -> None:
    """Refuse what needs a reason in a few words and has none. use: what becomes of the reason, in a sentence."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Give the reason in a few words. {use}", field="reason")


def needs_explanation(text: str, ask: str, *, field: str) -> None:
    """Refuse a text of a record that says too little of why or what. ask: what to enter, such as "Enter a reason"."""
    if len(text.strip()) < _SHORTEST_EXPLANATION:
        raise Refused(f"{ask}, in {_SHORTEST_EXPLANATION} characters or more.", field=field)


def hide(record: Model, fields: Sequence[str], names: CaseNames) -> None:
    """Put the redacted text into fields of a record: what is detected in one is hidden in all.

    What a published report prints stays, until somebody asks otherwise, and so do the record's contacts for readers.
    """
    names = people_named.leave_contacts(record, names)
    hidden = record.spec.hidden_in(record)
    for name in fields:
        if name not in hidden and isinstance(getattr(record, name), str):
            setattr(record, name, getattr(record, name).strip())
    fields = [name for name in fields if name in hidden]
    texts = {name: _as_texts(getattr(record, name)) for name in fields}
    flat = {f"{name}.{key}": text for name, parts in texts.items() for key, text in parts.items()}
    references = {f"{name}.": privacy.REFERENCES for name in record.spec.references}
    redacted = privacy.hide_fields(flat, names, leave=references)
    for name, parts in texts.items():
        field = record._meta.get_field(name)
        if isinstance(field, JSONField):
            before = getattr(record, name)
            setattr(record, name, _with(before, {key: redacted[f"{name}.{key}"].text for key in parts}))
        else:
            longest = getattr(field, "max_length", None)
            setattr(record, name, redacted[f"{name}."].text[:longest])


def index(record: Record) -> None:
    """Put a record into search as it stands now; take it out where it counts no more."""
    counts = _counts(record)
    attached.index(record, counts=counts)
    if not record.spec.searched:
        return
    if not counts:
        search.remove(record.council_id, [record.pk])
        return
    search.put(record.council_id, [entry_of(record)])


def _counts(record: Record) -> bool:
    if record.withdrawn_on is not None:
        return False
    counts = record.spec.counts
    return not counts or type(record)._default_manager.filter(counts, pk=record.pk).exists()


def entry_of(record: Record, text: str | None = None) -> search.Entry:
    """Return a record as search knows it: its title, its redacted text, and who may open it.

    `text`: what it is found by, where that is at hand and need not be read again.
    """
    spec = record.spec
    if text is None:
        text = _search_text(record) if spec.search_text is None else spec.search_text(record)
    return search.Entry(
        kind=kind_of(record),
        record_id=record.pk,
        reference=record.reference,
        title=str(getattr(record, spec.found_by or spec.title)),
        body=text,
        permission=spec.opens(record) or spec.permission,
        team_id=getattr(record, "team_id", None),
        on=day_of(record) or timezone.localdate(record.created_at),
    )


def _search_text(record: Record) -> str:
    spec = record.spec
    fields = [name for name in (*spec.hidden, *spec.public) if name != spec.title]
    return " ".join(text for name in fields for text in _as_texts(getattr(record, name)).values() if text)


def day_of(record: Model) -> Any:
    """Return the date of a record, by the path that its type states; None where it has none yet."""
    value: Any = record
    for name in record.spec.on.split("__") if record.spec.on else ():
        value = getattr(value, name, None)
        if value is None:
            return None
    if value is record or hasattr(value, "get_queryset"):
        return None
    return value.date() if hasattr(value, "date") else value


def _save_originals(record: Record, received: Mapping[str, Any], names: CaseNames) -> None:
    """Keep the original of restricted fields apart, and whom a record names that begins the thread or has such fields."""
    spec = record.spec
    # What hangs on a record is hidden with whom that names, and names nobody by itself.
    if spec.restricted or not (spec.based_on or spec.origin or spec.ends):
        people_named.save_names(record, names)
    key = {"council_id": record.council_id, "origin": kind_of(record), "origin_id": record.pk}
    for name, text in received.items():
        if text:
            RestrictedText.objects.update_or_create(**key, field=name, defaults={"text": str(text)})
        else:
            RestrictedText.objects.filter(**key, field=name).delete()


def _as_texts(value: Any, path: str = "") -> dict[str, str]:
    """Return the texts in a field by their paths: one, "", or those of a JSON value."""
    if isinstance(value, str):
        return {path: value.strip()}
    if isinstance(value, Mapping):
        return {k: t for key, each in value.items() for k, t in _as_texts(each, f"{path}/{key}").items()}
    if isinstance(value, list | tuple):
        return {k: t for n, each in enumerate(value) for k, t in _as_texts(each, f"{path}/{n}").items()}
    return {}


def _with(value: Any, texts: Mapping[str, str], path: str = "") -> Any:
    if isinstance(value, str):
        return texts[path]
    if isinstance(value, Mapping):
        return {key: _with(each, texts, f"{path}/{key}") for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with(each, texts, f"{path}/{n}") for n, each in enumerate(value)]
    return value


def forget_originals(council_id: uuid.UUID, kind: str, keys: Iterable[uuid.UUID]) -> None:
    """Delete the originals of records of a kind, and whom these name, once their time is over."""
    keys = list(keys)
    RestrictedText.objects.filter(council_id=council_id, origin=kind, origin_id__in=keys).delete()
    people_named.forget_names(kind, keys)


def originals(record: Record) -> dict[str, str]:
    """Return the original of each restricted field; for the command that opens them, never for a page by itself."""
    rows = RestrictedText.objects.filter(
        council_id=record.council_id, origin=kind_of(record), origin_id=record.pk
    )
    return dict(rows.values_list("field", "text"))
