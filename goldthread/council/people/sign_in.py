"""Who may come in: accounts are made by an administrator, never by whoever knocks."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from goldthread.council.models import Account


class AccountDoor(DefaultAccountAdapter):
    """Sign-in by password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "invalid_login": "The e-mail address or the password is not right. Check both and try again.",
        "too_many_login_attempts": (
            "There were too many wrong passwords for this account. Wait five minutes and try again, "
            "or ask your administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody makes their own account."""
        return False


class ProviderDoor(DefaultSocialAccountAdapter):
    """Sign-in through the council's own identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: the provider says who somebody is, not whether they may come in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in somebody whose address the provider has checked and an administrator has added."""
        if sociallogin.is_existing:
            return
        claims = _claims(sociallogin.account.extra_data)
        email = str(claims.get("email") or "").lower()
        account = Account.objects.filter(email=email, is_active=True).first() if email else None
        if account is None or str(claims.get("email_verified")).lower() == "false":
            messages.error(
                request,
                "Your council account is not known to Goldthread yet. Ask your administrator to add you.",
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, account)


def _claims(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the provider says of somebody: its signed word first, then what it told when asked.

    Entra ID leaves `email_verified` out for its own tenant's addresses; a provider that says an address is
    not verified is believed.
    """
    signed, told = said.get("id_token") or {}, said.get("userinfo") or {}
    if signed and told and signed.get("sub") != told.get("sub"):
        return {}
    return {**told, **signed} or said
