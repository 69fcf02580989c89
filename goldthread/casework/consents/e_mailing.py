"""The e-mail that asks a person whether they agree: the address of their own link, and no word of what was said."""

from __future__ import annotations

import uuid

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.consents.commands import TIME
from goldthread.casework.consents.models import ConsentContact, ConsentRequest, Message, Task
from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName
from goldthread.council.links.commands import make_link
from goldthread.council.models import Person
from goldthread.council.notifications.composing import to_the_public
from goldthread.council.notifications.models import EmailSettings
from goldthread.council.notifications.sending import failure_of, server_of

SEND_CONSENTS = JobName("casework.send_consents")
_LINK_FOR = 4 * TIME


def ask_to_send(by: Person) -> None:
    """Have what waits in a council e-mailed soon, one sender at a time."""
    name = f"{SEND_CONSENTS}.{by.council_id}"
    jobs.ask(SEND_CONSENTS, by=by, once=name, alone=name)


def waiting(council_id: uuid.UUID) -> QuerySet[ConsentRequest]:
    """Return those whose e-mail waits."""
    rows = ConsentRequest.objects.filter(council=council_id, message__in=(Message.WAITING, Message.SENDING))
    return rows.open().order_by("pk")


def send_due(clock: Person) -> int:
    """Hand what waits to the mail server, marked before and after; what it does not take is posted by a person."""
    with tenant.inside(clock.council_id):
        # Under the lock of the job: whoever was sending was killed, and it may have arrived. The reminder comes anyway.
        waiting(clock.council_id).filter(message=Message.SENDING).update(message=Message.SENT)
        email = EmailSettings.objects.filter(council=clock.council_id, is_on=True).first()
        keys = list(waiting(clock.council_id).values_list("pk", flat=True)[:100])
    taken = 0
    for pk in keys:
        with tenant.inside(clock.council_id):
            message = _message(clock, pk, email) if email is not None else None
            if message is None:
                _failed(pk)
        if message is None or email is None:
            continue
        try:
            with server_of(email) as server:
                server.send_messages([message])
        except Exception as error:
            # What is no failure of the mail server is raised again.
            failure_of(error)
            with tenant.inside(clock.council_id):
                _failed(pk)
            continue
        taken += 1
        with tenant.inside(clock.council_id):
            ConsentRequest.objects.filter(pk=pk).update(message=Message.SENT)
    return taken


def _failed(pk: uuid.UUID) -> None:
    ConsentRequest.objects.filter(pk=pk).update(message=Message.FAILED, task=Task.POST)


def _message(clock: Person, pk: uuid.UUID, email: EmailSettings) -> EmailMessage | None:
    """Mark one as being sent and return its message; None where there is no address."""
    request = ConsentRequest.objects.select_for_update().select_related("feedback", "council").get(pk=pk)
    to = ConsentContact.objects.filter(request=request).values_list("email", flat=True).first() or ""
    if "@" not in to:
        return None
    made = make_link(by=clock, record=request, until=timezone.localdate() + _LINK_FOR)
    ConsentRequest.objects.filter(pk=pk).update(message=Message.SENDING)
    path = reverse("private_link", args=[request.council.slug, made.secret])
    again = "We wrote to you before. " if request.reminded_on else ""
    lines = [
        f"{again}Somebody told {request.council.name} something and said that they speak for you.",
        f"Please tell us whether you agree: {email.site_address}{path}",
        "This address is for you alone. If you would rather talk to somebody, ring us with the reference "
        f"{request.feedback.reference}.",
    ]
    key = f"consent-{made.link.pk.hex}"
    return to_the_public(email, to=to, subject=request.feedback.reference, paragraphs=lines, key=key)
