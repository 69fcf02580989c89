"""People named by records: one table of whom the words of a record name, whatever its type.

A lesson or a briefing drawn from what people told must name nobody. A name that only its case tells ("she",
"vantongeren" in small letters) would not be detected in a sentence by itself, so whom the case names is asked here.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from goldthread.analysis.privacy import CaseNames, KnownPerson, redact
from goldthread.council.records import privacy, walk
from goldthread.council.records.models import PeopleNamed, ReaderContact
from goldthread.council.records.spec import kind_of

Origin = tuple[str, uuid.UUID]


def named_in(record: Model) -> CaseNames:
    """Return whom a record's own words name, under the placeholders that it has."""
    return names_of([(kind_of(record), record.pk)])


def named_under(*records: Model) -> CaseNames:
    """Return whom the words of some records, and of all that they are based on, name."""
    origins: set[Origin] = {(kind_of(record), record.pk) for record in records}
    by_type: dict[type[Model], list[uuid.UUID]] = {}
    for record in records:
        by_type.setdefault(type(record), []).append(record.pk)
    for model, keys in by_type.items():
        for reached in walk.based_on(model, keys, counted=False).values():
            origins |= {(kind, pk) for kind, found in reached.items() for pk in found}
    return names_of(with_merged(origins))


def with_merged(origins: Iterable[Origin]) -> set[Origin]:
    """Return some records with those that were merged into them: what hung on these hangs on the others now."""
    every = set(origins)
    return every | set(walk.merged_into(pk for _, pk in every))


def names_of(origins: Iterable[Origin]) -> CaseNames:
    """Return whom some records name; of a single one, under the placeholders that it has.

    What people decided holds: what is hidden in one of them is hidden, whatever was shown again in another.
    """
    keys: dict[str, list[uuid.UUID]] = {}
    for kind, pk in origins:
        keys.setdefault(kind, []).append(pk)
    if not keys:
        return CaseNames()
    any_of = Q()
    for kind, pks in keys.items():
        any_of |= Q(origin=kind, origin_id__in=pks)
    # In one order, so that the same records always give the same placeholders.
    rows = PeopleNamed.objects.filter(any_of).exclude(names={}).order_by("origin", "origin_id")
    memories: list[dict[str, Any]] = list(rows.values_list("names", flat=True))
    if len(memories) == 1:
        return CaseNames.from_dict(memories[0])
    names = CaseNames()
    decisions: list[dict[str, Any]] = []
    for memory in memories:
        for person in memory["known"]:
            names.know(KnownPerson(person["name"], person["relation"], tuple(person["aliases"])))
        for name in memory.get("slight", {}).values():
            names.suspect(name)
        for kind, values in memory["met"].items():
            for value in values:
                names.remember(value, kind)
        last = {decision["value"].lower(): decision for decision in memory["decisions"]}
        decisions += last.values()
    for decision in sorted(decisions, key=lambda decision: decision["hide"]):
        decide = names.add if decision["hide"] else names.undo
        decide(decision["value"], decision["kind"], reason="decided in its case")
    return names


def redacted_reason(*, record: Model, reason: str, **_: Any) -> str:
    """Return the reason of a command about a record as the audit log holds it: without whom its words name."""
    names = named_under(record)
    try:
        return privacy.hide(reason.strip(), names).text
    except privacy.CouldNotLook:
        # What is known is hidden all the same; an original may have to be opened to keep somebody safe.
        return redact(reason.strip(), (), names).text


def memory_of(record: Model) -> dict[str, Any]:
    """Return whom a record's own words name as it is kept (`CaseNames.to_dict`); empty for one that names nobody."""
    return PeopleNamed.objects.filter(**_key(record)).values_list("names", flat=True).first() or {}


def reason_about(argument: str) -> Callable[..., str]:
    """Return what writes the reason of a command to the audit log, from the name of its argument that is a record."""

    def redacted(*, reason: str, **given: Any) -> str:
        return redacted_reason(record=given[argument], reason=reason)

    return redacted


def save_names(record: Model, names: CaseNames) -> None:
    """Save whom a record names; nothing is kept of one that names nobody."""
    new = new_names(record, names)
    if new is not None:
        PeopleNamed.objects.update_or_create(**_key(record), defaults={"names": new.names})
    else:
        PeopleNamed.objects.filter(**_key(record)).delete()


def new_names(record: Model, names: CaseNames) -> PeopleNamed | None:
    """Return whom a new record names, to be inserted with many others; None where it names nobody."""
    memory = names.to_dict()
    if not (memory["people"] or memory["values"] or memory["decisions"]):
        return None
    return PeopleNamed(**_key(record), names=memory)


def _key(record: Model) -> dict[str, Any]:
    return {"council_id": record.council_id, "origin": kind_of(record), "origin_id": record.pk}


def forget_names(kind: str, keys: Iterable[uuid.UUID]) -> None:
    """Delete whom records of a kind name, once their time is over."""
    PeopleNamed.objects.filter(origin=kind, origin_id__in=list(keys)).delete()


def leave_contacts(record: Model, names: CaseNames) -> CaseNames:
    """Take in that the contacts for readers of a record are not hidden in it; returns the names given.

    What somebody hid by hand in what the record is based on stays hidden.
    """
    if not getattr(record.spec, "contacts", False) or record._state.adding:
        return names
    hidden = {decision.value.lower() for decision in names.decisions() if decision.hide}
    for text in contacts_of(record).values_list("text", flat=True):
        if text.lower() not in hidden:
            names.undo(text, reason="a contact for readers")
    return names


def contacts_of(record: Model) -> QuerySet[ReaderContact]:
    """Return the contacts for readers of a record, by name."""
    return ReaderContact.objects.filter(**_key(record)).order_by("text")
