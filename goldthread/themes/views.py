"""The themes' pages: the list with its signals, one theme with its chart, and what other pages set into theirs."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import urlencode

from goldthread.analysis.tables import suppression
from goldthread.feedback.models import Feedback, Point
from goldthread.themes import alerts, charts, queries, totals
from goldthread.themes.counts import Narrowing, all_coded, last_whole_month, not_coded_in
from goldthread.themes.forms import ThemeFilter
from goldthread.themes.models import Coding, Theme
from goldthread.themes.said import may_hear
from goldthread.themes.signals import signals
from goldthread.web.jinja import url_if
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
        "harm": alerts.waiting_for(request.person),
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
        "versions": queries.versions_that_touched(request.person, theme),
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


def theme_codings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the themes of each point of a piece of feedback, to be set into its page."""
    if not may_hear(request.person):
        raise Http404
    feedback = get_object_or_404(Feedback.objects.visible_to(request.person), pk=pk)
    return _codings(request, list(feedback.points.order_by("position")))


def finding_codings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the themes of a finding's point, to be set into the finding's page."""
    point = get_object_or_404(Point.objects.visible_to(request.person).filter(feedback__isnull=True), pk=pk)
    return _codings(request, [point])


def _codings(request: HttpRequest, points: list[Point]) -> HttpResponse:
    coded: dict[uuid.UUID, list[Coding]] = {point.pk: [] for point in points}
    for coding in (
        Coding.objects.visible_to(request.person)
        .filter(point__in=points, stands=True)
        .select_related("theme", "by", "suggestion", "first_theme")
        .order_by("theme__group", "theme__name")
    ):
        coded[coding.point_id].append(coding)
    return render_page(
        request,
        "themes/codings.html",
        {
            "points": [(point, coded[point.pk]) for point in points],
            "codes": request.person.may("themes.code"),
            "draw": url_if("learning:draw") if request.person.may("learning.draw") else "",
        },
    )
