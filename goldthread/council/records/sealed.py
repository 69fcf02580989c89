"""Text kept encrypted: a copy of the database, or of a backup, says nothing without the service's secret key.

It protects no more than that: whoever runs the server has both the key and the database, and so could read it.
"""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken
from django.db import models

from goldthread.council.encryption import fernet

_PURPOSE = "goldthread.council.records.sealed"
UNREADABLE = "(This cannot be read: it was written under another secret key of the service.)"


class SealedTextField(models.TextField):
    """A text that is encrypted whenever it is saved; an empty one stays empty. No query can look into it."""

    def get_prep_value(self, value: Any) -> Any:
        """Return a text as it is kept."""
        return fernet(_PURPOSE).encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return a text as it was written."""
        if not value:
            return ""
        try:
            return fernet(_PURPOSE).decrypt(value.encode()).decode()
        except InvalidToken:
            return UNREADABLE

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow no question but whether it is empty."""
        return super().get_lookup(lookup_name) if lookup_name in ("exact", "isnull") else None
