"""The monthly sample of what was not raised: read one by one, with what it shows of what is missed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from goldthread.themes.coding.quotes import as_quotes
from goldthread.themes.safeguarding import commands, measured_words, queries
from goldthread.themes.safeguarding.forms import ReadingForm
from goldthread.web.render import render_page


def sample(request: HttpRequest) -> HttpResponse:
    """Show the sampled texts: those that wait to be read, then those of the newest sample that are read."""
    sampled = queries.sampled_to_show(request.person)
    quotes = as_quotes([one.point for one in sampled])
    rows = list(zip(sampled, quotes, strict=True))
    readings = queries.sample_readings(request.person.council_id)
    context = {
        "waiting": [row for row in rows if row[0].harm is None],
        "read": [row for row in rows if row[0].harm is not None],
        "result": measured_words.sample_in_words(readings),
        "months": queries.samples(request.person),
        "misses": measured_words.what_it_misses(),
        "labels": queries.count_labels(request.person.council_id),
    }
    return render_page(request, "themes/safeguarding_sample.html", context)


@require_POST
def read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record whether one sampled text tells of harm, and go on with the next."""
    record = get_object_or_404(queries.readable_sampled(request.person), pk=pk)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose whether the text tells of harm.")
        return redirect("themes:safeguarding_sample")
    commands.record_reading(by=request.person, sampled=record, harm=form.cleaned_data["harm"])
    reference = record.point.reference
    if form.cleaned_data["harm"]:
        messages.success(
            request, f"{reference} tells of harm: it is listed now as a possible safeguarding concern."
        )
    else:
        messages.success(request, f"{reference} does not tell of harm.")
    return redirect("themes:safeguarding_sample")
