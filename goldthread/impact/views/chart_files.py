"""Downloads of a measure's chart: the drawing as SVG and its numbers as CSV."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.council.records.pages import address, get_record
from goldthread.impact import disclosure
from goldthread.impact.charts import events_of, measure_chart
from goldthread.impact.models import Measure
from goldthread.web.chart_files import as_file


def chart_svg(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a measure's chart as SVG."""
    return _file(request, pk, "svg")


def chart_csv(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the numbers of a measure's chart as CSV."""
    return _file(request, pk, "csv")


def _file(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponse:
    measure = get_record(request, Measure, pk, withdrawn=True)
    if disclosure.numbers_withheld(request.person, measure):
        # Its page says why the numbers are not shown.
        return redirect(address(measure))
    chart = measure_chart(measure, list(measure.readings.all()), events_of(request.person, measure))
    return as_file(
        ending,
        measure.name,
        chart.svg if chart else "",
        chart.columns if chart else [],
        chart.rows if chart else [],
    )
