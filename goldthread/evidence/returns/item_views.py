"""Pages of the items of information returns: the list, one, its documents, redaction, sign-off and reopening."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.errors import Refused
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.evidence.queries import statement_names
from goldthread.evidence.returns import commands, forms, queries
from goldthread.evidence.returns.models import InformationReturn, ItemDocument, ReturnItem
from goldthread.evidence.returns.signing import hand_in_it
from goldthread.evidence.returns.stages import Stage
from goldthread.evidence.returns.steps import step
from goldthread.learning.documents import queries as documents
from goldthread.learning.documents.models import Document

_RECORD, _GATHER, _SIGN = "returns.record", "returns.gather", "returns.sign"
ORDER = ("position", "id")
COLUMNS = [
    Column("Reference", "reference", optional=True),
    Column("Item", "item_no", sort=ORDER),
    Column("What is asked for", "name", main=True),
    Column("State", "stage", sort=("stage", *ORDER)),
    *work_columns(ReturnItem, ORDER),
    Column("As at", "as_at", off=True, optional=True),
]


def items(request: HttpRequest) -> HttpResponse:
    """List the items in their order, of one return or all."""

    def narrow(listed: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        listed = by_words(request.person, listed, filters.get("words") or "")
        slug = filters.get("statement")
        return queries.of_statement(listed, slug) if slug else listed

    return list_page(
        request,
        ReturnItem,
        filter_form=forms.ItemFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=ORDER,
        along=("owner",),
        views=(
            View("All", ""),
            View("Mine", "whose=me"),
            View("To sign off", "stage=to_sign"),
            View("Overdue", "due=overdue"),
        ),
        bulk=(assigning(ReturnItem),),
        name=str,
    )


def item(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an item: what is asked for, what is given, and how far it is."""
    along = ("information_return", "owner", "gathered_by", "redacted_by", "signed_by")
    record: ReturnItem = get_record(request, ReturnItem, pk, withdrawn=True, along=along)
    states = record.states(timezone.localdate())
    redacted = f"{record.redacted_by.name}" if record.redacted_by else ""
    signed = f"{record.signed_by.name}" if record.signed_by else ""
    to_sign = record.stage == Stage.TO_SIGN and request.person.may(_SIGN)
    hand = hand_in_it(request.person, record) if to_sign else ""
    return record_page(
        request,
        record,
        "evidence/return_item.html",
        caption=f"Item {record.item_no} of {record.information_return.reference}",
        crumbs=[
            ("Information returns", reverse("evidence:returns")),
            (record.information_return.title, address(record.information_return)),
        ],
        tags=[(state.text, state.kind) for state in states],
        facts=[
            ("Information return", link(request, record.information_return)),
            ("Quality statements", ", ".join(map(statement_names(record.council_id), record.statements))),
            ("As at", record.as_at),
            ("Gathered on", record.gathered_on),
            ("Gathered by", record.gathered_by.name if record.gathered_by else ""),
            ("Redaction", record.get_redaction_display()),
            ("Redacted on", record.redacted_on),
            ("Redacted by", redacted),
            ("Signed off on", record.signed_on),
            ("Signed off by", signed),
            ("Sent on", record.sent_on),
        ],
        buttons=_buttons(record, hand),
        links=_links(record),
        edit="evidence:edit_item",
        given=[_given(request, each) for each in queries.documents_of(record)],
        may_gather=request.person.may(_GATHER) and not record.is_settled and record.withdrawn_on is None,
        hand=hand,
    )


def _buttons(record: ReturnItem, hand: str) -> list[tuple[str, str, str]]:
    """Return what comes next for an item. hand: why the person may not sign it off."""

    def button(text: str, name: str, needs: str) -> tuple[str, str, str]:
        return text, reverse(f"evidence:{name}", args=[record.pk]), needs

    if record.stage == Stage.TO_REDACT:
        return [button("Record redaction", "record_redaction", _GATHER)]
    if record.stage == Stage.TO_SIGN:
        return [] if hand else [button("Sign off item", "sign_off", _SIGN)]
    if record.is_settled:
        return []
    return [
        button("Add document", "give_document", _GATHER),
        button("Finish gathering", "finish_gathering", _GATHER),
    ]


def _links(record: ReturnItem) -> list[tuple[str, str, str]]:
    links = []
    if record.stage in (Stage.TO_REDACT, Stage.TO_SIGN):
        links.append(("Add document", reverse("evidence:give_document", args=[record.pk]), _GATHER))
    if record.gathered_on:
        links.append(("Reopen item", reverse("evidence:reopen_item", args=[record.pk]), _RECORD))
    return links


def _given(request: HttpRequest, each: ItemDocument) -> dict[str, Any]:
    """Return a document of an item as its page shows it: a link for whoever may see it, and whether it is newer now."""
    document, needed = each.document, each.document.spec.opens(each.document)
    may = request.person.may("documents.read") and (not needed or request.person.may(needed))
    return {
        "pk": each.pk,
        "text": documents.called(document)
        if needed and not may
        else f"{document.reference} {document.title}",
        "href": address(document) if may and document.withdrawn_on is None else "",
        "section": each.section if may or not needed else "",
        "edition": each.edition if may or not needed else "",
        "newer": document.edition != each.edition,
        "state": document.state(timezone.localdate()),
    }


def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add one item to a return by hand."""
    record = get_record(request, InformationReturn, pk)
    return form_page(
        request,
        forms.NewItemForm,
        commands.add_item,
        title="Add item",
        initial={"due_on": record.due_on},
        page={"intro": record.title, "back": address(record)},
        information_return=record,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct an item."""
    return _step(request, pk, forms.EditItemForm, commands.edit_item, "Correct item")


def give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give an item a document, or a section of one."""
    record = get_record(request, ReturnItem, pk)
    return form_page(
        request,
        forms.GiveForm,
        commands.give_document,
        title="Add document",
        initial={"section": record.section},
        options={"offered": Document.objects.visible_to(request.person)},
        done="Document added.",
        template="evidence/give_document.html",
        page={"intro": str(record), "back": address(record), "submit": "Add document"},
        item=record,
    )


@require_POST
def take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a document from an item."""
    rows = ItemDocument.objects.visible_to(request.person).select_related("item")
    given = get_object_or_404(rows, pk=pk)
    if not ReturnItem.objects.visible_to(request.person).filter(pk=given.item_id).exists():
        raise Http404
    item = given.item
    try:
        commands.take_document(by=request.person, given=given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Document taken from the item.")
    return redirect(address(item))


def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that all of an item is there."""
    return _step(
        request, pk, forms.GatheredForm, commands.finish_gathering, "Finish gathering", today="gathered_on"
    )


def redact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that one redacted an item."""
    return _step(
        request, pk, forms.RedactedForm, commands.record_redaction, "Record redaction", today="redacted_on"
    )


def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign an item off."""
    return _step(request, pk, forms.SignForm, commands.sign_off, "Sign off item", today="signed_on")


def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Reopen an item."""
    return _step(request, pk, ReasonForm, commands.reopen_item, "Reopen item")


def _step(
    request: HttpRequest, pk: uuid.UUID, form: Any, command: Any, title: str, *, today: str = ""
) -> HttpResponse:
    return step(request, pk, ReturnItem, "item", form, command, title, today=today)
