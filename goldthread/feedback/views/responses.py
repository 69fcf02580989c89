"""Pages that record a response, close a case, split an issue and redact a case again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.feedback import commands
from goldthread.feedback.forms import CloseForm, ResponseForm, SplitForm
from goldthread.feedback.models import Point
from goldthread.feedback.views.records import get_feedback
from goldthread.web.render import render_page


def respond(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the response to the person."""
    feedback = get_feedback(request, pk)
    form = ResponseForm(
        request.POST or None,
        initial={
            "responded_on": feedback.responded_on or timezone.localdate(),
            "response": feedback.response,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.record_response(by=request.person, feedback=feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Response to {feedback.reference} saved")
            return redirect("feedback:detail", pk=pk)
    return render_page(request, "feedback/respond.html", {"feedback": feedback, "form": form})


def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a case with its outcome."""
    feedback = get_feedback(request, pk)
    form = CloseForm(request.POST or None, feedback=feedback, initial={"closed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            commands.close_case(by=request.person, feedback=feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Case {feedback.reference} closed")
            return redirect("feedback:detail", pk=pk)
    return render_page(request, "feedback/close.html", {"feedback": feedback, "form": form})


def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Split an issue into several."""
    points = Point.objects.visible_to(request.person).filter(feedback__isnull=False)
    point = get_object_or_404(points.select_related("feedback"), pk=pk)
    if point.feedback.is_locked or point.feedback.forgotten_on:
        raise Http404
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
