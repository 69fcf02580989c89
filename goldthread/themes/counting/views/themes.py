"""The list of themes with its signals, the comparison of teams, and annotations of charts."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from goldthread.analysis.charts.funnel import TOO_SMALL, Funnel
from goldthread.analysis.drawing.funnel_svg import drawn_units, funnel_svg
from goldthread.council.command import Refused
from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.teams.queries import events as team_events
from goldthread.dates import last_whole_month, month_end
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import may_read_feedback, reads_all_feedback
from goldthread.themes.counting import commands, queries, team_comparison
from goldthread.themes.counting.counts import count_uncoded_in
from goldthread.themes.counting.forms import AnnotationForm
from goldthread.themes.counting.models import Annotation
from goldthread.themes.counting.signals import find_signals
from goldthread.themes.counting.tones import EVERYTHING, TONES, Tone, tone_of
from goldthread.themes.safeguarding.queries import count_not_reviewed
from goldthread.web.render import render_page
from goldthread.web.shares import several_counted

# What an address may narrow a theme's counts by.
_FILTERS = ("source", "team", "speaker", "tone")


def themes(request: HttpRequest) -> HttpResponse:
    """List the themes by group, with their counts and this month's signals."""
    today, by_month = timezone.localdate(), may_read_feedback(request.person)
    # Readers of totals see everything counted by quarter, and no choice: their signals are of negative issues.
    tone = tone_of(request.GET.get("tone", "") if by_month else "")
    shown = kept(
        request.person, "themes", today, lambda: _shown(request.person, today, tone), by=(by_month, tone.slug)
    )
    context = {
        **shown,
        "tone": tone,
        "several": several_counted("An issue can have several themes", "issues"),
        "tones": _tone_links(request, tone),
        "month": last_whole_month(today),
        "columns": queries.count_columns(today, by_month=by_month),
        "by_month": by_month,
        "reads_all": reads_all_feedback(request.person),
        "concerns": count_not_reviewed(request.person),
    }
    return render_page(request, "themes/list.html", context)


def _shown(person: Person, today: datetime.date, tone: Tone) -> dict[str, Any]:
    """Return what is counted on the list of themes."""
    signals = find_signals(person, today=today, tone=tone.slug)
    return {
        "signals": signals,
        "groups": queries.theme_rows(person, today=today, signals=signals),
        "uncoded": count_uncoded_in(person, last_whole_month(today)),
    }


def _tone_links(request: HttpRequest, chosen: Tone) -> list[tuple[str, str, None]]:
    """Return the choices of what is counted, each with its address, which keeps the page's other filters."""
    others = [
        (name, value) for name, value in request.GET.items() if name != "tone" and name in _FILTERS and value
    ]
    return [(tone.label, f"?{urlencode([*others, ('tone', tone.slug)])}", None) for tone in TONES.values()]


def annotations(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the annotations of a theme's chart, and add one to it or to all themes' charts."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    form = AnnotationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            commands.add_annotation(
                by=request.person,
                on=cleaned["on"],
                label=cleaned["label"],
                theme=None if cleaned["every_theme"] else theme,
                recalculates=cleaned["recalculates"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Annotation added to {theme.name}.")
            return redirect("themes:detail", pk=theme.pk)
    shown = Annotation.objects.visible_to(request.person).order_by("-on")
    context = {
        "form": form,
        "theme": theme,
        "annotations": [one for one in shown if one.theme_id in (None, theme.pk)],
    }
    return render_page(request, "themes/annotations.html", context)


@require_POST
def remove_annotation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove an annotation from the charts."""
    annotation = get_object_or_404(Annotation.objects.visible_to(request.person), pk=pk)
    theme_id, label = annotation.theme_id, annotation.label
    commands.remove_annotation(by=request.person, annotation=annotation)
    messages.success(request, f"Annotation “{label}” removed.")
    return redirect("themes:annotations", pk=theme_id) if theme_id else redirect("themes:list")


def compare_teams(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a theme's funnel chart over the teams."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    by_month = may_read_feedback(request.person)
    tone = tone_of(request.GET.get("tone", "")) if by_month else TONES[EVERYTHING]
    teams = team_comparison.points_by_team(request.person, theme, tone=tone.slug, today=timezone.localdate())
    funnel = team_comparison.team_funnel(teams)
    context = {
        "theme": theme,
        "teams": teams,
        "by_month": by_month,
        "tone": tone,
        "tones": _tone_links(request, tone),
        "funnel": funnel,
        "small": [unit.name for unit in funnel.units if unit.verdict == TOO_SMALL] if funnel else [],
        "drawings": _drawings(funnel, f"{theme.name}, by team", tone.issues),
        "columns": team_comparison.COLUMNS,
        "rows": team_comparison.table_rows(funnel, teams) if funnel else [],
        "changes": [words for _, words in team_events(request.person, teams.since, month_end(teams.until))],
    }
    return render_page(request, "themes/compare_teams.html", context)


def _drawings(funnel: Funnel | None, title: str, issues: str) -> list[str]:
    """Return the funnel wide and narrow; nothing where fewer than two teams can be drawn."""
    if funnel is None or len(drawn_units(funnel)) < 2:
        return []
    return [
        funnel_svg(funnel, title, size_words=issues, show_small=True, compact=compact)
        for compact in (False, True)
    ]
