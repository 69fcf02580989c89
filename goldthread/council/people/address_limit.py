"""A limit per address: many different accounts tried from one network are slowed (decision 79).

An attacker who tries one common password on each account of a list meets no limit per account. So an address from which
ten different accounts failed within fifteen minutes waits before its next try: half a minute, and twice as long after
each further account, up to fifteen minutes. A whole council may share an address, so whoever signed in rightly from
there in the last month does not wait, and who comes in at last has not failed. What counts is in the database, for all
processes and machines. What was typed as an account's address, which may be a password, is stored as a keyed hash only.
"""

from __future__ import annotations

import datetime
import logging
import math

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldthread.client_address import network_of
from goldthread.council.people.models import SignInTry

logger = logging.getLogger("goldthread.sign_in")

MOST_ACCOUNTS = 10
WINDOW = datetime.timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(seconds=30), WINDOW
KNOWN_FOR = datetime.timedelta(days=30)
TOO_MANY = "too_many_accounts"
"""The code of the error with which a try is refused."""

_KEPT_TODAY = datetime.timedelta(days=1)
# From so many accounts on, one network's tries are answered one after the other, so that many at once do not all
# come before any of them is counted.
_ONE_AT_A_TIME = MOST_ACCOUNTS // 2
_SECONDS_FOR_ANOTHER = 5


def check(request: HttpRequest, email: str) -> None:
    """Raise ValidationError where a password or code for this address must not be looked at yet."""
    seconds = seconds_to_wait(request, email)
    if seconds:
        wait = "1 second" if seconds == 1 else f"{seconds} seconds"
        if seconds > 90:
            wait = f"{math.ceil(seconds / 60)} minutes"
        raise ValidationError(
            "Sign-ins to many different accounts failed on the network that you use. "
            f"Wait {wait} and try again, or ask your administrator.",
            code=TOO_MANY,
        )


def seconds_to_wait(request: HttpRequest, email: str) -> int:
    """Return how long the network that asks must wait before another try at this account, 0 for not at all."""
    network = _network(request)
    if not network or request.user.is_authenticated or _failed(network).count() < _ONE_AT_A_TIME:
        return 0
    if _is_known(network, _hashed(email)):
        return 0
    if not _take_turn(network):
        return _SECONDS_FOR_ANOTHER
    accounts = _failed(network).count()
    if accounts < MOST_ACCOUNTS:
        return 0
    last = _failed(network).aggregate(last=Max("at"))["last"]
    doubled = 2 ** min(accounts - MOST_ACCOUNTS, 10)
    ends = last + min(FIRST_WAIT * doubled, LONGEST_WAIT)
    return max(0, math.ceil((ends - timezone.now()).total_seconds()))


def count_wrong(request: HttpRequest, email: str) -> None:
    """Count a wrong password or code, of somebody who is not signed in; log it where the network has tried many."""
    network = _network(request)
    if not network or request.user.is_authenticated:
        return
    now = timezone.now()
    _save(network, _hashed(email), is_right=False, now=now)
    accounts = _failed(network).count()
    if accounts >= MOST_ACCOUNTS:
        logger.warning("Many accounts tried from one address: %d failed in 15 minutes", accounts)


def count_right(request: HttpRequest, email: str) -> None:
    """Remember that an account signed in rightly from here: it has not failed, and is known here for a month."""
    network, account = _network(request), _hashed(email)
    if not network:
        return
    now = timezone.now()
    SignInTry.objects.filter(network=network, account=account, is_right=False).delete()
    today = SignInTry.objects.filter(
        network=network, account=account, is_right=True, at__gt=now - _KEPT_TODAY
    )
    if not today.exists():
        _save(network, account, is_right=True, now=now)


def _network(request: HttpRequest) -> str:
    return network_of(str(request.META.get("REMOTE_ADDR", "")))


def _hashed(email: str) -> str:
    """Return the keyed hash of what was typed as an address, which may be a password in the wrong box."""
    salt = "goldthread.council.people.address_limit"
    return salted_hmac(salt, email.strip().lower(), algorithm="sha256").hexdigest()


def _failed(network: str):
    """Return the accounts that failed from a network lately, one row each."""
    return SignInTry.objects.filter(network=network, is_right=False, at__gt=timezone.now() - WINDOW)


def _is_known(network: str, account: str) -> bool:
    since = timezone.now() - KNOWN_FOR
    return SignInTry.objects.filter(network=network, account=account, is_right=True, at__gt=since).exists()


def _save(network: str, account: str, *, is_right: bool, now: datetime.datetime) -> None:
    SignInTry.objects.bulk_create(
        [SignInTry(network=network, account=account, is_right=is_right, at=now)],
        update_conflicts=True,
        unique_fields=["network", "account", "is_right"],
        update_fields=["at"],
    )
    # Two that count at once do not wait for each other's old rows.
    gone = list(_old(now).select_for_update(skip_locked=True).values_list("pk", flat=True)[:1000])
    SignInTry.objects.filter(pk__in=gone).delete()


def delete_old() -> None:
    """Delete every try that counts no more, also where nobody has signed in since."""
    _old(timezone.now()).delete()


def _old(now: datetime.datetime):
    """Return the tries that count no more."""
    old = SignInTry.objects.filter(is_right=False, at__lte=now - WINDOW)
    return old | SignInTry.objects.filter(is_right=True, at__lte=now - KNOWN_FOR)


def _take_turn(network: str) -> bool:
    """Return whether no other try from the network is being answered; ours is until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign-in tries {network}"]
        )
        return bool(cursor.fetchone()[0])
