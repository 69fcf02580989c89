"""Sign-in adapters: accounts are created by an administrator only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from goldthread.council.database import tenant
from goldthread.council.models import Account, Person
from goldthread.council.people import address_limit
from goldthread.council.people.passwords_off import accepts_password_of, is_used_in_emergency, uses_to_tell
from goldthread.council.people.session_origin import begun_by_password
from goldthread.council.people.sign_in_log import SignInEvent, record_sign_in
from goldthread.web.jinja import date as say_date

_METHODS = {
    "password": "by password",
    "socialaccount": "through the council's own sign-in",
    "mfa": "with a one-time code",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is incorrect. Check both and try again.",
        "invalid_login": "The email address or password is incorrect. Check both and try again.",
        "too_many_login_attempts": (
            "Too many incorrect passwords or codes were entered for this account. Wait five minutes and try again, "
            "or ask your administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody creates their own account."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse, and record, one password too many, for the account or from the address."""
        try:
            address_limit.check(request, _typed(credentials))
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            event = SignInEvent.SLOWED if error.code == address_limit.TOO_MANY else SignInEvent.LOCKED_OUT
            record_sign_in(event, account=_account(request, credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password, and count it for the address."""
        address_limit.count_wrong(request, _typed(credentials))
        account = _account(request, credentials)
        if getattr(request, "refused_password", False):
            record_sign_in(SignInEvent.REFUSED, account=account, reason="passwords are turned off")
            return
        again = "to confirm who they are" if request.user.is_authenticated else ""
        record_sign_in(SignInEvent.WRONG_PASSWORD, account=account, reason=again)

    def pre_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse | None:
        """Refuse who is deactivated, whether by their account or at every council where they work."""
        if not _may_sign_in(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **more)

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """Refuse, and record, the sign-in of somebody whose account is deactivated."""
        record_sign_in(SignInEvent.REFUSED, account=user, reason="the account is deactivated")
        return super().respond_user_inactive(request, user)

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in, by whatever way they came, and record it."""
        if not _may_sign_in(user):
            # They were deactivated between their password and their code.
            clear_login(request)
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        ways = [_METHODS.get(way["method"], "") for way in get_authentication_records(request, user)]
        before = user.last_login
        super().login(request, user)
        address_limit.count_right(request, user.email)
        record_sign_in(SignInEvent.IN, account=user, reason=" ".join(dict.fromkeys(filter(None, ways))))
        if begun_by_password(request) and is_used_in_emergency(user):
            record_sign_in(SignInEvent.EMERGENCY, account=user)
        for line in uses_to_tell(user, before)[:3]:
            messages.warning(
                request,
                f"{line.person.name} signed in with a password on {say_date(line.at)}, as an emergency account while "
                "passwords are turned off. If you do not know why, ask them now, and look at the audit log.",
            )
        if user.codes_ended_at is not None:
            messages.warning(
                request,
                f"Your 2-step verification was turned off on {say_date(user.codes_ended_at)}, by an administrator or on "
                "the server. If you did not ask for that, say so now to whoever looks after Goldthread at your council. "
                "You can set it up again under Your account.",
            )
            user.codes_ended_at = None
            user.save(update_fields=["codes_ended_at"])

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for no confirmation of who has nothing to confirm with: no codes, and a password that is not taken.

        The library asks none of who has neither a password nor codes, for the same reason.
        """
        user = context.request.user
        if user.is_authenticated and not self.get_reauthentication_methods(user):
            return False
        return super().is_reauthentication_required(app=app, **more)

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """Return how somebody can confirm that it is them: not by a password that is not taken."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and not accepts_password_of(user):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def set_password(self, user: Account, password: str) -> None:
        """Change the password of somebody who is signed in, and record it."""
        super().set_password(user, password)
        record_sign_in(SignInEvent.PASSWORD, account=user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and record it."""
        record_sign_in(SignInEvent.OUT, account=request.user)
        super().logout(request)


def _may_sign_in(account: Account) -> bool:
    """Return whether an account is active, and is somebody at some council who is."""
    if not account.is_active:
        return False
    with transaction.atomic(), tenant.recognised(account.pk):
        return Person.objects.filter(account=account, is_active=True).exists()


def _typed(credentials: dict[str, Any]) -> str:
    """Return what was typed as the address of an account."""
    return str(credentials.get("email") or "")


def _account(request: HttpRequest, credentials: dict[str, Any]) -> Account | None:
    """Return the account that a password was typed for."""
    if request.user.is_authenticated:
        return request.user
    return Account.objects.filter(email=_typed(credentials).lower()).first()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the council's own identity provider; people/provider_pages.py says who comes in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: the provider confirms who somebody is, not whether they may sign in."""
        return False
