"""A form saves once: the same form sent twice leads to what the first sending saved, and saves nothing more.

Every form carries a token beside Django's own against forgery. A sending that led on (to the record it made) is
remembered by its token and all that was typed; the same again, from an impatient second click or a page sent anew,
is led there too. With other words in it, it is another sending: somebody went back and typed something else.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.backends.utils import csrf_input_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.council.database import locks
from goldthread.council.models import SentForm

TOKEN = "form_token"
_REMEMBERED = datetime.timedelta(days=1)


def form_inputs(request: HttpRequest) -> SafeString:
    """Return the hidden inputs that every form that changes something has."""
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', csrf_input_lazy(request), TOKEN, uuid.uuid4().hex
    )


def save_once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead a form that was sent before to where its first sending led."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _token(request)
        if not token:
            return get_response(request)
        # The second of two at once waits here until the first is saved.
        locks.take_named(request.person.council_id, f"form {token}")
        sent = SentForm.objects.filter(council=request.person.council_id, token=token).first()
        if sent is not None:
            messages.info(request, "This form was sent before. It was saved once.")
            return redirect(sent.address)
        response = get_response(request)
        if led_on(request, response) and len(response["Location"]) <= 500:
            _remember(request.person.council_id, token, response["Location"])
        return response

    return middleware


def led_on(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether a form that was sent led on, and not with an error: then something was saved."""
    if response.status_code != 302:
        return False
    waiting = messages.get_messages(request)
    refused = any(message.level >= messages.ERROR for message in waiting)
    # Read here, and still to be shown.
    waiting.used = False
    return not refused


def _token(request: HttpRequest) -> str:
    """Return the token of a form with what was typed into it, hashed; "" where there is none."""
    if request.method != "POST" or request.person is None or not request.POST.get(TOKEN):
        return ""
    content = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    sending = repr((str(request.person.pk), request.path, content, files))
    return hashlib.sha256(sending.encode()).hexdigest()


def _remember(council_id: uuid.UUID, token: str, address: str) -> None:
    SentForm.objects.filter(council=council_id, created_at__lt=timezone.now() - _REMEMBERED).delete()
    SentForm.objects.create(council_id=council_id, token=token, address=address)
