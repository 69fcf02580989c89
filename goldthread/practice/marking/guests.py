"""Commands on external auditors: opening one round to somebody of another council until a day, and ending it.

An account of its own at this council, with a role that opens second marks and nothing else, and these only in the rounds
that are given here: no administrator need help, and nothing has to be taken away by hand when the day is over.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Account, Membership, Person
from goldthread.council.people.commands import check_own_account
from goldthread.council.people.passwords_off import accepts_password
from goldthread.council.people.watched import Way, sign_in_changed
from goldthread.council.records import saving
from goldthread.practice.marking.models import ExternalAuditor, SecondMark
from goldthread.practice.rounds.models import AuditRound

ROLE = "external_auditor"
LEAD = "practice.lead"
LONGEST = datetime.timedelta(days=184)


@command(LEAD, to=lambda given: given.person)
def open_round_to(
    *,
    by: Person,
    audit_round: AuditRound,
    name: str,
    email: str,
    from_council: str,
    until: datetime.date,
    since: datetime.date,
) -> ExternalAuditor:
    """Open round to an external auditor of another council, until a day: they sign in to it alone."""
    if not audit_round.is_open:
        raise Refused(f"{audit_round.reference} is ended. It is opened to nobody any more.")
    if audit_round.owner_id != by.pk:
        raise Refused("Only the owner of this round opens it to somebody of another council.")
    if not since <= until <= since + LONGEST:
        raise Refused("Choose a last day within six months.", field="until")
    person = _person(by, " ".join(name.split()), email.strip().lower())
    if ExternalAuditor.objects.filter(round=audit_round, person=person, ended_on=None).exists():
        raise Refused(f"This round is open to {person.name} already.", field="email")
    return saving.add_part(
        ExternalAuditor(
            council=by.council,
            round=audit_round,
            person=person,
            from_council=" ".join(from_council.split()),
            since=since,
            until=until,
            given_by=by,
        ),
        audit_round,
    )


@command(LEAD, to=lambda external: external.person)
def close_round_to(*, by: Person, external: ExternalAuditor, ended_on: datetime.date) -> ExternalAuditor:
    """Close round to an external auditor: at once, with what they have not finished given back."""
    if external.ended_on is not None:
        raise Refused("It is closed already.")
    if external.round.owner_id != by.pk:
        raise Refused("Only the owner of this round closes it.")
    unfinished = SecondMark.objects.filter(
        audit__round=external.round, marker=external.person, finished_on=None
    )
    unfinished.update(marker=None, answers={}, notes={}, grade="", why="")
    saving.change_part(external, external.round, ended_on=ended_on)
    person = external.person
    others = ExternalAuditor.objects.filter(person=person, ended_on=None).exists()
    if not others and not person.memberships.exclude(role=ROLE).exists():
        person.is_active = False
        person.save(update_fields=["is_active"])
        if person.account is not None:
            person.account.end_sessions()
        sign_in_changed(person, Way.DEACTIVATED, by)
    return external


@command(LEAD, to=lambda external: external.person)
def make_sign_in_link(*, by: Person, external: ExternalAuditor) -> ExternalAuditor:
    """Make link by which an external auditor chooses a password; refused for an account that signs in elsewhere too."""
    person = external.person
    if external.round.owner_id != by.pk:
        raise Refused("Only the owner of this round makes it.")
    if not external.works(timezone.localdate()) or person.account is None or not person.is_active:
        raise Refused("This round is closed to them.")
    if person.memberships.exclude(role=ROLE).exists():
        raise Refused("They are a user of this council in another role. Ask an administrator for a link.")
    if not accepts_password(person):
        raise Refused("Passwords are turned off at this council. Ask an administrator how they can sign in.")
    check_own_account(by, person, "They sign in with the account that they have.")
    sign_in_changed(person, Way.PASSWORD_LINK, by)
    return external


def _person(by: Person, name: str, email: str) -> Person:
    """Return the user of this council with an address: a new one, or who was an external auditor before."""
    if not name:
        raise Refused("Enter their name.", field="name")
    account = Account.objects.filter(email=email).first() or Account.objects.create_user(email)
    person = Person.objects.filter(council=by.council, account=account).first()
    if person is None:
        person = Person.objects.create(
            council=by.council, account=account, name=name, job_title="External auditor"
        )
        Membership.objects.create(council=by.council, person=person, role=ROLE)
        return person
    if person.memberships.exclude(role=ROLE).exists() or not person.memberships.exists():
        raise Refused(
            f"{email} is a user of this council. Give them the audit as any auditor.", field="email"
        )
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        sign_in_changed(person, Way.REACTIVATED, by)
    return person
