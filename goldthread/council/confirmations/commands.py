"""Commands on confirmations: recording what a group says of a change, and that it need not be asked again."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.confirmations.models import AskedBy, Confirmation, Felt, Group
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving, walk
from goldthread.council.records.base import Record
from goldthread.council.records.spec import confirmed_types, kind_of, type_of


@command(
    "confirmations.record",
    any_team="Whoever is asked whether a change is felt works in another team than the one that made it.",
)
def record_confirmation(
    *,
    by: Person,
    record: Record,
    group: str,
    felt: str,
    whom: str,
    how: str,
    words: str,
    asked_on: datetime.date,
    source: str = "",
    how_many: int | None = None,
    again_on: datetime.date | None = None,
) -> Confirmation:
    """Record confirmation: what a group says of a change; never by whoever owns the action."""
    asked = record.spec.confirmed
    if asked is None:
        raise Refused("Nobody is asked about this.")
    if why := asked(record):
        raise Refused(why)
    if by.pk in owners_of(record):
        raise Refused("This is yours, so somebody else has to ask whether it is felt, and record it.")
    if not whom.strip():
        raise Refused("Enter whom you asked.", field="whom")
    if not words.strip():
        raise Refused("Enter what they said, in their words.", field="words")
    if again_on is not None and again_on <= asked_on:
        raise Refused("They are asked again after the day on which they were asked.", field="again_on")
    for earlier in Confirmation.objects.counted().filter(
        origin=kind_of(record),
        origin_id=record.pk,
        group=group,
        settled_on=None,
        again_on__isnull=False,
        asked_on__lte=asked_on,
    ):
        saving.change(earlier, settled_on=asked_on)
    confirmation = Confirmation(
        council=by.council,
        origin=kind_of(record),
        origin_id=record.pk,
        group=Group(group),
        felt=Felt(felt),
        whom=whom,
        how_many=how_many,
        how=AskedBy(how),
        source=source,
        words=words,
        asked_on=asked_on,
        asked_by=by,
        again_on=again_on,
        owner=by if again_on else None,
    )
    return saving.add(confirmation, based_on=[record])


@command("confirmations.record", trail=people_named.reason_about("confirmation"))
def correct_confirmation(
    *,
    by: Person,
    confirmation: Confirmation,
    reason: str,
    version: int | None = None,
    **fields: Any,
) -> Confirmation:
    """Correct confirmation: what was entered wrongly of whom was asked, how, and what they said."""
    about = type_of(confirmation.origin)._default_manager.get(pk=confirmation.origin_id)
    if by.pk in owners_of(about):
        raise Refused("This is yours, so somebody else has to correct what is said of it.")
    saving.needs_reason(reason)
    if fields["again_on"] is not None and fields["again_on"] <= fields["asked_on"]:
        raise Refused("They are asked again after the day on which they were asked.", field="again_on")
    return saving.change(confirmation, version=version, **fields)


@command("confirmations.record", trail=people_named.reason_about("confirmation"))
def give_up_asking_again(
    *, by: Person, confirmation: Confirmation, on: datetime.date, reason: str, version: int | None = None
) -> Confirmation:
    """Give up asking again: with the reason."""
    saving.needs_reason(reason)
    current = saving.check_version(confirmation, version, {})
    if current.again_on is None or current.settled_on:
        raise Refused("Nobody is to be asked again.")
    return saving.change(confirmation, settled_on=on)


def owners_of(record: Record) -> set[uuid.UUID]:
    """Return who owns or wrote a record, and who owns the actions on which it rests: none of them says that it is felt."""
    owners = {getattr(record, name, None) for name in ("owner_id", "by_id")}
    reached = walk.based_on(type(record), [record.pk])[record.pk]
    for kind, model in confirmed_types().items():
        if model.spec.work is not None and reached.get(kind):
            field = model.spec.work.owner
            owners |= set(
                model._default_manager.filter(pk__in=reached[kind]).values_list(f"{field}_id", flat=True)
            )
    return owners - {None}
