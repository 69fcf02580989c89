"""The list of cases a regulator asks for: by their criteria, drawn by lot with a seed that is kept, and without names.

The same cases, in the same order, come of the same seed: whoever doubts the draw can draw again. The cases are sorted
by their number first, so that the order of the database has no part in it.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.documents.model import Listing, Paragraph, Run, Table, Text
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.themes_of_points import names_by_feedback
from goldthread.reports.counts import complaints as of
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import CALENDAR_YEAR, FINANCIAL_YEAR, QUARTER, Period

MOST = 100


def matching(person: Person, period: Period, criteria: Mapping[str, Any]) -> QuerySet[Feedback]:
    """Return the cases of a period that match the criteria: type, service, how they ended, open or closed."""
    cases = of.received(person, period, criteria.get("source") or of.COMPLAINT)
    cases = cases.filter(is_locked=False, forgotten_on=None)
    if criteria.get("service"):
        cases = of.with_service(cases).filter(about__iexact=criteria["service"])
    if criteria.get("ended"):
        cases = of.with_outcome(cases).filter(ended=criteria["ended"])
    if criteria.get("team"):
        cases = cases.filter(team=criteria["team"])
    if criteria.get("is_open"):
        cases = cases.filter(closed_on__isnull=criteria["is_open"] == "open")
    return cases


def drawn(cases: QuerySet[Feedback], count: int, seed: int) -> list[Any]:
    """Return the keys of so many cases, by lot: all of them, in the order of the draw, where there are no more."""
    keys = list(cases.order_by("number").values_list("pk", flat=True))
    return random.Random(seed).sample(keys, min(count, len(keys)))


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the list of cases drawn."""
    cases = matching(person, period, criteria)
    found = cases.count()
    keys = drawn(cases, int(criteria.get("count") or MOST), int(criteria["seed"]))
    records = of.with_outcome(
        of.with_service(Feedback.objects.visible_to(person).filter(pk__in=keys))
    ).select_related("team")
    by_key = {each.pk: each for each in records}
    chosen = [by_key[key] for key in keys]
    return Content(
        [
            Section(
                "criteria", "Criteria and draw", [Listing(_criteria(period, criteria, found, len(chosen)))]
            ),
            Section("cases", "Cases", [_table(chosen)] if chosen else [Paragraph("No case matches.")]),
        ]
    )


def _criteria(period: Period, criteria: Mapping[str, Any], found: int, chosen: int) -> list[Text]:
    source = SOURCES[criteria.get("source") or of.COMPLAINT]
    lines: list[Text] = [f"{source.plural} received from {period.name}."]
    if criteria.get("service"):
        lines.append(f"Service: {criteria['service']}.")
    if criteria.get("team_name"):
        lines.append(f"Team: {criteria['team_name']}.")
    if criteria.get("ended"):
        lines.append(f"Outcome: {of.OUTCOMES[criteria['ended']]}.")
    if criteria.get("is_open"):
        lines.append(f"Case: {criteria['is_open']}.")
    lines.append(f"{found:,} match; {chosen:,} were drawn by lot, with the seed {criteria['seed']}.")
    lines.append("In the order in which they were drawn. No names: a case is found by its reference.")
    return lines


def _table(cases: Sequence[Any]) -> Table:
    themes = names_by_feedback(cases)
    rows: list[list[Text]] = [
        [
            [Run(case.reference, href=address(case))],
            f"{case.received_on:%B %Y}",
            case.about,
            ", ".join(themes.get(case.pk, [])[:2]) or "No theme yet",
            of.OUTCOMES[case.ended].partition(":")[0],
            f"{case.closed_on:%B %Y}" if case.closed_on else "Open",
        ]
        for case in cases
    ]
    columns = ["Reference", "Received", "Service", "Themes", "Outcome", "Closed"]
    return Table("The cases drawn.", columns, rows)


KIND = Kind(
    slug="case_list",
    name="Case list for a regulator",
    what_it_is="Cases by a regulator’s criteria, drawn by lot with a seed that is kept, without names.",
    make=make,
    periods=(FINANCIAL_YEAR, QUARTER, CALENDAR_YEAR),
    chosen=True,
)
