"""Accounts with a password, in a world whose people come in as personas."""

from __future__ import annotations

import pytest

PASSWORD = "correct horse battery staple"


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
