"""A council's e-mail: the commands that set it, the password, and how it stands in words."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.encryption import fernet
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.council.notifications.models import EmailProblem, EmailSettings, SentEmail

SEND_EMAIL = JobName("council.send_email")
_PURPOSE = "goldthread.council.notifications.email_settings"
_HOST = re.compile(r"[A-Za-z0-9.:-]+")


def of_council(council_id: uuid.UUID) -> EmailSettings | None:
    """Return how a council sends e-mail; None where it has never set it."""
    return EmailSettings.objects.filter(council_id=council_id).first()


def is_on(council_id: uuid.UUID) -> bool:
    """Return whether a council sends e-mail."""
    return EmailSettings.objects.filter(council_id=council_id, is_on=True).exists()


def ask_to_send(by: Person) -> None:
    """Have what waits to be sent in a council sent soon; one at a time in a council, so that nothing is sent twice."""
    name = f"{SEND_EMAIL}.{by.council_id}"
    jobs.ask(SEND_EMAIL, by=by, once=name, alone=name)


def password_of(email: EmailSettings) -> str:
    """Return the password for the mail server: the council's, or for the server that the environment names, its own.

    An administrator could else have the password of the environment sent to a server of their own. Raises InvalidToken where the secret key is another now.
    """
    if email.password:
        return fernet(_PURPOSE).decrypt(email.password).decode()
    return settings.SMTP_PASSWORD if email.host == settings.SMTP_HOST else ""


def has_password(email: EmailSettings) -> bool:
    """Return whether there is a password for the mail server, whether or not it can be read."""
    return bool(email.password or (settings.SMTP_PASSWORD and email.host == settings.SMTP_HOST))


def _set_in_words(**given: Any) -> str:
    """Return the setting for the audit log, without the password."""
    if not given["is_on"]:
        return "Off"
    weekday = EmailSettings.Weekday(given["weekday"]).label
    return (
        f"On: {given['host']}, port {given['port']}, {given['security']}, digests at {given['hour']}:00, weekly ones "
        f"on {weekday}"
    )


@command("council.manage", trail=_set_in_words)
def set_email(
    *,
    by: Person,
    is_on: bool,
    host: str,
    port: int,
    security: str,
    username: str,
    from_address: str,
    site_address: str,
    hour: int,
    weekday: int,
) -> EmailSettings:
    """Set how e-mail is sent; where the mail server or the user name changes, the password is forgotten."""
    address = urlsplit(site_address)
    if address.scheme not in ("https", "http") or not address.netloc or address.path.strip("/"):
        raise Refused("Enter an address such as https://goldthread.council.example", field="site_address")
    if not _HOST.fullmatch(host):
        raise Refused("Enter the name of a mail server, such as smtp.council.example", field="host")
    if username and security == EmailSettings.Security.NONE:
        raise Refused("A password is sent encrypted only. Choose STARTTLS or TLS.", field="security")
    before = EmailSettings.objects.select_for_update().filter(council=by.council).first()
    email = before or EmailSettings(council=by.council)
    if before and (before.host, before.username) != (host, username):
        # Nobody may have the password sent to a server of their own.
        email.password = ""
    now = timezone.now()
    if is_on and not email.is_on:
        # What came before is not sent: the first digest is that of the next day.
        email.turned_on_at, email.digest_on, email.weekly_on = now, *(2 * [timezone.localdate(now)])
    email.is_on, email.host, email.port, email.security = is_on, host, port, security
    email.username, email.from_address, email.hour, email.weekday = username, from_address, hour, weekday
    email.site_address = f"{address.scheme}://{address.netloc}"
    _try_anew(email)
    email.save()
    return email


@command("council.manage")
def set_email_password(*, by: Person, password: str) -> EmailSettings:
    """Set the password for the mail server; empty, that of the server's environment is used."""
    email = EmailSettings.objects.select_for_update().filter(council=by.council).first()
    if email is None:
        raise Refused("Set the mail server first.")
    email.password = fernet(_PURPOSE).encrypt(password.encode()).decode() if password else ""
    _try_anew(email)
    email.save()
    return email


@command("council.manage")
def send_test_message(*, by: Person) -> SentEmail:
    """Send a test message to oneself."""
    email = of_council(by.council_id)
    if email is None or not email.is_on:
        raise Refused("Turn e-mail on first.")
    if by.account is None:
        raise Refused("You have no e-mail address in Goldthread.")
    _try_anew(email)
    email.save()
    message = SentEmail.objects.create(
        council=by.council, person=by, purpose=SentEmail.Purpose.TEST, on=timezone.localdate()
    )
    ask_to_send(by)
    return message


def _try_anew(email: EmailSettings) -> None:
    """Forget earlier failures: what is set now has not been tried yet."""
    email.problem, email.failing_since, email.failures, email.next_try_at = "", None, 0, None


def state_in_words(council_id: uuid.UUID) -> tuple[list[str], str]:
    """Return what is wrong with a council's e-mail, and how it stands where nothing is."""
    email = of_council(council_id)
    if email is None or not email.is_on:
        return [], "off"
    faults = []
    if email.problem and email.failing_since is not None:
        since = f"{timezone.localtime(email.failing_since):%-d %B, %H:%M}"
        faults.append(f"{EmailProblem(email.problem).label} Nothing has been sent since {since}.")
    week = timezone.now() - datetime.timedelta(days=7)
    lost = SentEmail.objects.filter(
        council_id=council_id,
        purpose=SentEmail.Purpose.DANGER,
        state=SentEmail.State.FAILED,
        created_at__gte=week,
    ).count()
    if lost:
        faults.append(f"{lost:,} messages about danger could not be sent in the last seven days.")
    sent = (
        f"last sent {timezone.localtime(email.sent_at):%-d %B, %H:%M}"
        if email.sent_at
        else "nothing sent yet"
    )
    return faults, f"on, through {email.host}; {sent}"
