"""Adding people and teams, and changing what somebody may do."""

from __future__ import annotations

from django.db import transaction

from goldthread.council import audit, tenant
from goldthread.council.command import Refused, command, own
from goldthread.council.models import Account, Council, Membership, Person, Team
from goldthread.council.permissions import ROLES


def found_council(*, slug: str, name: str, notice: str = "", is_made_up: bool = False) -> Person:
    """Found a council and return the person that is Goldthread itself there, who acts by the clock.

    The one change that no person gives: it is made by whoever runs the server, and its line says so.
    """
    with transaction.atomic():
        council = Council.objects.create(slug=slug, name=name, notice=notice, is_made_up=is_made_up)
        tenant.enter(council.pk)
        person = Person.objects.create(
            council=council, name="Goldthread", job_title="by the clock", is_system=True
        )
        audit.write(council_id=council.pk, person=None, command="council.found_council", target=council)
    return person


@command("council.manage")
def add_team(*, by: Person, slug: str, name: str, service: str = "") -> Team:
    """Add a team."""
    if Team.objects.filter(council=by.council, slug=slug).exists():
        raise Refused(f"There is a team with the short name {slug} already. Choose another.")
    return Team.objects.create(council=by.council, slug=slug, name=name, service=service)


@command("council.manage")
def add_person(
    *,
    by: Person,
    name: str,
    email: str = "",
    job_title: str = "",
    role: str,
    team: Team | None = None,
    password: str | None = None,
) -> Person:
    """Add somebody with their first role; with an e-mail address they can sign in."""
    own(by, team)
    if role not in ROLES:
        raise Refused(f"There is no role called {role}.")
    account = None
    if email:
        account = Account.objects.filter(email=email.lower()).first()
        account = account or Account.objects.create_user(email, password)
        if Person.objects.filter(council=by.council, account=account).exists():
            raise Refused(f"{email} is already here. Give them another role instead.")
    person = Person.objects.create(council=by.council, account=account, name=name, job_title=job_title)
    Membership.objects.create(council=by.council, person=person, role=role, team=team)
    return person


@command("council.manage")
def give_role(*, by: Person, person: Person, role: str, team: Team | None = None) -> Membership:
    """Give somebody a further role."""
    own(by, person, team)
    membership, made = Membership.objects.get_or_create(
        council=by.council, person=person, role=role, team=team
    )
    if not made:
        raise Refused(f"{person.name} has that role already.")
    return membership


@command("council.manage")
def take_role(*, by: Person, membership: Membership) -> Person:
    """Take a role away; what they did stays theirs."""
    own(by, membership)
    person = membership.person
    if person.memberships.count() == 1:
        raise Refused(f"That is the only role {person.name} has. Close their account instead.")
    membership.delete()
    return person


@command("council.manage")
def close_person(*, by: Person, person: Person) -> Person:
    """Close somebody's way in when they leave."""
    own(by, person)
    if person == by:
        raise Refused("You cannot close your own way in. Ask another administrator.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@command("council.manage")
def let_choose_password(*, by: Person, person: Person) -> Person:
    """Let somebody choose a password by a link, when they are new or have forgotten theirs.

    Refused for an account that opens another council too: that council's administrator has not been asked.
    """
    own(by, person)
    if person.account is None or not person.is_active:
        raise Refused(f"{person.name} cannot sign in, so there is no password to choose.")
    tenant.recognise(person.account_id)
    elsewhere = Person.objects.filter(account=person.account).exclude(council=by.council).exists()
    tenant.recognise(by.account_id or by.pk)
    if elsewhere:
        raise Refused(
            f"{person.name} works at another council too. They can change their password themselves."
        )
    return person
