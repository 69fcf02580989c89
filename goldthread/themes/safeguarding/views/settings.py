"""The duty list, and how much the screening raises."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.themes.safeguarding import commands, measured_words, queries
from goldthread.themes.safeguarding.duty import DutyList, days_without_in_words, on_duty_in_words
from goldthread.themes.safeguarding.forms import DutyForm, ShareForm
from goldthread.themes.safeguarding.models import SafeguardingDuty
from goldthread.web.render import render_page


def share(request: HttpRequest) -> HttpResponse:
    """Choose how many of 100 ordinary texts may be raised, beside what each choice finds."""
    person = request.person
    raised = queries.raised_last_year(person.council_id, timezone.localdate())
    hints = {str(each.share): measured_words.share_in_words(each) for each in raised}
    initial = {"share": queries.council_share(person.council_id)}
    form = ShareForm(request.POST or None, hints=hints, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.choose_share(by=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("share", str(refused))
        else:
            messages.success(request, f"Setting saved: {form.cleaned_data['share']} in 100.")
            return redirect("themes:safeguarding_settings")
    context = {
        "form": form,
        "misses": measured_words.what_it_misses(),
        "labels": queries.count_labels(person.council_id),
        "outcomes": [
            (outcome.label, "worth looking at" if worth else "ordinary")
            for outcome, worth in queries.WORTH_LOOKING.items()
        ],
    }
    return render_page(request, "themes/safeguarding_settings.html", context)


def duty(request: HttpRequest) -> HttpResponse:
    """Show the duty list, and put somebody on it."""
    person = request.person
    form = DutyForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            added = commands.add_duty(by=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"{added.person.name} is on duty {added.when}.")
            return redirect("themes:safeguarding_duty")
    today = timezone.localdate()
    listed = DutyList(person.council_id)
    context = {
        "form": form,
        "entries": queries.duty_list(person),
        "duty": on_duty_in_words(listed.on(today), person),
        "without": days_without_in_words(listed.days_without(today)),
        "today": today,
    }
    return render_page(request, "themes/safeguarding_duty.html", context)


@require_POST
def remove_duty(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an entry off the duty list."""
    entry = get_object_or_404(SafeguardingDuty.objects.visible_to(request.person), pk=pk)
    words = f"{entry.person.name} is no longer on duty {entry.when}."
    commands.remove_duty(by=request.person, duty=entry)
    messages.success(request, words)
    return redirect("themes:safeguarding_duty")
