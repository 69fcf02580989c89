"""Pages of documents: the list, one, adding and correcting it, its versions, its review, and what took its place."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.files.queries import size_in_words
from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import (
    address,
    form_page,
    get_of_kind,
    get_record,
    heading,
    link,
    record_page,
)
from goldthread.council.records.work_columns import work_columns
from goldthread.dates import add_months
from goldthread.learning.documents import commands, forms, queries
from goldthread.learning.documents.commands import Upload
from goldthread.learning.documents.models import Document, DocumentVersion, SeenBy, of_state

_RECORD = "documents.record"
_MOST_ASKED = 20
ORDER = ("title", "id")
COLUMNS = [
    Column("Reference", "reference"),
    Column("Title", "title", main=True, sort=ORDER),
    Column("What it is", "kind", sort=("kind", *ORDER)),
    Column("State", lambda document: document.state(timezone.localdate()).text),
    Column("Version", "edition", off=True),
    Column("Date of version", "edition_on", off=True, sort=("-edition_on", "-id")),
    *work_columns(Document, ORDER),
    Column("Who may see it", "seen_by", optional=True),
]


def documents(request: HttpRequest) -> HttpResponse:
    """List the documents by title."""

    def narrow(listed: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        listed = queries.by_words(request.person, listed, filters.get("words") or "")
        stage = filters.get("stage")
        if filters.get("together"):
            listed = listed.filter(
                Q(kind="together") | ~Q(extra__made_with="") & Q(extra__has_key="made_with")
            )
        return listed.filter(of_state(stage, timezone.localdate())) if stage else listed

    return list_page(
        request,
        Document,
        filter_form=forms.DocumentFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=ORDER,
        along=("owner",),
        template="learning/documents.html",
        buttons=[
            ("Add document", "learning:add_document", _RECORD),
            ("Load from a sheet", "learning:load_documents", _RECORD),
        ],
        views=(
            View("All", ""),
            View("Due for review", "stage=due"),
            View("Drafts", "stage=draft"),
            View("Made together", "together=on"),
        ),
        bulk=(assigning(Document),),
    )


def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a document: where it lives, its versions, and the lessons that it rests on."""
    record: Document = get_record(
        request, Document, pk, withdrawn=True, along=("owner", "replaced_by", "organisation")
    )
    state = record.state(timezone.localdate())
    basis = record.basis.filter(lesson__withdrawn_on=None).select_related("lesson").order_by("lesson__number")
    versions = [_version(request, each) for each in _versions(record)]
    replaced = record.replaced_by
    return record_page(
        request,
        record,
        "learning/document.html",
        tags=[
            (state.text, state.kind),
            *([("Leads only", "purple")] if record.seen_by == SeenBy.LEADS else []),
        ],
        facts=[
            ("What it is", record.of_kind.name),
            ("Version", record.edition),
            ("Date of this version", record.edition_on),
            ("In force since", record.in_force_since),
            ("Reviewed on", record.reviewed_on),
            ("Replaced by", _link_if_seen(request, replaced) if replaced else ""),
            ("Replaced on", record.replaced_on),
            ("Withdrawn from use on", record.out_of_use_on),
            ("Why", record.out_of_use_because),
            ("Who may see it", record.get_seen_by_display()),
            ("Formats that exist", ", ".join(record.formats_there)),
            ("Made by, or with", record.organisation.name if record.organisation else ""),
            ("Consent given on", record.consent_on),
            ("Consent holds until", record.consent_until),
        ],
        **_steps(record),
        edit="learning:edit_document",
        current=versions[0] if versions else None,
        earlier=versions[1:],
        lessons=[each.lesson for each in basis],
        issues=queries.issues_behind(record),
        texts=[(each.label, text) for each in record.of_kind.fields if (text := record.extra.get(each.slug))],
        asked=list(record.format_requests.order_by("-asked_on", "pk")[:_MOST_ASKED]),
    )


def _steps(record: Document) -> dict[str, list[tuple[str, str, str]]]:
    """Return what can be done with a document that is in use."""
    if not record.is_in_use:
        return {"buttons": [], "links": []}
    to = {
        text: (text, reverse(f"learning:{name}", args=[record.pk]), _RECORD)
        for text, name in (
            ("Add version", "add_version"),
            ("Record review", "review_document"),
            ("Put into force", "bring_into_force"),
            ("Formats, makers and consent", "describe_document"),
            *([("Consent withdrawn", "end_consent")] if record.consent_on else []),
            ("Replace by another document", "replace_document"),
            ("Withdraw from use", "stop_using"),
        )
    }
    second = "Record review" if record.in_force_since else "Put into force"
    to.pop("Put into force" if record.in_force_since else "Record review")
    ask = ("Format asked for", reverse("learning:ask_format", args=[record.pk]), "documents.read")
    return {"buttons": [to.pop("Add version"), to.pop(second)], "links": [*to.values(), ask]}


def _link_if_seen(request: HttpRequest, record: Document) -> str:
    """Return a link to another document; only how it is called for somebody who may not see it."""
    needed = record.spec.opens(record)
    return link(request, record) if not needed or request.person.may(needed) else queries.called(record)


def _versions(record: Document) -> QuerySet[DocumentVersion]:
    versions = record.versions.select_related("file", "by").defer("file__text")
    return versions.order_by("-edition_on", "-created_at", "-pk")


def _version(request: HttpRequest, version: DocumentVersion) -> dict[str, Any]:
    """Return a version with where it is opened."""
    file, shown = version.file, {"version": version, "href": version.address, "text": "", "note": ""}
    if version.address:
        return {**shown, "text": version.address}
    if file is None or file.withdrawn_on is not None:
        return {**shown, "note": "Its file was removed."}
    about = f"{file.get_kind_display()}, {size_in_words(file.size)}"
    if file.is_locked:
        return {**shown, "text": file.name, "note": f"{about}; locked until it is scanned for viruses"}
    if file.is_restricted:
        may = request.person.may("feedback.original")
        href = reverse("open_file", args=[file.pk]) if may else ""
        return {**shown, "text": file.name, "href": href, "note": f"{about}, restricted"}
    return {**shown, "text": file.name, "href": reverse("download_file", args=[file.pk]), "note": about}


def _place(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the answers of a form with the file as a command takes it."""
    file, names_nobody = fields.pop("file", None), fields.pop("names_nobody", False)
    if file is None:
        return fields
    return {**fields, "upload": Upload(file.name, file.read(), names_nobody)}


def _same(request: HttpRequest, own: Document | None = None) -> list[tuple[str, str]]:
    """Return where the file or address that somebody sends is already: how it is called, and its page if they may open it."""
    if request.method != "POST" or "again" in request.POST:
        return []
    file, sent = request.FILES.get("file"), request.POST.get("address", "")
    found: list[Document] = []
    try:
        if file is not None:
            found = queries.same_file(request.person.council_id, file.read())
            file.seek(0)
        elif sent.strip():
            found = queries.same_address(request.person.council_id, sent[:1000])
            found = [each for each in found if each != own]
    except Refused:
        return []
    seen = set(
        Document.objects.visible_to(request.person)
        .filter(pk__in=[each.pk for each in found])
        .values_list("pk", flat=True)
    )
    return [(queries.called(each), address(each) if each.pk in seen else "") for each in found]


def add(request: HttpRequest) -> HttpResponse:
    """Add a document; a lesson in the address is one that it rests on."""

    def save(*, by: Person, owner: Person | None, **fields: Any) -> Document:
        return commands.add_document(by=by, owner=owner or by, **_place(fields))

    return form_page(
        request,
        forms.AddDocumentForm,
        save,
        title="Add document",
        initial={
            "lessons": request.GET.get("lesson", "")[:20],
            "edition_on": timezone.localdate(),
        },
        template="learning/document_form.html",
        page={"same": _same(request), "back": reverse("learning:documents"), "submit": "Save document"},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a document."""
    record = get_record(request, Document, pk)
    lessons = record.basis.select_related("lesson").order_by("lesson__number")
    return form_page(
        request,
        forms.EditDocumentForm,
        commands.edit_document,
        title=f"Correct {record.reference}",
        record=record,
        initial={"lessons": ", ".join(each.lesson.reference for each in lessons)},
        document=record,
    )


def add_version(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a new version of a document."""
    record = get_record(request, Document, pk)

    def save(*, by: Person, document: Document, version: int, **fields: Any) -> Document:
        return commands.add_version(by=by, document=document, version=version, **_place(fields))

    return form_page(
        request,
        forms.VersionForm,
        save,
        title="Add version",
        record=record,
        initial={"edition": "", "edition_on": timezone.localdate(), "review_on": _next_review(record)},
        done="Version saved. The earlier ones stay.",
        template="learning/document_form.html",
        page={
            "intro": str(record),
            "same": _same(request, record),
            "back": address(record),
            "submit": "Save version",
        },
        document=record,
    )


def _next_review(record: Document) -> Any:
    return add_months(timezone.localdate(), record.of_kind.review_months)


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a document was reviewed and stays as it is."""
    record = get_record(request, Document, pk)
    return form_page(
        request,
        forms.ReviewForm,
        commands.review_document,
        title="Record review",
        record=record,
        initial={"reviewed_on": timezone.localdate(), "review_on": _next_review(record)},
        done="Review saved.",
        page={
            "intro": f"{record.title}. Where something changes, add a version.",
            "back": address(record),
            "submit": "Save review",
        },
        document=record,
    )


def bring_into_force(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say since when a document is in force."""
    record = get_record(request, Document, pk)
    return form_page(
        request,
        forms.InForceForm,
        commands.bring_into_force,
        title="Put into force",
        record=record,
        initial={"in_force_since": timezone.localdate()},
        page={"intro": record.title, "back": address(record)},
        document=record,
    )


def replace(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which document took the place of another."""
    record = get_record(request, Document, pk)
    others = Document.objects.visible_to(request.person).exclude(pk=pk)
    return form_page(
        request,
        forms.ReplaceForm,
        commands.replace_document,
        title="Replace by another document",
        record=record,
        initial={"replaced_on": timezone.localdate()},
        options={"others": others},
        page={"intro": f"{record.title}. It stays, and says what took its place.", "back": address(record)},
        document=record,
    )


def stop_using(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say since when a document is not used any more, and why."""
    record = get_record(request, Document, pk)
    return form_page(
        request,
        forms.OutOfUseForm,
        commands.stop_using,
        title="Withdraw from use",
        record=record,
        initial={"out_of_use_on": timezone.localdate()},
        page={"intro": f"{record.title}. What cites it still finds it.", "back": address(record)},
        document=record,
    )


def use_in_document(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Put a lesson into a document, from the lesson's own page."""
    lesson = get_of_kind(request, kind, pk)
    if kind != "lesson":
        messages.warning(request, f"{heading(lesson)} is put into a document by its lesson.")
        return redirect(address(lesson))
    others = Document.objects.visible_to(request.person)
    add_new = f"{reverse('learning:add_document')}?lesson={lesson.reference}"
    return form_page(
        request,
        forms.UseForm,
        commands.rest_on_lesson,
        title=f"Put {lesson.reference} into a document",
        options={"others": others},
        done=lambda document: f"{document.reference} rests on {lesson.reference} now.",
        template="learning/use_in_document.html",
        page={"intro": str(lesson), "back": address(lesson), "add_new": add_new},
        lesson=lesson,
    )
