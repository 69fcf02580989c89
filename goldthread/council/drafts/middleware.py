"""Middleware: keeps what was sent and not saved, and fills a form that has a draft as its page goes out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape

from goldthread.council.database import tenant
from goldthread.council.drafts.models import FormDraft
from goldthread.council.drafts.store import KEPT, TooLong, discard, keep, may_keep
from goldthread.council.models import Person
from goldthread.council.sent_forms import TOKEN, led_on
from goldthread.web.form_controls import Answers, PageForm, answered, filled, forms_on
from goldthread.web.render import render_to_string


def drafts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what was sent and not saved, delete the draft of what was saved, and fill a form that has a draft."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.draft = SimpleLazyObject(lambda: _draft_of(request))
        response = get_response(request)
        if request.method == "POST" and _has_drafts(request):
            _after_sending(request, response)
        elif request.method == "GET" and _is_page(response) and _has_drafts(request):
            _fill(request, response)
        return response

    return middleware


def keep_after_failure(request: HttpRequest) -> None:
    """Keep what was sent where the page failed: in a transaction of its own, once that of the page is taken back."""
    person = getattr(request, "person", None)
    if person is not None and request.method == "POST" and _has_drafts(request):
        with tenant.inside(person.council_id):
            _keep_if_short(person, request.get_full_path(), _sent(request))


def keep_of(person: Person, request: HttpRequest) -> bool:
    """Keep what somebody sent whose session had ended meanwhile; returns whether there is a draft of it now."""
    # Only of a form that is ours: another site must not be able to write into somebody's form.
    if not getattr(request, "csrf_processing_done", False) or not may_keep(person, request.get_full_path()):
        return False
    return _keep_if_short(person, request.get_full_path(), _sent(request))


def _after_sending(request: HttpRequest, response: HttpResponse) -> None:
    address, sent = request.get_full_path(), _sent(request)
    token = request.POST.get(TOKEN, "")
    if response.status_code == 302:
        if led_on(request, response):
            discard(request.person, address, token=token)
        else:
            _keep_if_short(request.person, address, sent)
    elif response.status_code == 200:
        # The form came back; or it was answered with what it asked for, such as a file.
        form = _came_back(response, address, sent)
        if form is None:
            discard(request.person, address, token=token)
        else:
            _keep_if_short(request.person, address, form.draft_answers(sent))


def _keep_if_short(person: Person, address: str, answers: Answers) -> bool:
    try:
        return keep(person, address, answers) is not None
    except TooLong:
        # Only the text of a whole file is as long; the page that came back holds it.
        return False


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _fill(request: HttpRequest, response: HttpResponse) -> None:
    """Put the drafts of a page's forms into them."""
    html = response.content.decode()
    if f'name="{TOKEN}"' not in html:
        return
    frame = getattr(request, "frame", None)
    if (
        frame is not None
        and frame.person is request.person
        and frame.is_counted
        and not frame.counts["drafts"]
    ):
        return
    page = request.get_full_path()
    drafts = FormDraft.objects.filter(
        council=request.person.council_id, person=request.person, saved_at__gte=timezone.now() - KEPT
    )
    here = {
        address
        for address in drafts.values_list("address", flat=True)
        if address == page or escape(address) in html
    }
    if not here:
        return
    for draft in drafts.filter(address__in=here):
        form = _about(html, page, draft)
        if form is not None:
            html = filled(html, form, draft.answers, before=_notice(request, draft))
    response.content = html.encode()


def _about(html: str, page: str, draft: FormDraft) -> PageForm | None:
    """Return the form of a page that a draft is of."""
    carried = dict(_as_query(draft).lists())
    forms = [f for f in forms_on(html) if f.address(page) == draft.address and f.is_about(carried)]
    return answered(forms, draft.answers)


def _notice(request: HttpRequest, draft: FormDraft) -> str:
    return render_to_string(
        request,
        "web/draft_restored.html",
        {"draft": draft, "discard": reverse("discard_draft"), "page": request.get_full_path()},
    )


def _came_back(response: HttpResponse, address: str, sent: Answers) -> PageForm | None:
    """Return the form that was sent, where it came back."""
    if not _is_page(response):
        return None
    forms = forms_on(response.content.decode())
    return answered([form for form in forms if form.address(address) == address], sent)


def _draft_of(request: HttpRequest) -> QueryDict:
    """Return the draft of the form at the address of this page, as it would be sent; empty where there is none."""
    if request.method != "GET" or request.person is None:
        return QueryDict()
    draft = FormDraft.objects.filter(
        council=request.person.council_id,
        person=request.person,
        address=request.get_full_path(),
        saved_at__gte=timezone.now() - KEPT,
    ).first()
    return QueryDict() if draft is None else _as_query(draft)


def _as_query(draft: FormDraft) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in draft.answers:
        query.appendlist(name, value)
    return query


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    saved_as_file = "attachment" in response.headers.get("Content-Disposition", "")
    return (
        response.status_code == 200
        and kind.startswith("text/html")
        and not (response.streaming or saved_as_file)
    )


def _has_drafts(request: HttpRequest) -> bool:
    """Return whether somebody of a council asked for a page whose forms have drafts (`web.doors.page`)."""
    door = getattr(request.resolver_match, "func", None)
    return request.person is not None and bool(getattr(door, "has_drafts", False))
