"""The record of sign-ins: a line in the audit log of each council of the person, and one in the service's log.

Neither has a password, a code, a token or what was typed as an address that is not known here: people type
their password there.
"""

from __future__ import annotations

import datetime
import logging
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from goldthread import log_lines
from goldthread.council import command
from goldthread.council.database import tenant
from goldthread.council.models import Account, AuditLine, Person
from goldthread.council.records import audit

logger = logging.getLogger("goldthread.sign_in")

_ONE_LOCK_OUT = datetime.timedelta(minutes=5)
"""As long as a lock-out lasts: one line of the audit log says it, however often somebody goes on trying; as for a wait."""


class SignInEvent(StrEnum):
    """What happened, as the audit log names it."""

    IN = "council.sign_in"
    WRONG_PASSWORD = "council.wrong_password"
    WRONG_CODE = "council.wrong_code"
    LOCKED_OUT = "council.lock_out"
    SLOWED = "council.slow_sign_in"
    REFUSED = "council.refuse_sign_in"
    OUT = "council.sign_out"
    EMERGENCY = "council.emergency_sign_in"
    ENDED = "council.end_session"
    PASSWORD = "council.set_password"
    PASSWORD_BY_LINK = "council.set_password_by_link"
    CODES_ON = "council.set_up_own_codes"
    CODES_OFF = "council.turn_off_own_codes"

    @property
    def is_by_nobody(self) -> bool:
        """Return whether nobody knows who tried: the audit line is about the person, and not by them."""
        return self not in _BY_THE_PERSON


_BY_THE_PERSON = frozenset(
    {
        SignInEvent.IN,
        SignInEvent.OUT,
        SignInEvent.EMERGENCY,
        SignInEvent.ENDED,
        SignInEvent.PASSWORD,
        SignInEvent.CODES_ON,
        SignInEvent.CODES_OFF,
    }
)
_ONCE_IN_A_WHILE = frozenset({SignInEvent.LOCKED_OUT, SignInEvent.SLOWED})
_WORDS = {
    SignInEvent.IN: "Sign in",
    SignInEvent.WRONG_PASSWORD: "Sign-in failed: wrong password",
    SignInEvent.WRONG_CODE: "Sign-in failed: wrong one-time code",
    SignInEvent.LOCKED_OUT: "Sign-in locked for a while: too many wrong passwords or codes",
    SignInEvent.SLOWED: "Sign-in slowed: many accounts were tried from one address",
    SignInEvent.REFUSED: "Sign-in refused",
    SignInEvent.OUT: "Sign out",
    SignInEvent.EMERGENCY: "EMERGENCY ACCOUNT USED: sign-in by password, while passwords are turned off",
    SignInEvent.ENDED: "Session ended",
    SignInEvent.PASSWORD: "Change their own password",
    SignInEvent.PASSWORD_BY_LINK: "Password chosen by a password link",
    SignInEvent.CODES_ON: "Set up their own one-time codes",
    SignInEvent.CODES_OFF: "Turn off their own one-time codes",
}
for _event, _sentence in _WORDS.items():
    command.put_in_words(_event, _sentence)


def record_sign_in(event: SignInEvent, *, account: Account | None = None, reason: str = "") -> None:
    """Record one event of signing in, with a reason in fixed words, such as "the provider's secret has expired".

    account: whose sign-in it is; None where the address is not known here, and then only the service's log has it.
    The audit line has the address of the client whose request is answered (council/request_origin.py).
    The reason is shown on the audit page as it is given: never text that somebody typed or that a provider sent.
    """
    people = _people(account) if account is not None else []
    # The line of the service's log has it by itself.
    address = log_lines.client()
    logger.log(
        logging.WARNING if event == SignInEvent.EMERGENCY else logging.INFO,
        "%s: %s%s",
        _WORDS[event],
        account.email if account is not None else "an address that is not known here",
        f" ({reason})" if reason else "",
    )
    for person in people:
        if event in (SignInEvent.IN, SignInEvent.EMERGENCY) and not person.is_active:
            continue
        if event == SignInEvent.EMERGENCY and not (person.is_emergency and person.council.passwords_off):
            continue
        with tenant.inside(person.council_id):
            if event not in _ONCE_IN_A_WHILE or not _is_recorded(person, event):
                audit.write(
                    council_id=person.council_id,
                    person=None if event.is_by_nobody else person,
                    command=event,
                    target=person,
                    reason=reason,
                    detail={"address": address} if address else {},
                )


def who(line: AuditLine) -> str:
    """Return who did what a line of the audit log says, as its page names them."""
    if line.person is not None:
        return line.person.name
    return "Not signed in" if line.command in list(SignInEvent) else "Server administrator"


def _people(account: Account) -> list[Person]:
    """Return who an account is at each council, deactivated or not, in one order for all requests."""
    with transaction.atomic(), tenant.recognised(account.pk):
        people = Person.objects.filter(account=account).select_related("council")
        return list(people.order_by("council_id"))


def _is_recorded(person: Person, event: SignInEvent) -> bool:
    since = timezone.now() - _ONE_LOCK_OUT
    return AuditLine.objects.filter(
        council=person.council_id, target_id=person.pk, command=event, at__gt=since
    ).exists()
