"""Import pages: upload a spreadsheet, match its columns, check its rows and follow its progress."""

from __future__ import annotations

import tempfile
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records import privacy
from goldthread.feedback.importing import commands, files
from goldthread.feedback.importing.forms import ColumnsForm, SheetForm, UploadForm, initial
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import write_csv
from goldthread.web.render import render_page

_RECENT = 10
_PREVIEWED = 5
_ERRORS_SHOWN = 50
_State = ImportBatch.State
_HEADINGS = {
    _State.CHECKING: "Checking rows",
    _State.CHECKED: "Ready to import",
    _State.RUNNING: "Importing",
    _State.DONE: "Import finished",
    _State.FAILED: "Import stopped",
}
_WAITING = (_State.CHECKING, _State.RUNNING)


def begin(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet and choose its type of feedback."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = commands.upload(
                by=request.person, source=form.cleaned_data["source"], filename=file.name, content=file.read()
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("feedback:import", pk=batch.pk)
    recent = ImportBatch.objects.visible_to(request.person).select_related("by").order_by("-created_at")
    context = {"form": form, "recent": list(recent[:_RECENT]), "sources": SOURCES}
    return render_page(request, "feedback/import_begin.html", context)


def _get_batch(request: HttpRequest, pk: uuid.UUID) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.visible_to(request.person), pk=pk)


@never_cache
def follow(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the state of an import: columns, check, progress or result."""
    batch = _get_batch(request, pk)
    if batch.state == _State.UPLOADED:
        return redirect("feedback:import_columns", pk=pk)
    context = {
        "batch": batch,
        "source": SOURCES[batch.source],
        "heading": _HEADINGS[batch.state],
        "waiting": batch.state in _WAITING,
    }
    if batch.state == _State.CHECKED:
        errors = list(batch.row_errors.all()[:_ERRORS_SHOWN])
        context |= {"row_errors": errors, "shown": len({error.row for error in errors})}
    response = render_page(request, "feedback/import.html", context, fragment="progress")
    if request.htmx and not context["waiting"]:
        # The page has more than progress now, so all of it is loaded.
        response["HX-Refresh"] = "true"
    return response


@never_cache
def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Match columns, with the first rows as a preview."""
    batch = _get_batch(request, pk)
    if batch.state not in (_State.UPLOADED, _State.CHECKED):
        return redirect("feedback:import", pk=pk)
    if request.method == "POST" and "sheet" in request.POST:
        _run(request, "", commands.choose_sheet, batch=batch, sheet=request.POST["sheet"])
        return redirect("feedback:import_columns", pk=pk)
    try:
        context = _first_rows(batch)
    except files.FileGone as gone:
        messages.error(request, str(gone))
        return redirect("feedback:import_begin")
    form = ColumnsForm(
        request.POST or None, source=batch.source, columns=context["columns"], initial=initial(batch.mapping)
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_columns(by=request.person, batch=batch, mapping=form.mapping())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("feedback:import", pk=pk)
    return render_page(request, "feedback/import_columns.html", {"sheets": None, **context, "form": form})


def _first_rows(batch: ImportBatch) -> dict[str, Any]:
    """Return the context of the page that matches columns."""
    with files.opened(batch) as sheet:
        context: dict[str, Any] = {
            "batch": batch,
            "source": SOURCES[batch.source],
            "columns": sheet.columns,
            "sample": [
                (row.number, [_redacted(row.cells[column]) for column in sheet.columns])
                for row in sheet.sample(_PREVIEWED)
            ],
            "warnings": sheet.warnings,
            "before": _same_file(batch),
        }
        if len(sheet.sheet_names) > 1:
            context["sheets"] = SheetForm(names=sheet.sheet_names, initial={"sheet": sheet.sheet_name})
    return context


def _redacted(cell: object) -> object:
    return privacy.fit_to_show(cell) if isinstance(cell, str) else cell


def _same_file(batch: ImportBatch) -> ImportBatch | None:
    """Return the last finished import of the same file, if there is one."""
    same = ImportBatch.objects.filter(
        council_id=batch.council_id, fingerprint=batch.fingerprint, state=_State.DONE, source=batch.source
    )
    return same.exclude(pk=batch.pk).order_by("-finished_at").first()


@require_POST
def start(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Start the import: of all rows, or only of those without errors."""
    skip_errors = request.POST.get("rows") == "ready"
    _run(request, "", commands.start_import, batch=_get_batch(request, pk), skip_errors=skip_errors)
    return redirect("feedback:import", pk=pk)


@require_POST
def resume(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Resume a check or an import that has stopped."""
    batch = _get_batch(request, pk)
    _run(request, f"Import of {batch.filename} resumed", commands.resume, batch=batch)
    return redirect("feedback:import", pk=pk)


@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel an import."""
    batch = _get_batch(request, pk)
    if _run(request, f"Import of {batch.filename} cancelled", commands.cancel_import, batch=batch):
        return redirect("feedback:import_begin")
    return redirect("feedback:import", pk=pk)


@never_cache
def row_errors(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Export the rows to fix as a CSV file."""
    batch = _get_batch(request, pk)
    out = tempfile.TemporaryFile(prefix="goldthread-row-errors-")  # noqa: SIM115
    rows = ((error.row, error.column or "Whole row", error.message) for error in batch.row_errors.all())
    write_csv(rows, ("Row", "Column", "Error"), out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="rows-to-fix.csv")


def _run(request: HttpRequest, success: str, command: Any, **arguments: Any) -> bool:
    try:
        command(by=request.person, **arguments)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if success:
        messages.success(request, success)
    return True
