"""What was brought in and given out in a year, side by side, and the meetings of that year from which more can be taken."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import financial_year
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.kinds import KINDS
from goldthread.meetings.meetings.models import Meeting
from goldthread.sector.exchange.forms import in_words, years
from goldthread.sector.exchange.kinds import EXCHANGE_KINDS, Direction
from goldthread.sector.exchange.models import Exchange
from goldthread.sector.exchange.views import days_of, with_whom
from goldthread.web.forms import FilterForm
from goldthread.web.render import render_page

# Where the council meets others: kinds of meeting, and of bodies that are not the council's own.
_MEETINGS = ("network", "professional_event")
_BODIES = (
    "network",
    "partnership",
    "teaching_partnership",
    "community_of_practice",
    "outside_role",
    "research_partner",
)
_MOST = 40
_STATES = (
    ("offered", "Only offered"),
    ("waiting", "Nobody asked yet whether it was used"),
    ("used", "Used"),
    ("not_used", "Not used"),
    ("adopted", "Adopted, confirmed by them"),
)


class YearForm(FilterForm):
    """Which financial year."""

    year = forms.ChoiceField(label="Financial year")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = years()


@dataclass(frozen=True)
class OneWay:
    """What went one way in a year: its rows, and (words, count, address) of what is counted, each opening just those.

    reach: (what it counts, how many in all, at how many exchanges, the address of those).
    """

    name: str
    rows: Sequence[Exchange]
    counts: Sequence[tuple[str, int, str]]
    reach: Sequence[tuple[str, int, int, str]]
    organisations: int


def year(request: HttpRequest) -> HttpResponse:
    """Show what was brought in and given out in a year, and the meetings with others that are not among it."""
    form = YearForm(request.GET or None)
    chosen = form.cleaned_data.get("year") if form.is_bound and form.is_valid() else ""
    shown = int(chosen or financial_year(timezone.localdate()).year)
    if not form.is_bound:
        form = YearForm(initial={"year": str(shown)})
    exchanges = Exchange.objects.visible_to(request.person).filter(on__range=days_of(shown))
    rows = list(exchanges.prefetch_related("parties__organisation").order_by("-on", "-pk"))
    meetings = candidates(request.person, shown, timezone.localdate())
    context = {
        "form": form,
        "year": in_words(shown),
        "ways": [_one_way(way, shown, [row for row in rows if row.direction == way]) for way in Direction],
        "meetings": meetings[:_MOST],
        "more": len(meetings) > _MOST,
        "with_whom": with_whom,
        "crumbs": [("Exchange with others", reverse("sector:exchanges"))],
    }
    return render_page(request, "sector/exchange_year.html", context)


def candidates(person: Person, year: int, today: datetime.date) -> list[Meeting]:
    """Return the meetings of a year with others, of which nothing is among the exchanges; the newest first."""
    first, last = days_of(year)
    meetings = Meeting.objects.visible_to(person).filter(meets_on__range=(first, min(last, today)))
    with_others = Q(kind__in=_MEETINGS) | Q(body__kind__in=_BODIES)
    themes_only = [kind.slug for kind in KINDS.values() if kind.themes_only]
    taken = Exchange.objects.filter(meeting=OuterRef("pk"), withdrawn_on=None)
    candidate_meetings = meetings.filter(with_others, ~Exists(taken)).exclude(stage=Stage.CANCELLED)
    candidate_meetings = candidate_meetings.exclude(kind__in=themes_only).select_related("body")
    return list(candidate_meetings.order_by("-meets_on", "-pk")[: _MOST + 1])


def _one_way(way: Direction, year: int, rows: list[Exchange]) -> OneWay:
    def opens(**also: str) -> str:
        return f"{reverse('sector:exchanges')}?{urlencode({'direction': way.value, 'year': year, **also})}"

    counts = [("In all", len(rows), opens())]
    kinds = Counter(row.kind for row in rows)
    counts += [
        (kind.name, kinds[slug], opens(kind=slug)) for slug, kind in EXCHANGE_KINDS.items() if kinds[slug]
    ]
    stages = Counter(map(stage_of, rows))
    counts += [(name, stages[slug], opens(stage=slug)) for slug, name in _STATES if stages[slug]]
    return OneWay(
        name=way.label,
        rows=rows,
        counts=counts,
        reach=[(what, total, count, opens(counted=what)) for what, total, count in _reach(rows)],
        organisations=len({party.organisation_id for row in rows for party in row.parties.all()}),
    )


def _reach(rows: Iterable[Exchange]) -> list[tuple[str, int, int]]:
    """Return the reach by what it counts: people who came and councils helped are never added up."""
    totals: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for row in rows:
        if row.reach is not None:
            totals[row.reach_of] += row.reach
            counts[row.reach_of] += 1
    return [(what, totals[what], counts[what]) for what in sorted(totals)]


def stage_of(exchange: Exchange) -> str:
    """Return how an exchange stands, as `of_state` narrows by it."""
    if exchange.adopted_on:
        return "adopted"
    if exchange.only_offered:
        return "offered"
    return exchange.used or "waiting"
