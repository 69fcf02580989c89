"""Hiding later: what is hidden in a record's words now is hidden in all that was made from it.

Nothing is detected here: whom the cases name is known, so it cannot fail and no other word is touched. Of a type that is
handed on as it is, such as an evidence pack, its room says what is done (`hidden_later`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db.models import JSONField, Model

from goldthread.analysis.privacy import CaseNames, Kind, redact
from goldthread.council import jobs
from goldthread.council.command import command
from goldthread.council.jobs import JobName
from goldthread.council.models import Person, SearchEntry
from goldthread.council.people.clock import clock_of
from goldthread.council.records import attached, people_named, privacy, saving, search, walk
from goldthread.council.records.base import history_of
from goldthread.council.records.models import Withdrawal
from goldthread.council.records.spec import FreeText, kind_of, parts_of, record_types, type_of

HIDE_AGAIN = JobName("council.hide_again")

# By model: what is done instead of writing one of its records anew.
_HANDED_ON: dict[type[Model], Callable[..., bool]] = {}


def hidden_later(model: type[Model]) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Have a function called, instead of writing a record of this model anew, where a name is hidden in what it rests on.

    It is given `by`, the `record`, the `origin` in which a name was hidden, and `names`, whom that names; it returns whether
    the record was changed.
    """

    def take(function: Callable[..., bool]) -> Callable[..., bool]:
        _HANDED_ON[model] = function
        return function

    return take


def ask_to_hide_again(by: Person, origin: Model) -> None:
    """Ask that what was made from a record names nobody whom its words name now, once this transaction is saved."""
    jobs.ask(HIDE_AGAIN, by=by, kind=kind_of(origin), pk=origin.pk)


@jobs.job(HIDE_AGAIN)
def hide_again_job(*, by: Person, kind: str, pk: str) -> None:
    """Hide again in all that was made from a record; run twice, it changes nothing more.

    Done by the system: whoever hid a name need not be one who may write lessons or evidence.
    """
    origin = type_of(kind)._default_manager.filter(council=by.council, pk=pk).first()
    system = clock_of(by.council_id)
    if origin is not None and has_led_to_anything(origin):
        hide_again(by=system, origin=origin)


@command(lambda origin, **_: origin.spec.permission)
def hide_again(*, by: Person, origin: Model) -> list[Model]:
    """Hide names again in what was made from a record; returns what was changed.

    The names are those in the record's own words now. Records that rest on it by any way are found by what their types
    state; their parts (notes, readings, receipts), earlier states and entries in search follow them.
    """
    changed: list[Model] = []
    before: list[str] = []
    # A promise and a verdict stay as they are, whoever asks: but for a name, which was never a part of either.
    with pgtrigger.ignore(*protections()):
        for record, names in _made_from(origin):
            handed_on = _HANDED_ON.get(type(record))
            if handed_on is not None:
                # Many records are in one of these: of each only what it names itself is hidden.
                own = people_named.names_of(people_named.with_merged([(kind_of(origin), origin.pk)]))
                if handed_on(by=by, record=record, origin=origin, names=own):
                    changed.append(record)
            elif _rewrite(record, names, before):
                changed.append(record)
    if before:
        search.drop_unused_words(origin.council_id, among=before)
    return changed


def has_led_to_anything(origin: Model) -> bool:
    """Say whether anything was made from a record that may name somebody, beside the issues that stem from it."""
    made = (row.spec for row, _ in _made_from(origin))
    return any(spec.hidden and not getattr(spec, "origin", None) for spec in made)


def _made_from(origin: Model) -> Iterator[tuple[Model, CaseNames]]:
    """Yield every record and part that rests on a record, with whom all that lies under it names."""
    types = record_types()
    reached = walk.led_to(type(origin), [origin.pk], counted=False)[origin.pk]
    memory: dict[frozenset, CaseNames] = {}
    yield from _parts(origin, people_named.named_in(origin))
    for kind, keys in reached.items():
        model = types[kind]
        under = walk.based_on(model, keys, counted=False)
        merged = {pk: into for (_, pk), into in walk.merged_into(keys).items()}
        for record in model._default_manager.filter(pk__in=[*keys, *merged]).order_by("pk"):
            # What was merged into another rests on nothing by itself any more, and can still be read.
            pk = merged.get(record.pk, record.pk)
            origins = frozenset([(kind, pk), *((k, key) for k, found in under[pk].items() for key in found)])
            if origins not in memory:
                memory[origins] = people_named.names_of(people_named.with_merged(origins))
            yield record, memory[origins]
            yield from _parts(record, memory[origins])


def _parts(record: Model, names: CaseNames) -> Iterator[tuple[Model, CaseNames]]:
    for withdrawal in Withdrawal.objects.filter(origin=kind_of(record), origin_id=record.pk).order_by("pk"):
        yield withdrawal, names
    for row in attached.rows_on(record):
        yield row, names
    for part in parts_of(type(record)):
        for row in part._default_manager.filter(**{part.spec.of: record.pk}).order_by("pk"):
            yield row, names
            yield from _parts(row, names)


def protections() -> list[str]:
    """Return the triggers that keep fields as they are, by the names under which they can be left out."""
    return [
        f"{model._meta.label}:{trigger.name}"
        for model in apps.get_app_config("goldthread").get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, pgtrigger.ReadOnly | pgtrigger.Protect)
    ]


def _rewrite(record: Model, names: CaseNames, before: list[str]) -> bool:
    """Write a record anew, with its entry in search and its earlier states; `before` takes in what it held."""
    names = people_named.leave_contacts(record, names)
    held = [str(getattr(record, name)) for name in record.spec.hidden]
    rewritten = _write(record, names, record.spec)
    # After the record: writing it anew has put what it held before into its history.
    earlier = [event for event in _earlier(record) if _write(event, names, record.spec)]
    if not rewritten and not earlier:
        return False
    before += held
    for entry in SearchEntry.objects.filter(council_id=record.council_id, record_id=record.pk):
        before += [entry.title, entry.body]
        search.put(
            record.council_id,
            [
                search.Entry(
                    kind=entry.kind,
                    record_id=entry.record_id,
                    title=redact(entry.title, (), names).text,
                    body=redact(entry.body, (), names).text,
                    permission=entry.permission,
                    reference=entry.reference,
                    team_id=entry.team_id,
                    themes=entry.themes,
                    on=entry.on,
                )
            ],
        )
    return True


def rewrite(record: Model, names: CaseNames) -> bool:
    """Write a record that its room handles anew as others are: its words, its entry in search and its earlier states."""
    before: list[str] = []
    changed = _rewrite(record, names, before)
    if before:
        search.drop_unused_words(record.council_id, among=before)
    return changed


def _earlier(record: Model) -> Iterable[Model]:
    """Return the earlier states of a record, where its history is kept."""
    events = history_of(type(record))
    return events._default_manager.filter(pgh_obj_id=record.pk) if events else ()


def _write(record: Model, names: CaseNames, spec: FreeText) -> bool:
    """Hide whom a case names in a record, or an earlier state of one; return whether anything changed."""
    if not _anew(record, names, spec):
        return False
    # Somebody may have corrected it since it was read: what they saved is not written over.
    saving.lock(record)
    anew = _anew(record, names, spec)
    for name, text in anew.items():
        setattr(record, name, text)
    if anew:
        record.save(update_fields=[*anew])
    return bool(anew)


def _anew(record: Model, names: CaseNames, spec: FreeText) -> dict[str, Any]:
    """Return the fields of a record that hold whom a case names, each as it is without them."""
    anew: dict[str, Any] = {}
    for name in spec.hidden_in(record):
        text, field = getattr(record, name), record._meta.get_field(name)
        hidden = without(text, names, privacy.REFERENCES if name in spec.references else ())
        if hidden != text:
            longest = None if isinstance(field, JSONField) else field.max_length
            anew[name] = hidden[:longest] if longest else hidden
    return anew


def without(value: Any, names: CaseNames, leave: Container[Kind] = ()) -> Any:
    """Return a text, or a JSON value with all its texts, without whom a case names. leave: kinds that stay."""
    if isinstance(value, dict):
        return {key: without(each, names, leave) for key, each in value.items()}
    if isinstance(value, list):
        return [without(each, names, leave) for each in value]
    return redact(value, (), names, leave=leave).text if value and isinstance(value, str) else value
