"""Pages of the rules for new feedback: the list in its order, and one rule, tried on last month before it is saved."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records.list_filters import PERIODS
from goldthread.feedback.routing import commands
from goldthread.feedback.routing.forms import IntakeRuleForm
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.routing.rules import (
    Tried,
    conditions_in_words,
    count_for,
    problems_of,
    result_in_words,
    try_rules,
)
from goldthread.web.render import render_page


def _rules(request: HttpRequest) -> list[IntakeRule]:
    rules = IntakeRule.objects.visible_to(request.person)
    return list(rules.select_related("named_team", "to_team", "owner", "organisation"))


def _tried(request: HttpRequest, rules: list[IntakeRule]) -> Tried:
    since, until = PERIODS["last-month"][1](timezone.localdate())
    return try_rules(request.person, rules, since=since, until=until)


def rules(request: HttpRequest) -> HttpResponse:
    """List the rules in their order, with what they would have done last month."""
    every = _rules(request)
    in_use = [rule for rule in every if rule.is_active]
    tried = _tried(request, in_use)
    counts = {rule.pk: count_for(request.person, tried.fits[place]) for place, rule in enumerate(in_use)}
    rows = [
        {
            "rule": rule,
            "conditions": conditions_in_words(rule),
            "result": result_in_words(rule),
            "problems": problems_of(rule),
            "count": counts.get(rule.pk),
        }
        for rule in every
    ]
    context = {
        "rows": rows,
        "tried": tried,
        "total": count_for(request.person, tried.total),
        "fits_none": count_for(request.person, tried.none),
    }
    return render_page(request, "feedback/rules.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add a rule."""
    return _page(request, None)


def rule(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a rule."""
    return _page(request, get_object_or_404(IntakeRule.objects.visible_to(request.person), pk=pk))


def _page(request: HttpRequest, shown: IntakeRule | None) -> HttpResponse:
    initial = {} if shown is None else {n: getattr(shown, n) for n in IntakeRuleForm.base_fields}
    form = IntakeRuleForm(request.POST or None, initial=initial, person=request.person)
    tried = None
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            tried = _try_one(request, shown, form.cleaned_data)
        else:
            try:
                if shown is None:
                    saved = commands.add_intake_rule(by=request.person, **form.cleaned_data)
                else:
                    saved = commands.change_intake_rule(by=request.person, rule=shown, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, f"Rule {saved.name} saved.")
                return redirect("feedback:rules")
    problems = problems_of(shown) if shown is not None else []
    context = {"form": form, "rule": shown, "tried": tried, "problems": problems}
    return render_page(request, "feedback/rule.html", context)


def _try_one(request: HttpRequest, shown: IntakeRule | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what a rule would have done last month in its place among the others, before it is saved."""
    candidate = IntakeRule(council=request.person.council, **fields)
    every = [candidate if shown is not None and each.pk == shown.pk else each for each in _rules(request)]
    if shown is None:
        every.append(candidate)
    every = [each for each in every if each.is_active or each is candidate]
    place = (
        every.index(candidate) if shown is None else next(n for n, e in enumerate(every) if e is candidate)
    )
    tried = _tried(request, every)
    return {
        "tried": tried,
        "total": count_for(request.person, tried.total),
        "fits": count_for(request.person, tried.fits[place]),
        "moved": count_for(request.person, tried.teams[place]),
        "earlier": count_for(request.person, sum(tried.fits[n] for n in range(place))),
        "problems": problems_of(candidate),
    }


@require_POST
def move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move a rule up or down."""
    shown = get_object_or_404(IntakeRule.objects.visible_to(request.person), pk=pk)
    commands.move_intake_rule(by=request.person, rule=shown, up=request.POST.get("way") == "up")
    messages.success(request, f"Rule {shown.name} moved.")
    return redirect("feedback:rules")


@require_POST
def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete a rule."""
    shown = get_object_or_404(IntakeRule.objects.visible_to(request.person), pk=pk)
    name = shown.name
    commands.delete_intake_rule(by=request.person, rule=shown)
    messages.success(request, f"Rule {name} deleted.")
    return redirect("feedback:rules")
