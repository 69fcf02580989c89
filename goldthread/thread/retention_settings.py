"""The page on which an administrator sees each retention period with its source, and sets those that are the council's."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Council
from goldthread.council.people import leavers
from goldthread.council.records.retention import CONFIDED, MOST_YEARS, SCHEDULES, SETTABLE, years_of
from goldthread.council.settings.commands import set_retention
from goldthread.feedback import forgetting as feedback
from goldthread.reviews import forgetting as reviews
from goldthread.thread.retention_periods import retention_caution
from goldthread.web.forms import Form
from goldthread.web.render import render_page


class RetentionForm(Form):
    """For how long a kind of record is kept, and what says so."""

    years = forms.IntegerField(
        label="Years kept",
        min_value=1,
        max_value=MOST_YEARS,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        help_text="Leave it empty for the period that Goldthread starts with.",
    )
    source = forms.CharField(
        label="What the period rests on",
        max_length=300,
        required=False,
        help_text="Such as the council’s retention schedule, with its date.",
    )


def retention(request: HttpRequest) -> HttpResponse:
    """List the retention periods with their sources."""
    council = Council.objects.get(pk=request.person.council_id)
    rows = []
    for slug, schedule in SCHEDULES.items():
        own = council.retention_years.get(slug)
        if schedule.years:
            period = f"{years_of(council, schedule):g} years after {schedule.after}"
        elif schedule.days:
            period = f"{schedule.days} days after {schedule.after}"
        else:
            period = f"Until {schedule.after}" if schedule.years == 0 else "As long as the council uses them"
        source = own["source"] if own else f"{schedule.source}. {schedule.note}".strip()
        rows.append((slug if slug in SETTABLE else "", schedule.name, period, source, bool(own)))
    context = {"rows": rows, "caution": retention_caution()}
    return render_page(request, "thread/retention.html", context)


def change(request: HttpRequest, schedule: str) -> HttpResponse:
    """Set one period; the page says first what the next night would then delete."""
    if schedule not in SETTABLE:
        raise Http404
    council = Council.objects.get(pk=request.person.council_id)
    own = council.retention_years.get(schedule, {})
    form = RetentionForm(request.POST or None, initial=own)
    due: int | None = None
    if request.method == "POST" and form.is_valid():
        due = due_with(council, schedule, form.cleaned_data["years"])
        if not due or request.POST.get("confirmed") == str(due):
            try:
                set_retention(by=request.person, schedule=schedule, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field, str(refused))
            else:
                messages.success(request, f"Retention of {SCHEDULES[schedule].name.lower()} saved.")
                return redirect("retention")
    context = {
        "form": form,
        "schedule": SCHEDULES[schedule],
        "due": due,
        "keeps_its_day": schedule == CONFIDED.slug,
    }
    return render_page(request, "thread/change_retention.html", context)


def due_with(council: Council, schedule: str, years: int | None) -> int:
    """Return how many records the next night would delete personal data of, beyond those due already."""
    today = timezone.localdate()

    def count(with_: Any) -> int:
        return sum(len(room.due(with_, today)) for room in (feedback, reviews, leavers))

    changed = copy.copy(council)
    changed.retention_years = {name: own for name, own in council.retention_years.items() if name != schedule}
    if years:
        changed.retention_years[schedule] = {"years": years, "source": ""}
    return max(0, count(changed) - count(council))
