"""Feedback pages: the list, a record, its original text and contact details, equality monitoring and export."""

from __future__ import annotations

import datetime
import tempfile
import uuid
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from goldthread.analysis.tables.suppression import WITHHELD
from goldthread.council.command import Refused
from goldthread.feedback import commands, exporting
from goldthread.feedback.duplicates.queries import find_duplicates, group_of
from goldthread.feedback.equality_monitoring import equality_totals
from goldthread.feedback.forms import ExportForm, FeedbackFilter, ReasonForm
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback
from goldthread.feedback.queries import NEWEST, describe, filtered
from goldthread.feedback.redaction.detections import sensitive_topics
from goldthread.feedback.sources import SOURCES
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def get_feedback(request: HttpRequest, pk: uuid.UUID) -> Feedback:
    """Return feedback that this person may see; 404 for any other."""
    return get_object_or_404(
        Feedback.objects.visible_to(request.person).select_related("team", "recorded_by"), pk=pk
    )


def _filters(request: HttpRequest) -> tuple[FeedbackFilter, dict[str, Any], ImportBatch | None]:
    """Return the filter form, its values and the import it names; an invalid value filters nothing."""
    form = FeedbackFilter(request.GET or None, person=request.person)
    form.is_valid()
    filters = form.cleaned_data if form.is_bound else {}
    batch = ImportBatch.objects.visible_to(request.person).filter(pk=filters.get("batch")).first()
    return form, filters, batch


def listed(request: HttpRequest) -> HttpResponse:
    """List feedback, newest first."""
    form, filters, batch = _filters(request)
    context = {
        "filter": form,
        "listed": paginate(request, filtered(request.person, filters), NEWEST),
        "narrowed": any(filters.values()),
        "batch": batch,
        "sources": SOURCES,
        "query": request.GET.urlencode(),
    }
    return render_page(request, "feedback/list.html", context, fragment="results")


def equality_monitoring(request: HttpRequest) -> HttpResponse:
    """Show the equality monitoring totals."""
    totals = equality_totals(request.person, timezone.localdate())
    last = totals.until - datetime.timedelta(days=1)
    return render_page(
        request, "feedback/equality_monitoring.html", {"totals": totals, "last": last, "withheld": WITHHELD}
    )


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one piece of feedback."""
    feedback = get_feedback(request, pk)
    source, points = SOURCES[feedback.source], list(feedback.points.all())
    context = {
        "feedback": feedback,
        "source": source,
        "points": points,
        "sensitive_topics": sensitive_topics(feedback, [point.text for point in points]),
        "redactions": feedback.detections.values("placeholder").distinct().count(),
        "group": group_of(feedback),
        "same": find_duplicates(request.person, feedback) if request.person.may("feedback.receive") else [],
        "extras": [(e.label, feedback.extra[e.slug]) for e in source.extras if feedback.extra.get(e.slug)],
    }
    return render_page(request, "feedback/detail.html", context)


@never_cache
def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a reason, and show the original text once."""
    feedback = get_feedback(request, pk)
    form = ReasonForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = commands.open_original(
                by=request.person, feedback=feedback, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
    return render_page(
        request, "feedback/original.html", {"feedback": feedback, "form": form, "original": opened}
    )


@never_cache
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the contact details; who opened them is recorded."""
    feedback = get_feedback(request, pk)
    opened, refusal = None, ""
    if request.method == "POST":
        try:
            opened = commands.open_contact(by=request.person, feedback=feedback)
        except Refused as refused:
            refusal = str(refused)
    context = {"feedback": feedback, "contact": opened, "refusal": refusal}
    return render_page(request, "feedback/contact.html", context)


@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Export the filtered list as a spreadsheet of redacted text."""
    _, filters, batch = _filters(request)
    description = describe(filters, batch)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        # On disk, not in memory: a council has years of it. The file is deleted when it has been sent.
        out = tempfile.TemporaryFile(prefix="goldthread-export-")  # noqa: SIM115
        try:
            exporting.export(
                by=request.person,
                feedback=filtered(request.person, filters),
                kind=kind,
                out=out,
                reason=f"{description}, {kind}",
            )
        except Refused as refused:
            out.close()
            form.add_error("kind", str(refused))
        else:
            out.seek(0)
            name = exporting.file_name(kind, timezone.localdate())
            return FileResponse(out, as_attachment=True, filename=name)
    context = {
        "form": form,
        "description": description,
        "back": f"{reverse('feedback:list')}?{request.GET.urlencode()}",
    }
    return render_page(request, "feedback/export.html", context)
