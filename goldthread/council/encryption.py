"""Encryption of secrets that stand in the database, so that a copy of it opens nothing.

The keys are made of the service's secret key, which is in no database and no backup.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac


def fernet(purpose: str) -> Fernet:
    """Return what encrypts and decrypts for one purpose; of another purpose, or another secret key, it reads nothing."""
    digest = salted_hmac(purpose, "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
