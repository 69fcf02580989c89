"""The report for the Member responsible for complaints: totals and how they move, no individual, for a meeting or at any time.

The ombudsman's guide for Members asks that they see no single complaint that can be recognised.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.analysis.drawing.columns_svg import Series, columns_svg
from goldthread.council.models import Person
from goldthread.dates import add_months, month_end
from goldthread.documents.model import Figure, Part
from goldthread.reports.counts.counted import Counted, Group, single
from goldthread.reports.counts.rows import href
from goldthread.reports.kinds import sections
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import CALENDAR_YEAR, FINANCIAL_YEAR, QUARTER, Period, period_between

_QUARTERS = 6


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the report of a quarter, a financial year or a calendar year."""
    return Content(
        [
            Section("introduction", "For the meeting"),
            sections.received(person, period),
            _trend(person, period),
            sections.decided(person, period),
            sections.in_time(person, period, today),
            sections.subjects(person, period),
            sections.ombudsman_section(person, period, today),
            sections.action_taken(person, period),
        ]
    )


def _trend(person: Person, period: Period) -> Section:
    """Return the complaints of the last quarters up to the end of the period, as a chart and its table."""
    starts = [add_months(period.until.replace(day=1), 1 - 3 * back) for back in range(_QUARTERS, 0, -1)]
    rows: list[Counted] = []
    for start in starts:
        quarter = period_between(start, month_end(add_months(start, 2)))
        count = sections.complaints_of(person, quarter).count()
        rows.append(single(quarter.name, count, href(quarter, "complaints")))
    labels = [f"{start:%b}–{add_months(start, 2):%b}|{start.year}" for start in starts]
    svg = columns_svg(labels, [Series("Complaints", [row.count for row in rows])], "Complaints by quarter")
    said = "; ".join(f"{row.what} {row.number.lower()}" for row in rows)
    chart: list[Part] = [Figure(svg, f"Complaints by quarter: {said}.", 150.0)]
    note = (
        "More complaints need not mean worse care, nor fewer better: it may be easier or harder to complain."
    )
    return Section(
        "trend", "The trend", chart, [Group("Complaints received, by quarter", "Quarter", rows, note=note)]
    )


KIND = Kind(
    slug="member",
    name="Report for the Member responsible",
    what_it_is="Totals and their trend for a meeting; no single complaint.",
    make=make,
    periods=(QUARTER, FINANCIAL_YEAR, CALENDAR_YEAR),
    comments={"introduction": "What the meeting should know", "action": "What is asked of the meeting"},
    approval="reports.approve_themes",
)
