"""Keeping the keys of contact details: as they are saved, anew as they are corrected, and for those saved before there were any."""

from __future__ import annotations

from collections.abc import Iterable

from goldthread.council.models import Council
from goldthread.council.records import bulk
from goldthread.feedback.contacts.keys import keys_of
from goldthread.feedback.contacts.models import Contact, ContactKey

_AT_ONCE = 1000
# Of details by which nobody can be found, such as an address alone: that they were looked at.
_NONE = "-"


def keep_keys(contacts: Iterable[Contact]) -> None:
    """Save the keys of contact details that have none yet."""
    rows = [
        ContactKey(council_id=contact.council_id, contact=contact, key=key)
        for contact in contacts
        for key in sorted(keys_of(vars(contact))) or [_NONE]
    ]
    bulk.insert(rows)


def keep_keys_anew(contact: Contact) -> None:
    """Replace the keys of contact details that were corrected."""
    ContactKey.objects.filter(contact=contact).delete()
    keep_keys([contact])


def keep_missing_keys(council: Council) -> int:
    """Save the keys of contact details from before there were keys; returns how many contacts had none."""
    contacts = list(Contact.objects.filter(council=council, keys=None).order_by("pk")[:_AT_ONCE])
    keep_keys(contacts)
    return len(contacts)
