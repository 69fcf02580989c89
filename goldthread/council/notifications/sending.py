"""Sending what waits: each message is marked before it goes and after, so that a killed worker sends no digest twice.

Whoever calls it holds the council's lock of the job (`email_settings.ask_to_send`), so no other sends meanwhile; no
transaction is open while the mail server is waited for.
"""

from __future__ import annotations

import datetime
import smtplib
import ssl
import uuid
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from goldthread.council.database import tenant
from goldthread.council.notifications import composing, email_settings, making
from goldthread.council.notifications.models import EmailProblem, EmailSettings, Notification, SentEmail
from goldthread.council.notifications.opening import opened_by

_AT_ONCE = 500
_TIMEOUT = 10  # seconds
_LONGEST_WAIT = datetime.timedelta(minutes=15)
_NEXT_TRY = datetime.timedelta(minutes=5)
_TEST_WITHIN = datetime.timedelta(hours=1)
_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Failure:
    """Why a message was not sent: `of_server` where no other would be either, `for_good` where it never will be."""

    problem: EmailProblem
    of_server: bool = True
    for_good: bool = False


def send_due(council_id: uuid.UUID, now: datetime.datetime | None = None) -> int:
    """Make and send what is due in a council; returns how many messages the mail server took."""
    now = now or timezone.now()
    with tenant.inside(council_id):
        email = EmailSettings.objects.select_for_update().filter(council=council_id, is_on=True).first()
        if email is None:
            return 0
        _pick_up(council_id)
        _give_up(council_id, now)
        making.make_danger(email, now)
        if making.digest_is_due(email, now):
            making.make_digests(email, now)
        if email.next_try_at is not None and email.next_try_at > now:
            return 0
        waiting = SentEmail.objects.filter(
            council=council_id, state=SentEmail.State.WAITING, next_try_at__lte=now
        )
        # Danger goes before tests and digests.
        keys = list(waiting.order_by("purpose", "created_at").values_list("pk", flat=True)[:_AT_ONCE])
    return _send_all(email, keys, now) if keys else 0


def is_due(email: EmailSettings, now: datetime.datetime) -> bool:
    """Return whether there is something to make or to send in a council whose e-mail is on."""
    if email.next_try_at is not None and email.next_try_at > now:
        return False
    rows = SentEmail.objects.filter(council=email.council_id)
    return (
        making.digest_is_due(email, now)
        or rows.filter(state=SentEmail.State.WAITING, next_try_at__lte=now).exists()
        or rows.filter(state=SentEmail.State.SENDING).exists()
    )


def _pick_up(council_id: uuid.UUID) -> None:
    """See to what was being sent when the worker was killed: danger is sent again, a digest is not."""
    dropped = SentEmail.objects.filter(council=council_id, state=SentEmail.State.SENDING)
    dropped.filter(purpose=SentEmail.Purpose.DANGER).update(state=SentEmail.State.WAITING)
    dropped.update(state=SentEmail.State.UNSURE)


def _give_up(council_id: uuid.UUID, now: datetime.datetime) -> None:
    """Give up what is of no use any more: a digest of another day, danger and tests after their time."""
    waiting = SentEmail.objects.filter(council=council_id, state=SentEmail.State.WAITING)
    failed = {"state": SentEmail.State.FAILED, "problem": EmailProblem.TOO_LATE}
    waiting.filter(purpose=SentEmail.Purpose.DIGEST, on__lt=timezone.localdate(now)).update(**failed)
    for purpose, within in (
        (SentEmail.Purpose.DANGER, making.DANGER_WITHIN),
        (SentEmail.Purpose.TEST, _TEST_WITHIN),
    ):
        waiting.filter(purpose=purpose, created_at__lt=now - within).update(**failed)


def _send_all(email: EmailSettings, keys: list[uuid.UUID], now: datetime.datetime) -> int:
    server = None
    try:
        server = server_of(email)
        server.open()
    except Exception as error:
        _failed(email, keys, failure_of(error), now)
        return 0
    sent = 0
    try:
        for number, pk in enumerate(keys):
            with tenant.inside(email.council_id):
                taken = _take(email, pk)
            if taken is None:
                continue
            try:
                server.send_messages([taken])
            except Exception as error:
                failure = failure_of(error)
                _failed(email, keys[number:] if failure.of_server else [pk], failure, now)
                if failure.of_server:
                    return sent
                continue
            sent += 1
            with tenant.inside(email.council_id):
                _sent(email, pk)
    finally:
        server.close()
    return sent


def server_of(email: EmailSettings) -> EmailBackend:
    """Return a council's mail server, not opened yet; raises SMTPAuthenticationError where it has no password."""
    password = email_settings.password_of(email) if email.username else ""
    if email.username and not password:
        # Django would not sign in at all.
        raise smtplib.SMTPAuthenticationError(535, b"no password is set")
    return EmailBackend(
        host=email.host,
        port=email.port,
        username=email.username,
        password=password,
        use_tls=email.security == EmailSettings.Security.STARTTLS,
        use_ssl=email.security == EmailSettings.Security.TLS,
        timeout=_TIMEOUT,
    )


def _take(email: EmailSettings, pk: uuid.UUID) -> composing.EmailMultiAlternatives | None:
    """Mark a message as being sent and return it; None where it is of no use to its person any more."""
    row = SentEmail.objects.select_related("person__account", "person__council").get(pk=pk)
    if row.state != SentEmail.State.WAITING:
        return None
    row.tries += 1
    row.state = SentEmail.State.SENDING
    told = list(Notification.objects.filter(email=row, read_at=None).order_by("at", "id"))
    opened = opened_by(row.person, told)
    told = [each for each in told if each.pk in opened]
    account = row.person.account
    can_sign_in = row.person.is_active and account is not None and account.is_active
    if not can_sign_in or (not told and row.purpose != SentEmail.Purpose.TEST):
        row.state = SentEmail.State.NOT_NEEDED
    row.save(update_fields=["tries", "state"])
    return composing.message(email, row, told) if row.state == SentEmail.State.SENDING else None


def _sent(email: EmailSettings, pk: uuid.UUID) -> None:
    now = timezone.now()
    SentEmail.objects.filter(pk=pk).update(state=SentEmail.State.SENT, sent_at=now, problem="")
    EmailSettings.objects.filter(pk=email.pk).update(
        sent_at=now, problem="", failing_since=None, failures=0, next_try_at=None
    )


def _failed(email: EmailSettings, keys: list[uuid.UUID], failure: Failure, now: datetime.datetime) -> None:
    """Keep why messages were not sent, and when they are tried again: a test is not, its person waits for the answer."""
    with tenant.inside(email.council_id):
        rows = SentEmail.objects.filter(
            pk__in=keys, state__in=(SentEmail.State.WAITING, SentEmail.State.SENDING)
        )
        if failure.for_good:
            rows.update(state=SentEmail.State.FAILED, problem=failure.problem)
            return
        rows.filter(purpose=SentEmail.Purpose.TEST).update(
            state=SentEmail.State.FAILED, problem=failure.problem
        )
        wait = _MINUTE if failure.of_server else _NEXT_TRY
        rows.update(state=SentEmail.State.WAITING, problem=failure.problem, next_try_at=now + wait)
        if failure.of_server:
            wait = min(_MINUTE * 2**email.failures, _LONGEST_WAIT)
            EmailSettings.objects.filter(pk=email.pk).update(
                problem=failure.problem,
                failing_since=email.failing_since or now,
                failures=min(email.failures + 1, 10),
                next_try_at=now + wait,
            )


def failure_of(error: Exception) -> Failure:
    """Return what an error of the mail server means; its own words, which can hold an address, are kept nowhere."""
    if isinstance(error, InvalidToken):
        return Failure(EmailProblem.PASSWORD)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Failure(EmailProblem.SIGN_IN)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Failure(EmailProblem.SENDER)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Failure(EmailProblem.RECIPIENT, of_server=False, for_good=all(code >= 500 for code in codes))
    if isinstance(error, smtplib.SMTPDataError):
        return Failure(EmailProblem.MESSAGE, of_server=False, for_good=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Failure(EmailProblem.NO_TLS)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure(EmailProblem.CERTIFICATE)
    if isinstance(error, smtplib.SMTPServerDisconnected | ssl.SSLError | smtplib.SMTPResponseException):
        return Failure(EmailProblem.NOT_UNDERSTOOD)
    if isinstance(error, OSError):
        return Failure(EmailProblem.NO_ANSWER)
    raise error
