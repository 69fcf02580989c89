"""Pages that set up measures: set-up, adding one, start month, review and recalculated limits."""

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
    """Set up the measure agreed with an action."""
    action = get_object_or_404(Action.objects.visible_to(request.person), pk=pk)
    existing = Measure.objects.visible_to(request.person).filter(action=action).first()
    if existing is not None:
        return redirect("impact:measure", pk=existing.pk)
    form = forms.SetUpForm(request.POST or None, person=request.person, action=action)
    if request.method == "POST" and form.is_valid():
        try:
            measure = commands.set_up_measure(by=request.person, action=action, **form.cleaned_data)
            if measure.data_source == Measure.DataSource.COUNTED:
                jobs.count(by=request.person, measure=measure, today=timezone.localdate())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Measure “{measure.name}” set up.")
            return redirect("impact:measure", pk=measure.pk)
    return render_page(request, "impact/set_up.html", {"form": form, "action": action})


def add_measure(request: HttpRequest) -> HttpResponse:
    """Add an indicator: a measure without an action."""
    form = forms.AddMeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            measure = commands.add_indicator(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("denominator_means", str(refused))
        else:
            messages.success(request, f"Measure “{measure.name}” added.")
            return redirect("impact:measure", pk=measure.pk)
    return render_page(request, "impact/add_measure.html", {"form": form})


def start_month(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set the month in which the action took effect."""
    measure = get_object_or_404(
        Measure.objects.visible_to(request.person).filter(action__isnull=False), pk=pk
    )
    form = forms.StartMonthForm(request.POST or None, initial={"acted_on": measure.acted_on})
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_acted_on(by=request.person, measure=measure, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Reviews of “{measure.name}” will run from {measure.acted_on:%B %Y}.")
            return redirect("impact:measure", pk=pk)
    return render_page(request, "impact/start_month.html", {"form": form, "measure": measure})


@require_POST
def review_now(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the review that is due now rather than tonight."""
    measure = get_object_or_404(Measure.objects.visible_to(request.person), pk=pk)
    today = timezone.localdate()
    try:
        if measure.data_source == Measure.DataSource.COUNTED:
            jobs.count(by=request.person, measure=measure, today=today)
        verdict_made = jobs.review(by=request.person, measure=measure, today=today)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        due = verdict.review_due(measure, last_month=last_whole_month(today))
        if verdict_made is None:
            held = review_holds.hold_reason(measure, due, today) if due else ""
            messages.error(request, held or "No review is due.")
        else:
            messages.success(request, f"Review at {verdict_made.review_month} months made.")
    return redirect("impact:measure", pk=pk)


def recalculate_limits(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Recalculate the control limits after an improvement, with a reason."""
    measure = get_object_or_404(Measure.objects.visible_to(request.person), pk=pk)
    form = forms.RecalculateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.recalculate_limits(by=request.person, measure=measure, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"Limits of “{measure.name}” recalculated. The old ones stay on the chart."
            )
            return redirect("impact:measure", pk=pk)
    return render_page(request, "impact/recalculate_limits.html", {"form": form, "measure": measure})
