"""The pages that are read: measures by verdict, one measure, what could be hoped for, and a verdict in brief."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.impact import disclosure, queries
from goldthread.impact.charts import draw
from goldthread.impact.forms import HopeForm
from goldthread.impact.models import Measure, Reading
from goldthread.learning.models import Action, MeasureKind
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting.models import Annotation
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_IN_A_GROUP = 10


def measures(request: HttpRequest) -> HttpResponse:
    """List the measures of actions by their verdicts, and the indicators apart."""
    counts = queries.counts(request.person)
    asked = request.GET.get("state", "")
    shown = [asked] if asked in counts else [state for state in counts if counts[state]]
    groups = []
    for state in shown:
        found = queries.of_state(request.person, state)
        per_page = 25 if asked == state else _IN_A_GROUP
        rows = paginate(request, found, ("-id",), per_page)
        groups.append((state, rows, queries.as_listed(request.person, rows)))
    reviewed = sum(counts[state] for state in queries.STATES if state != queries.NO_REVIEW)
    context = {
        "groups": groups,
        "counts": counts,
        "asked": asked if asked in counts else "",
        "by_chance": queries.false_verdicts(reviewed),
    }
    return render_page(request, "impact/list.html", context)


def measure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one measure: its promise, its verdict, its chart, every reading and every review made."""
    found = get_object_or_404(
        Measure.objects.visible_to(request.person).select_related("action", "theme"), pk=pk
    )
    readings = list(found.readings.all())
    numbers = not disclosure.withheld(request.person, found)
    stands = queries.standing(found, readings, timezone.localdate(), numbers=numbers)
    context = {
        "measure": found,
        "numbers": numbers,
        "parted": found.kind in (MeasureKind.PROPORTION, MeasureKind.RATE),
        "stands": stands,
        "reviews": [(made, queries.said(found, made, numbers=numbers)) for made in stands.reviews],
        "together": queries.counts_together(found),
        **(_numbers(request, found, readings, stands) if numbers else {}),
    }
    return render_page(request, "impact/measure.html", context)


def _numbers(
    request: HttpRequest, found: Measure, readings: list[Reading], stands: queries.Standing
) -> dict[str, Any]:
    """Return what a measure's page shows of its readings: the chart, the table and what compares them."""
    known = []
    if found.theme_id:
        events = Annotation.objects.visible_to(request.person).filter(theme=found.theme)
        known = [(event.on, event.label) for event in events]
    return {
        "readings": [queries.parts(found, reading) for reading in reversed(readings)],
        "chart": draw(found, readings, known),
        "corrected": queries.corrected_since(stands.latest, found, readings) if stands.latest else [],
        "tempting": queries.tempting(found, readings) if "tempting" in request.GET else None,
    }


def detectable_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what 12 and 18 months after an action could show, from its measure's own history or a theme's."""
    action = get_object_or_404(Action.objects.visible_to(request.person), pk=pk)
    found = Measure.objects.visible_to(request.person).filter(action=action).first()
    context = {"action": action, "measure": found, "hope": None, "chart": None, "choosing": None}
    context["withheld"] = found is not None and disclosure.withheld(request.person, found)
    # From a theme it is reckoned from its months, in one tone or another: for those who hear what was said.
    counts = action.measure_kind == MeasureKind.COUNT and request.person.may("themes.read")
    if found is not None and not context["withheld"]:
        readings = list(found.readings.all())
        context |= {"hope": queries.hope(action, found, readings), "chart": draw(found, readings)}
    elif found is None and counts and may_read_feedback(request.person):
        form = HopeForm(request.GET if "theme" in request.GET else None, person=request.person)
        context["choosing"] = form
        if form.is_bound and form.is_valid() and form.cleaned_data["theme"]:
            asked = form.cleaned_data
            context["hope"] = queries.hope_from_theme(
                request.person, action, asked["theme"], asked["tone"] or "count", timezone.localdate()
            )
    return render_page(request, "impact/detectable_change.html", context)


def measure_summary(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with an action's verdict in brief, to be set into the action's own page."""
    action = get_object_or_404(Action.objects.visible_to(request.person), pk=pk)
    found = Measure.objects.visible_to(request.person).filter(action=action).first()
    stands = None
    if found is not None:
        readings, numbers = list(found.readings.all()), not disclosure.withheld(request.person, found)
        stands = queries.standing(found, readings, timezone.localdate(), numbers=numbers)
    return render_page(request, "impact/summary.html", {"action": action, "measure": found, "stands": stands})


def counted_from(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the measures that a change to a theme touches, to be set into the pages that change it."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    context = {"theme": theme, "measures": queries.counted_from(request.person, theme)}
    return render_page(request, "impact/counted_from.html", context)
