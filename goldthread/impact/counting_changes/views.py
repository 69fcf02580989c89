"""Pages of changes of counting: recording one on a measure's page, one with its history, and its correction."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.date_reading import parse_date
from goldthread.impact.counting_changes import commands
from goldthread.impact.counting_changes.models import CountingChange
from goldthread.impact.forms import CountingChangeForm, EditCountingChangeForm
from goldthread.impact.models import Measure
from goldthread.web.jinja import date, month


def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record from which month a measure is counted otherwise; `?month=2026-03` fills in the month."""
    measure = get_record(request, Measure, pk)
    return form_page(
        request,
        CountingChangeForm,
        commands.record_counting_change,
        title="Record a change of counting",
        initial=_initial(request.GET.get("month", "")),
        done=f"Change of counting recorded for “{measure.name}”",
        then=lambda change: address(change.measure),
        page={"intro": _INTRO.format(name=measure.name), "submit": "Record change", "back": address(measure)},
        measure=measure,
        today=timezone.localdate(),
    )


_INTRO = (
    "{name}. Record it where something else is counted than before: another definition, another source, another way of "
    "coding. The readings on both sides are then compared with the change taken out. Within two months of the action "
    "the two cannot be told apart. A result that was made already stays, and its page says what follows today."
)


def _initial(sent: str) -> dict:
    try:
        return {"month": parse_date(sent, month_only=True)}
    except ValueError:
        return {}


def counting_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one change of counting: from when, what, why, and who recorded it."""
    record = get_record(request, CountingChange, pk, withdrawn=True)
    facts = [
        ("Measure", link(request, record.measure)),
        ("Counted otherwise from", month(record.month)),
        ("Recorded on", date(record.recorded_on)),
        ("Recorded by", record.recorded_by.name if request.person.may("thread.read") else None),
    ]
    crumbs = [(record.measure.name, address(record.measure))]
    return record_page(
        request,
        record,
        "impact/counting_change.html",
        edit="impact:edit_counting_change",
        facts=facts,
        crumbs=crumbs,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a change of counting."""
    record = get_record(request, CountingChange, pk)
    return form_page(
        request,
        EditCountingChangeForm,
        commands.edit_counting_change,
        title=f"Correct change of counting: {record.measure.name}",
        record=record,
        change=record,
        today=timezone.localdate(),
    )
