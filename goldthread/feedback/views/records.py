"""The list of feedback, one piece of it, and what is kept apart from it: the words as they came, and who to answer."""

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
from goldthread.feedback import equality_monitoring as who
from goldthread.feedback.duplicates.queries import find_duplicates, group_of
from goldthread.feedback.forms import ExportForm, FeedbackFilter, ReasonForm
from goldthread.feedback.models import Feedback, ImportBatch
from goldthread.feedback.queries import NEWEST, in_words, narrowed
from goldthread.feedback.redaction.detections import tells_of
from goldthread.feedback.sources import SOURCES
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def seen(request: HttpRequest, pk: uuid.UUID) -> Feedback:
    """Return a piece of feedback that this person may see; any other is not there."""
    return get_object_or_404(
        Feedback.objects.visible_to(request.person).select_related("team", "taken_by"), pk=pk
    )


def _asked(request: HttpRequest) -> tuple[FeedbackFilter, dict[str, Any], ImportBatch | None]:
    """Return the filter, what it asks for, and the import it names; what cannot be read narrows nothing."""
    form = FeedbackFilter(request.GET or None, person=request.person)
    form.is_valid()
    asked = form.cleaned_data if form.is_bound else {}
    batch = ImportBatch.objects.visible_to(request.person).filter(pk=asked.get("batch")).first()
    return form, asked, batch


def listed(request: HttpRequest) -> HttpResponse:
    """List feedback, newest first."""
    form, asked, batch = _asked(request)
    context = {
        "filter": form,
        "listed": paginate(request, narrowed(request.person, asked), NEWEST),
        "narrowed": any(asked.values()),
        "batch": batch,
        "sources": SOURCES,
        "query": request.GET.urlencode(),
    }
    return render_page(request, "feedback/list.html", context, fragment="results")


def heard_from(request: HttpRequest) -> HttpResponse:
    """Show who answered the voluntary questions about equality, in totals."""
    heard = who.heard_from(request.person, timezone.localdate())
    last = heard.until - datetime.timedelta(days=1)
    return render_page(
        request, "feedback/heard_from.html", {"heard": heard, "last": last, "withheld": WITHHELD}
    )


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one piece of feedback: its points, who spoke, and what became of it."""
    feedback = seen(request, pk)
    source, points = SOURCES[feedback.source], list(feedback.points.all())
    context = {
        "feedback": feedback,
        "source": source,
        "points": points,
        "tells_of": tells_of(feedback, [point.text for point in points]),
        "hidden": feedback.detections.values("placeholder").distinct().count(),
        "group": group_of(feedback),
        "same": find_duplicates(request.person, feedback) if request.person.may("feedback.receive") else [],
        "extras": [(e.label, feedback.extra[e.slug]) for e in source.extras if feedback.extra.get(e.slug)],
    }
    return render_page(request, "feedback/detail.html", context)


@never_cache
def words(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why the words as they came are needed, and show them once."""
    feedback = seen(request, pk)
    form = ReasonForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = commands.open_words(
                by=request.person, feedback=feedback, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
    return render_page(request, "feedback/words.html", {"feedback": feedback, "form": form, "words": opened})


@never_cache
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who to write back to; that it was opened is written down."""
    feedback = seen(request, pk)
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
    """Hand over the narrowed list as a spreadsheet of working text."""
    _, asked, batch = _asked(request)
    said = in_words(asked, batch)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        # On disk, not in memory: a council has years of it. The file is gone when it has been handed over.
        out = tempfile.TemporaryFile(prefix="goldthread-export-")  # noqa: SIM115
        try:
            exporting.export(
                by=request.person,
                feedback=narrowed(request.person, asked),
                kind=kind,
                out=out,
                reason=f"{said}, {kind}",
            )
        except Refused as refused:
            out.close()
            form.add_error("kind", str(refused))
        else:
            out.seek(0)
            name = exporting.file_name(kind, timezone.localdate())
            return FileResponse(out, as_attachment=True, filename=name)
    context = {"form": form, "said": said, "back": f"{reverse('feedback:list')}?{request.GET.urlencode()}"}
    return render_page(request, "feedback/export.html", context)
