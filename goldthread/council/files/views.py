"""Pages of files: attaching one to a record, downloading, opening a restricted one, and removing one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.files import commands, scanning, scanning_commands
from goldthread.council.files.forms import FileForm, ScannerForm
from goldthread.council.files.models import Attachment, FileScanner, Scan
from goldthread.council.files.queries import content_of
from goldthread.council.models import Person
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import address, called, form_page, get_attachable
from goldthread.web.forms import Form
from goldthread.web.render import render_page

# A file is saved, never shown: nothing in it may run as a page of ours, or fetch anything.
SAFE = {
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
    if found.is_locked:
        return redirect("scan_file", pk=pk)
    return redirect("open_file", pk=pk) if found.is_restricted else _download(found)


def open_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a restricted file, for whoever gives a reason."""
    found, record = _file(request, pk)
    if found.withdrawn_on is not None:
        raise Http404
    if found.is_locked:
        return redirect("scan_file", pk=pk)
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
    for name, value in SAFE.items():
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


def scan_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a file is locked, and try its scan again."""
    found, record = _file(request, pk)
    if found.withdrawn_on is not None:
        raise Http404
    if not found.is_locked:
        return redirect(f"{address(record)}#file-{found.pk}")
    if request.method == "POST" and found.scan == Scan.WAITING:
        state = scanning_commands.scan_again(by=request.person, file=found).scan
        if state == Scan.WAITING:
            messages.error(request, "The scanner does not answer. The file is kept, and waits for its scan.")
        elif state == Scan.CLEAN:
            messages.success(request, "No virus was found. The file can be opened now.")
            return redirect(f"{address(record)}#file-{found.pk}")
    context = {"file": found, "record": record, "back": address(record)}
    return render_page(request, "council/file_locked.html", context)


def file_scanner(request: HttpRequest) -> HttpResponse:
    """Set the scanner of files, and show whether it answers."""
    saved = FileScanner.objects.visible_to(request.person).first()
    form = ScannerForm(request.POST or None, initial=model_to_dict(saved) if saved else {})
    if request.method == "POST" and form.is_valid():
        try:
            scanning_commands.set_scanner(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Scanner saved.")
            return redirect("file_scanner")
    council_id = request.person.council_id
    context = {"form": form, "saved": saved, "waiting": scanning.waiting(council_id).count()}
    return render_page(request, "council/file_scanner.html", context)


@require_POST
def try_scanner(request: HttpRequest) -> HttpResponse:
    """Try the scanner, and have what waits scanned."""
    try:
        messages.success(request, scanning.try_scanner(request.person))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("file_scanner")
