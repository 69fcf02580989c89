"""Commands on people and teams: add them, change roles, deactivate and reactivate accounts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from goldthread.council.command import Refused, changed, check_scope, command
from goldthread.council.database import tenant
from goldthread.council.models import Account, Council, Membership, Person, Team
from goldthread.council.notifications.models import CalendarFeed
from goldthread.council.people.permissions import DISCIPLINES, PERMISSIONS, ROLES, TEAM_ROLES, WITH_A_ROUND
from goldthread.council.people.slugs import unique_slug
from goldthread.council.people.watched import Way, sign_in_changed
from goldthread.council.records import audit


def found_council(*, slug: str, name: str, notice: str = "", is_made_up: bool = False) -> Person:
    """Create a council and return the person that is Goldthread itself there, who acts by the clock.

    The one change that no person makes: it is made by whoever runs the server, and its audit line says so.
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
def add_team(*, by: Person, slug: str = "", name: str, service: str = "", discipline: str = "") -> Team:
    """Add a team; its slug is made from its name, unless one is given."""
    teams, name = Team.objects.filter(council=by.council), " ".join(name.split())
    if not name:
        raise Refused("Enter a name for the team.")
    if teams.filter(name__iexact=name).exists():
        raise Refused(f"There is a team called {name} already. Choose another name.")
    if slug and teams.filter(slug=slug).exists():
        raise Refused(f"There is a team with the slug {slug} already. Choose another.")
    slug = slug or unique_slug(name, teams, otherwise="team")
    _check_discipline(discipline)
    return Team.objects.create(
        council=by.council, slug=slug, name=name, service=service, discipline=discipline
    )


@command("council.manage")
def set_discipline(*, by: Person, of: Team | Person, discipline: str) -> Team | Person:
    """Set the discipline of a team or a user: whose principal answers for them."""
    _check_discipline(discipline)
    changed("Discipline", of.get_discipline_display(), DISCIPLINES.get(discipline, ""))
    of.discipline = discipline
    of.save(update_fields=["discipline"])
    return of


def _check_discipline(discipline: str) -> None:
    if discipline and discipline not in DISCIPLINES:
        raise Refused("Choose social work, occupational therapy or neither.")


@command("council.manage")
def add_person(
    *,
    by: Person,
    name: str,
    email: str = "",
    job_title: str = "",
    discipline: str = "",
    role: str,
    team: Team | None = None,
    board: str = "",
    password: str | None = None,
) -> Person:
    """Add a user with their first role; with an email address they can sign in."""
    check_scope(by, team)
    if role not in ROLES:
        raise Refused(f"There is no role called {role}.")
    _check_team(role, team)
    board = _board(role, board)
    account = _account(by, email, password) if email else None
    _check_discipline(discipline)
    person = Person.objects.create(
        council=by.council, account=account, name=name, job_title=job_title, discipline=discipline
    )
    Membership.objects.create(council=by.council, person=person, role=role, team=team, board=board)
    if role == "director":
        sign_in_changed(person, Way.DIRECTOR, by)
    return person


def _account(by: Person, email: str, password: str | None = None) -> Account:
    """Return the account with an address, new where there is none; refused where it is a user of this council's."""
    account = Account.objects.filter(email=email.lower()).first()
    account = account or Account.objects.create_user(email, password)
    if Person.objects.filter(council=by.council, account=account).exists():
        raise Refused(f"{email} is a user already. Add a role to them instead.", field="email")
    return account


@command("council.manage")
def change_person(*, by: Person, person: Person, name: str, email: str = "", job_title: str = "") -> Person:
    """Change the name, email address or job title of a user.

    An address is changed of an account that is used at this council only: it is what signs in at the other too. It
    ends their sessions and password links.
    """
    name, email, account = " ".join(name.split()), email.strip().lower(), person.account
    is_new_way_in = False
    if not name:
        raise Refused("Enter a name.", field="name")
    if person.is_system or not person.memberships.exists():
        raise Refused("The details of this user cannot be changed.")
    if account is None:
        person.account = _account(by, email) if email else None
        is_new_way_in = person.account is not None
    elif not email:
        raise Refused("Enter an email address. To stop them signing in, deactivate them.", field="email")
    elif email != account.email:
        check_own_account(by, person, "They sign in with this address there.")
        if Account.objects.filter(email=email).exists():
            raise Refused(f"Another user signs in with {email}. Enter another address.", field="email")
        account.email = email
        account.save(update_fields=["email"])
        account.end_sessions()
        is_new_way_in = True
    person.name, person.job_title = name, " ".join(job_title.split())
    person.save(update_fields=["account", "name", "job_title"])
    if is_new_way_in:
        sign_in_changed(person, Way.ADDRESS, by)
    return person


@command("council.manage")
def add_role(
    *, by: Person, person: Person, role: str, team: Team | None = None, board: str = ""
) -> Membership:
    """Add a role to a user; a board member's with the board whose matters they may see."""
    check_scope(by, person, team)
    _check_team(role, team)
    membership, created = Membership.objects.get_or_create(
        council=by.council, person=person, role=role, team=team, board=_board(role, board)
    )
    if not created:
        raise Refused(f"{person.name} has that role already.")
    changed("Role", "", membership)
    if role in ("director", "administrator"):
        sign_in_changed(person, Way(role), by)
    return membership


@command("council.manage")
def set_organisation(*, by: Person, membership: Membership, organisation: Any) -> Membership:
    """Set organisation of a partner: its actions, and that a part of a complaint is asked of it, are on their home."""
    check_scope(by, membership, organisation)
    if membership.role != "partner":
        raise Refused("Only a partner has an organisation.")
    before = membership.organisation
    membership.organisation = organisation
    membership.save(update_fields=["organisation"])
    changed("Organisation", str(before or ""), str(organisation or ""))
    return membership


def _check_team(role: str, team: Team | None) -> None:
    """Refuse a team's role without a team: it would be either nobody's role or everybody's."""
    if role == WITH_A_ROUND:
        raise Refused(
            "An external auditor is let in by the owner of an audit round, to that round alone.", field="role"
        )
    if role in TEAM_ROLES and team is None:
        name = ROLES[role]
        raise Refused(f"Choose the team of the {name[:1].lower()}{name[1:]}.", field="team")


def _board(role: str, board: str) -> str:
    """Return a board's name as it is compared; only a board member has one."""
    name = " ".join(board.split())
    if name and role != "board_member":
        raise Refused(
            "Only a board member has a board. Choose that role, or leave the board empty.", field="board"
        )
    return name


@command("council.manage")
def remove_role(*, by: Person, membership: Membership) -> Person:
    """Remove a role from a user; what they did stays theirs."""
    check_scope(by, membership)
    person = membership.person
    if person.memberships.count() == 1:
        raise Refused(f"That is the only role of {person.name}. Deactivate their account instead.")
    _keep_an_administrator(by, Membership.objects.exclude(pk=membership.pk))
    changed("Role", membership, "")
    membership.delete()
    return person


@command("council.manage")
def deactivate_person(*, by: Person, person: Person) -> Person:
    """Deactivate a user who leaves; sessions and calendar address end at once, and none wakes when they come back."""
    check_scope(by, person)
    if person == by:
        raise Refused("You cannot deactivate your own account. Ask another administrator.")
    _keep_an_administrator(by, Membership.objects.exclude(person=person))
    person.is_active = person.is_emergency = False
    person.save(update_fields=["is_active", "is_emergency"])
    CalendarFeed.objects.filter(council=by.council, person=person).delete()
    if person.account is not None:
        # At another council where they work, too: there they sign in again.
        person.account.end_sessions()
    sign_in_changed(person, Way.DEACTIVATED, by)
    return person


def _keep_an_administrator(by: Person, remaining: QuerySet[Membership]) -> None:
    """Refuse what would leave nobody who can sign in and manage users: nobody could put that right."""
    # Two administrators must not each take the other's role at the same moment.
    list(Person.objects.select_for_update().filter(council=by.council, is_active=True).order_by("pk"))
    administrators = Membership.objects.filter(
        council=by.council,
        role__in=PERMISSIONS["council.manage"],
        person__is_active=True,
        person__account__isnull=False,
    )
    if administrators.exists() and not administrators.filter(pk__in=remaining.values("pk")).exists():
        raise Refused("No administrator would be left. Make somebody else an administrator first.")


@command("council.manage")
def reactivate_person(*, by: Person, person: Person) -> Person:
    """Reactivate a user who comes back, with the roles that they had."""
    check_scope(by, person)
    if person.is_active:
        raise Refused(f"{person.name} is active already.")
    if not person.memberships.exists():
        raise Refused(
            "Their name and roles have been deleted, years after they left. Add them as a new user."
        )
    person.is_active = True
    person.save(update_fields=["is_active"])
    sign_in_changed(person, Way.REACTIVATED, by)
    return person


@command("council.manage")
def create_password_link(*, by: Person, person: Person) -> Person:
    """Create a link by which a user chooses a password, when they are new or have forgotten theirs.

    Refused for an account that is used at another council too, whose administrator has not agreed.
    """
    check_scope(by, person)
    if person.account is None or not person.is_active:
        raise Refused(f"{person.name} cannot sign in, so they need no password.")
    if by.council.passwords_off and not person.is_emergency:
        raise Refused(
            f"Passwords are turned off, except for emergency accounts. {person.name} signs in with "
            f"{settings.OIDC_NAME or 'the council’s own sign-in'}."
        )
    check_own_account(by, person, "They can change their password themselves.")
    sign_in_changed(person, Way.PASSWORD_LINK, by)
    return person


@command("council.manage")
def turn_off_codes(*, by: Person, person: Person) -> Person:
    """Turn off the one-time codes of a user who has lost their phone; they are told when they next sign in.

    Their sessions end: whoever has the phone may be signed in on it. Refused for an account that is used at another
    council too, whose administrator has not agreed.
    """
    if person == by:
        raise Refused(
            "Turn off your own 2-step verification under Your account, or ask another administrator."
        )
    if person.account is None or not codes_are_on(person):
        raise Refused(f"{person.name} has not set up 2-step verification.")
    check_own_account(by, person, "They can turn it off themselves with a backup code.")
    person.account.end_codes()
    sign_in_changed(person, Way.CODES, by)
    return person


def codes_are_on(person: Person) -> bool:
    """Return whether somebody signs in with one-time codes."""
    return person.account is not None and Authenticator.objects.filter(user=person.account).exists()


def check_own_account(by: Person, person: Person, otherwise: str) -> None:
    """Refuse what would change how somebody signs in at another council; `otherwise` says what can be done."""
    with tenant.recognised(person.account_id):
        elsewhere = Person.objects.filter(account=person.account).exclude(council=by.council).exists()
    if elsewhere:
        raise Refused(f"{person.name} works at another council too. {otherwise}")
