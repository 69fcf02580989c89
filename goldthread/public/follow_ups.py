"""What must follow a public form, done once each however often it is tried: its clock, the screen for harm, its e-mail.

What is done in the database is marked as done in the transaction that does it. An e-mail is marked before it goes, so
that a worker killed meanwhile sends no second: it then says that it may have been sent.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable

from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.events import is_casework, lock_case, settle
from goldthread.council.command import Refused, command
from goldthread.council.database import tenant
from goldthread.council.files import scanning
from goldthread.council.files.models import Scan
from goldthread.council.models import Person
from goldthread.council.notifications.models import EmailSettings
from goldthread.council.notifications.sending import failure_of, server_of
from goldthread.feedback.models import Feedback, Point
from goldthread.public.choices import Duty, Problem, Standing
from goldthread.public.drafts import link_secret
from goldthread.public.models import FollowUp, Submission
from goldthread.public.sending import ask_to_follow_up
from goldthread.themes.safeguarding.safeguarding_screen import screen_now
from goldthread.web.errors import NO_DATABASE

_AGAIN = datetime.timedelta(minutes=5)
_log = logging.getLogger(__name__)


class NotYet(Exception):
    """It cannot be done yet, and is tried again by itself: the feedback waits for its redaction."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.label)
        self.problem = problem


def follow_up(by: Person, submission_id: uuid.UUID, now: datetime.datetime | None = None) -> None:
    """Do what must follow one form and is not done; whoever calls it holds the lock of its job."""
    now = now or timezone.now()
    with tenant.inside(by.council_id):
        rows = FollowUp.objects.filter(submission=submission_id).order_by("duty", "pk")
        # Under the lock nobody else sends: whoever was sending was killed.
        rows.filter(standing=Standing.SENDING).update(standing=Standing.UNSURE)
        waiting = list(rows.filter(standing=Standing.WAITING).values_list("pk", "duty"))
    for pk, duty in waiting:
        (_send_one if duty in _MESSAGES else _do_one)(by, pk, now)


def due(council_id: uuid.UUID, now: datetime.datetime) -> list[Submission]:
    """Return the forms of which something waits that was tried and failed for the moment, or was never tried."""
    rest = Q(tried_at=None) | Q(tried_at__lt=now - _AGAIN)
    waiting = FollowUp.objects.filter(
        rest, council=council_id, standing__in=(Standing.WAITING, Standing.SENDING)
    )
    return list(Submission.objects.filter(pk__in=waiting.values("submission")).order_by("pk")[:100])


def _do_one(by: Person, pk: uuid.UUID, now: datetime.datetime) -> None:
    try:
        with tenant.inside(by.council_id):
            held = FollowUp.objects.select_for_update().select_related("submission__feedback").get(pk=pk)
            if held.standing == Standing.WAITING:
                carry_out(by=by, follow_up=held)
    except NO_DATABASE:
        raise
    except NotYet as wait:
        _note(by, pk, Standing.WAITING, wait.problem, now)
    except Exception:
        _log.exception("what must follow a public form failed; it is listed for the complaints manager")
        _note(by, pk, Standing.FAILED, Problem.ERROR, now)


@command("casework.handle")
def carry_out(*, by: Person, follow_up: FollowUp) -> Submission:
    """Follow up public form: the clock of its case is set, or its words are screened."""
    submission = follow_up.submission
    _DUTIES[Duty(follow_up.duty)](by, submission.feedback)
    _done(follow_up)
    return submission


def _done(follow_up: FollowUp) -> None:
    follow_up.standing, follow_up.problem = Standing.DONE, ""
    follow_up.tries += 1
    follow_up.tried_at = follow_up.done_at = timezone.now()
    follow_up.save(update_fields=["standing", "problem", "tries", "tried_at", "done_at"])


def _note(by: Person, pk: uuid.UUID, standing: Standing, problem: Problem, now: datetime.datetime) -> None:
    with tenant.inside(by.council_id):
        held = FollowUp.objects.select_for_update().get(pk=pk)
        held.standing, held.problem, held.tries, held.tried_at = standing, problem, held.tries + 1, now
        held.save(update_fields=["standing", "problem", "tries", "tried_at"])


def _set_clock(by: Person, feedback: Feedback) -> None:
    if feedback.is_locked:
        raise NotYet(Problem.LOCKED)
    if is_casework(feedback.source) and not feedback.closed_on:
        settle(lock_case(feedback))


def _screen(by: Person, feedback: Feedback) -> None:
    if feedback.is_locked:
        raise NotYet(Problem.LOCKED)
    screen_now(Point.objects.filter(origin="feedback", origin_id=feedback.pk))


def _scan(by: Person, feedback: Feedback) -> None:
    """Have its files scanned; while the scanner is silent they wait, locked, and a person sees it after an hour."""
    for file in scanning.waiting(by.council_id).filter(origin="feedback", origin_id=feedback.pk):
        if scanning.scan_one(by, file, seconds=10) == Scan.WAITING:
            raise NotYet(Problem.SCANNER)


_DUTIES: dict[Duty, Callable[[Person, Feedback], None]] = {
    Duty.CLOCK: _set_clock,
    Duty.SCREEN: _screen,
    Duty.SCAN: _scan,
}


def _send_one(by: Person, pk: uuid.UUID, now: datetime.datetime) -> None:
    """Hand one e-mail to the council's mail server: marked before, and after; no transaction is open meanwhile."""
    with tenant.inside(by.council_id):
        email = EmailSettings.objects.filter(council=by.council_id, is_on=True).first()
        held = FollowUp.objects.select_for_update().select_related("submission__feedback").get(pk=pk)
        if held.standing != Standing.WAITING:
            return
        message = _MESSAGES[Duty(held.duty)](held.submission, email) if email is not None else None
        if message is None:
            problem = Problem.OFF if email is None else Problem.ADDRESS
            held.standing, held.problem = Standing.FAILED, problem
        else:
            held.standing = Standing.SENDING
        held.save(update_fields=["standing", "problem"])
    if message is None or email is None:
        return
    try:
        with server_of(email) as server:
            server.send_messages([message])
    except Exception as error:
        failure = failure_of(error)
        problem = Problem.ADDRESS if not failure.of_server and failure.for_good else Problem.EMAIL
        _note(by, pk, Standing.FAILED if failure.for_good else Standing.WAITING, problem, now)
        return
    with tenant.inside(by.council_id):
        _done(FollowUp.objects.select_for_update().get(pk=pk))


def _confirmation(submission: Submission, email: EmailSettings) -> EmailMessage | None:
    """Return the message that a form came: its reference and, once the address was confirmed, its link; no word of it."""
    feedback, council = submission.feedback, submission.council
    contact = getattr(feedback, "contact", None)
    if contact is None or "@" not in contact.email:
        return None
    lines = [
        f"{council.name} has what you sent.",
        f"Your reference is {feedback.reference}. Give it when you ring or write to us.",
    ]
    if submission.email_confirmed:
        path = reverse("private_link", args=[council.slug, link_secret(submission)])
        lines.append(f"See where it is, or answer our questions: {email.site_address}{path}")
    lines.append("If you did not send us anything, you can ignore this message.")
    return message_to(contact.email, feedback.reference, lines, email, f"form-{submission.pk.hex}")


def message_to(to: str, subject: str, lines: list[str], email: EmailSettings, key: str) -> EmailMessage:
    """Return an e-mail to somebody of the public, in plain text."""
    domain = email.from_address.rpartition("@")[2]
    return EmailMessage(
        subject=subject,
        body="\n\n".join(lines) + "\n",
        from_email=email.from_address,
        to=[to],
        headers={"Message-ID": f"<{key}@{domain}>", "X-Auto-Response-Suppress": "OOF, AutoReply"},
    )


_MESSAGES: dict[Duty, Callable[[Submission, EmailSettings], EmailMessage | None]] = {
    Duty.CONFIRMATION: _confirmation
}


@command("casework.manage")
def try_again(*, by: Person, submission: Submission) -> Submission:
    """Try again what must follow a public form: what is done already is not done twice."""
    rows = FollowUp.objects.select_for_update().filter(submission=submission)
    again = rows.filter(standing__in=(Standing.FAILED, Standing.WAITING))
    if not again.update(standing=Standing.WAITING, tried_at=None):
        raise Refused("Nothing of it can be tried again: all is done, or is being sent.")
    ask_to_follow_up(Person.objects.get(council=by.council, is_system=True), submission)
    return submission


@command("casework.manage")
def mark_seen_to(*, by: Person, submission: Submission) -> Submission:
    """Mark as seen to: an e-mail that may have been sent, once somebody has told the person in another way."""
    rows = FollowUp.objects.select_for_update().filter(submission=submission, standing=Standing.UNSURE)
    if not rows.update(standing=Standing.DONE, done_at=timezone.now()):
        raise Refused("Nothing of it may have been sent.")
    return submission
