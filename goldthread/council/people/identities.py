"""Identities: who somebody is at the council's own identity provider, each bound to one account, once.

An identity is known by what the provider never gives to anybody else: `oid` and `tid` at Entra ID, elsewhere `sub`
and `iss`. An address can be given to a newcomer, so it binds the first identity of an account only; whoever comes
with the same address and another identity waits until an administrator has looked.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from goldthread.cell_text import without_controls
from goldthread.council.models import Account
from goldthread.council.people.watched import Way, account_changed

ACCEPTED, WAITING, ENDED = "accepted", "waiting", "ended"
_PROVIDER = "council"
_LONGEST_KEY = 191  # characters of SocialAccount.uid

REFUSALS = {
    "no_sub": "Your council’s sign-in service did not say who you are: its answer has no “sub”. Tell your "
    "administrator.",
    "two_people": "Your council’s sign-in service gave answers about two different people. Try again, and tell your "
    "administrator if it happens again.",
    "no_email": "Your council’s sign-in service did not give your email address: its answer has no “email”. Tell your "
    "administrator.",
    "no_tenant": "Your council’s sign-in service did not say which organisation you belong to: its answer has no "
    "“tid”. Tell your administrator.",
    "other_tenant": "That account belongs to another organisation. Sign in with your own account of this council.",
    "guest": "That account is a guest from another organisation. Sign in with your own account of this council.",
    "not_verified": "Your council’s sign-in service says that your email address is not verified. Tell your "
    "administrator.",
    "unknown": "Your council account is not known to Goldthread yet. Ask your administrator to add you.",
    "waiting": "Somebody with this email address has signed in to Goldthread with another account before. Ask your "
    "administrator to look at the sign-ins on your page under Users.",
    "ended": "Your administrator has ended this sign-in. Ask them if you still need it.",
}


# The same for the logs.
_IN_LOG = {
    "no_sub": "the token has no sub",
    "two_people": "token and userinfo are about two people",
    "no_email": "the token has no email",
    "no_tenant": "the token has no tid",
    "other_tenant": "an account of another tenant",
    "guest": "a guest of another tenant",
    "not_verified": "the address is not verified",
    "unknown": "no account has the address",
    "waiting": "a second identity, which waits for an administrator",
    "ended": "an administrator has ended the identity",
}


class NotLetIn(Exception):
    """Somebody whom the provider knows is not let in; the text is fit to show, `log` for the logs."""

    def __init__(self, reason: str, *, address: str = "", account: Account | None = None) -> None:
        super().__init__(REFUSALS[reason])
        self.reason, self.log = reason, _IN_LOG[reason]
        self.address, self.account = address, account


@dataclass(frozen=True)
class Claims:
    """What is needed and kept of a provider's token: who they are there, and their address."""

    iss: str
    sub: str
    tid: str
    oid: str
    email: str

    @property
    def key(self) -> str:
        """Return what the identity is known by: "oid@tid" at Entra ID, elsewhere "sub@iss"."""
        key = f"{self.oid}@{self.tid}" if self.oid and self.tid else f"{self.sub}@{self.iss}"
        return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def read_claims(signed: dict[str, Any], userinfo: dict[str, Any]) -> Claims:
    """Return the claims that are needed, the ID token's first, then the userinfo answer's; raises NotLetIn."""
    merged = {**userinfo, **signed}
    email = _text(merged, "email").lower()
    if not _text(signed, "sub"):
        raise NotLetIn("no_sub", address=email)
    if userinfo and userinfo.get("sub") != signed["sub"]:
        raise NotLetIn("two_people", address=email)
    claims = Claims(
        _text(signed, "iss"),
        _text(signed, "sub"),
        _text(signed, "tid").lower(),
        _text(signed, "oid").lower(),
        email,
    )
    if settings.OIDC_TENANTS and claims.tid not in settings.OIDC_TENANTS:
        raise NotLetIn("other_tenant" if claims.tid else "no_tenant", address=email)
    if _is_guest(signed, claims):
        raise NotLetIn("guest", address=email)
    if not email:
        raise NotLetIn("no_email")
    # Entra ID leaves both out for addresses of its own domains; a provider that says no is believed.
    if any(
        str(source.get(name)).lower() in ("false", "0") for name in _VERIFIED for source in (signed, userinfo)
    ):
        raise NotLetIn("not_verified", address=email)
    return claims


_VERIFIED = ("email_verified", "xms_edov")


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return without_controls(value).strip() if isinstance(value, str) else ""


def _is_guest(signed: dict[str, Any], claims: Claims) -> bool:
    """Return whether Entra ID says that somebody is a guest: `acct` is 1, or `idp` names another tenant.

    Microsoft, "Optional claims reference" (acct) and "ID token claims reference" (idp). Other providers use `idp` for
    other things, so only a token with a tenant is read so.
    """
    if not claims.tid:
        return False
    came_from = _text(signed, "idp").lower()
    return str(signed.get("acct")) == "1" or bool(came_from and claims.tid not in came_from)


def account_of(claims: Claims) -> Account:
    """Return the account that an identity is bound to, binding it where it is the account's first; raises NotLetIn.

    A second identity is kept as one that waits, so that an administrator sees it. To be called in a transaction,
    which must be saved also where this raises.
    """
    identity = _known(claims)
    if identity is None or identity.extra_data["state"] != ACCEPTED:
        identity = _bound(claims, identity)
    state = identity.extra_data["state"]
    if state != ACCEPTED:
        raise NotLetIn(state, address=claims.email, account=identity.user)
    identity.save(update_fields=["last_login"])
    return identity.user


def _bound(claims: Claims, identity: SocialAccount | None) -> SocialAccount:
    """Bind an identity to the account that has its address, or let it wait there.

    One that waits or was ended at another account than has the address now begins anew: whoever came as somebody else
    has been added as a user of their own since.
    """
    # Two identities that come first at the same moment must not both be bound.
    account = Account.objects.select_for_update().filter(email=claims.email, is_active=True).first()
    if identity is not None and (account is None or account.pk == identity.user_id):
        return identity
    if account is None:
        raise NotLetIn("unknown", address=claims.email)
    first = not SocialAccount.objects.filter(user=account).exists()
    data = {**asdict(claims), "state": ACCEPTED if first else WAITING}
    identity, _ = SocialAccount.objects.update_or_create(
        provider=_PROVIDER, uid=claims.key, defaults={"user": account, "extra_data": data}
    )
    if first:
        account_changed(account, Way.FIRST_IDENTITY)
    return identity


def _known(claims: Claims) -> SocialAccount | None:
    identity = SocialAccount.objects.filter(provider=_PROVIDER, uid=claims.key).first()
    if identity is None:
        # Bound by an earlier version, which knew it by `sub` and kept the whole token.
        identity = SocialAccount.objects.filter(
            provider=_PROVIDER, uid=claims.sub, extra_data__id_token__iss=claims.iss
        ).first()
        if identity is not None:
            identity.uid, identity.extra_data = claims.key, {**asdict(claims), "state": ACCEPTED}
            identity.save()
    return identity
