"""Abuse of the public's forms: how often a network begins and sends them, how often one form takes files, and a trap.

A library, a care home or a whole council may share one address, so a network has room for hundreds of people an hour; one
form has little. Whoever is limited keeps what they typed: a page saves the step first, and says when to try again. Staff
who are signed in and fill a form in for somebody are not limited, and are named by the form.
"""

from __future__ import annotations

import datetime
import uuid

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldthread.client_address import network_of
from goldthread.council.models import Council, Person
from goldthread.public.limits.models import FormUse

Use = FormUse.Use
WINDOW = datetime.timedelta(hours=1)
A_NETWORK = {Use.BEGUN: 1500, Use.SENT: 600, Use.FILE: 900}
# E-mails go to whatever address somebody types: to one, however many forms and networks ask, no more than these an hour.
AN_ADDRESS, CODES_OF_A_NETWORK = 5, 60
A_FORM = {Use.SENT: 5, Use.FILE: 20}
TRAP = "web_address_2"
"""The name of a box that no person sees: a program that fills in every box fills it too; `_trap.html` draws it."""


def must_wait_until(
    request: HttpRequest, council: Council, use: FormUse.Use, form: uuid.UUID | None = None
) -> datetime.datetime | None:
    """Return when this may be tried again; None where it may be done now.

    form: the key of the form at hand, which has a limit of its own.
    """
    if staff_of(request, council):
        return None
    since = timezone.now() - WINDOW
    uses = FormUse.objects.filter(council=council, use=use, at__gt=since)
    waits = []
    if form is not None and use in A_FORM:
        waits.append(_room_again(uses.filter(form=form), A_FORM[use]))
    network = _network(request)
    if network:
        waits.append(_room_again(uses.filter(network=network), A_NETWORK[use]))
    return max((each for each in waits if each is not None), default=None)


def note_use(request: HttpRequest, council: Council, use: FormUse.Use, form: uuid.UUID | None = None) -> None:
    """Count one, unless a member of staff does it."""
    if staff_of(request, council) is None:
        FormUse.objects.create(council=council, use=use, form=form, network=_network(request))


def may_send_code(request: HttpRequest, council: Council, address: str) -> bool:
    """Return whether one more code may be e-mailed to an address that somebody typed, and count it."""
    network = _network(request)
    if network and staff_of(request, council) is None and _e_mailed(council, network) >= CODES_OF_A_NETWORK:
        return False
    if not may_e_mail(council, address):
        return False
    if network:
        FormUse.objects.create(council=council, use=Use.CODE, network=network)
    return True


def may_e_mail(council: Council, address: str) -> bool:
    """Return whether one more e-mail may go to an address that somebody typed and nobody confirmed, and count it.

    The address is kept as a keyed hash, for an hour: nobody is to be flooded through a council's mail server.
    """
    key = _keyed(f"to {address.strip().lower()}")
    if _e_mailed(council, key) >= AN_ADDRESS:
        return False
    FormUse.objects.create(council=council, use=Use.CODE, network=key)
    return True


def _e_mailed(council: Council, key: str) -> int:
    """Return how many e-mails an address was sent, or a network asked for, in the last hour; key: its hash."""
    since = timezone.now() - WINDOW
    return FormUse.objects.filter(council=council, use=Use.CODE, network=key, at__gt=since).count()


def fell_into_trap(request: HttpRequest) -> bool:
    """Return whether the box that no person sees was filled in.

    The page then says so and keeps what was typed: a browser that fills in boxes by itself may have done it.
    """
    return bool(str(request.POST.get(TRAP, "")).strip())


def delete_old(council_id: uuid.UUID) -> None:
    """Delete the uses of a council that count no more."""
    FormUse.objects.filter(council=council_id, at__lte=timezone.now() - WINDOW).delete()


def _room_again(uses, most: int) -> datetime.datetime | None:
    """Return when the oldest use that stands in the way counts no more; None where there is room."""
    blocking = list(uses.order_by("-at").values_list("at", flat=True)[most - 1 : most])
    return blocking[0] + WINDOW if blocking else None


def staff_of(request: HttpRequest, council: Council) -> Person | None:
    """Return who of the council's staff fills a form in for somebody, None for the public."""
    person: Person | None = getattr(request, "person", None)
    return person if person is not None and person.council_id == council.pk else None


def _network(request: HttpRequest) -> str:
    network = network_of(str(request.META.get("REMOTE_ADDR", "")))
    return _keyed(network) if network else ""


def _keyed(text: str) -> str:
    return salted_hmac("goldthread.public", text, algorithm="sha256").hexdigest()
