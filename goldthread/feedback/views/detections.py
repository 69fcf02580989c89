"""What was hidden in a piece of feedback: why, how sure, and putting it right with a reason."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from goldthread.council.command import Refused
from goldthread.feedback.models import Detection
from goldthread.feedback.redaction import detections as said
from goldthread.feedback.redaction.case_names import Case
from goldthread.feedback.redaction.forms import HideForm, JudgeForm, ShowForm
from goldthread.feedback.views.records import seen
from goldthread.web.render import render_page


def _case(request: HttpRequest, pk: uuid.UUID) -> Case:
    """Return a case that this person may see and whose words are there; any other is not there."""
    case = Case.of(seen(request, pk))
    if case is None:
        raise Http404
    return case


def listed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what was hidden, each with its kind, why, how sure and what stands in its place."""
    return _show(request, _case(request, pk))


def _show(request: HttpRequest, case: Case, *, opened: bool = False) -> HttpResponse:
    feedback = case.feedback
    context = {
        "feedback": feedback,
        "rows": said.rows(case, opened=opened),
        "opened": opened,
        "tells_of": said.tells_of(feedback, [point.text for point in case.points]),
        "decisions": list(feedback.detection_decisions.select_related("by")),
        "kinds": said.KINDS,
    }
    return render_page(request, "feedback/redactions.html", context)


@never_cache
def opened(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why the words of the detections are needed, and show those words once."""
    case = _case(request, pk)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said.open_redactions(by=request.person, feedback=case.feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            return _show(request, case, opened=True)
    return render_page(request, "feedback/redactions_open.html", {"feedback": case.feedback, "form": form})


def redact_more(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hide words that were left standing."""
    case = _case(request, pk)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said.redact_more(by=request.person, feedback=case.feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(
                request,
                "They are hidden everywhere in this feedback, and stay hidden. Spreadsheets and evidence packs "
                "that were made before still hold them.",
            )
            return redirect("feedback:redactions", pk=pk)
    return render_page(
        request,
        "feedback/redact_more.html",
        {"feedback": case.feedback, "points": case.points, "form": form},
    )


def undo_redaction(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show again what was wrongly hidden."""
    detection = get_object_or_404(Detection.objects.visible_to(request.person), pk=pk)
    case = _case(request, detection.feedback_id)
    row = next((row for row in said.rows(case) if row.detection.pk == detection.pk), None)
    if row is None:
        raise Http404
    form = ShowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said.undo_redaction(
                by=request.person, feedback=case.feedback, detection=detection, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, "It is shown again everywhere in this feedback, and stays so.")
            return redirect("feedback:redactions", pk=case.feedback.pk)
    return render_page(
        request, "feedback/undo_redaction.html", {"feedback": case.feedback, "row": row, "form": form}
    )
