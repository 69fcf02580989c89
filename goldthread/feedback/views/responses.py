"""Telling people what became of what they said, closing it, and splitting a point that says several things."""

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
from goldthread.feedback.forms import CloseForm, SplitForm, TellForm
from goldthread.feedback.models import Point
from goldthread.feedback.views.records import seen
from goldthread.web.render import render_page


def tell(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down that they were told what became of it."""
    feedback = seen(request, pk)
    form = TellForm(request.POST or None, initial={"told_on": feedback.told_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            commands.tell(by=request.person, feedback=feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is written down that they were told.")
            return redirect("feedback:detail", pk=pk)
    return render_page(request, "feedback/tell.html", {"feedback": feedback, "form": form})


def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close it with its outcome."""
    feedback = seen(request, pk)
    form = CloseForm(request.POST or None, feedback=feedback, initial={"closed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            commands.close(by=request.person, feedback=feedback, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{feedback.reference} is closed.")
            return redirect("feedback:detail", pk=pk)
    return render_page(request, "feedback/close.html", {"feedback": feedback, "form": form})


def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Split a point that says several things into several."""
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
            messages.success(request, f"It is {len(parts)} points now.")
            return redirect("feedback:detail", pk=point.feedback_id)
    back = reverse("feedback:detail", args=[point.feedback_id])
    return render_page(request, "feedback/split.html", {"point": point, "form": form, "back": back})


@require_POST
def look_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Look for personal data once more: where that failed and the words are locked, or to be sure."""
    feedback = seen(request, pk)
    locked = feedback.is_locked
    try:
        commands.look_again(by=request.person, feedback=feedback)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("feedback:detail", pk=pk)
    done = "Personal data has been looked for"
    messages.success(
        request,
        f"{done}. Its points can be read now."
        if locked
        else f"{done} again. What people decided was kept to.",
    )
    return redirect("feedback:detail" if locked else "feedback:redactions", pk=pk)
