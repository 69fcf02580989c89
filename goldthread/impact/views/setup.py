"""Pages that set up measures: set-up, adding one, start month, review and recalculated limits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.dates import last_whole_month
from goldthread.impact import commands, forms, jobs, review_holds, verdict
from goldthread.impact.models import Measure
from goldthread.learning.models import Action


def set_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set up the measure agreed with an action."""
    action = get_record(request, Action, pk)
    existing = action.measures.counted().first()
    if existing is not None:
        return redirect(address(existing))
    return form_page(
        request,
        forms.SetUpForm,
        _and_count(commands.set_up_measure),
        title="Set up measure",
        done=f"Measure “{action.measure_name}” set up",
        template="impact/set_up.html",
        options={"kind": action.measure_kind},
        initial={"bedding_in": action.bedding_in},
        page={"action": action},
        action=action,
    )


def _and_count(command: Callable[..., Measure]) -> Callable[..., Measure]:
    """Return a command on a measure that counts its readings at once, where it is counted."""

    def and_count(*, by: Person, **fields: Any) -> Measure:
        measure = command(by=by, **fields)
        if measure.data_source == Measure.DataSource.COUNTED:
            jobs.count(by=by, measure=measure, today=timezone.localdate())
        return measure

    return and_count


def add_measure(request: HttpRequest) -> HttpResponse:
    """Add an indicator: a measure without an action."""
    return form_page(
        request,
        forms.AddMeasureForm,
        commands.add_indicator,
        title="Add a measure",
        page={
            "intro": "For a monthly number that is not the measure of an action. It has a chart and no result.",
            "submit": "Add measure",
            "back": reverse("impact:list"),
        },
    )


def edit_measure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct how a measure is described or fed."""
    measure = get_record(request, Measure, pk)
    return form_page(
        request,
        forms.EditMeasureForm,
        _and_count(commands.edit_measure),
        title="Correct measure",
        record=measure,
        options={"measure": measure},
        page={"intro": _INTRO if measure.action_id else ""},
        measure=measure,
    )


_INTRO = "What was agreed with its action stays as it was agreed. Readings are corrected by entering their month again."


def start_month(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set the month in which the action took effect."""
    measure = get_record(request, Measure, pk)
    if measure.action is None:
        raise Http404
    return form_page(
        request,
        forms.StartMonthForm,
        commands.set_acted_on,
        title="Month the action took effect",
        initial={"acted_on": measure.acted_on, "bedding_in": measure.bedding_in},
        done=f"Month saved for “{measure.name}”. Its reviews run from there.",
        page={
            "intro": f"{measure.action.reference} {measure.action.title}. Reviews run from this month, and the month "
            "itself is left out of the comparison, with the months in which the action beds in after it. Neither can be "
            "changed after the first review.",
            "submit": "Save month",
            "back": address(measure),
        },
        measure=measure,
    )


@require_POST
def review_now(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the review that is due now rather than tonight."""
    measure = get_record(request, Measure, pk)
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
            messages.success(request, f"Review at {verdict_made.review_month} months made")
    return redirect("impact:measure", pk=pk)


def recalculate_limits(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Recalculate the control limits after an improvement, with a reason."""
    measure = get_record(request, Measure, pk)
    since = f"{measure.acted_on:%B %Y}" if measure.acted_on else "its action"
    return form_page(
        request,
        forms.RecalculateForm,
        commands.recalculate_limits,
        title="Recalculate limits",
        done=f"Limits of “{measure.name}” recalculated. The old ones stay on the chart.",
        page={
            "intro": f"{measure.name}. From {since} on, the control limits will be calculated from the new readings, so "
            "that a worsening shows. The old limits stay on the chart and the result does not change.",
            "submit": "Recalculate limits",
            "back": address(measure),
        },
        measure=measure,
    )
