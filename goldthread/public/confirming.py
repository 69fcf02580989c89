"""Confirming an e-mail address by a code while a form is filled in: nobody must, and until then it gets the reference only.

The code stands in no table: it is made anew of the form, the address and the moment at which it was sent.
"""

from __future__ import annotations

import datetime
import logging
import uuid

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from goldthread.council import jobs
from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.council.notifications import email_settings
from goldthread.council.notifications.composing import to_the_public
from goldthread.council.notifications.models import EmailSettings
from goldthread.council.notifications.sending import failure_of, server_of
from goldthread.public.forms import READ_AS
from goldthread.public.manner import manner_from
from goldthread.public.models import PublicDraft

SEND_CODE = JobName("public.send_code")
MOST_CODES, MOST_TRIES = 3, 5
VALID = datetime.timedelta(minutes=30)
_log = logging.getLogger(__name__)


def can_confirm(draft: PublicDraft) -> bool:
    """Return whether an address can be confirmed: there is one that is not, and the council sends e-mail."""
    email = draft.answers.get("email", "")
    return bool(email) and email != draft.confirmed_email and email_settings.is_on(draft.council_id)


def ask_for_code(by: Person, draft: PublicDraft) -> None:
    """Have a code sent to the address of a form; raises Refused where so many were sent already."""
    if draft.email_codes >= MOST_CODES:
        raise Refused("Three codes were sent. Go on without confirming: you can still send the form.")
    now = timezone.now()
    if draft.email_code_at and now - draft.email_code_at < datetime.timedelta(minutes=1):
        raise Refused("A code was sent a moment ago. Wait a minute before you ask for another.")
    draft.email_codes, draft.email_code_at, draft.email_tries = draft.email_codes + 1, now, 0
    draft.save(update_fields=["email_codes", "email_code_at", "email_tries"])
    jobs.ask(SEND_CODE, by=by, draft_id=draft.pk)


def code_of(draft: PublicDraft) -> str:
    """Return the code that was sent last, six figures."""
    value = f"{draft.pk} {draft.answers.get('email', '')} {draft.email_code_at}"
    digest = salted_hmac("goldthread.public.confirming", value, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def confirm(draft: PublicDraft, code: str) -> None:
    """Confirm the address of a form by the code; raises Refused where it is wrong, too old, or tried too often."""
    if draft.email_code_at is None or timezone.now() - draft.email_code_at > VALID:
        raise Refused("This code is too old. Ask for another, or go on without.", field="code")
    if draft.email_tries >= MOST_TRIES:
        raise Refused("Too many wrong codes. Ask for another, or go on without.", field="code")
    if not constant_time_compare(code.replace(" ", ""), code_of(draft)):
        draft.email_tries += 1
        draft.save(update_fields=["email_tries"])
        raise Refused("This is not the code in the e-mail that came last.", field="code")
    draft.confirmed_email = draft.answers["email"]
    draft.save(update_fields=["confirmed_email"])


def send_code(by: Person, draft_id: uuid.UUID) -> bool:
    """E-mail the code of a form; returns whether the mail server took it. Not tried again: whoever waits asks for another."""
    with tenant.inside(by.council_id):
        draft = PublicDraft.objects.select_related("council").filter(pk=draft_id).first()
        email = EmailSettings.objects.filter(council=by.council_id, is_on=True).first()
    if draft is None or email is None or not draft.answers.get("email"):
        return False
    code, council = code_of(draft), draft.council.name
    say = manner_from(str(draft.answers.get(READ_AS, ""))).language.say
    lines = [
        say(
            "Your code is {code}. Enter it in the form for {council} within half an hour.",
            code=code,
            council=council,
        ),
        say("If you are not filling in a form, you can ignore this message."),
    ]
    to, key = draft.answers["email"], f"code-{uuid.uuid4().hex}"
    message = to_the_public(
        email, to=to, subject=say("{council}: code", council=council), paragraphs=lines, key=key
    )
    try:
        with server_of(email) as server:
            server.send_messages([message])
    except Exception as error:
        _log.warning("a code could not be e-mailed: %s", failure_of(error).problem.label)
        return False
    return True
