"""Reading a council's mailbox and its folder when it is time; what fails is kept, and tried again later and later."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goldthread.council.database import tenant
from goldthread.council.models import Council, Person
from goldthread.mailbox import imap
from goldthread.mailbox.fetching import Fetched, fetch
from goldthread.mailbox.imap import ImapFolder, MailboxFault
from goldthread.mailbox.models import MailboxProblem, MailboxSettings
from goldthread.mailbox.sources import Folder

_LONGEST_WAIT = datetime.timedelta(hours=1)
_FIRST_WAIT = datetime.timedelta(minutes=2)


def folder_of(council: Council) -> Path | None:
    """Return the folder whose files a council's e-mails are, by its short name; None where there is none."""
    if not settings.MAIL_FOLDER:
        return None
    folder = Path(settings.MAIL_FOLDER) / council.slug
    return folder if folder.is_dir() else None


def is_due(mailbox: MailboxSettings | None, now: datetime.datetime) -> bool:
    """Return whether a mailbox is to be read."""
    if mailbox is None or not mailbox.is_on:
        return False
    return mailbox.next_try_at is None or mailbox.next_try_at <= now


def read_all(by: Person) -> Fetched:
    """Read the mailbox and the folder of a council; call outside a transaction."""
    done = read_mailbox(by)
    folder = folder_of(by.council)
    if folder is not None:
        done = done.with_(fetch(by, Folder(folder, settled=True)))
    return done


def read_mailbox(by: Person, now: datetime.datetime | None = None, *, at_once: bool = False) -> Fetched:
    """Read the mailbox of a council, where it is on and not waiting after a failure; at_once: also where it waits."""
    now = now or timezone.now()
    with tenant.inside(by.council_id):
        mailbox = MailboxSettings.objects.filter(council=by.council_id).first()
    if mailbox is None or not (is_due(mailbox, now) or (at_once and mailbox.is_on)):
        return Fetched()
    source: ImapFolder | None = None
    done = Fetched()
    problem: MailboxProblem | None = None
    try:
        with imap.signed_in(mailbox) as client:
            source = ImapFolder(client, mailbox)
            done = fetch(by, source)
            problem = MailboxProblem.NOT_KEPT if done.failed else None
    except MailboxFault as fault:
        problem = fault.problem
    finally:
        # Also where the run is broken off: how far it came is true.
        if source is not None:
            with tenant.inside(by.council_id):
                MailboxSettings.objects.filter(pk=mailbox.pk).update(
                    uid_validity=source.uid_validity, uid_last=source.uid_last
                )
    _note(by.council_id, mailbox.pk, problem, now)
    return done


def _note(
    council_id: uuid.UUID, pk: uuid.UUID, problem: MailboxProblem | None, now: datetime.datetime
) -> None:
    with tenant.inside(council_id):
        mailbox = MailboxSettings.objects.select_for_update().get(pk=pk)
        if problem is None:
            mailbox.problem, mailbox.failing_since, mailbox.failures, mailbox.next_try_at = "", None, 0, None
            mailbox.read_at = now
        else:
            wait = min(_FIRST_WAIT * 2**mailbox.failures, _LONGEST_WAIT)
            mailbox.problem, mailbox.failing_since = problem, mailbox.failing_since or now
            mailbox.failures, mailbox.next_try_at = min(mailbox.failures + 1, 10), now + wait
        mailbox.save(update_fields=["problem", "failing_since", "failures", "next_try_at", "read_at"])


def try_out(by: Person) -> str:
    """Sign in to the mailbox of a council and count what is there; keep and return what was found, in words."""
    with tenant.inside(by.council_id):
        mailbox = MailboxSettings.objects.filter(council=by.council_id).first()
    if mailbox is None:
        return ""
    try:
        with imap.signed_in(mailbox) as client:
            count = len(ImapFolder(client, mailbox).uids())
            said = (
                f"It works: {count:,} {'e-mail' if count == 1 else 'e-mails'} in {mailbox.folder} to fetch."
            )
    except MailboxFault as fault:
        said = fault.problem.label
    with tenant.inside(by.council_id):
        MailboxSettings.objects.filter(pk=mailbox.pk).update(tried_at=timezone.now(), tried=said[:200])
    return said
