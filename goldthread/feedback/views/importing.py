"""Bringing in a spreadsheet: the file, its columns, what the check found, and how far it has come."""

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
from goldthread.feedback.importing.forms import BringForm, ColumnsForm, SheetForm, initial
from goldthread.feedback.models import ImportBatch
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import write_csv
from goldthread.web.render import render_page

_RECENT = 10
_PREVIEWED = 5
_PROBLEMS_SHOWN = 50
_State = ImportBatch.State
_HEADINGS = {
    _State.CHECKING: "Being checked",
    _State.CHECKED: "Checked",
    _State.RUNNING: "Being brought in",
    _State.DONE: "Brought in",
    _State.FAILED: "Nothing more was brought in",
}
_WAITING = (_State.CHECKING, _State.RUNNING)


def begin(request: HttpRequest) -> HttpResponse:
    """Bring a spreadsheet, and say what kind of feedback is in it."""
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = commands.bring(
                by=request.person, source=form.cleaned_data["source"], filename=file.name, content=file.read()
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("feedback:import", pk=batch.pk)
    recent = ImportBatch.objects.visible_to(request.person).select_related("by").order_by("-created_at")
    context = {"form": form, "recent": list(recent[:_RECENT]), "sources": SOURCES}
    return render_page(request, "feedback/import_begin.html", context)


def _seen(request: HttpRequest, pk: uuid.UUID) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.visible_to(request.person), pk=pk)


@never_cache
def follow(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an import where it stands: its columns, its check, its progress or its end."""
    batch = _seen(request, pk)
    if batch.state == _State.UPLOADED:
        return redirect("feedback:import_columns", pk=pk)
    context = {
        "batch": batch,
        "source": SOURCES[batch.source],
        "heading": _HEADINGS[batch.state],
        "waiting": batch.state in _WAITING,
    }
    if batch.state == _State.CHECKED:
        problems = list(batch.problems.all()[:_PROBLEMS_SHOWN])
        context |= {"problems": problems, "shown": len({problem.row for problem in problems})}
    response = render_page(request, "feedback/import.html", context, fragment="progress")
    if request.htmx and not context["waiting"]:
        # What stands here now is more than how far it is: the whole page comes anew.
        response["HX-Refresh"] = "true"
    return response


@never_cache
def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which column is which, with the first rows to look at."""
    batch = _seen(request, pk)
    if batch.state not in (_State.UPLOADED, _State.CHECKED):
        return redirect("feedback:import", pk=pk)
    if request.method == "POST" and "sheet" in request.POST:
        _do(request, "", commands.choose_sheet, batch=batch, sheet=request.POST["sheet"])
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
            commands.match(by=request.person, batch=batch, mapping=form.mapping())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("feedback:import", pk=pk)
    return render_page(request, "feedback/import_columns.html", {"sheets": None, **context, "form": form})


def _first_rows(batch: ImportBatch) -> dict[str, Any]:
    """Return what the page that matches columns shows of the spreadsheet."""
    with files.opened(batch) as sheet:
        context: dict[str, Any] = {
            "batch": batch,
            "source": SOURCES[batch.source],
            "columns": sheet.columns,
            "sample": [
                (row.number, [_shown(row.cells[column]) for column in sheet.columns])
                for row in sheet.sample(_PREVIEWED)
            ],
            "warnings": sheet.warnings,
            "before": _same_file(batch),
        }
        if len(sheet.sheet_names) > 1:
            context["sheets"] = SheetForm(names=sheet.sheet_names, initial={"sheet": sheet.sheet_name})
    return context


def _shown(cell: object) -> object:
    return privacy.fit_to_show(cell) if isinstance(cell, str) else cell


def _same_file(batch: ImportBatch) -> ImportBatch | None:
    """Return the import that brought in the very same file before, if there is one."""
    same = ImportBatch.objects.filter(
        council_id=batch.council_id, fingerprint=batch.fingerprint, state=_State.DONE, source=batch.source
    )
    return same.exclude(pk=batch.pk).order_by("-finished_at").first()


@require_POST
def bring_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Have the rows brought in: all of them, or only those that can be read."""
    only_good = request.POST.get("rows") == "good"
    _do(request, "", commands.bring_in, batch=_seen(request, pk), only_good=only_good)
    return redirect("feedback:import", pk=pk)


@require_POST
def ask_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Have a check or an import that has come to a halt go on."""
    _do(request, "It was asked to go on from where it was.", commands.ask_again, batch=_seen(request, pk))
    return redirect("feedback:import", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Throw the spreadsheet away."""
    batch = _seen(request, pk)
    if _do(
        request, f"{batch.filename} was thrown away. Nothing of it was kept.", commands.discard, batch=batch
    ):
        return redirect("feedback:import_begin")
    return redirect("feedback:import", pk=pk)


@never_cache
def problems(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Hand over what is wrong, row by row, as a CSV."""
    batch = _seen(request, pk)
    out = tempfile.TemporaryFile(prefix="goldthread-problems-")  # noqa: SIM115
    rows = (
        (problem.row, problem.column or "The whole row", problem.says) for problem in batch.problems.all()
    )
    write_csv(rows, ("Row", "Column", "What is wrong and what to do"), out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="rows-to-mend.csv")


def _do(request: HttpRequest, done: str, verb: Any, **arguments: Any) -> bool:
    try:
        verb(by=request.person, **arguments)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if done:
        messages.success(request, done)
    return True
