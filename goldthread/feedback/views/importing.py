"""Import pages: upload a spreadsheet, match its columns, check its rows and follow its progress."""

from __future__ import annotations

import tempfile
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records import privacy
from goldthread.council.records.withdrawal import withdrawal_of
from goldthread.feedback.importing import commands, files, layouts
from goldthread.feedback.importing.checking import notes_in_words, order_is_unclear
from goldthread.feedback.importing.forms import (
    ColumnsForm,
    SavedMatchForm,
    SheetForm,
    UploadForm,
    ValuesForm,
    initial,
)
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.importing.options import ImportOptions
from goldthread.feedback.importing.preview import preview
from goldthread.feedback.importing.value_matching import ValueMatcher
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import Row, write_csv
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number

_RECENT = 10
_PREVIEWED = 5
_ERRORS_SHOWN = 50
_UPDATES_SHOWN = 200
_State = ImportBatch.State
_HEADINGS = {
    _State.CHECKING: "Checking rows",
    _State.CHECKED: "Rows checked",
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
    recent = ImportBatch.objects.visible_to(request.person, withdrawn=True).select_related("by")
    recent = recent.order_by("-created_at")
    context = {"form": form, "recent": list(recent[:_RECENT]), "sources": SOURCES}
    return render_page(request, "feedback/import_begin.html", context)


def get_batch(request: HttpRequest, pk: uuid.UUID) -> ImportBatch:
    """Return an import of the person's council, undone ones too, or raise Http404."""
    return get_object_or_404(ImportBatch.objects.visible_to(request.person, withdrawn=True), pk=pk)


@never_cache
def follow(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the state of an import: columns, check, progress or result."""
    batch = get_batch(request, pk)
    if batch.state == _State.UPLOADED:
        return redirect("feedback:import_columns", pk=pk)
    context = {
        "batch": batch,
        "source": SOURCES[batch.source],
        "heading": "Import undone" if batch.withdrawn_on else _HEADINGS[batch.state],
        "waiting": batch.state in _WAITING,
        "withdrawal": withdrawal_of(batch) if batch.withdrawn_on else None,
    }
    if batch.state == _State.CHECKED:
        context |= _check_context(request, batch)
    response = render_page(request, "feedback/import.html", context, fragment="progress")
    if request.htmx and not context["waiting"]:
        # The page has more than progress now, so all of it is loaded.
        response["HX-Refresh"] = "true"
    return response


def _check_context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return what a check found: errors, values to match, updates, and what was noticed."""
    errors = list(batch.row_errors.all()[:_ERRORS_SHOWN])
    unmatched = list(batch.unmatched.all())
    matcher = ValueMatcher(batch.council, batch.source)
    return {
        "row_errors": errors,
        "shown": len({error.row for error in errors}),
        "values": ValuesForm(unmatched=unmatched, matcher=matcher) if unmatched else None,
        "updates": batch.offered_updates.select_related("feedback")[:_UPDATES_SHOWN],
        "notes": notes_in_words(batch.notes, batch.mapping),
        "edited": batch.notes.get(commands.EDITED, 0),
        "order_unclear": order_is_unclear(batch.notes),
    }


@never_cache
def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Match columns, with the first rows as a preview."""
    batch = get_batch(request, pk)
    if batch.state not in (_State.UPLOADED, _State.CHECKED):
        return redirect("feedback:import", pk=pk)
    if request.method == "POST" and "sheet" in request.POST:
        run(request, "", commands.choose_sheet, batch=batch, sheet=request.POST["sheet"])
        return redirect("feedback:import_columns", pk=pk)
    if request.method == "POST" and "match" in request.POST:
        run(request, "Saved matches used", commands.use_mapping, batch=batch, name=request.POST["match"])
        return redirect("feedback:import_columns", pk=pk)
    try:
        context, sample = _first_rows(request, batch)
    except files.FileGone as gone:
        messages.error(request, str(gone))
        return redirect("feedback:import_begin")
    options = ImportOptions.from_json(batch.options)
    form = ColumnsForm(
        request.POST or None,
        source=batch.source,
        columns=context["columns"],
        initial=initial(batch.source, batch.mapping, options),
    )
    mapping = batch.mapping
    if request.method == "POST" and form.is_valid():
        mapping, options = form.mapping(), form.options(options)
        # A button that only shows saves nothing.
        if "preview" not in request.POST:
            try:
                commands.set_columns(
                    by=request.person,
                    batch=batch,
                    mapping=mapping,
                    options=options,
                    save_as=form.cleaned_data["save_as"],
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("feedback:import", pk=pk)
    context["preview"] = preview(
        batch.council,
        batch.source,
        context["columns"],
        mapping,
        options,
        sample[:_PREVIEWED],
        today=timezone.localdate(),
    )
    return render_page(request, "feedback/import_columns.html", {"sheets": None, **context, "form": form})


def _first_rows(request: HttpRequest, batch: ImportBatch) -> tuple[dict[str, Any], list[Row]]:
    """Return the context of the page that matches columns, and the first rows."""
    with files.opened(batch) as sheet:
        sample = sheet.sample(_PREVIEWED)
        columns = list(sheet.columns)
        named = commands.saved_mappings(request.person, batch.source, columns).exclude(name="")
        names = list(named.values_list("name", flat=True))
        context: dict[str, Any] = {
            "batch": batch,
            "source": SOURCES[batch.source],
            "columns": columns,
            "sample": [(row.number, [_redacted(row.cells[column]) for column in columns]) for row in sample],
            "warnings": sheet.warnings,
            "before": _same_file(batch),
            "layout": layouts.recognise(columns),
            "not_tried": layouts.NOT_TRIED,
            "saved": SavedMatchForm(names=names) if names else None,
        }
        if len(sheet.sheet_names) > 1:
            context["sheets"] = SheetForm(names=sheet.sheet_names, initial={"sheet": sheet.sheet_name})
    return context, sample


def _redacted(cell: object) -> object:
    return privacy.fit_to_show(cell) if isinstance(cell, str) else cell


def _same_file(batch: ImportBatch) -> ImportBatch | None:
    """Return the last finished import of the same file, if there is one."""
    same = ImportBatch.objects.counted().filter(
        council_id=batch.council_id, fingerprint=batch.fingerprint, state=_State.DONE, source=batch.source
    )
    return same.exclude(pk=batch.pk).order_by("-finished_at").first()


@require_POST
def start(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Start the import: of all rows, or only of those without errors; with the updates or without."""
    rows = map(sent_number, request.POST.getlist("leave_out"))
    run(
        request,
        "",
        commands.start_import,
        batch=get_batch(request, pk),
        skip_errors=request.POST.get("rows") == "ready",
        apply_updates=request.POST.get("updates") == "apply",
        leave_out=[row for row in rows if row is not None],
    )
    return redirect("feedback:import", pk=pk)


@require_POST
def resume(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Resume a check or an import that has stopped."""
    batch = get_batch(request, pk)
    run(request, f"Import of {batch.filename} resumed", commands.resume, batch=batch)
    return redirect("feedback:import", pk=pk)


@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel an import."""
    batch = get_batch(request, pk)
    if run(request, f"Import of {batch.filename} cancelled", commands.cancel_import, batch=batch):
        return redirect("feedback:import_begin")
    return redirect("feedback:import", pk=pk)


@never_cache
def row_errors(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Export the rows to fix as a CSV file."""
    batch = get_batch(request, pk)
    out = tempfile.TemporaryFile(prefix="goldthread-row-errors-")  # noqa: SIM115
    rows = ((error.row, error.column or "Whole row", error.message) for error in batch.row_errors.all())
    write_csv(rows, ("Row", "Column", "Error"), out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="rows-to-fix.csv")


def run(request: HttpRequest, success: str, command: Any, **arguments: Any) -> bool:
    """Run a command and show what it says; return whether it was done."""
    try:
        command(by=request.person, **arguments)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if success:
        messages.success(request, success)
    return True
