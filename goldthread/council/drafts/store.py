"""Keeping, discarding and forgetting drafts.

No commands: they change no record, and a line a second would bury the audit log.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable

from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone

from goldthread.council.database import locks
from goldthread.council.drafts.models import FormDraft
from goldthread.council.header import counted_in_header
from goldthread.council.models import Person, SentForm
from goldthread.council.records.retention import DRAFT
from goldthread.web.doors import may_open
from goldthread.web.form_controls import SECRET, TOKENS, Answers, local_address

KEPT = datetime.timedelta(days=DRAFT.days or 0)
LONGEST = 200_000
"""The most characters that one draft may have."""
MOST = 100
"""The most drafts that one person has: the oldest gives way."""


@counted_in_header("drafts")
def drafts_of(person: Person) -> QuerySet[FormDraft]:
    """Return what somebody typed into forms and has not saved."""
    return FormDraft.objects.filter(council=person.council_id, person=person)


class TooLong(ValueError):
    """What was typed is longer than a draft may be."""


def keep(person: Person, address: str, answers: Answers, *, token: str = "") -> FormDraft | None:
    """Keep what somebody typed into a form, over an earlier draft of it; None where the form was saved meanwhile.

    address: where the form is sent, as path and query. token: that of the form's page (`sent_forms`): what arrives
    after the form was saved is no draft any more. Raises TooLong.
    """
    # A last guard for what was sent and came back without its form: no page of the staff's asks for secrets.
    answers = [(name, value) for name, value in answers if name not in TOKENS and not SECRET.fullmatch(name)]
    if sum(len(name) + len(value) for name, value in answers) > LONGEST:
        raise TooLong(f"A draft has {LONGEST:,} characters at most.")
    if len(address) > FormDraft.LONGEST_ADDRESS:
        return None
    _lock(person, address)
    if token and SentForm.objects.filter(council=person.council_id, token=_mark(token)).exists():
        return None
    draft, created = FormDraft.objects.update_or_create(
        council_id=person.council_id,
        person=person,
        address=address,
        defaults={"answers": [list(each) for each in answers], "saved_at": timezone.now()},
    )
    if created:
        due(person.council_id, draft.saved_at).delete()
        mine = FormDraft.objects.filter(council=person.council_id, person=person).order_by("-saved_at")
        FormDraft.objects.filter(pk__in=[*mine.values_list("pk", flat=True)[MOST:]]).delete()
    return draft


def discard(person: Person, address: str, *, token: str = "") -> None:
    """Delete somebody's draft of a form; with the token of its page, nothing that arrives later makes it anew."""
    _lock(person, address)
    if token:
        SentForm.objects.get_or_create(
            council_id=person.council_id, token=_mark(token), defaults={"address": address[:500]}
        )
    FormDraft.objects.filter(council=person.council_id, person=person, address=address).delete()


def may_keep(person: Person, address: str) -> bool:
    """Return whether an address is a page of the staff's that this person may open: no other form has drafts."""
    try:
        door = resolve(local_address(address).partition("?")[0]).func
    except (Resolver404, ValueError):
        # ValueError: what is no address at all, such as "//[".
        return False
    return bool(getattr(door, "has_drafts", False)) and may_open(person, address)


def due(council_id: uuid.UUID, now: datetime.datetime) -> QuerySet[FormDraft]:
    """Return a council's drafts whose time is over."""
    return FormDraft.objects.filter(council=council_id, saved_at__lt=now - KEPT)


def forget_about(council_id: uuid.UUID, records: Iterable[Model]) -> None:
    """Delete every draft of a form about one of some records, or that mentions one by its reference or key.

    Called where the records' own words are deleted: a correction that was begun of them must not outlive them.
    """
    words = {str(record.pk) for record in records}
    words |= {reference for record in records if (reference := getattr(record, "reference", ""))}
    if not words:
        return
    mentioned = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(words)))})(?![\w-])", re.IGNORECASE)
    drafts = FormDraft.objects.filter(council=council_id).values_list("pk", "address", "answers")
    gone = [pk for pk, address, answers in drafts if mentioned.search(f"{address} {answers}")]
    FormDraft.objects.filter(pk__in=gone).delete()


def _lock(person: Person, address: str) -> None:
    locks.take_named(person.council_id, f"draft {person.pk} {address}")


def _mark(token: str) -> str:
    return f"draft {token}"[:100]
