"""Sign-in adapters: accounts are created by an administrator only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from goldthread.council.models import Account


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is incorrect. Check both and try again.",
        "invalid_login": "The email address or password is incorrect. Check both and try again.",
        "too_many_login_attempts": (
            "Too many incorrect passwords were entered for this account. Wait five minutes and try again, "
            "or ask your administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody creates their own account."""
        return False


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the council's own identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: the provider confirms who somebody is, not whether they may sign in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Sign in somebody whose address the provider has verified and an administrator has added."""
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


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    """Return the provider's claims about somebody: the signed ID token first, then the userinfo answer.

    Entra ID leaves `email_verified` out for its own tenant's addresses; a provider that says an address is
    not verified is believed.
    """
    signed, userinfo = data.get("id_token") or {}, data.get("userinfo") or {}
    if signed and userinfo and signed.get("sub") != userinfo.get("sub"):
        return {}
    return {**userinfo, **signed} or data
