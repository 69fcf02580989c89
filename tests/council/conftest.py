"""Accounts with a password, in a world whose people come in as personas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests import world
from tests.conftest import SERVER

PASSWORD = "correct horse battery staple"


def lines(caplog: Any) -> list[str]:
    """Return the lines about sign-in in the service's log."""
    return [record.getMessage() for record in caplog.records if record.name == "goldthread.sign_in"]


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords quickly: what is tested is who comes in, not how long a guess takes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def with_password():
    """Give somebody the test password and return their account."""

    def give(person):
        person.account.set_password(PASSWORD)
        person.account.save(update_fields=["password"])
        return person.account

    return give


@pytest.fixture(scope="module")
def apart(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Stand in a copy of the world that is thrown away, for what must really be committed; gives its name.

    Threads and other processes see what is done there, which they could not inside a test's transaction.
    """
    name = f"{connection.settings_dict['NAME']}_apart"
    world.copy(SERVER, name)
    with django_db_blocker.unblock(), world.connected_to(name):
        yield name
    world.drop(SERVER, name)


@pytest.fixture
def new_council(apart):
    """Found a council of its own in the copy, and return the person that is Goldthread itself there."""
    from goldthread.council.people.commands import found_council
    from goldthread.council.records.base import new_id

    return found_council(slug=f"c-{new_id().hex[-12:]}", name="Council of one test")


@pytest.fixture
def provider(settings):
    """Return an identity provider that Goldthread is set to ask."""
    from goldthread.council.people import identity_provider
    from tests.council.provider import Provider, set_up

    identity_provider.forget_discovered()
    provider = Provider()
    set_up(settings, provider)
    yield provider
    provider.stop()
