"""The themes' pages: the list with its signals, one theme with its chart, and what other pages set into theirs."""

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
from goldthread.analysis.tables import suppression
from goldthread.themes.codebook import queries as codebook_queries
from goldthread.themes.codebook.models import Theme
from goldthread.themes.codebook.views import change_codebook, theme_or_404
from goldthread.themes.coding.quotes import may_hear
from goldthread.themes.counting import charts, queries, totals
from goldthread.themes.counting import commands as counting_commands
from goldthread.themes.counting.counts import (
    Narrowing,
    all_coded,
    last_whole_month,
    not_coded_in,
)
from goldthread.themes.counting.forms import EventForm, ThemeFilter
from goldthread.themes.counting.models import KnownEvent
from goldthread.themes.counting.signals import signals
from goldthread.themes.counting.team_comparison import COLUMNS, compare, points_by_team, rows_of
from goldthread.themes.safeguarding import queries as safeguarding_queries
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def themes(request: HttpRequest) -> HttpResponse:
    """List the themes by group, with their counts and this month's signals."""
    today = timezone.localdate()
    asking = signals(request.person, today=today)
    context = {
        "groups": queries.list_of_themes(request.person, today=today, signals=asking),
        "signals": asking,
        "month": last_whole_month(today),
        "columns": queries.count_columns(today, hears=may_hear(request.person)),
        "hears": may_hear(request.person),
        "harm": safeguarding_queries.waiting_for(request.person),
        "waiting": not_coded_in(request.person, last_whole_month(today)),
    }
    return render_page(request, "themes/list.html", context)


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one theme: what it is, its chart, how it divides, and what was said."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    hears, today = may_hear(request.person), timezone.localdate()
    # Totals that are narrowed twice can be subtracted from each other, so only those who hear narrow them.
    form = ThemeFilter(request.GET if hears else None, person=request.person)
    narrowed = form.narrowing() if form.is_bound else Narrowing()
    [series] = narrowed.series(request.person, [theme], today=today)
    month = queries.month_asked(request.GET.get("month", ""))
    said = None
    if hears:
        codings = queries.codings_of(request.person, theme, narrowed)
        if month:
            codings = codings.filter(month=month)
        said = paginate(request, codings, ("-month", "-id"), per_page=10)
    context = {
        "theme": theme,
        "filter": form,
        "narrowed": narrowed,
        "hears": hears,
        "month": month,
        "chart": _chart(request, series, narrowed, form.as_share, today)
        if hears
        else charts.draw_totals(series),
        "months": queries.recent_months(series, today) if hears else [],
        "month_link": _month_link(request),
        **_divided(request, theme, narrowed, series, hears=hears),
        "page": said,
        "said": queries.said_in(said.rows) if said else [],
        "gathered": queries.gathered(request.person, theme) if hears and not narrowed and not month else [],
        "versions": codebook_queries.versions_that_touched(request.person, theme),
        "withheld": suppression.WITHHELD,
    }
    return render_page(request, "themes/detail.html", context, fragment="found")


def _divided(
    request: HttpRequest, theme: Theme, narrowed: Narrowing, series: queries.Series, *, hears: bool
) -> dict[str, Any]:
    """Return how the theme's year divides, between which months."""
    if hears:
        found = queries.splits(request.person, theme, narrowed, series.months)
        ends = (series.months[-12:][0], series.months[-1]) if series.months else (None, None)
    else:
        year = totals.year(series)
        found = queries.splits_of_totals(request.person, theme, year)
        ends = (year.since, year.until) if year else (None, None)
    drawn = [(split, charts.split_bars(split.heading, split.rows)) for split in found]
    return {"splits": drawn, "since": ends[0], "until": ends[1]}


def _chart(
    request: HttpRequest,
    series: queries.Series,
    narrowed: Narrowing,
    as_share: bool,
    today: datetime.date,
) -> charts.Drawn | None:
    return charts.draw(
        request.person,
        series,
        narrowed=narrowed,
        out_of=all_coded(request.person, series.months, narrowed) if as_share else None,
        today=today,
        month_link=_month_link(request),
    )


def _month_link(request: HttpRequest) -> charts.MonthLink:
    """Return what makes the address of the points behind a month, keeping whatever else narrows the page."""
    kept = [
        (name, value)
        for name, value in request.GET.items()
        if value and name in ("source", "team", "speaker", "tone")
    ]
    return lambda month: f"{request.path}?{urlencode([*kept, ('month', f'{month:%Y-%m}')])}#said"


def mark_event(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark something that happened on a theme's chart, or on every theme's."""
    theme = theme_or_404(request, pk)
    form = EventForm(request.POST or None)

    def keep(**said: Any) -> Theme:
        counting_commands.mark_event(
            by=request.person,
            on=said["on"],
            label=said["label"],
            theme=None if said["every_theme"] else theme,
        )
        return theme

    events = KnownEvent.objects.visible_to(request.person).order_by("-on")
    context = {"theme": theme, "events": [event for event in events if event.theme_id in (None, theme.pk)]}
    return change_codebook(
        request, form, keep, "themes/mark_event.html", context, "It is marked on the chart."
    )


@require_POST
def remove_event(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an event off the charts again."""
    event = get_object_or_404(KnownEvent.objects.visible_to(request.person), pk=pk)
    theme = event.theme_id
    counting_commands.remove_event(by=request.person, event=event)
    messages.success(request, "It is no longer marked.")
    return redirect("themes:mark_event", pk=theme) if theme else redirect("themes:list")


def compare_teams(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a theme's funnel over the teams."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    hears = may_hear(request.person)
    teams = points_by_team(request.person, theme, today=timezone.localdate())
    result = compare(teams)
    context = {
        "theme": theme,
        "teams": teams,
        "hears": hears,
        "funnel": result,
        "small": [unit.name for unit in result.units if unit.verdict == TOO_SMALL] if result else [],
        "drawings": _drawings(result, f"{theme.name}, by team"),
        "columns": COLUMNS,
        "rows": rows_of(result, teams) if result else [],
    }
    return render_page(request, "themes/compare.html", context)


def _drawings(result: Funnel | None, title: str) -> list[str]:
    """Return the funnel wide and narrow; nothing where fewer than two teams can be drawn."""
    if result is None or len(drawn_units(result)) < 2:
        return []
    return [
        funnel_svg(result, title, size_words="points", show_small=True, compact=compact)
        for compact in (False, True)
    ]
