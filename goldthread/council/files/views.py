"""Pages of files: attaching one to a record, downloading, opening a restricted one, and removing one."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.files import commands
from goldthread.council.files.forms import FileForm
from goldthread.council.files.models import Attachment
from goldthread.council.files.queries import content_of
from goldthread.council.models import Person
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import address, called, form_page, get_attachable
from goldthread.web.forms import Form
from goldthread.web.render import render_page

# A file is saved, never shown: nothing in it may run as a page of ours, or fetch anything.
_SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Download-Options": "noopen",
}


def add_file(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Attach a file to a record."""
    record = get_attachable(request, kind, pk)

    def attach(*, by: Person, file: Any, names_nobody: bool) -> Attachment:
        return commands.attach_file(
            by=by, record=record, filename=file.name, content=file.read(), is_restricted=not names_nobody
        )

    return form_page(
        request,
        FileForm,
        attach,
        title=f"Add file to {called(record)}",
        done="File added.",
        then=lambda file: f"{address(record)}#file-{file.pk}",
        page={"intro": str(record), "submit": "Add file", "back": address(record)},
    )


def _file(request: HttpRequest, pk: uuid.UUID) -> tuple[Attachment, Any]:
    """Return a file with its record, which this person may open, or raise Http404."""
    found = get_object_or_404(Attachment.objects.visible_to(request.person).defer("text"), pk=pk)
    return found, get_attachable(request, found.origin, found.origin_id)


def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead to a file in the timeline of its record."""
    found, record = _file(request, pk)
    return redirect(f"{address(record)}#file-{found.pk}")


def download_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a file that names nobody; a restricted one asks for a reason first."""
    found, _ = _file(request, pk)
    if found.withdrawn_on is not None:
        raise Http404
    return redirect("open_file", pk=pk) if found.is_restricted else _download(found)


def open_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a restricted file, for whoever gives a reason."""
    found, record = _file(request, pk)
    if found.withdrawn_on is not None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _download(
                commands.open_file(by=request.person, file=found, reason=form.cleaned_data["reason"])
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
    context = {
        "form": form,
        "title": f"Open {found.name}",
        "intro": "Names are not hidden in it. That you opened it, and why, is in the audit log.",
        "submit": "Download file",
        "back": address(record),
    }
    return render_page(request, "web/form_page.html", context)


def _download(found: Attachment) -> FileResponse:
    response = FileResponse(
        content_of(found), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["Content-Length"] = str(found.size)
    for name, value in _SAFE.items():
        response[name] = value
    return response


def remove_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove a file from its record."""
    found, record = _file(request, pk)
    if not commands.may_remove(request.person, found, record) or found.withdrawn_on is not None:
        raise Http404

    def remove(*, by: Person) -> Attachment:
        return commands.remove_file(by=by, file=found, on=timezone.localdate())

    return form_page(
        request,
        Form,
        remove,
        title=f"Remove {found.name}",
        done="File removed.",
        then=lambda _: f"{address(record)}#timeline",
        page={
            "intro": "Its content is deleted at once, and cannot be brought back. That there was a file stays in the timeline.",
            "submit": "Remove file",
            "back": address(record),
        },
    )
