"""Writing down what somebody said: first what kind of feedback it is, then the form that this kind has."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.feedback import commands
from goldthread.feedback.forms import MOST_POINTS, ReceiveForm, SourceForm
from goldthread.feedback.intake.new_feedback import DuplicateFeedback
from goldthread.feedback.sources import SOURCES
from goldthread.web.render import render_page
from goldthread.web.repeatable import add_pressed, answer_count, unvalidated


def choose(request: HttpRequest) -> HttpResponse:
    """Choose what kind of feedback it is."""
    form = SourceForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("feedback:receive_source", source=form.cleaned_data["source"])
    return render_page(request, "feedback/choose_source.html", {"form": form})


def receive(request: HttpRequest, source: str) -> HttpResponse:
    """Write down one piece of feedback of a kind."""
    if source not in SOURCES:
        raise Http404
    count = answer_count(request.POST, "points", most=MOST_POINTS)
    made = {"person": request.person, "source": SOURCES[source], "points": count}
    if request.method == "POST" and add_pressed(request.POST):
        form = ReceiveForm(**made)
        form.initial = unvalidated(form, request.POST)
    else:
        form = ReceiveForm(request.POST or None, **made)
    came_before = False
    if form.is_bound and form.is_valid():
        try:
            kept = commands.receive(
                by=request.person,
                new=form.new_feedback(),
                today=timezone.localdate(),
                again=form.cleaned_data["again"],
            )
        except DuplicateFeedback as came:
            came_before = True
            form.ask_again(together=came.may_read)
            form.add_error(
                "again", f"{came} If somebody else said the same, or it was sent again, say so here."
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"It is written down as {kept.reference}.")
            return redirect("feedback:detail", pk=kept.pk)
    context = {
        "form": form,
        "source": SOURCES[source],
        "count": count,
        "most": MOST_POINTS,
        "came_before": came_before,
    }
    return render_page(request, "feedback/receive.html", context)
