"""The pages of one theme: chart, issues, who and where, lessons, definition; each is narrowed by its address.

What narrows one page narrows the others: the links between them keep it. Readers of totals see quarters, and no
comments, filters or issues.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from goldthread.analysis.tables import suppression
from goldthread.council.kept import kept
from goldthread.council.models import Person, Team
from goldthread.council.records.pages import tools_of
from goldthread.council.teams.queries import events as team_events
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.codebook.queries import versions_of
from goldthread.themes.coding.quotes import may_read_feedback, reads_all_feedback
from goldthread.themes.counting import charts, queries, totals
from goldthread.themes.counting.beside import BESIDE, beside
from goldthread.themes.counting.counts import Filters, Series, coded_by_month
from goldthread.themes.counting.forms import ThemeFilter
from goldthread.themes.counting.regular import OneOffs, one_offs
from goldthread.themes.counting.signals import signal_for_totals
from goldthread.themes.counting.theme_charts import ThemeChart, charts_of, share_chart
from goldthread.themes.counting.tones import EVERYTHING, NEGATIVE, TONES, Tone
from goldthread.web.chart_files import FILES, as_file
from goldthread.web.jinja import url_if
from goldthread.web.render import render_page

Content = TypeVar("Content")

# What an address may narrow a theme's counts by, and how its chart may be drawn.
_FILTERS = ("source", "team", "speaker", "tone")
_PARTS = (
    ("Chart", "detail", "themes.read"),
    ("Issues", "issues", "feedback.read"),
    ("Who and where", "sources", "themes.read"),
    ("Lessons", "lessons", "learning.read"),
    ("Definition", "definition", "themes.read"),
)


@dataclass(frozen=True)
class Asked:
    """What is asked of a theme: by whom, of which issues, today."""

    request: HttpRequest
    theme: Theme
    form: ThemeFilter
    filters: Filters
    today: datetime.date

    @property
    def person(self) -> Person:
        return self.request.person

    @property
    def by_month(self) -> bool:
        return self.form.is_bound

    @property
    def tone(self) -> Tone:
        return TONES[self.filters.tone]

    @property
    def month(self) -> datetime.date | None:
        return queries.parse_month(self.request.GET.get("month", "")) if self.by_month else None

    @property
    def is_filtered(self) -> bool:
        return self.filters != Filters(tone=self.filters.tone)

    def kept(self, name: str, make: Callable[[], Content]) -> Content:
        """Return what is counted of the theme, narrowed as this page is: made anew where the council changed."""
        by = (self.theme.pk, self.by_month, self.filters, self.query())
        return kept(self.person, f"theme: {name}", self.today, make, by=by)

    @cached_property
    def outside(self) -> OneOffs:
        return one_offs(self.person, today=self.today)

    @cached_property
    def series(self) -> Series:
        def made() -> Series:
            [series] = self.filters.series(self.person, [self.theme], today=self.today, outside=self.outside)
            return series

        return self.kept("series", made)

    @property
    def year(self) -> int | None:
        """Return how many issues the last twelve whole months have, where nothing but the tone narrows them."""
        return sum(self.series.everything[-12:]) if self.by_month and not self.is_filtered else None

    @cached_property
    def versions(self) -> Sequence[CodebookVersion]:
        return versions_of(self.person, self.theme)

    @cached_property
    def totals(self) -> totals.Totals:
        return totals.totals_of(self.person, [self.theme])[self.theme.pk]

    def query(self, **changes: str) -> str:
        """Return what narrows this page, for the address of another of the theme."""
        given = {name: self.request.GET.get(name, "") for name in (*_FILTERS, "show")} | changes
        kept = [(name, value) for name, value in given.items() if value and self.by_month]
        return f"?{urlencode(kept)}" if kept else ""

    def address(self, part: str, **changes: str) -> str:
        """Return the address of a page of the theme, narrowed as this one."""
        return reverse(f"themes:{part}", args=[self.theme.pk]) + self.query(**changes)

    def month_link(self, month: datetime.date) -> str:
        """Return the address of a month's issues."""
        return self.address("issues", show="", month=f"{month:%Y-%m}")


def asked_of(request: HttpRequest, pk: uuid.UUID) -> Asked:
    """Return what is asked of a theme that this person may see."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    # Totals that are filtered twice can be subtracted from each other, so readers of totals get no filters.
    form = ThemeFilter(request.GET if may_read_feedback(request.person) else None, person=request.person)
    filters = form.filters() if form.is_bound else Filters(tone=NEGATIVE)
    return Asked(request, theme, form, filters, timezone.localdate())


def frame_of(asked: Asked, part: str) -> dict[str, Any]:
    """Return what the head of a theme's page shows: its buttons, and the links to its other pages."""
    request, theme = asked.request, asked.theme
    buttons = []
    if (record_lesson := url_if("learning:record_lesson")) and request.person.may("learning.record"):
        buttons.append(("Record a lesson", f"{record_lesson}?{urlencode({'theme': theme.pk})}"))
    if request.person.may("themes.code"):
        buttons.append(("Add annotation", reverse("themes:annotations", args=[theme.pk])))
    parts: list[tuple[str, str, int | None]] = [
        (text, asked.address(name), None) for text, name, needs in _PARTS if request.person.may(needs)
    ]
    if request.person.may("thread.read") and (trail := url_if("thread", "theme", theme.pk)):
        parts.append(("Trail", trail, None))
    return {
        "theme": theme,
        "part": next((text for text, name, _ in _PARTS if name == part), ""),
        "parts": parts,
        "head_buttons": buttons,
        "tone": asked.tone,
        "year": sum(asked.series.everything[-12:]) if asked.by_month and not asked.is_filtered else None,
    }


def _render(
    asked: Asked, part: str, context: dict[str, Any], fragment: str | tuple[str, ...] = ()
) -> HttpResponse:
    """Return a page of a theme: its head, the links to its other pages, and its own part."""
    return render_page(
        asked.request,
        f"themes/theme/{part}.html",
        {
            **frame_of(asked, part),
            "filter": asked.form,
            "is_filtered": asked.is_filtered,
            "by_month": asked.by_month,
            "clear": asked.request.path,
            **context,
        },
        fragment=fragment,
    )


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a theme's chart: what its last month says first, and beside it who it comes from and what followed."""
    asked = asked_of(request, pk)
    context = {
        **tools_of(request, asked.theme, edit="themes:edit"),
        **asked.kept("chart", lambda: _counted(asked)),
        "everything": asked.address("detail", tone=EVERYTHING),
        "month_link": asked.month_link,
        "reads_all": reads_all_feedback(asked.person),
        "files": [(words, asked.address(f"chart_{ending}")) for words, ending in FILES],
        "sources": asked.address("sources", show=""),
    }
    return _render(asked, "detail", context, "results")


def _counted(asked: Asked) -> dict[str, Any]:
    """Return the chart of a theme's page and what is counted beside it."""
    drawn = _drawn(asked)
    counted, series = asked.totals, asked.series
    speakers = (
        queries.speakers(asked.person, asked.theme, asked.filters, series.months) if asked.by_month else None
    )
    return {
        "year": asked.year,
        "without_tone": queries.count_without_tone(asked.person, asked.theme, series.months)
        if asked.by_month
        else 0,
        "signal": None
        if asked.by_month
        else signal_for_totals(asked.person, series, asked.filters, today=asked.today),
        "by_quarter": bool(counted.by_quarter) and counted.by_quarter[-1] is counted.last_quarter,
        "chart": drawn,
        "months": queries.recent_months(series, asked.today) if asked.by_month else [],
        # Only where some of this theme is left out of its chart by month: said to readers of totals, it would tell the
        # months of a count that they see withheld.
        "left_out": asked.outside.sentence if asked.by_month and any(series.left_out) else "",
        **_beside(asked),
        "speakers": speakers,
        "speaker_bars": charts.breakdown_bars(speakers.heading, speakers.rows)
        if speakers and speakers.rows
        else "",
    }


def _beside(asked: Asked, sources: Sequence[str] = BESIDE) -> dict[str, Any]:
    """Return complaints and incidents beside each other, where the page is narrowed to one of these types."""
    if not asked.by_month or asked.filters.source not in sources:
        return {"beside": []}
    found = beside(asked.person, asked.theme, asked.filters, today=asked.today, outside=asked.outside)
    return {
        "beside": found,
        "beside_links": {one.source: asked.address("detail", source=one.source, show="") for one in found},
    }


def side_by_side(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the newest of a theme's complaints, praise, findings and words of staff beside each other."""
    asked = asked_of(request, pk)
    if not asked.by_month:
        raise Http404
    context = {"part": "Issues", "sections": queries.quote_sections(asked.person, asked.theme)}
    return _render(asked, "side_by_side", {**context, "issues": reverse("themes:issues", args=[pk])})


def sources(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who a theme comes from and where: a year by type of feedback, team and kind of speaker."""
    asked = asked_of(request, pk)
    if asked.by_month:
        found = queries.breakdowns(asked.person, asked.theme, asked.filters, asked.series.months)
        ends = (
            (asked.series.months[-12:][0], asked.series.months[-1]) if asked.series.months else (None, None)
        )
    else:
        year = asked.totals.last_year
        found = queries.breakdowns_of_totals(asked.person, year)
        ends = (year.since, year.until) if year else (None, None)
    context = {
        "breakdowns": [(one, charts.breakdown_bars(one.heading, one.rows)) for one in found if one.rows],
        "since": ends[0],
        "until": ends[1],
        "withheld": suppression.WITHHELD,
        **_beside(asked, ("", *BESIDE)),
        "compare": asked.address("compare_teams", show="", source="", team="", speaker=""),
    }
    return _render(asked, "sources", context, "results")


def lessons(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the lessons based on a theme's issues, with their actions and measures: parts of the rooms above."""
    return _render(asked_of(request, pk), "lessons", {})


def definition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what a theme is and is not, its history, and how it can be changed."""
    asked = asked_of(request, pk)
    context = {**tools_of(request, asked.theme, edit="themes:edit"), "versions": asked.versions}
    return _render(asked, "definition", context)


def _drawn(asked: Asked, *, focusable: bool = True) -> charts.DrawnChart | None:
    """Return the chart as the page shows it: by month, or of totals for those who see no more."""
    if not asked.by_month:
        return charts.draw_totals(asked.theme, asked.totals)
    return charts.draw(
        asked.person,
        _theme_chart(asked),
        today=asked.today,
        month_link=asked.month_link,
        events=[*_changes_of_theme_list(asked.versions), *_changes_of_team(asked)],
        focusable=focusable,
    )


def _theme_chart(asked: Asked) -> ThemeChart | None:
    series, filters = asked.series, asked.filters
    if asked.form.as_share:
        out_of = coded_by_month(
            asked.person, series.months, filters, today=asked.today, outside=asked.outside
        )
        return share_chart(asked.person, series, filters, out_of)
    made = charts_of(asked.person, [series], filters, today=asked.today, outside=asked.outside)
    return made.get(series.theme.pk)


def _changes_of_theme_list(versions: Sequence[CodebookVersion]) -> list[tuple[datetime.date, str]]:
    """Return when the theme was counted otherwise: the versions that changed it, after the one that brought it."""
    return [
        (timezone.localdate(version.created_at), f"Theme list: {version.change}") for version in versions[:-1]
    ]


def _changes_of_team(asked: Asked) -> list[tuple[datetime.date, str]]:
    """Return what became of the team to which the counts are narrowed: its chart keeps its counts and marks the day."""
    team = Team.objects.visible_to(asked.person).filter(pk=asked.filters.team_id).first()
    if team is None or not asked.series.months:
        return []
    return team_events(asked.person, asked.series.months[0], asked.today, team=team)


def chart_svg_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a theme's chart, as its page shows it, as SVG."""
    return _chart_file(request, pk, "svg")


def chart_csv_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the numbers of a theme's chart, as its page shows it, as CSV."""
    return _chart_file(request, pk, "csv")


def _chart_file(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponse:
    asked = asked_of(request, pk)
    drawn = _drawn(asked, focusable=False)
    name = f"{asked.theme.name}, {asked.tone.issues}" if asked.by_month else asked.theme.name
    return as_file(
        ending, name, drawn.svg if drawn else "", drawn.columns if drawn else [], drawn.rows if drawn else []
    )
