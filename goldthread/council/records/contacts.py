"""Contacts for readers: keeping a name in a record on purpose, and hiding it again."""

from __future__ import annotations

from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.base import Record
from goldthread.council.records.models import ReaderContact
from goldthread.council.records.spec import kind_of


def _changes(*, record: Record, **_: Any) -> str:
    if not record.spec.contacts:
        raise Refused(f"{record.spec.plural} have no contacts for readers.")
    return record.spec.change


@command(_changes)
def keep_contact(*, by: Person, record: Record, text: str, placeholder: str = "", times: int = 0) -> Record:
    """Keep a contact for readers: from now on it is not hidden in this record.

    `placeholder`, which it was just hidden by, is replaced by it where it stands `times` in the record, no more:
    an earlier text may be hidden by the same words.
    """
    text = " ".join(text.split())
    if len(text) < 2:
        raise Refused("Enter the name, number or e-mail address of the contact.", field="text")
    names = people_named.named_under(record)
    if any(each.hide and each.value.lower() == text.lower() for each in names.decisions()):
        raise Refused(
            "Somebody hid this in what the record is based on. It cannot be a contact for readers.",
            field="text",
        )
    saving.lock(record)
    if people_named.contacts_of(record).filter(text__iexact=text).exists():
        raise Refused("This is a contact for readers already.", field="text")
    ReaderContact.objects.create(
        council_id=record.council_id, origin=kind_of(record), origin_id=record.pk, text=text[:120], by=by
    )
    fields = {name: getattr(record, name) for name in record.spec.redacted}
    if placeholder and str(fields).count(placeholder) == times:
        anew = {name: _replaced(value, placeholder, text) for name, value in fields.items()}
        changed = {name: value for name, value in anew.items() if value != fields[name]}
        if changed:
            saving.change(record, **changed)
    return record


@command(_changes)
def remove_contact(*, by: Person, record: Record, contact: str) -> Record:
    """Remove a contact for readers: it is hidden in this record again."""
    saving.lock(record)
    if not people_named.contacts_of(record).filter(text=contact).delete()[0]:
        raise Refused("This is no contact for readers any more.")
    fields = {name: getattr(record, name) for name in record.spec.redacted}
    saving.change(record, **{name: value for name, value in fields.items() if contact in str(value)})
    return record


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        return value.replace(before, after)
    if isinstance(value, dict):
        return {key: _replaced(each, before, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, before, after) for each in value]
    return value
