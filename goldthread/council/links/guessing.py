"""Wrong secrets: a network that tries many waits, so that nobody's machine asks for addresses by the million."""

from __future__ import annotations

import datetime
import uuid

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldthread.client_address import network_of
from goldthread.council.links.models import WrongSecret

MOST = 20
WINDOW = datetime.timedelta(minutes=15)


def must_wait(request: HttpRequest, council_id: uuid.UUID) -> bool:
    """Return whether too many wrong secrets came from the network that asks."""
    since = timezone.now() - WINDOW
    wrong = WrongSecret.objects.filter(council=council_id, network=_network(request), at__gt=since)
    return wrong.count() >= MOST


def note_wrong(request: HttpRequest, council_id: uuid.UUID) -> None:
    """Count a wrong secret, and forget those that count no more."""
    delete_old(council_id)
    WrongSecret.objects.create(council_id=council_id, network=_network(request))


def delete_old(council_id: uuid.UUID) -> None:
    """Delete the wrong secrets of a council that count no more."""
    WrongSecret.objects.filter(council=council_id, at__lte=timezone.now() - WINDOW).delete()


def _network(request: HttpRequest) -> str:
    network = network_of(str(request.META.get("REMOTE_ADDR", "")))
    return salted_hmac("goldthread.council.links", network, algorithm="sha256").hexdigest()
