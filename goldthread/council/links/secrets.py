"""The secret in a link's address: easy to type from a letter, impossible to guess, and kept as its hash only."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac

# Without letters that are taken for others on paper: 32 of them, five bits each.
_LETTERS = "abcdefghjkmnpqrstvwxyz0123456789"
_LENGTH, _GROUP = 24, 6


def new_secret() -> str:
    """Return a new secret of 120 bits, in groups: "k7m2qx-…"."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(drawn[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def hashed(secret: str) -> str:
    """Return what is kept of a secret, however its capitals and dashes were typed.

    A plain hash: nobody can try all secrets of 120 bits, as they could all passwords.
    """
    return hashlib.sha256(secret.lower().replace("-", "").encode()).hexdigest()


def derived_secret(secret: str, purpose: str, *, groups: int = _LENGTH // _GROUP) -> str:
    """Return another secret for a purpose, always the same of one secret, which cannot be found from it.

    Whoever made something once and sends it again is shown the same link, and no secret is kept for that.
    """
    digest = salted_hmac(f"goldthread.council.links {purpose}", secret, algorithm="sha256").digest()
    drawn = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[: groups * _GROUP])
    return "-".join(drawn[start : start + _GROUP] for start in range(0, len(drawn), _GROUP))
