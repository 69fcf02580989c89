"""Encryption of the secrets of one-time codes and backup codes, so that a copy of the database is no second factor.

The key is made of the service's secret key, which is in no database and no backup.
"""

from __future__ import annotations

import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from cryptography.fernet import Fernet, InvalidToken
from django.db import transaction

from goldthread.council.encryption import fernet

logger = logging.getLogger("goldthread.sign_in")
_ENCRYPTED = "fernet:"
_SECRETS = ("secret", "seed")
"""Names in an authenticator's data: the secret of one-time codes, and what backup codes are made of."""


class CodesAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted; one that an earlier version kept as it was is read as it is (`encrypt_old`)."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return _ENCRYPTED + _key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; where the secret key is another now, one that nobody has, so that no code is right."""
        if not encrypted_text.startswith(_ENCRYPTED):
            return encrypted_text
        try:
            return _key().decrypt(encrypted_text.removeprefix(_ENCRYPTED)).decode()
        except InvalidToken:
            logger.error(
                "One-time codes cannot be checked: GOLDTHREAD_SECRET_KEY is not the one with which they were set up. "
                "Set the former key again, or turn the person's codes off."
            )
            return generate_totp_secret()


def encrypt_old() -> int:
    """Encrypt the secrets that an earlier version kept as they were; return of how many authenticators."""
    count = 0
    with transaction.atomic():
        for authenticator in Authenticator.objects.select_for_update().order_by("pk"):
            old = {
                name: authenticator.data[name]
                for name in _SECRETS
                if not str(authenticator.data.get(name, _ENCRYPTED)).startswith(_ENCRYPTED)
            }
            if old:
                authenticator.data |= {name: encrypt(secret) for name, secret in old.items()}
                authenticator.save(update_fields=["data"])
                count += 1
    return count


def _key() -> Fernet:
    return fernet("goldthread.council.people.code_secrets")
