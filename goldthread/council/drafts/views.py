"""The addresses to which the script sends what is typed, and where a draft is discarded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from goldthread.council.drafts import store
from goldthread.sent_json import read_json
from goldthread.web.jinja import clock


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed: `address` of the form, `answers` as JSON [[name, value], ...], `token` of its page.

    Answers {"at": "10:42"}, or {"at": ""} where the form has no drafts or was saved meanwhile; 400 for what is no
    list of answers, 413 for one that is too long.
    """
    address = request.POST.get("address", "")
    if not store.may_keep(request.person, address):
        return JsonResponse({"at": ""})
    try:
        answers = _answers(request.POST.get("answers", ""))
    except ValueError:
        return HttpResponse(status=400)
    try:
        draft = store.keep(request.person, address, answers, token=request.POST.get("token", ""))
    except store.TooLong:
        return HttpResponse(status=413)
    return JsonResponse({"at": clock(draft.saved_at) if draft is not None else ""})


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """Discard a draft, and show its form again as it was without it."""
    store.discard(request.person, request.POST.get("address", ""))
    page = request.POST.get("page", "")
    messages.success(request, "Draft discarded.")
    # Without its slash, it would be taken for the name of a page.
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return redirect(page if ours else "home")


def _answers(text: str) -> list[tuple[str, str]]:
    answers = read_json(text)
    if not isinstance(answers, list):
        raise ValueError("no list")
    for each in answers:
        if not (isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each)):
            raise ValueError("no pair of texts")
    return [(name, value) for name, value in answers]
