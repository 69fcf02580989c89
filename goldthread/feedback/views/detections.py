"""Redaction pages: list the redactions of a case, open the words, redact more and undo a redaction."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records.pages import parts_of
from goldthread.feedback.redaction import detections
from goldthread.feedback.redaction.case_names import Case
from goldthread.feedback.redaction.forms import OpenRedactionsForm, RedactMoreForm, UndoRedactionForm
from goldthread.feedback.redaction.models import Detection
from goldthread.feedback.views.records import get_feedback
from goldthread.web.render import render_page


def _case(request: HttpRequest, pk: uuid.UUID) -> Case:
    """Return a case that this person may see and whose original text is not deleted; 404 for any other."""
    case = Case.of(get_feedback(request, pk))
    if case is None:
        raise Http404
    return case


def listed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the redactions, each with its kind, reason, confidence and placeholder."""
    return _show(request, _case(request, pk))


def _show(request: HttpRequest, case: Case, *, opened: bool = False) -> HttpResponse:
    feedback = case.feedback
    context = {
        "feedback": feedback,
        "rows": detections.rows(case, opened=opened),
        "opened": opened,
        "sensitive_topics": detections.sensitive_topics(feedback, [point.text for point in case.points]),
        "decisions": list(feedback.detection_decisions.select_related("by")),
        "kinds": detections.KINDS,
        "parts": parts_of(request.person, feedback),
    }
    return render_page(request, "feedback/redactions.html", context)


@never_cache
def opened(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a reason, and show the redacted words once."""
    case = _case(request, pk)
    form = OpenRedactionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            detections.open_redactions(by=request.person, feedback=case.feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            return _show(request, case, opened=True)
    return render_page(request, "feedback/redactions_open.html", {"feedback": case.feedback, "form": form})


def redact_more(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Redact more words."""
    case = _case(request, pk)
    form = RedactMoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            detections.redact_more(by=request.person, feedback=case.feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(
                request,
                f"Redaction added to {case.feedback.reference}. {_OLDER_COPIES}",
            )
            return redirect("feedback:redactions", pk=pk)
    return render_page(
        request,
        "feedback/redact_more.html",
        {"feedback": case.feedback, "points": case.points, "form": form},
    )


_OLDER_COPIES = "Exports and evidence packs made before still hold the words."
# Nobody is asked for what the page knows: the words were marked where they stand.
_MARKED = "Marked on its page as identifying somebody"


@require_POST
def redact_selected(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Redact words that somebody marked on the page of feedback, everywhere in it."""
    case = _case(request, pk)
    words = request.POST.get("words", "")
    try:
        detections.redact_more(
            by=request.person,
            feedback=case.feedback,
            words=words,
            kind=str(detections.likely_kind(words)),
            reason=_MARKED,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Redacted everywhere in {case.feedback.reference}. {_OLDER_COPIES}")
    return redirect("feedback:detail", pk=pk)


def undo_redaction(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo a redaction."""
    detection = get_object_or_404(Detection.objects.visible_to(request.person), pk=pk)
    case = _case(request, detection.feedback_id)
    row = next((row for row in detections.rows(case) if row.detection.pk == detection.pk), None)
    if row is None:
        raise Http404
    form = UndoRedactionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            detections.undo_redaction(
                by=request.person, feedback=case.feedback, detection=detection, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, f"Redaction undone in {case.feedback.reference}")
            return redirect("feedback:redactions", pk=case.feedback.pk)
    return render_page(
        request, "feedback/undo_redaction.html", {"feedback": case.feedback, "row": row, "form": form}
    )
