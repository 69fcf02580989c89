"""The audit trail as its page shows it: the record of each line by its reference, with its page where there is one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch, resolve, reverse

from goldthread.council.models import AuditLine, Person, SearchEntry

# A record's page by its kind. By name: the rooms that have them stand above this one.
_PAGES = {
    "feedback": "feedback:detail",
    "importbatch": "feedback:import",
    "review": "reviews:detail",
    "finding": "reviews:finding",
    "figure": "reviews:figure",
    "theme": "themes:detail",
    "emergingtopic": "themes:emerging_topic",
    "point": "themes:point",
    "lesson": "learning:lesson",
    "action": "learning:action",
    "measure": "impact:measure",
    "briefing": "briefings:detail",
    "claim": "evidence:claim",
    "person": "person",
}


@dataclass(frozen=True)
class Record:
    """What a line is about: its reference or what kind of thing it is, never its words; its page, "" for none."""

    pk: str
    name: str
    url: str


def records(person: Person, lines: Sequence[AuditLine]) -> list[Record | None]:
    """Return the record of each line, None where it is about none; a kind is read once, however many its lines."""
    keys: dict[str, set[uuid.UUID]] = {}
    for line in lines:
        if line.target_id:
            keys.setdefault(line.target_kind, set()).add(line.target_id)
    references = {pk: reference for kind, pks in keys.items() for pk, reference in _references(kind, pks)}
    return [_record(person, line, references) if line.target_id else None for line in lines]


def _references(kind: str, pks: set[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Return the references of the records that are still there and have one."""
    try:
        model = apps.get_model("goldthread", kind)
    except LookupError:
        return []
    if not hasattr(model, "reference"):
        return []
    return [(record.pk, record.reference) for record in model.objects.filter(pk__in=pks)]


def _record(person: Person, line: AuditLine, references: dict[uuid.UUID, str]) -> Record:
    name = references.get(line.target_id, "") or _called(line.target_kind)
    return Record(str(line.target_id), name, _page(person, line))


def _called(kind: str) -> str:
    try:
        return str(apps.get_model("goldthread", kind)._meta.verbose_name).capitalize()
    except LookupError:
        return kind


def _page(person: Person, line: AuditLine) -> str:
    try:
        address = reverse(_PAGES[line.target_kind], args=[line.target_id])
    except (KeyError, NoReverseMatch):
        return ""
    permission = getattr(resolve(address).func, "permission", "")
    return address if permission and person.may(permission) else ""


def meant(person: Person, asked: str) -> list[uuid.UUID]:
    """Return the records that somebody means by a reference or a key; none where nothing is called so."""
    try:
        return [uuid.UUID(asked)]
    except ValueError:
        pass
    entries = SearchEntry.objects.visible_to(person).filter(reference__iexact=asked.strip())
    return list(entries.values_list("record_id", flat=True))
