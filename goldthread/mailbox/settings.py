"""Where a council's mailbox is: the commands that set it, the password, trying it, and how it stands in words."""

from __future__ import annotations

import datetime
import re
import ssl
import uuid
from typing import Any

from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.encryption import fernet
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.mailbox.models import MailboxProblem, MailboxSettings

READ_MAILBOX = JobName("mailbox.read")
TRY_MAILBOX = JobName("mailbox.try")
_PURPOSE = "goldthread.mailbox.settings"
_HOST = re.compile(r"[A-Za-z0-9.:-]+")
_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def of_council(council_id: uuid.UUID) -> MailboxSettings | None:
    """Return a council's mailbox; None where it has never been set."""
    return MailboxSettings.objects.filter(council_id=council_id).first()


def password_of(mailbox: MailboxSettings) -> str:
    """Return the password of a mailbox. Raises InvalidToken where the secret key is another now."""
    return fernet(_PURPOSE).decrypt(mailbox.password).decode() if mailbox.password else ""


def _set_in_words(**given: Any) -> str:
    """Return the setting for the audit log, without the password."""
    if not given["is_on"]:
        return "Off"
    after = f"moved to {given['done_folder']}" if given["done_folder"] else "marked as seen"
    return (
        f"On: {given['host']}, port {given['port']}, {given['security']}, folder {given['folder']}, {after}"
    )


@command("council.manage", trail=_set_in_words)
def set_mailbox(
    *,
    by: Person,
    is_on: bool,
    host: str,
    port: int,
    security: str,
    authority: str,
    username: str,
    folder: str,
    done_folder: str,
    since: datetime.date,
) -> MailboxSettings:
    """Set the mailbox that is read; where the mail server or the user name changes, the password is forgotten."""
    if not _HOST.fullmatch(host):
        raise Refused("Enter the name of a mail server, such as imap.council.example", field="host")
    if folder == done_folder:
        raise Refused("Choose another folder than the one that is read.", field="done_folder")
    if since > timezone.localdate():
        raise Refused("The date must be today or before.", field="since")
    authority = _certificates(authority)
    before = MailboxSettings.objects.select_for_update().filter(council=by.council).first()
    mailbox = before or MailboxSettings(council=by.council)
    if before and (before.host, before.username) != (host, username):
        # Nobody may have the password sent to a server of their own.
        mailbox.password = ""
    if before and (before.host, before.username, before.folder, before.since) != (
        host,
        username,
        folder,
        since,
    ):
        # Another folder is read from its beginning; what is here already is known again.
        mailbox.uid_validity = mailbox.uid_last = 0
    mailbox.is_on, mailbox.host, mailbox.port, mailbox.security = is_on, host, port, security
    mailbox.authority, mailbox.username, mailbox.since = authority, username, since
    mailbox.folder, mailbox.done_folder = folder, done_folder
    _try_anew(mailbox)
    mailbox.save()
    return mailbox


def _certificates(text: str) -> str:
    """Return the certificates of a council's own authority; raises Refused for what is none."""
    blocks = _BLOCK.findall(text)
    if not text.strip():
        return ""
    if not blocks:
        raise Refused(
            "Enter the certificate as text that begins with -----BEGIN CERTIFICATE-----.", field="authority"
        )
    kept = "\n".join(blocks) + "\n"
    try:
        ssl.create_default_context(cadata=kept)
    except (ssl.SSLError, ValueError):
        raise Refused(
            "This certificate cannot be read. Export it again, as Base-64 text.", field="authority"
        ) from None
    return kept


@command("council.manage")
def set_mailbox_password(*, by: Person, password: str) -> MailboxSettings:
    """Set the password of the mailbox."""
    mailbox = MailboxSettings.objects.select_for_update().filter(council=by.council).first()
    if mailbox is None:
        raise Refused("Set the mailbox first.")
    mailbox.password = fernet(_PURPOSE).encrypt(password.encode()).decode() if password else ""
    _try_anew(mailbox)
    mailbox.save()
    return mailbox


@command("council.manage")
def try_mailbox(*, by: Person) -> MailboxSettings:
    """Try the mailbox: sign in and count what is there, without fetching anything."""
    mailbox = of_council(by.council_id)
    if mailbox is None:
        raise Refused("Set the mailbox first.")
    mailbox.tried_at, mailbox.tried = None, ""
    mailbox.save(update_fields=["tried_at", "tried"])
    jobs.ask(TRY_MAILBOX, by=by, once=f"{TRY_MAILBOX}.{by.council_id}")
    return mailbox


@command("mailbox.sort")
def look_now(*, by: Person) -> MailboxSettings:
    """Ask for the mailbox to be read now, and not only when it is time."""
    mailbox = of_council(by.council_id)
    if mailbox is None or not mailbox.is_on:
        raise Refused("The mailbox is off. An administrator sets it in Settings.")
    _try_anew(mailbox)
    mailbox.save()
    ask_to_read(by)
    return mailbox


def ask_to_read(by: Person) -> None:
    """Have the mailbox of a council read soon; by one worker at a time."""
    name = f"{READ_MAILBOX}.{by.council_id}"
    jobs.ask(READ_MAILBOX, by=by, once=name, alone=name)


def _try_anew(mailbox: MailboxSettings) -> None:
    """Forget earlier failures: what is set now has not been tried yet."""
    mailbox.problem, mailbox.failing_since, mailbox.failures, mailbox.next_try_at = "", None, 0, None


def state_in_words(mailbox: MailboxSettings | None) -> tuple[str, str]:
    """Return what is wrong with a mailbox, "" for nothing, and how it stands."""
    if mailbox is None or not mailbox.is_on:
        return "", "off"
    last = (
        f"last read {timezone.localtime(mailbox.read_at):%-d %B, %H:%M}"
        if mailbox.read_at
        else "not read yet"
    )
    state = f"on: {mailbox.folder} of {mailbox.username}; {last}"
    if mailbox.problem and mailbox.failing_since is not None:
        since = f"{timezone.localtime(mailbox.failing_since):%-d %B, %H:%M}"
        return f"{MailboxProblem(mailbox.problem).label} Since {since}.", state
    return "", state
