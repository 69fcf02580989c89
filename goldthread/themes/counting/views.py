"""The theme pages: the list with its signals, one theme with its chart, team comparison, and annotations."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from goldthread.analysis.charts.funnel import TOO_SMALL, Funnel
from goldthread.analysis.drawing.funnel_svg import drawn_units, funnel_svg
from goldthread.analysis.tables import suppression
from goldthread.council.command import Refused
from goldthread.council.records.pages import tools_of
from goldthread.dates import last_whole_month
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.codebook.queries import versions_of
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting import charts, commands, queries, team_comparison, totals
from goldthread.themes.counting.counts import Filters, Series, coded_by_month, count_uncoded_in
from goldthread.themes.counting.forms import AnnotationForm, ThemeFilter
from goldthread.themes.counting.models import Annotation
from goldthread.themes.counting.regular import one_offs
from goldthread.themes.counting.signals import find_signals, signal_for_totals
from goldthread.themes.counting.theme_charts import ThemeChart, charts_of, share_chart
from goldthread.themes.counting.tones import EVERYTHING, NEGATIVE, TONES, Tone, tone_of
from goldthread.themes.safeguarding.queries import count_not_reviewed
from goldthread.web.chart_files import FILES, as_file
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

# What an address may narrow a theme's counts by.
_FILTERS = ("source", "team", "speaker", "tone")


def themes(request: HttpRequest) -> HttpResponse:
    """List the themes by group, with their counts and this month's signals."""
    today, by_month = timezone.localdate(), may_read_feedback(request.person)
    # Readers of totals see everything counted by quarter, and no choice: their signals are of negative issues.
    tone = tone_of(request.GET.get("tone", "") if by_month else "")
    signals = find_signals(request.person, today=today, tone=tone.slug)
    context = {
        "tone": tone,
        "tones": _tone_links(request, tone),
        "groups": queries.theme_rows(request.person, today=today, signals=signals),
        "signals": signals,
        "month": last_whole_month(today),
        "columns": queries.count_columns(today, by_month=by_month),
        "by_month": by_month,
        "concerns": count_not_reviewed(request.person),
        "uncoded": count_uncoded_in(request.person, last_whole_month(today)),
    }
    return render_page(request, "themes/list.html", context)


def _tone_links(request: HttpRequest, chosen: Tone) -> list[tuple[str, str, None]]:
    """Return the choices of what is counted, each with its address, which keeps the page's other filters."""
    others = [
        (name, value) for name, value in request.GET.items() if name != "tone" and name in _FILTERS and value
    ]
    return [(tone.label, f"?{urlencode([*others, ('tone', tone.slug)])}", None) for tone in TONES.values()]


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one theme: its definition, chart, quotes, breakdowns and history."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    by_month, today = may_read_feedback(request.person), timezone.localdate()
    # Totals that are filtered twice can be subtracted from each other, so readers of totals get no filters.
    form = ThemeFilter(request.GET if by_month else None, person=request.person)
    filters = form.filters() if form.is_bound else Filters(tone=NEGATIVE)
    [series] = filters.series(request.person, [theme], today=today)
    tone, versions = TONES[filters.tone], versions_of(request.person, theme)
    month = queries.parse_month(request.GET.get("month", ""))
    page = None
    if by_month:
        codings = queries.codings_of(request.person, theme, filters)
        if month:
            codings = codings.filter(month=month)
        page = paginate(request, codings, ("-month", "-id"), per_page=10)
    counted = totals.totals_of(request.person, [theme])[theme.pk]
    context = {
        **tools_of(request, theme, edit="themes:edit"),
        "theme": theme,
        "filter": form,
        "is_filtered": filters != Filters(tone=filters.tone),
        "tone": tone,
        "without_tone": queries.count_without_tone(request.person, theme, series.months) if by_month else 0,
        "everything": f"{request.path}?{urlencode({'tone': EVERYTHING})}",
        "by_month": by_month,
        "signal": None if by_month else signal_for_totals(request.person, series, filters, today=today),
        "by_quarter": bool(counted.by_quarter) and counted.by_quarter[-1] is counted.last_quarter,
        "month": month,
        "chart": charts.draw(
            request.person,
            _theme_chart(request, series, filters, form, today),
            today=today,
            month_link=_month_link(request),
            events=_changes_of_theme_list(versions),
        )
        if by_month
        else charts.draw_totals(theme, counted),
        "months": queries.recent_months(series, today) if by_month else [],
        "month_link": _month_link(request),
        "files": _files(request, theme),
        # Only where some of this theme is left out of its chart by month: said to readers of totals, it would tell the
        # months of a count that they see withheld.
        "left_out": one_offs(request.person, today=today).sentence
        if by_month and any(series.left_out)
        else "",
        **_breakdowns(request, theme, filters, series, None if by_month else counted),
        "page": page,
        "quotes": queries.quotes_of(page.rows) if page else [],
        "sections": queries.quote_sections(request.person, theme)
        if by_month and filters == Filters(tone=NEGATIVE) and not month
        else [],
        "versions": versions,
        "withheld": suppression.WITHHELD,
    }
    return render_page(request, "themes/detail.html", context, fragment="results")


def _breakdowns(
    request: HttpRequest, theme: Theme, filters: Filters, series: Series, counted: totals.Totals | None
) -> dict[str, Any]:
    """Return the breakdowns of the theme's year, and its first and last month; of totals where they are given."""
    if counted is None:
        breakdowns = queries.breakdowns(request.person, theme, filters, series.months)
        ends = (series.months[-12:][0], series.months[-1]) if series.months else (None, None)
    else:
        year = counted.last_year
        breakdowns = queries.breakdowns_of_totals(request.person, year)
        ends = (year.since, year.until) if year else (None, None)
    drawn = [(one, charts.breakdown_bars(one.heading, one.rows)) for one in breakdowns]
    return {"breakdowns": drawn, "since": ends[0], "until": ends[1]}


def _theme_chart(
    request: HttpRequest, series: Series, filters: Filters, form: ThemeFilter, today: datetime.date
) -> ThemeChart | None:
    if form.as_share:
        out_of = coded_by_month(request.person, series.months, filters, today=today)
        return share_chart(request.person, series, filters, out_of)
    return charts_of(request.person, [series], filters, today=today).get(series.theme.pk)


def _changes_of_theme_list(versions: Sequence[CodebookVersion]) -> list[tuple[datetime.date, str]]:
    """Return when the theme was counted otherwise: the versions that changed it, after the one that brought it."""
    return [
        (timezone.localdate(version.created_at), f"Theme list: {version.change}") for version in versions[:-1]
    ]


def chart_svg_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a theme's chart, as its page shows it, as SVG."""
    return _chart_file(request, pk, "svg")


def chart_csv_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the numbers of a theme's chart, as its page shows it, as CSV."""
    return _chart_file(request, pk, "csv")


def _chart_file(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    today = timezone.localdate()
    if may_read_feedback(request.person):
        form = ThemeFilter(request.GET, person=request.person)
        filters = form.filters()
        [series] = filters.series(request.person, [theme], today=today)
        drawn = charts.draw(
            request.person,
            _theme_chart(request, series, filters, form, today),
            today=today,
            month_link=_month_link(request),
            events=_changes_of_theme_list(versions_of(request.person, theme)),
            focusable=False,
        )
        name = f"{theme.name}, {TONES[filters.tone].issues}"
    else:
        drawn = charts.draw_totals(theme, totals.totals_of(request.person, [theme])[theme.pk])
        name = theme.name
    return as_file(
        ending, name, drawn.svg if drawn else "", drawn.columns if drawn else [], drawn.rows if drawn else []
    )


def _files(request: HttpRequest, theme: Theme) -> list[tuple[str, str]]:
    """Return the downloads of the chart as it is filtered: their words and addresses."""
    query = urlencode(
        [(name, value) for name, value in request.GET.items() if value and name in (*_FILTERS, "show")]
    )
    return [
        (words, reverse(f"themes:chart_{ending}", args=[theme.pk]) + (f"?{query}" if query else ""))
        for words, ending in FILES
    ]


def _month_link(request: HttpRequest) -> charts.MonthLink:
    """Return a function from a month to the address of its issues, with the page's other filters."""
    filters = [(name, value) for name, value in request.GET.items() if value and name in _FILTERS]
    return lambda month: f"{request.path}?{urlencode([*filters, ('month', f'{month:%Y-%m}')])}#issues"


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
