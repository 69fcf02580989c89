"""The pages that set a measure up, say when its action began, make a review that is due, and start limits afresh."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.dates import last_whole_month
from goldthread.impact import commands, forms, jobs, review_holds, verdict
from goldthread.impact.models import Measure
from goldthread.learning.models import Action
from goldthread.web.render import render_page


def set_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set up the measure that an action promised."""
    action = get_object_or_404(Action.objects.visible_to(request.person), pk=pk)
    stands = Measure.objects.visible_to(request.person).filter(action=action).first()
    if stands is not None:
        return redirect("impact:measure", pk=stands.pk)
    form = forms.StartForm(request.POST or None, person=request.person, action=action)
    if request.method == "POST" and form.is_valid():
        try:
            measure = commands.set_up_measure(by=request.person, action=action, **form.cleaned_data)
            if measure.data_source == Measure.DataSource.COUNTED:
                jobs.count(by=request.person, measure=measure, today=timezone.localdate())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The measure is set up. What it promises now stays as it is.")
            return redirect("impact:measure", pk=measure.pk)
    return render_page(request, "impact/set_up.html", {"form": form, "action": action})


def add_measure(request: HttpRequest) -> HttpResponse:
    """Begin an indicator."""
    form = forms.WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            measure = commands.add_indicator(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("denominator_means", str(refused))
        else:
            messages.success(request, f"{measure.name} is watched from now on.")
            return redirect("impact:measure", pk=measure.pk)
    return render_page(request, "impact/add_measure.html", {"form": form})


def start_month(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say in which month the action began to work."""
    measure = get_object_or_404(
        Measure.objects.visible_to(request.person).filter(action__isnull=False), pk=pk
    )
    form = forms.BeganForm(request.POST or None, initial={"acted_on": measure.acted_on})
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_acted_on(by=request.person, measure=measure, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Reviews are counted from {measure.acted_on:%B %Y}.")
            return redirect("impact:measure", pk=pk)
    return render_page(request, "impact/start_month.html", {"form": form, "measure": measure})


@require_POST
def review_now(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the review that is due, without waiting for the night."""
    measure = get_object_or_404(Measure.objects.visible_to(request.person), pk=pk)
    today = timezone.localdate()
    try:
        if measure.data_source == Measure.DataSource.COUNTED:
            jobs.count(by=request.person, measure=measure, today=today)
        made = jobs.review(by=request.person, measure=measure, today=today)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        due = verdict.review_due(measure, last_month=last_whole_month(today))
        if made is None:
            held = review_holds.why_held(measure, due, today) if due else ""
            messages.error(request, held or "No review is due. A verdict moves only at its reviews.")
        else:
            messages.success(request, f"The review at {made.review_month} months is made.")
    return redirect("impact:measure", pk=pk)


def recalculate_limits(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Start the chart's limits afresh after an improvement, with a reason."""
    measure = get_object_or_404(Measure.objects.visible_to(request.person), pk=pk)
    form = forms.RebaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.recalculate_limits(by=request.person, measure=measure, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "The limits start afresh from the action. The old ones stay on the chart."
            )
            return redirect("impact:measure", pk=pk)
    return render_page(request, "impact/recalculate_limits.html", {"form": form, "measure": measure})
