"""Intake pages: choose the type of feedback, then fill in its form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.feedback import commands
from goldthread.feedback.forms import MOST_POINTS, FeedbackForm, SourceForm
from goldthread.feedback.intake.new_feedback import DuplicateFeedback
from goldthread.feedback.sources import SOURCES
from goldthread.web.render import render_page
from goldthread.web.repeatable import add_pressed, answer_count, unvalidated


def choose(request: HttpRequest) -> HttpResponse:
    """Choose the type of feedback."""
    form = SourceForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("feedback:receive_source", source=form.cleaned_data["source"])
    return render_page(request, "feedback/choose_source.html", {"form": form})


def receive(request: HttpRequest, source: str) -> HttpResponse:
    """Add feedback of one type."""
    if source not in SOURCES:
        raise Http404
    count = answer_count(request, "points", most=MOST_POINTS)
    options = {"person": request.person, "source": SOURCES[source], "points": count}
    if request.method == "POST" and add_pressed(request.POST):
        form = FeedbackForm(**options)
        form.initial = unvalidated(form, request.POST)
    else:
        form = FeedbackForm(request.POST or None, **options)
    duplicate = None
    if form.is_bound and form.is_valid():
        try:
            feedback = commands.receive(
                by=request.person,
                new=form.new_feedback(),
                today=timezone.localdate(),
                allow_duplicate=form.cleaned_data["allow_duplicate"],
            )
        except DuplicateFeedback as error:
            duplicate = error
            form.offer_duplicate(error)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, f"Feedback {feedback.reference} saved")
            return redirect("feedback:detail", pk=feedback.pk)
    context = {
        "form": form,
        "source": SOURCES[source],
        "count": count,
        "most": MOST_POINTS,
        "duplicate": duplicate,
    }
    return render_page(request, "feedback/receive.html", context)
