"""Pages of related records: linking two, and undoing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.finding import find_any
from goldthread.council.records.pages import address, called, form_page, get_attachable, heading
from goldthread.council.relations import commands
from goldthread.council.relations.forms import LinkForm
from goldthread.council.relations.models import RelatedRecord


def add_related(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Link a record to another."""
    record = get_attachable(request, kind, pk)

    def link(*, by: Person, other: str, reason: str) -> RelatedRecord:
        found = find_any(by, other)
        if found is None:
            raise Refused(
                f"There is no record called {other}. Enter a reference, such as F-1042.", field="other"
            )
        return commands.link_records(by=by, record=record, other=found, reason=reason)

    return form_page(
        request,
        LinkForm,
        link,
        title=f"Link {called(record)} to another record",
        done=f"{heading(record)} linked. Each shows the other.",
        then=lambda _: address(record),
        page={"intro": str(record), "submit": "Link records", "back": address(record)},
    )


def related(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead from a link, as the audit log has it, to the record from which it was made."""
    link = get_object_or_404(RelatedRecord.objects.visible_to(request.person), pk=pk)
    return redirect(address(get_attachable(request, link.origin, link.origin_id)))


@require_POST
def remove_related(request: HttpRequest, kind: str, pk: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Remove the link between two records, and lead back to the one on whose page that was done."""
    record = get_attachable(request, kind, pk)
    found = get_object_or_404(RelatedRecord.objects.visible_to(request.person), pk=link)
    for of_kind, key in ((found.origin, found.origin_id), (found.other, found.other_id)):
        get_attachable(request, of_kind, key)
    try:
        commands.unlink_records(by=request.person, link=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Link removed.")
    return redirect(address(record))
