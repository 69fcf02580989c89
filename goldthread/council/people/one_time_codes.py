"""One-time codes: a code of the half minute before or after is taken, and none is taken twice.

The sign-in library remembers a used code for half a minute, in the cache, and knows nothing of the code that set a
phone up. A phone's clock may be a step late or early (RFC 6238, 5.2 and 6), so a code holds for a minute and a half.
So the last step that was used is saved beside the secret, and only a later one is taken: also where two requests come
at once, and whoever saw the code that set the phone up cannot sign in with it.
"""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from goldthread.council.models import Account
from goldthread.council.people import address_limit
from goldthread.council.people.sign_in_log import SignInEvent, record_sign_in

LAST_STEP = "last_step"
"""Name of the last step that was used, in the data of an authenticator: half minutes since 1970."""


_EVENTS = {"incorrect_code": SignInEvent.WRONG_CODE, address_limit.TOO_MANY: SignInEvent.SLOWED}


class UsedOnce:
    """Takes each code once; a parent of a form of the library's with `user` and, once valid, `authenticator`."""

    user: Account
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Return the code, and save that it was used; raises ValidationError for one that was."""
        # The second of two at once waits here, and reads what the first has saved.
        list(Authenticator.objects.select_for_update().filter(user=self.user).order_by("pk"))
        try:
            address_limit.check(context.request, self.user.email)
            code: str = super().clean_code()  # type: ignore[misc]
            if self.authenticator.type == Authenticator.Type.TOTP and not use(self.authenticator, code):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError as error:
            if error.code == "incorrect_code":
                address_limit.count_wrong(context.request, self.user.email)
            record_sign_in(_EVENTS.get(error.code, SignInEvent.LOCKED_OUT), account=self.user)
            raise
        return code


def use(authenticator: Authenticator, code: str) -> bool:
    """Save that a code was used; return False where it, or a later one, was used before."""
    secret, last = decrypt(authenticator.data["secret"]), authenticator.data.get(LAST_STEP, -1)
    for step in auth.yield_hotp_counters_from_time():
        expected = auth.format_hotp_value(auth.hotp_value(secret, step))
        if step > last and compare_user_code(actual=code, expected=expected):
            authenticator.data[LAST_STEP] = step
            authenticator.save(update_fields=["data"])
            return True
    return False


class SetUpCodes(ActivateTOTPView):
    """Set up 2-step verification with a first code, which is used by that."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the secret, and that the code was used."""
        response = super().form_valid(form)
        use(
            Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP),
            form.cleaned_data["code"],
        )
        record_sign_in(SignInEvent.CODES_ON, account=self.request.user)
        return response


class TurnOffCodes(DeactivateTOTPView):
    """Turn off one's own 2-step verification."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it off, and record it."""
        record_sign_in(SignInEvent.CODES_OFF, account=self.request.user)
        return super().form_valid(form)
