"""The pages on which readings are typed, one month or twelve, and brought in from a spreadsheet."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.dates import add_months
from goldthread.impact import commands, forms
from goldthread.impact.models import Measure
from goldthread.impact.reading_files import RowProblem, read
from goldthread.sheets import SheetError
from goldthread.web.forms import Form
from goldthread.web.render import render_page


def _typed(request: HttpRequest, pk: uuid.UUID) -> Measure:
    """Return a measure whose readings people give; what Goldthread counts is not typed."""
    measures = Measure.objects.visible_to(request.person).filter(data_source=Measure.DataSource.TYPED)
    return get_object_or_404(measures, pk=pk)


def _keep(
    request: HttpRequest, form: Form, measure: Measure, readings: Sequence[commands.NewReading]
) -> HttpResponse | None:
    """Keep readings and go to the measure's page, or say on the form why they are refused."""
    try:
        kept = commands.save_readings(
            by=request.person, measure=measure, readings=readings, today=timezone.localdate()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    months = "1 month is" if len(kept) == 1 else f"{len(kept)} months are"
    messages.success(request, f"{months} kept.")
    return redirect("impact:measure", pk=measure.pk)


def one_month(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add one month's reading, or correct it: a month given again replaces what stood there."""
    measure = _typed(request, pk)
    form = forms.ReadingForm(
        request.POST or None, measure=measure, initial={"source": measure.source, "month": _next(measure)}
    )
    if request.method == "POST" and form.is_valid():
        done = _keep(request, form, measure, [commands.NewReading(**form.cleaned_data)])
        if done:
            return done
    return render_page(request, "impact/reading.html", {"form": form, "measure": measure})


def _next(measure: Measure) -> datetime.date:
    """Return the month after the last reading, never one that is not over."""
    last = measure.readings.last()
    return min(add_months(last.month, 1), forms.latest_month()) if last else forms.latest_month()


def twelve_months(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add or correct twelve months at once; `?to=2024-03` shows the twelve that end there."""
    measure = _typed(request, pk)
    latest = forms.latest_month()
    last = _month(request.GET.get("to", ""), latest)
    form = forms.GridForm(
        request.POST or None, measure=measure, last=last, initial={"source": measure.source}
    )
    if request.method == "POST" and form.is_valid():
        given = [commands.NewReading(**parts) for parts in form.given()]
        if not given:
            form.add_error(None, "Fill in at least one month.")
        elif done := _keep(request, form, measure, given):
            return done
    context = {
        "form": form,
        "measure": measure,
        "earlier": f"{add_months(last, -forms.GRID_MONTHS):%Y-%m}",
        "later": f"{min(add_months(last, forms.GRID_MONTHS), latest):%Y-%m}" if last < latest else "",
    }
    return render_page(request, "impact/readings.html", context)


def _month(asked: str, latest: datetime.date) -> datetime.date:
    try:
        month = datetime.datetime.strptime(asked, "%Y-%m").date()
    except ValueError:
        return latest
    # Two years of grid before year 1 would not be dates.
    return min(month, latest) if month.year >= 1900 else latest


def import_readings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring readings in from a spreadsheet: all of it, or nothing with every bad row named."""
    measure = _typed(request, pk)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    problems: list[RowProblem] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            readings, problems = read(upload.file, upload.name, measure, last=forms.latest_month())
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            if problems:
                rows = "1 row" if len(problems) == 1 else f"{len(problems)} rows"
                form.add_error("file", f"{rows} cannot be read, so nothing was kept. Each is named below.")
            elif not readings:
                form.add_error("file", "There is no reading in it.")
            elif done := _keep(request, form, measure, readings):
                return done
    return render_page(
        request, "impact/import_readings.html", {"form": form, "measure": measure, "problems": problems}
    )
