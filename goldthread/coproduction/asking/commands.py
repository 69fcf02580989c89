"""Commands on the people who agreed to be asked, and on invitations: adding, ending consent, drawing, answers."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.coproduction.asking.drawing import draw, pool
from goldthread.coproduction.asking.models import Answer, Invitation, Invited, WillingPerson
from goldthread.coproduction.models import Involvement
from goldthread.council.command import Logged, Refused, command
from goldthread.council.models import Person
from goldthread.council.records import date_order, saving

_INVITE = "coproduction.invite"
_LONGEST_CONSENT = datetime.timedelta(days=3 * 366)
_SEEDS = 1_000_000


@command(_INVITE)
def add_person(
    *, by: Person, consent_on: datetime.date, consent_until: datetime.date, **fields: Any
) -> WillingPerson:
    """Add somebody who agreed to be asked: with how they are reached, and until when they agreed."""
    person = WillingPerson(
        council=by.council, consent_on=consent_on, consent_until=consent_until, recorded_by=by, **fields
    )
    _check(person)
    person.save(force_insert=True)
    return person


@command(_INVITE)
def edit_person(
    *,
    by: Person,
    person: WillingPerson,
    consent_on: datetime.date,
    consent_until: datetime.date,
    **fields: Any,
) -> WillingPerson:
    """Correct somebody who agreed to be asked, or record that they agree for longer."""
    for name, value in {**fields, "consent_on": consent_on, "consent_until": consent_until}.items():
        setattr(person, name, value)
    _check(person)
    person.save()
    return person


def _check(person: WillingPerson) -> None:
    if not (person.email or person.phone or person.address):
        raise Refused("Enter an e-mail address, a telephone number or a postal address.", field="address")
    if person.consent_until - person.consent_on > _LONGEST_CONSENT:
        raise Refused("Ask for consent again after three years at the latest.", field="consent_until")
    date_order.check(person)


@command(_INVITE)
def end_consent(*, by: Person, person: WillingPerson) -> Logged:
    """End consent to be asked: whoever it is is deleted at once; how many were invited stays."""
    person.delete()
    return Logged(audit_target=by, audit_detail={"count": 1})


@command(_INVITE)
def draw_invitation(
    *,
    by: Person,
    involvement: Involvement,
    drawn_on: datetime.date,
    respond_by: datetime.date,
    wanted: int,
    as_whom: Sequence[str] = (),
    interests: Sequence[str] = (),
    often_too: bool = False,
    seed: int | None = None,
) -> Invitation:
    """Draw invitation: so many people by lot from those who agreed, by criteria; seed: drawn itself where none is given."""
    saving.lock(involvement)
    criteria = {"as_whom": sorted(as_whom), "interests": sorted(interests)}
    found = pool(involvement, criteria, drawn_on)
    keys = found.drawn_from(often_too=often_too)
    if not keys:
        raise Refused(_nobody(len(found.matched)))
    invitation = Invitation(
        council=by.council,
        involvement=involvement,
        drawn_on=drawn_on,
        respond_by=respond_by,
        criteria=criteria,
        wanted=wanted,
        seed=secrets.randbelow(_SEEDS) if seed is None else seed,
        matched=len(found.matched),
        left_out=0 if often_too else len(found.too_often),
        often_too=often_too,
        drawn_by=by,
    )
    date_order.check(invitation)
    invitation.save(force_insert=True)
    Invited.objects.bulk_create(
        Invited(council=by.council, invitation=invitation, person_id=key, place=place)
        for place, key in enumerate(draw(keys, wanted, invitation.seed), 1)
    )
    return invitation


def _nobody(matched: int) -> str:
    if matched:
        return "All who match were asked often enough in the last year. Choose other criteria, or ask them all the same."
    return "Nobody who agreed to be asked matches and was not invited already. Choose other criteria."


@command(_INVITE)
def record_answers(
    *, by: Person, invitation: Invitation, answered_on: datetime.date, answers: Mapping[int, str]
) -> Invitation:
    """Record answers to an invitation: of each place of the draw, whether they take part."""
    for invited in invitation.invited.select_for_update().order_by("place"):
        answer = answers.get(invited.place, "")
        if answer == invited.answer:
            continue
        invited.answer = Answer(answer) if answer else ""
        invited.answered_on = answered_on if answer else None
        date_order.check(invited)
        invited.save(update_fields=["answer", "answered_on"])
    return invitation


@command("council.forget")
def forget_people(*, by: Person, people: Sequence[WillingPerson]) -> list[WillingPerson]:
    """Delete people whose consent to be asked is over."""
    WillingPerson.objects.filter(council=by.council, pk__in=[each.pk for each in people]).delete()
    return list(people)
