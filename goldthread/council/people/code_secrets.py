"""Encryption of the secrets of one-time codes and backup codes, so that a copy of the database is no second factor.

The key is made of the service's secret key, which is in no database and no backup.
"""

from __future__ import annotations

import base64
import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

logger = logging.getLogger("goldthread.sign_in")
_ENCRYPTED = "fernet:"


class CodesAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted; one that an earlier version kept as it was is read as it is."""

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


def _key() -> Fernet:
    digest = salted_hmac("goldthread.council.people.code_secrets", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
