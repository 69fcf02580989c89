"""Commands on exchange: recording it, taking it from a meeting, saying whether it was used, and who confirms they adopted it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import people_named, saving
from goldthread.dates import add_months
from goldthread.learning.models import Action
from goldthread.meetings.meetings.models import Meeting
from goldthread.sector.exchange.kinds import EXCHANGE_KINDS, Direction
from goldthread.sector.exchange.models import Adoption, Exchange, ExchangeWith, Used

_RECORD = "exchange.record"
# So long after it, whoever received it is asked whether it was used.
_ASKED_AFTER = 3


@command(_RECORD)
def record_exchange(
    *, by: Person, organisations: Sequence[Organisation] = (), owner: Person | None = None, **fields: Any
) -> Exchange:
    """Record exchange: what was brought in or given out, with whom, and how far it reached."""
    fields = _checked(fields)
    if fields.get("due_on") is None and not fields.get("only_offered"):
        fields["due_on"] = add_months(fields["on"], _ASKED_AFTER)
    exchange: Exchange = saving.add(Exchange(council=by.council, owner=owner or by, **fields))
    _with(exchange, organisations)
    return exchange


@command(_RECORD, trail=people_named.reason_about("exchange"))
def edit_exchange(
    *,
    by: Person,
    exchange: Exchange,
    version: int,
    reason: str,
    organisations: Sequence[Organisation] = (),
    **fields: Any,
) -> Exchange:
    """Correct exchange: what it was, with whom, or how far it reached."""
    saving.needs_reason(reason)
    fields = _checked({"direction": exchange.direction, **fields})
    if fields["direction"] == Direction.IN and exchange.adopted_on:
        raise Refused("Others have confirmed that they adopted it, so it was given out.", field="direction")
    saving.change(exchange, version=version, **fields)
    _with(exchange, organisations)
    return exchange


@command(_RECORD)
def take_from_meeting(*, by: Person, meeting: Meeting, direction: str) -> Exchange:
    """Take exchange from a meeting: its title, day, body, organisation, and who came, as the meeting has them."""
    if direction not in Direction.values:
        raise Refused("Say whether something was brought in or given out.")
    if meeting.of_kind.themes_only:
        raise Refused("Only themes are kept of this kind of meeting. Record the exchange by itself.")
    if meeting.meets_on > timezone.localdate():
        raise Refused("The meeting has not taken place yet.")
    body = meeting.body
    kind = "practice"
    exchange: Exchange = saving.add(
        Exchange(
            council=by.council,
            direction=direction,
            kind=kind,
            title=meeting.title,
            about=meeting.extra.get("shared") or "",
            on=meeting.meets_on,
            meeting=meeting,
            body=body,
            reach=meeting.came,
            reach_of=EXCHANGE_KINDS[kind].reach_of if meeting.came is not None else "",
            owner=by,
            due_on=add_months(meeting.meets_on, _ASKED_AFTER),
        ),
        based_on=[meeting],
    )
    _with(exchange, [body.organisation] if body is not None and body.organisation is not None else [])
    return exchange


@command(_RECORD)
def say_used(
    *,
    by: Person,
    exchange: Exchange,
    used: str,
    used_words: str,
    used_on: datetime.date,
    action: Action | None = None,
    version: int | None = None,
) -> Exchange:
    """Say whether an exchange was used: how, or why not, and by which action where it was used here."""
    _check_happened(exchange)
    saving.needs_explanation(used_words, "Enter how it was used, or why not", field="used_words")
    if action is not None and (exchange.direction != Direction.IN or used != Used.USED):
        raise Refused("An action here uses what was brought in.", field="action")
    return saving.change(
        exchange, version=version, used=used, used_words=used_words, used_on=used_on, action=action
    )


@command(_RECORD)
def say_what_it_gave(
    *,
    by: Person,
    exchange: Exchange,
    asked_because: str,
    gave: str,
    action: Action | None = None,
    version: int | None = None,
) -> Exchange:
    """Say what help from outside gave: why it was asked for, and the action whose measure would show it."""
    _check_happened(exchange)
    if exchange.direction != Direction.IN:
        raise Refused("This was given out. What it gave is for the others to say.")
    saving.needs_explanation(asked_because, "Enter why it was asked for", field="asked_because")
    saving.needs_explanation(gave, "Enter what it gave", field="gave")
    return saving.change(exchange, version=version, asked_because=asked_because, gave=gave, action=action)


@command(_RECORD)
def confirm_adoption(
    *,
    by: Person,
    exchange: Exchange,
    organisation: Organisation,
    words: str,
    said_by: str,
    said_on: datetime.date,
) -> Exchange:
    """Confirm adoption of what was given out: as the other side says it, by which office, and when."""
    saving.lock(exchange)
    _check_happened(exchange)
    if exchange.direction != Direction.OUT:
        raise Refused("This was brought in. Say whether it was used here.")
    saving.needs_explanation(words, "Enter what they say, in their words", field="words")
    saving.add_part(
        Adoption(
            council=by.council,
            exchange=exchange,
            organisation=organisation,
            words=words,
            said_by=said_by,
            said_on=said_on,
            by=by,
        ),
        exchange,
    )
    first = min(said_on, exchange.adopted_on or said_on)
    return saving.change(exchange, adopted_on=first)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an exchange with what its reach counts; refuse a kind that does not go that way."""
    kind = EXCHANGE_KINDS[fields["kind"]]
    if fields["direction"] not in kind.directions:
        raise Refused(f"“{kind.name}” is given out, and not brought in.", field="direction")
    if fields.get("reach") is None:
        return {**fields, "reach": None, "reach_of": ""}
    return {**fields, "reach_of": fields.get("reach_of") or kind.reach_of}


def _check_happened(exchange: Exchange) -> None:
    if exchange.only_offered:
        raise Refused("It is only offered so far. Correct that first.")


def _with(exchange: Exchange, organisations: Sequence[Organisation]) -> None:
    """Have an exchange be with these organisations, and no others of the list."""
    here = set(exchange.parties.values_list("organisation_id", flat=True))
    wanted = {each.pk: each for each in organisations}
    exchange.parties.filter(organisation__in=here - set(wanted)).delete()
    for key in (key for key in wanted if key not in here):
        party = ExchangeWith(council=exchange.council, exchange=exchange, organisation=wanted[key])
        saving.add_part(party, exchange)
