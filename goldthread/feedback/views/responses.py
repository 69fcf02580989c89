"""Pages that record a response, close a case, split an issue and redact a case again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records.pages import form_page
from goldthread.council.records.spec import kind_of
from goldthread.feedback import commands
from goldthread.feedback.forms import CloseForm, ResponseForm, SplitForm
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.views.records import get_feedback
from goldthread.web.render import render_page


def respond(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the response to the person."""
    feedback = get_feedback(request, pk)
    return form_page(
        request,
        ResponseForm,
        commands.record_response,
        title=f"Record response: {feedback.reference}",
        record=feedback,
        initial={"responded_on": feedback.responded_on or timezone.localdate()},
        done=f"Response to {feedback.reference} saved",
        template="feedback/respond.html",
        page={"feedback": feedback, "submit": "Save response"},
        feedback=feedback,
    )


def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a case with its outcome."""
    feedback = get_feedback(request, pk)
    return form_page(
        request,
        CloseForm,
        commands.close_case,
        title=f"Close case {feedback.reference}",
        record=feedback,
        initial={"closed_on": feedback.closed_on or timezone.localdate(), "outcome": feedback.outcome},
        done=f"Case {feedback.reference} closed",
        template="feedback/close.html",
        options={"feedback": feedback},
        page={"feedback": feedback, "submit": "Close case"},
        feedback=feedback,
    )


def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Split an issue into several."""
    points = Point.objects.visible_to(request.person).readable().filter(origin=kind_of(Feedback))
    point = get_object_or_404(points.select_related("feedback"), pk=pk)
    form = SplitForm(request.POST or None, initial={"text": point.text})
    if request.method == "POST" and form.is_valid():
        try:
            parts = commands.split_point(by=request.person, point=point, texts=form.parts())
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, f"Issue split into {len(parts)}")
            return redirect("feedback:detail", pk=point.feedback_id)
    back = reverse("feedback:detail", args=[point.feedback_id])
    return render_page(request, "feedback/split.html", {"point": point, "form": form, "back": back})


@require_POST
def redact_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Redact a case again: where redaction failed and it is locked, or to check it."""
    feedback = get_feedback(request, pk)
    locked = feedback.is_locked
    try:
        commands.redact_again(by=request.person, feedback=feedback)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("feedback:detail", pk=pk)
    messages.success(request, f"Feedback {feedback.reference} redacted")
    return redirect("feedback:detail" if locked else "feedback:redactions", pk=pk)
