"""Pages of readings: entering one month or twelve, and importing a spreadsheet."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records import hidden_text
from goldthread.date_reading import parse_date
from goldthread.dates import add_months, month_start
from goldthread.impact import commands, forms
from goldthread.impact.models import Measure
from goldthread.impact.reading_files import RowError, read_pasted, read_readings
from goldthread.sheets import SheetError
from goldthread.web.forms import Form
from goldthread.web.render import render_page


def _entered_measure(request: HttpRequest, pk: uuid.UUID) -> Measure:
    """Return a measure whose readings are entered or imported; one that is counted is a 404."""
    measures = Measure.objects.visible_to(request.person).filter(data_source=Measure.DataSource.TYPED)
    return get_object_or_404(measures, pk=pk)


def _save(
    request: HttpRequest, form: Form, measure: Measure, readings: Sequence[commands.NewReading]
) -> HttpResponse | None:
    """Save readings and go to the measure's page, or show on the form why they are refused."""
    try:
        with hidden_text.telling(request, measure):
            saved = commands.save_readings(
                by=request.person, measure=measure, readings=readings, today=timezone.localdate()
            )
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    many = "1 reading" if len(saved) == 1 else f"{len(saved)} readings"
    messages.success(request, f"{many} saved for {measure.name}")
    return redirect("impact:measure", pk=measure.pk)


def one_month(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter or correct the reading of one month."""
    measure = _entered_measure(request, pk)
    form = forms.ReadingForm(
        request.POST or None, measure=measure, initial={"source": measure.source, "month": _next(measure)}
    )
    if request.method == "POST" and form.is_valid():
        response = _save(request, form, measure, [commands.NewReading(**form.cleaned_data)])
        if response:
            return response
    return render_page(request, "impact/reading.html", {"form": form, "measure": measure})


def _next(measure: Measure) -> datetime.date:
    """Return the month after the last reading, or the last complete month."""
    last = measure.readings.last()
    return min(add_months(last.month, 1), forms.latest_month()) if last else forms.latest_month()


def twelve_months(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter or correct twelve months; `?to=2024-03` shows the twelve that end then."""
    measure = _entered_measure(request, pk)
    latest = forms.latest_month()
    last = _month(request.GET.get("to", ""), latest)
    form = forms.GridForm(
        request.POST or None, measure=measure, last=last, initial={"source": measure.source}
    )
    if request.method == "POST" and form.is_valid():
        given = [commands.NewReading(**parts) for parts in form.given()]
        if not given:
            form.add_error(None, "Enter at least one reading.")
        elif response := _save(request, form, measure, given):
            return response
    context = {
        "form": form,
        "measure": measure,
        "earlier": f"{add_months(last, -forms.GRID_MONTHS):%Y-%m}",
        "later": f"{min(add_months(last, forms.GRID_MONTHS), latest):%Y-%m}" if last < latest else "",
    }
    return render_page(request, "impact/readings.html", context)


def _month(value: str, latest: datetime.date) -> datetime.date:
    try:
        month = month_start(parse_date(value, month_only=True))
    except ValueError:
        return latest
    return min(month, latest)


def import_readings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Import readings pasted or uploaded: all of them, or none with every error listed."""
    measure = _entered_measure(request, pk)
    form = forms.ReadingTableForm(request.POST or None, request.FILES or None)
    errors: list[RowError] = []
    if request.method == "POST" and form.is_valid():
        upload, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
        field = "pasted" if pasted else "file"
        try:
            if pasted:
                table = read_pasted(pasted, measure, last=forms.latest_month())
            else:
                table = read_readings(upload.file, upload.name, measure, last=forms.latest_month())
        except SheetError as error:
            form.add_error(field, str(error))
        else:
            errors = table.errors
            if errors:
                rows = "1 row has an error" if len(errors) == 1 else f"{len(errors)} rows have errors"
                form.add_error(field, f"{rows}, so nothing was imported.")
            elif not table.readings:
                form.add_error(field, "There are no readings in it. Put a month and a number on each row.")
            elif response := _save(request, form, measure, table.readings):
                for line in table.left_out:
                    messages.info(request, line)
                return response
    return render_page(
        request, "impact/import_readings.html", {"form": form, "measure": measure, "errors": errors}
    )
