"""Passwords turned off by a council, except for its emergency accounts, and what their use leaves.

An account is accepted by its password where one council of the person accepts it; what it opens is that council only,
also in a session that was begun before. So no council decides for another.
"""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldthread.council.command import Refused, changed, check_scope, command
from goldthread.council.database import tenant
from goldthread.council.models import Account, AuditLine, Council, Person
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.council.people.session_origin import begun_by_password
from goldthread.council.people.sign_in_log import SignInEvent
from goldthread.council.people.watched import Way, sign_in_changed

SHOWN_FOR = datetime.timedelta(days=90)
"""How long the page of the setting lists the use of an emergency account; the audit log has it for good."""
_ACCEPTED = {True: "of emergency accounts", False: "of everybody"}


def accepts_password(person: Person) -> bool:
    """Return whether a person's council takes their password."""
    return person.is_emergency or not person.council.passwords_off


def accepts_password_of(account: Account) -> bool:
    """Return whether a council where the account is somebody takes its password; of a deactivated one, whether it did."""
    with transaction.atomic(), tenant.recognised(account.pk):
        people = list(Person.objects.filter(account=account).select_related("council"))
    # Whoever is nobody anywhere is told that their account is deactivated, once their password is right.
    counted = [person for person in people if person.is_active] or people
    return not counted or any(accepts_password(person) for person in counted)


def is_used_in_emergency(account: Account) -> bool:
    """Return whether a password of the account is accepted only because somewhere it is an emergency account."""
    with transaction.atomic(), tenant.recognised(account.pk):
        people = Person.objects.filter(account=account, is_active=True, is_emergency=True)
        return people.filter(council__passwords_off=True).exists()


def off_everywhere() -> bool:
    """Return whether each council here has turned passwords off, so that the sign-in page can put them last."""
    return (
        bool(settings.OIDC_NAME)
        and Council.objects.exists()
        and not Council.objects.filter(passwords_off=False).exists()
    )


def may_open(request: HttpRequest, person: Person) -> bool:
    """Return whether the session of a request opens the pages of a person's council."""
    return accepts_password(person) or not begun_by_password(request)


class PasswordBackend(AuthenticationBackend):
    """Checks passwords, and takes none of an account whose councils have turned them off.

    The answer is that of a wrong password, in words and in time: whoever guesses does not learn which accounts are
    emergency accounts, nor that a password is right. The logs have it (`refused_password` on the request).
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        """Return the account whose password is right and taken, None for any other."""
        # Asked before the password is checked: a right and a wrong one ask the same.
        account = Account.objects.filter(email=str(credentials.get("email") or "").lower()).first()
        is_accepted = account is None or accepts_password_of(account)
        checked = super().authenticate(request, **credentials)
        # Kept by the library for an account that is deactivated, whose page says so.
        deactivated = self.unstash_authenticated_user()
        if is_accepted:
            self._stash_user(deactivated)
            return checked
        if request is not None and (checked or deactivated) is not None:
            request.refused_password = True
        return None


@command("council.manage")
def turn_passwords_off(*, by: Person, through_provider: bool) -> Council:
    """Turn passwords off, except for emergency accounts; sessions that were begun by a password end.

    through_provider: whether whoever does it came in through the identity provider, and so has shown that it works.
    Who did not must have named an administrator who has a password, so that nobody locks everybody out.
    """
    if not settings.OIDC_NAME:
        raise Refused(
            "Sign-in through the council’s identity provider is not set up, so nobody could sign in. Have it set up on "
            "the server first.",
            field="passwords_off",
        )
    council = Council.objects.select_for_update().get(pk=by.council_id)
    changed("Passwords accepted", _ACCEPTED[council.passwords_off], _ACCEPTED[True])
    council.passwords_off = True
    council.save(update_fields=["passwords_off"])
    _check_way_in(by, through_provider)
    return council


@command("council.manage")
def turn_passwords_on(*, by: Person) -> Council:
    """Accept the passwords of all users again."""
    council = Council.objects.select_for_update().get(pk=by.council_id)
    changed("Passwords accepted", _ACCEPTED[council.passwords_off], _ACCEPTED[False])
    council.passwords_off = False
    council.save(update_fields=["passwords_off"])
    return council


@command("council.manage")
def name_emergency_account(*, by: Person, person: Person) -> Person:
    """Name a user whose password is accepted also while passwords are turned off."""
    check_scope(by, person)
    if person.account is None or not person.is_active:
        raise Refused(f"{person.name} cannot sign in. Choose somebody who can.", field="emergency")
    person.is_emergency = True
    person.save(update_fields=["is_emergency"])
    sign_in_changed(person, Way.EMERGENCY, by)
    return person


@command("council.manage")
def end_emergency_account(*, by: Person, person: Person, through_provider: bool) -> Person:
    """End the naming of a user as an emergency account."""
    check_scope(by, person)
    person.is_emergency = False
    person.save(update_fields=["is_emergency"])
    if Council.objects.get(pk=by.council_id).passwords_off:
        _check_way_in(by, through_provider)
    return person


def _check_way_in(by: Person, through_provider: bool) -> None:
    """Refuse what would lock everybody out, should the provider not work."""
    if through_provider:
        return
    named = Person.objects.filter(
        council=by.council,
        is_emergency=True,
        is_active=True,
        memberships__role__in=PERMISSIONS["council.manage"],
    ).select_related("account")
    if not any(person.account is not None and person.account.has_usable_password() for person in named):
        raise Refused(
            f"You signed in with a password, so it is not known that {settings.OIDC_NAME or 'the provider'} works. Name "
            "at least one administrator who has a password as an emergency account, or sign in the other way and do "
            "this again.",
            field="emergency",
        )


def uses_since(person: Person, since: datetime.datetime | None = None) -> list[AuditLine]:
    """Return the audit lines of emergency accounts used at a person's council, the newest first."""
    with tenant.inside(person.council_id):
        lines = AuditLine.objects.filter(
            council=person.council_id,
            command=SignInEvent.EMERGENCY,
            at__gt=since or timezone.now() - SHOWN_FOR,
        )
        return list(lines.select_related("person").order_by("-number"))


def uses_to_tell(account: Account, since: datetime.datetime | None) -> list[AuditLine]:
    """Return the use of emergency accounts by others since somebody last signed in, where they manage users."""
    with transaction.atomic(), tenant.recognised(account.pk):
        people = list(Person.objects.filter(account=account, is_active=True))
    return [
        line
        for person in people
        if person.may("council.manage")
        for line in uses_since(person, since)
        if line.person_id != person.pk
    ]
