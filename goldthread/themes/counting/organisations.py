"""Feedback that names an organisation, by theme and sentiment, with small numbers withheld for everybody.

An organisation's page may be shown to the organisation itself, so no count on it may lead back to one person: four
whole quarters, none of which is counted twice within a year, and a table from which no small number can be worked out.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, WITHHELD, suppress_table
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.dates import add_months, quarter_start
from goldthread.feedback.sources import SOURCES
from goldthread.themes.coding.models import Coding
from goldthread.web.render import render_page

_SPEAKING = [source.slug for source in SOURCES.values() if source.organisation_speaks]
_TONES = ("Complaints and concerns", "Neutral or not recorded", "Praise")


@dataclass(frozen=True)
class ThemesOf:
    """One table: its heading, and a row for each theme with its counts; those without a count that may be shown by name.

    Too few in all have no rows.
    """

    heading: str
    rows: list[list[int | str]]
    withheld: list[str]
    too_few: bool


def themes_of(
    person: Person, organisation: Organisation, *, since: datetime.date, until: datetime.date
) -> list[ThemesOf]:
    """Return the themes of the issues that are about an organisation, and of those that it raised itself.

    From `since`, before `until`. The counts are the council's, whichever feedback the person may read.
    """
    codings = Coding.objects.filter(
        council_id=person.council_id,
        applies=True,
        point__feedback__organisation=organisation,
        point__withdrawn_on=None,
        month__gte=since,
        month__lt=until,
    )
    by_itself = Q(source__in=_SPEAKING)
    return [
        table
        for heading, part in (
            ("What people say about it", codings.exclude(by_itself)),
            ("What it says itself", codings.filter(by_itself)),
        )
        if (table := _table(heading, part)) is not None
    ]


def _table(heading: str, codings: QuerySet[Coding]) -> ThemesOf | None:
    tone = Case(
        When(tone__lt=0, then=Value(0)),
        When(tone__gt=0, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    counted = (
        codings.annotate(column=tone)
        .order_by()
        .values_list("theme__name", "column")
        .annotate(count=Count("pk"))
    )
    by_theme: dict[str, list[int]] = {}
    for theme, column, count in counted:
        by_theme.setdefault(theme, [0, 0, 0])[column] += count
    if not by_theme:
        return None
    # By name: an order by size would tell of what is withheld.
    names = sorted(by_theme)
    if sum(map(sum, by_theme.values())) < SMALLEST_SHOWN:
        return ThemesOf(heading, [], [], too_few=True)
    safe = suppress_table([by_theme[name] for name in names])
    rows = [
        [name, *(WITHHELD if hide else int(count) for count, hide in zip(counts, hidden, strict=True))]
        for name, counts, hidden in zip([*names, "All themes"], safe.counts, safe.hidden, strict=True)
    ]
    *of_themes, last = rows
    shown = [row for row in of_themes if row[-1] != WITHHELD]
    return ThemesOf(
        heading, [*shown, last], [str(row[0]) for row in of_themes if row not in shown], too_few=False
    )


def organisation_themes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with an organisation's feedback by theme, to be included in its page."""
    if not request.person.may("organisations.read"):
        raise Http404
    organisations = Organisation.objects.visible_to(request.person, withdrawn=True)
    organisation = get_object_or_404(organisations, pk=pk)
    until = quarter_start(timezone.localdate())
    since = add_months(until, -12)
    context = {
        "organisation": organisation,
        "tables": themes_of(request.person, organisation, since=since, until=until),
        "columns": ["Theme", *({"text": text, "numeric": True} for text in (*_TONES, "All"))],
        "since": since,
        "last": until - datetime.timedelta(days=1),
        "least": SMALLEST_SHOWN,
    }
    return render_page(request, "themes/organisation.html", context)
