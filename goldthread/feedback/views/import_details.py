"""Import pages beside the way through: values to match, a row to put right, undoing, and what is remembered."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import form_page
from goldthread.feedback.importing import commands, files, values
from goldthread.feedback.importing.forms import JoinForm, RowForm, ValuesForm
from goldthread.feedback.importing.models import ImportBatch, ImportMapping, ImportValue
from goldthread.feedback.importing.reading import shown
from goldthread.feedback.importing.row_edits import edit_row, join_cells, row_of
from goldthread.feedback.importing.rows import FIELD_NAMES
from goldthread.feedback.importing.undoing import built_on, undo_import
from goldthread.feedback.importing.value_matching import ValueMatcher
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.views.importing import get_batch, run
from goldthread.web.forms import lower_first
from goldthread.web.render import render_page

_State = ImportBatch.State


@require_POST
def match_values(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Match the values that a check found, and check the rows again."""
    batch = get_batch(request, pk)
    matcher = ValueMatcher(batch.council, batch.source)
    form = ValuesForm(request.POST, unmatched=list(batch.unmatched.all()), matcher=matcher)
    if not form.is_valid():
        messages.error(request, "Choose what each value means from its list.")
    elif not form.meanings():
        messages.error(request, "Choose what at least one value means.")
    elif run(request, "", values.match_unmatched, batch=batch, meanings=form.meanings()):
        run(request, "Values matched and remembered", commands.check_again, batch=batch)
    return redirect("feedback:import", pk=pk)


@require_POST
def check_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Check every row again, after some were put right."""
    run(request, "", commands.check_again, batch=get_batch(request, pk))
    return redirect("feedback:import", pk=pk)


@never_cache
def row(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Put right the cells of a row."""
    batch = get_batch(request, pk)
    if batch.state != _State.CHECKED:
        return redirect("feedback:import", pk=pk)
    try:
        sheet_row = row_of(batch, row)
    except files.FileGone as gone:
        messages.error(request, str(gone))
        return redirect("feedback:import", pk=pk)
    if sheet_row is None:
        raise Http404
    form: JoinForm | RowForm
    if sheet_row.beyond:
        form = JoinForm(request.POST or None, columns=list(sheet_row.cells), beyond=len(sheet_row.beyond))
    else:
        form = RowForm(
            request.POST or None, cells={name: shown(cell) for name, cell in sheet_row.cells.items()}
        )
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, JoinForm):
                join_cells(by=request.person, batch=batch, row=row, **form.cleaned_data)
            else:
                edit_row(by=request.person, batch=batch, row=row, cells=form.cells())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(
                request, f"Row {row} changed. Check the rows again when you have changed the others."
            )
            return redirect("feedback:import", pk=pk)
    context = {"batch": batch, "row": row, "form": form, "row_errors": batch.row_errors.filter(row=row)}
    context["cells"] = [
        (name, privacy.fit_to_show(shown(cell)))
        for name, cell in (
            *sheet_row.cells.items(),
            *(("Under no heading", cell) for cell in sheet_row.beyond),
        )
    ]
    return render_page(request, "feedback/import_row.html", {**context, "cut": bool(sheet_row.beyond)})


def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo an import as a whole, with a reason; where something was built on it, say what."""
    batch = get_batch(request, pk)
    if batch.state != _State.DONE or batch.withdrawn_on is not None:
        return redirect("feedback:import", pk=pk)
    if built := built_on(batch):
        return render_page(request, "feedback/import_built_on.html", {"batch": batch, "built": built})

    def command(*, by: Person, reason: str) -> ImportBatch:
        return undo_import(by=by, batch=batch, reason=reason, today=timezone.localdate())

    return form_page(
        request,
        ReasonForm,
        command,
        title=f"Undo import of {batch.filename}",
        done=f"Import of {batch.filename} undone.",
        page={
            "intro": "Everything that this import added is withdrawn: it can still be read, with your reason, and is not "
            "counted anywhere. You can then import the spreadsheet again. Updates of feedback that was saved before stay.",
            "submit": "Undo import",
            "back": request.path.removesuffix("undo/"),
        },
    )


def remembered(request: HttpRequest) -> HttpResponse:
    """List the values and the matches of columns that are remembered, with who matched them and when."""
    council = request.person.council
    values = ImportValue.objects.filter(council=council).select_related("by")
    matchers = {source: ValueMatcher(council, source) for source in ("", *{value.source for value in values})}
    shown = [
        {
            "value": value,
            "field": FIELD_NAMES[value.field]
            + (f", {lower_first(SOURCES[value.source].plural)}" if value.source else ""),
            "meaning": matchers[value.source].label(value.field, value.meaning),
        }
        for value in values
    ]
    matches = (
        ImportMapping.objects.filter(council=council).exclude(name="").select_related("by").order_by("name")
    )
    context = {"values": shown, "matches": matches, "sources": SOURCES}
    return render_page(request, "feedback/import_remembered.html", context)


@require_POST
def forget_value(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget what a value means."""
    value = get_object_or_404(ImportValue, council=request.person.council, pk=pk)
    run(request, f"{value} removed", values.forget_value, value=value)
    return redirect("feedback:import_remembered")


@require_POST
def forget_mapping(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget a match of columns that was saved by name."""
    mapping = get_object_or_404(ImportMapping, council=request.person.council, pk=pk)
    run(request, f"{mapping} removed", values.forget_mapping, mapping=mapping)
    return redirect("feedback:import_remembered")
