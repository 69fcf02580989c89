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

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.notifications.composing import to_the_public
from goldthread.council.notifications.models import EmailSettings
from goldthread.council.notifications.sending import failure_of, server_of
from goldthread.public.choices import Duty, Problem, Standing
from goldthread.public.commands import NotYet, carry_out
from goldthread.public.drafts import link_secret
from goldthread.public.manner import manner_from
from goldthread.public.models import FollowUp, Submission
from goldthread.web.errors import NO_DATABASE

_AGAIN = datetime.timedelta(minutes=5)
_log = logging.getLogger(__name__)


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
        note_failure(by, pk)


def note_failure(by: Person, pk: uuid.UUID) -> None:
    """Note that something failed, so that it waits for a person."""
    _note(by, pk, Standing.FAILED, Problem.ERROR, timezone.now())


def _note(by: Person, pk: uuid.UUID, standing: Standing, problem: Problem, now: datetime.datetime) -> None:
    with tenant.inside(by.council_id):
        held = FollowUp.objects.select_for_update().get(pk=pk)
        held.standing, held.problem, held.tries, held.tried_at = standing, problem, held.tries + 1, now
        held.save(update_fields=["standing", "problem", "tries", "tried_at"])


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
        sent = FollowUp.objects.select_for_update().get(pk=pk)
        sent.standing, sent.problem, sent.tries = Standing.DONE, "", sent.tries + 1
        sent.tried_at = sent.done_at = now
        sent.save(update_fields=["standing", "problem", "tries", "tried_at", "done_at"])


def _confirmation(submission: Submission, email: EmailSettings) -> EmailMessage | None:
    """Return the message that a form came: its reference and, once the address was confirmed, its link; no word of it."""
    feedback, council = submission.feedback, submission.council
    contact = getattr(feedback, "contact", None)
    if contact is None or "@" not in contact.email:
        return None
    say = manner_from(submission.read_as).language.say
    lines = [
        say("{council} has what you sent.", council=council.name),
        say(
            "Your reference is {reference}. Give it when you ring or write to us.",
            reference=feedback.reference,
        ),
    ]
    if submission.email_confirmed:
        path = reverse("private_link", args=[council.slug, link_secret(submission)])
        address = f"{email.site_address}{path}"
        lines.append(say("See how far we are, or answer our questions: {address}", address=address))
    lines.append(say("If you did not send us anything, you can ignore this message."))
    key = f"form-{submission.pk.hex}"
    return to_the_public(email, to=contact.email, subject=feedback.reference, paragraphs=lines, key=key)


_MESSAGES: dict[Duty, Callable[[Submission, EmailSettings], EmailMessage | None]] = {
    Duty.CONFIRMATION: _confirmation
}
