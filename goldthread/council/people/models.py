"""Sign-in accounts, each of one person at one council or more, and the tries to sign in from each network."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from goldthread.council.records.base import new_id, now
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import FreeText


class AccountManager(BaseUserManager):
    """Creates accounts; one without a password can sign in only through the council's identity provider."""

    def create_user(self, email: str, password: str | None = None) -> Account:
        """Create an account that can sign in."""
        account = self.model(email=self.normalize_email(email).lower())
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in account; who somebody is at a council is a Person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now, editable=False)
    sessions_ended_at = models.DateTimeField(
        null=True, help_text="No session and no password link from before is of use."
    )
    codes_ended_at = models.DateTimeField(
        null=True, help_text="When an administrator ended their one-time codes, until they have been told."
    )

    USERNAME_FIELD = "email"
    objects = AccountManager()

    retention = Retention(
        personal={"email": STAFF, "password": STAFF, "last_login": STAFF},
        plain=("is_active", "sessions_ended_at", "codes_ended_at"),
    )
    spec = FreeText(codes="email password")

    def __str__(self) -> str:
        return self.email

    def end_sessions(self) -> None:
        """End every session of this account at once, and every password link; none wakes later."""
        self.sessions_ended_at = now()
        self.save(update_fields=["sessions_ended_at"])

    def end_codes(self) -> None:
        """Delete the one-time and backup codes, end every session, and remember that the person must be told."""
        self.authenticator_set.all().delete()
        self.codes_ended_at = now()
        self.save(update_fields=["codes_ended_at"])
        self.end_sessions()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must know to go on: Django's own, of the password, and when sessions were ended."""
        of_password = super()._get_session_auth_hash(secret)
        if self.sessions_ended_at is None:
            return of_password
        salt = "goldthread.council.people.models.Account.sessions_ended_at"
        value = f"{of_password}{self.sessions_ended_at.isoformat()}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class SignInTry(models.Model):
    """The last wrong, or the last right, sign-in to an account from one network (people/address_limit.py).

    network: an IPv4 address or the /64 of an IPv6 address. account: a keyed hash of the address that was typed. A wrong
    one is kept for fifteen minutes, a right one for a month; neither is in a backup.
    """

    network = models.CharField(max_length=49)
    account = models.CharField(max_length=64)
    is_right = models.BooleanField()
    at = models.DateTimeField()

    retention = Retention(plain=("network", "account", "is_right", "at"))
    spec = FreeText(codes="network account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "account", "is_right"], name="one_sign_in_try_each")
        ]
        indexes = [models.Index(fields=["is_right", "at"], name="sign_in_tries_oldest")]

    def __str__(self) -> str:
        return f"{'right' if self.is_right else 'wrong'} from {self.network}"
