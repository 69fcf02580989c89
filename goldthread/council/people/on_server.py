"""What whoever runs the server does where no administrator can: codes, passwords, and administrators.

No person of the council gives these: each leaves a line in the audit log by nobody, which the page shows as the server
administrator's, with the reason.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from goldthread.cell_text import clean_text
from goldthread.council.command import Refused, put_in_words
from goldthread.council.database import tenant
from goldthread.council.models import Account, Council, Membership, Person
from goldthread.council.people.passwords_off import accepts_password_of
from goldthread.council.people.permissions import ROLES
from goldthread.council.people.typed_names import typed_address, typed_name
from goldthread.council.people.watched import Way, account_changed, sign_in_changed
from goldthread.council.records import audit, privacy

_CODES = "council.turn_off_codes_on_server"
_LINK = "council.create_password_link_on_server"
_ADMINISTRATOR = "council.make_administrator_on_server"
_PASSWORDS = "council.turn_passwords_on_on_server"
put_in_words(_CODES, "Turn off the one-time codes of a user, by a command on the server")
put_in_words(_LINK, "Create a password link for a user, by a command on the server")
put_in_words(_ADMINISTRATOR, "Make a user an administrator, by a command on the server")
put_in_words(_PASSWORDS, "Accept the passwords of all users again, by a command on the server")


def turn_off_codes(*, email: str, reason: str) -> Account:
    """Turn off somebody's one-time codes and end their sessions; they are told when they next sign in.

    The audit log of each council where they are a user has a line. Raises Refused.
    """
    reason = _reason(reason)
    with transaction.atomic():
        account = _account(email)
        if not Authenticator.objects.filter(user=account).exists():
            raise Refused(f"{account.email} has not set up 2-step verification.")
        account.end_codes()
        account_changed(account, Way.CODES)
        for person in _people(account):
            tenant.enter(person.council_id)
            audit.write(
                council_id=person.council_id, person=None, command=_CODES, target=person, reason=reason
            )
    return account


def create_password_link(*, email: str, reason: str) -> Account:
    """Say in the audit log that somebody is given a link by which they choose their password; return the account.

    The log of each council where they are a user has a line. Raises Refused where they could not sign in with it.
    """
    reason = _reason(reason)
    with transaction.atomic():
        account = _account(email)
        people = _people(account)
        if not any(person.is_active for person in people):
            raise Refused(
                f"{account.email} is deactivated. Let them in again with `goldthread access make-administrator`."
            )
        if not accepts_password_of(account):
            raise Refused(
                f"Passwords are turned off for {account.email}. Turn them on first, with "
                "`goldthread access turn-passwords-on`."
            )
        account_changed(account, Way.PASSWORD_LINK)
        for person in people:
            tenant.enter(person.council_id)
            audit.write(
                council_id=person.council_id, person=None, command=_LINK, target=person, reason=reason
            )
    return account


def _account(email: str) -> Account:
    """Return the account with an address, locked; raises Refused where there is none."""
    account = Account.objects.select_for_update().filter(email=email.strip().lower()).first()
    if account is None:
        raise Refused(f"No user has the address {email}.")
    return account


def _people(account: Account) -> list[Person]:
    """Return who an account is at each council, in one order for all transactions."""
    with tenant.recognised(account.pk):
        return list(Person.objects.filter(account=account).order_by("council_id"))


def make_administrator(*, council: Council, email: str, name: str = "", reason: str) -> Person:
    """Make a user an administrator; somebody who is deactivated is let in again, a newcomer is added by their name.

    Raises Refused.
    """
    reason, email = _reason(reason), typed_address(email, option="--person")
    name = typed_name(name, Person, option="--name")
    with transaction.atomic():
        tenant.enter(council.pk)
        person = Person.objects.filter(council=council, account__email=email).first()
        if person is None:
            if not name:
                raise Refused(
                    f"No user of {council.name} has the address {email}. Give their --name to add them."
                )
            account = Account.objects.filter(email=email).first() or Account.objects.create_user(email)
            person = Person.objects.create(council=council, account=account, name=name)
        _, is_new = Membership.objects.get_or_create(
            council=council, person=person, role="administrator", team=None, board=""
        )
        if not is_new and person.is_active:
            raise Refused(
                f"{person.name} is an {ROLES['administrator'].lower()} already. Where they cannot sign in, use "
                "`goldthread access turn-off-codes` or `password-link`."
            )
        person.is_active = True
        person.save(update_fields=["is_active"])
        sign_in_changed(person, Way.ADMINISTRATOR, None)
        audit.write(council_id=council.pk, person=None, command=_ADMINISTRATOR, target=person, reason=reason)
    return person


def turn_passwords_on(*, council: Council, reason: str) -> Council:
    """Accept the passwords of all users again, where the identity provider does not work; raises Refused."""
    reason = _reason(reason)
    with transaction.atomic():
        tenant.enter(council.pk)
        council = Council.objects.select_for_update().get(pk=council.pk)
        if not council.passwords_off:
            raise Refused(f"{council.name} accepts passwords already.")
        council.passwords_off = False
        council.save(update_fields=["passwords_off"])
        audit.write(council_id=council.pk, person=None, command=_PASSWORDS, target=council, reason=reason)
    return council


def _reason(text: str) -> str:
    """Return a reason as the audit log keeps it, without names; raises Refused where there is none."""
    text = " ".join(clean_text(text).split())
    if not text:
        raise Refused("Give the reason, with --reason: the audit log keeps it.")
    return privacy.reason(text)
