"""Pages of subject access requests: their list, one with where it was looked, reading what was found, and giving it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records import privacy
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.council.records.spec import record_types
from goldthread.council.records.work_columns import work_columns
from goldthread.dates import day_in_words
from goldthread.subject_access import commands, forms
from goldthread.subject_access.clock import due
from goldthread.subject_access.models import AccessCopy, AccessRequest, Decision, hold_of
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

HANDLE = "subject_access.handle"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("What they ask for", "title", main=True),
    Column("Received on", "received_on"),
    *work_columns(AccessRequest, ("due_on", "id")),
    Column("State", lambda record: record.states(timezone.localdate())[0].text),
]
_STATES: dict[str, dict[str, Any]] = {
    "open": {"given_on": None, "ended_on": None},
    "given": {"given_on__isnull": False},
    "ended": {"ended_on__isnull": False},
}


def _narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    return records.filter(**_STATES[chosen["state"]]) if chosen.get("state") else records


def listed(request: HttpRequest) -> HttpResponse:
    """List subject access requests, the first due first."""
    return list_page(
        request,
        AccessRequest,
        filter_form=forms.RequestFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("due_on", "id"),
        along=("owner",),
        bulk=(assigning(AccessRequest),),
        buttons=[("Add request", "subject_access:record", HANDLE)],
        views=(View("Open", "state=open"), View("Overdue", "due=overdue"), View("All requests", "")),
    )


def record(request: HttpRequest) -> HttpResponse:
    """Record a subject access request."""
    return form_page(
        request,
        forms.NewRequestForm,
        commands.record_request,
        title="Add subject access request",
        page={"back": reverse("subject_access:list"), "submit": "Save request"},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a request."""
    shown = get_record(request, AccessRequest, pk)
    return form_page(
        request,
        forms.EditRequestForm,
        commands.edit_request,
        title="Correct subject access request",
        record=shown,
        access_request=shown,
    )


@never_cache
def request_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one request: what is looked for, where it was looked, what is to be read, and what was given."""
    shown = get_record(request, AccessRequest, pk, withdrawn=True, along=("owner", "recorded_by"))
    is_open = not (shown.given_on or shown.ended_on)
    counts = _counts(shown)
    buttons, links = [], []
    if is_open:
        if counts["waiting"]:
            buttons.append((f"Read what was found ({counts['waiting']:,})", _next(shown), HANDLE))
        elif shown.copies.filter(given_on=None).exists():
            buttons.append(("Record that it was given", reverse("subject_access:give", args=[pk]), HANDLE))
        links = [
            ("Add search term", reverse("subject_access:add_term", args=[pk]), HANDLE),
            ("End request", reverse("subject_access:end", args=[pk]), HANDLE),
        ]
        if shown.extended_on is None:
            links.append(("Extend the time", reverse("subject_access:extend", args=[pk]), HANDLE))
    elif shown.looked_at and not shown.hold_lifted_on:
        links.append(("Lift hold", reverse("subject_access:lift_hold", args=[pk]), HANDLE))
    clock = due(shown.received_on, extended=shown.extended_on is not None)
    return record_page(
        request,
        shown,
        "subject_access/request.html",
        tags=[(tag.text, tag.kind) for tag in shown.states(timezone.localdate())],
        facts=[
            ("Received on", shown.received_on),
            ("Identity checked on", shown.identity_checked_on or "Not yet"),
            ("Extended on", shown.extended_on),
            ("Why it takes longer", shown.extended_because),
            ("Hold", hold_of(shown)),
            ("Given on", shown.given_on),
            ("Ended on", shown.ended_on),
            ("Why it ended", shown.ended_because),
        ],
        buttons=buttons,
        links=links,
        edit="subject_access:edit" if is_open else "",
        is_open=is_open,
        clock=clock,
        terms=list(shown.terms.all()),
        looked=list(shown.places.filter(not_looked="", found__gt=0)),
        nothing=list(shown.places.filter(not_looked="", found=0).order_by("name")),
        not_looked=list(shown.places.exclude(not_looked="").order_by("name")),
        counts=counts,
        copies=list(shown.copies.select_related("checked_by").defer("word", "pdf")),
        may_make=is_open and bool(shown.looked_at) and not counts["waiting"],
    )


def _counts(shown: AccessRequest) -> dict[str, int]:
    decisions = list(shown.hits.values_list("decision", flat=True))
    return {
        "all": len(decisions),
        "waiting": decisions.count(""),
        "left_out": decisions.count(Decision.LEAVE_OUT),
    }


def _next(shown: AccessRequest) -> str:
    """Return the address of the first thing that nobody decided; of the request once all is."""
    hit = shown.hits.filter(decision="").order_by("place", "created_at", "id").first()
    return reverse("subject_access:decide", args=[shown.pk, hit.pk]) if hit else address(shown)


def extend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Extend the time, with the reason."""
    shown = get_record(request, AccessRequest, pk)
    longer = due(shown.received_on, extended=True)
    return form_page(
        request,
        forms.ExtendForm,
        commands.extend_request,
        title="Extend the time",
        record=shown,
        done="Time extended.",
        page={
            "intro": f"It is due on {day_in_words(longer.day)} then. {longer.caution}",
            "submit": "Extend time",
        },
        access_request=shown,
    )


def add_term(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add what the person is looked for by."""
    shown = get_record(request, AccessRequest, pk)
    return form_page(
        request,
        forms.TermForm,
        commands.add_term,
        title="Add search term",
        done="Search term added. Search again to find by it.",
        page={"back": address(shown), "submit": "Add search term"},
        access_request=shown,
    )


@require_POST
def remove_term(request: HttpRequest, pk: uuid.UUID, term: uuid.UUID) -> HttpResponse:
    """Remove what the person is looked for by."""
    shown = get_record(request, AccessRequest, pk)
    _run(
        request,
        "Search term removed. Search again.",
        commands.remove_term,
        access_request=shown,
        term=get_object_or_404(shown.terms, pk=term),
    )
    return redirect(address(shown))


@require_POST
def look(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin to look in every place."""
    shown = get_record(request, AccessRequest, pk)
    _run(request, "Searching. This page shows what was found.", commands.begin_look, access_request=shown)
    return redirect(address(shown))


@never_cache
def found(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List what was found, by place, with what was decided."""
    shown = get_record(request, AccessRequest, pk)
    listed = paginate(request, shown.hits.all(), ("place", "created_at", "id"))
    labels = commands.labels_of(shown)
    rows = [_row(request, shown, hit, labels.get(hit.origin_id, "")) for hit in listed.rows]
    return render_page(
        request, "subject_access/found.html", {"record": shown, "listed": listed, "rows": rows}
    )


def _row(request: HttpRequest, shown: AccessRequest, hit: Any, label: str) -> list[Any]:
    read = reverse("subject_access:decide", args=[shown.pk, hit.pk])
    at = _href(request, hit)
    decided = hit.get_decision_display() or "To read"
    return [
        _link(read, hit.place),
        _link(at, label or "Record") if at else label,
        hit.how,
        f"{decided}: {hit.reason}" if hit.reason else decided,
    ]


def _link(href: str, text: str) -> str:
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, text)


def _href(request: HttpRequest, hit: Any) -> str:
    model = record_types().get(hit.origin)
    if model is None or not request.person.may(model.spec.permission):
        return ""
    return reverse(model.spec.page, args=[hit.origin_id])


@never_cache
def decide(request: HttpRequest, pk: uuid.UUID, hit: uuid.UUID) -> HttpResponse:
    """Read something that was found, and decide what becomes of it."""
    shown = get_record(request, AccessRequest, pk)
    this = get_object_or_404(shown.hits, pk=hit)
    try:
        words, proposed = commands.proposal(shown, this)
        problem = ""
    except privacy.CouldNotLook as refused:
        words, proposed, problem = "", "", str(refused)
    labels = commands.labels_of(shown)
    return form_page(
        request,
        forms.DecideForm,
        commands.decide,
        title=f"{this.place}: found by {this.how}",
        initial={
            "decision": this.decision or Decision.REDACT,
            "text": this.text or proposed,
            "reason": this.reason,
        },
        done="Decision saved.",
        then=lambda done: _next(done),
        template="subject_access/decide.html",
        page={
            "back": address(shown),
            "submit": "Save and next",
            "words": words,
            "problem": problem,
            "hit": this,
            "of": labels.get(this.origin_id, ""),
            "of_href": _href(request, this),
            "waiting": shown.hits.filter(decision="").count(),
        },
        access_request=shown,
        hit=this,
    )


@require_POST
def make_copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the document together."""
    shown = get_record(request, AccessRequest, pk)
    _run(
        request,
        "Document put together. Read it before it is given.",
        commands.make_copy,
        access_request=shown,
    )
    return redirect(address(shown))


@never_cache
def word(request: HttpRequest, pk: uuid.UUID, copy: uuid.UUID) -> HttpResponse:
    """Send the document as a Word file."""
    shown, document = _copy(request, pk, copy)
    return _file(bytes(document.word), _WORD, f"{slugify(shown.reference)}.docx")


@never_cache
def pdf(request: HttpRequest, pk: uuid.UUID, copy: uuid.UUID) -> HttpResponse:
    """Send the document as a PDF file."""
    shown, document = _copy(request, pk, copy)
    if document.pdf is None:
        raise Http404
    return _file(bytes(document.pdf), "application/pdf", f"{slugify(shown.reference)}.pdf")


def _copy(request: HttpRequest, pk: uuid.UUID, copy: uuid.UUID) -> tuple[AccessRequest, AccessCopy]:
    shown = get_record(request, AccessRequest, pk)
    return shown, get_object_or_404(shown.copies, pk=copy)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the document was read and given."""
    shown = get_record(request, AccessRequest, pk)
    return form_page(
        request,
        forms.GiveForm,
        commands.give,
        title="Record that it was given",
        record=shown,
        initial={"given_on": timezone.localdate()},
        done="Recorded. The document is kept as it was given.",
        page={
            "intro": "Goldthread sends nothing: hand it over as the person asked for it.",
            "submit": "Record document given",
        },
        access_request=shown,
    )


def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a request without giving anything."""
    shown = get_record(request, AccessRequest, pk)
    return form_page(
        request,
        forms.EndForm,
        commands.end_request,
        title="End request",
        record=shown,
        initial={"ended_on": timezone.localdate()},
        done="Request ended.",
        page={"submit": "End request"},
        access_request=shown,
    )


def lift_hold(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lift the hold on what was found."""
    shown = get_record(request, AccessRequest, pk)
    return form_page(
        request,
        ReasonForm,
        commands.lift_hold,
        title="Lift hold",
        record=shown,
        done="Hold lifted.",
        page={"intro": "What was found is deleted again when its time is over.", "submit": "Lift hold"},
        access_request=shown,
    )


def _run(request: HttpRequest, done: str, command: Any, **given: Any) -> None:
    try:
        command(by=request.person, **given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
