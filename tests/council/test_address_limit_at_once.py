"""Many accounts tried from one address at once, by as many threads as a web process has."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.people import address_limit
from goldthread.council.people.address_limit import FIRST_WAIT, MOST_ACCOUNTS
from goldthread.council.people.models import SignInTry

THREADS, TRIES = 8, 24
ATTACKER = "198.51.100.77"


@pytest.mark.slow(reason="two dozen sign-ins at once, each in a transaction of its own that is committed")
def test_when_a_wait_has_ended_one_of_many_at_once_is_looked_at(apart, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(address_limit, "timezone", SimpleNamespace(now=lambda: now))
    SignInTry.objects.bulk_create(
        SignInTry(network=ATTACKER, account=str(each), is_right=False, at=now - FIRST_WAIT)
        for each in range(MOST_ACCOUNTS)
    )

    def attempt(number: int) -> bool:
        try:
            form = {"login": f"at.once.{number}@avonshire.example", "password": "a common password"}
            page = Client(REMOTE_ADDR=ATTACKER).post(reverse("account_login"), form)
            return "The email address or password is incorrect." in page.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        looked_at = list(pool.map(attempt, range(TRIES)))
    assert looked_at.count(True) == 1
    failed = SignInTry.objects.filter(network=ATTACKER, at__gt=now - datetime.timedelta(seconds=1))
    assert failed.count() == 1
