"""A folder of an IMAP mailbox, over TLS only, with the council's own certificate authority where it has one."""

from __future__ import annotations

import datetime
import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.fernet import InvalidToken
from imapclient import SEEN, IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from goldthread.mailbox.choices import Via
from goldthread.mailbox.models import MailboxProblem, MailboxSettings
from goldthread.mailbox.settings import password_of
from goldthread.mailbox.sources import Found

_SECONDS = 20


class MailboxFault(Exception):
    """The mailbox cannot be read: why, as it is kept and said. The server's own words are kept nowhere."""

    def __init__(self, problem: MailboxProblem) -> None:
        super().__init__(problem.label)
        self.problem = problem


@contextmanager
def signed_in(mailbox: MailboxSettings) -> Iterator[IMAPClient]:
    """Sign in to a mailbox, and out again; raises MailboxFault."""
    client: IMAPClient | None = None
    try:
        client = _client(mailbox)
        _sign_in(client, mailbox)
        yield client
    except MailboxFault:
        raise
    except Exception as error:
        raise MailboxFault(_problem(error)) from None
    finally:
        if client is not None:
            _leave(client)


def _client(mailbox: MailboxSettings) -> IMAPClient:
    context = ssl.create_default_context(cadata=mailbox.authority or None)
    by_tls = mailbox.security == MailboxSettings.Security.TLS
    client = IMAPClient(
        mailbox.host,
        port=mailbox.port,
        ssl=by_tls,
        ssl_context=context if by_tls else None,
        timeout=_SECONDS,
    )
    client.normalise_times = False
    if not by_tls:
        try:
            client.starttls(context)
        except CapabilityError:
            _leave(client)
            raise MailboxFault(MailboxProblem.NO_TLS) from None
        except Exception:
            _leave(client)
            raise
    return client


def _sign_in(client: IMAPClient, mailbox: MailboxSettings) -> None:
    client.login(mailbox.username, password_of(mailbox))


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except Exception:
        # It has gone already.
        client.shutdown()


def _problem(error: Exception) -> MailboxProblem:
    """Return what an error of the mail server means."""
    if isinstance(error, InvalidToken):
        return MailboxProblem.PASSWORD
    if isinstance(error, LoginError):
        return MailboxProblem.SIGN_IN
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxProblem.CERTIFICATE
    if isinstance(error, ssl.SSLError | IMAPClientError | imaplib.IMAP4.error | ValueError):
        return MailboxProblem.NOT_UNDERSTOOD
    if isinstance(error, OSError):
        return MailboxProblem.NO_ANSWER
    raise error


class ImapFolder:
    """The folder of a mailbox from which e-mails are fetched.

    With a folder for what is done, all that is in the folder is fetched, seen or not: somebody may have looked at it.
    Without one, what came after the last that was kept; `uid_validity` and `uid_last` say how far that is.
    """

    via = Via.IMAP

    def __init__(self, client: IMAPClient, mailbox: MailboxSettings) -> None:
        self._client, self._mailbox = client, mailbox
        self._moves = bool(mailbox.done_folder)
        self._stuck = False
        answer = self._open()
        self.uid_validity = int(answer.get(b"UIDVALIDITY") or 0)
        self.uid_last = mailbox.uid_last if self.uid_validity == mailbox.uid_validity else 0
        if self._moves and not client.folder_exists(mailbox.done_folder):
            try:
                client.create_folder(mailbox.done_folder)
            except IMAPClientError:
                raise MailboxFault(MailboxProblem.NO_MOVE) from None

    def _open(self) -> dict:
        try:
            return self._client.select_folder(self._mailbox.folder)
        except IMAPClientError:
            raise MailboxFault(MailboxProblem.NO_FOLDER) from None

    def uids(self) -> list[int]:
        """Return the numbers of the messages to fetch, the oldest first."""
        wanted: list = ["SINCE", self._mailbox.since]
        if not self._moves:
            # A server answers "the last" where none is newer.
            wanted = ["UID", f"{self.uid_last + 1}:*", *wanted]
        uids = sorted(self._client.search(wanted))
        return uids if self._moves else [uid for uid in uids if uid > self.uid_last]

    def found(self) -> Iterator[Found]:
        """Yield the messages to fetch."""
        for uid in self.uids():
            about = self._client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE"]).get(uid)
            if about is None:
                # Somebody moved it a moment ago.
                continue
            yield Found(
                key=str(uid),
                size=int(about.get(b"RFC822.SIZE") or 0),
                content=lambda uid=uid: self._part(uid, "BODY.PEEK[]", b"BODY[]"),
                headers=lambda uid=uid: self._part(uid, "BODY.PEEK[HEADER]", b"BODY[HEADER]"),
                received_at=_aware(about.get(b"INTERNALDATE")),
            )

    def _part(self, uid: int, wanted: str, key: bytes) -> bytes:
        content = self._client.fetch([uid], [wanted]).get(uid, {}).get(key)
        if content is None:
            raise MailboxFault(MailboxProblem.NOT_UNDERSTOOD)
        return bytes(content)

    def done(self, found: Found) -> None:
        """Mark a message as seen, and move it away where there is a folder for that."""
        uid = int(found.key)
        try:
            self._client.add_flags([uid], [SEEN], silent=True)
            if self._moves:
                self._move(uid)
        except IMAPClientError:
            raise MailboxFault(MailboxProblem.NO_MOVE) from None
        if not self._stuck:
            self.uid_last = max(self.uid_last, uid)

    def _move(self, uid: int) -> None:
        away = self._mailbox.done_folder
        if self._client.has_capability("MOVE"):
            self._client.move([uid], away)
            return
        self._client.copy([uid], away)
        self._client.delete_messages([uid], silent=True)
        if self._client.has_capability("UIDPLUS"):
            # Without it all that anybody marked as deleted would go.
            self._client.uid_expunge([uid])

    def left(self, found: Found) -> None:
        """Stay before a message that could not be kept: the next run begins with it."""
        self._stuck = True


def _aware(moment: datetime.datetime | None) -> datetime.datetime | None:
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
