"""The quarterly themes report: what people told the council, about which services, and what is done; and its edition for partners."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.models import Person
from goldthread.documents.model import Paragraph
from goldthread.reports.board.figures import themes_of
from goldthread.reports.counts import heard
from goldthread.reports.counts.counted import Counted, Group
from goldthread.reports.kinds import sections
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import FINANCIAL_YEAR, QUARTER, Period

_COMMENTS = {
    "introduction": "The quarter in a few sentences",
    "themes": "What we make of the themes",
    "changed": "What changes because of it",
}


def _themes(person: Person, period: Period) -> Section:
    """Return the themes of which most was heard, as they were counted once and stay."""
    found = themes_of(person, period)
    if found is None:
        return Section(
            "themes",
            "Themes",
            [
                Paragraph(
                    f"Themes are counted four weeks after a quarter ends. Those of {period.name} are not counted yet."
                )
            ],
        )
    # Counted once, and so no list has exactly what they count: none of them is a link.
    rows = [Counted(theme.name, count) for theme, count in found.rows]
    small = found.withheld
    note = f"{small} {'theme is' if small == 1 else 'themes are'} too small to be shown. " if small else ""
    return Section(
        "themes",
        "Themes",
        groups=[
            Group(
                "Issues by theme, from all types of feedback",
                "Theme",
                rows,
                note=f"{note}As counted four weeks after each quarter’s end; an issue can have several themes.",
                is_chart=True,
            )
        ],
    )


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the themes report of a quarter."""
    return Content(
        [
            Section("introduction", "The quarter"),
            sections.received(person, period),
            Section("types", "All feedback", groups=[heard.by_type(person, period)]),
            _themes(person, period),
            sections.subjects(person, period),
            sections.services(person, period),
            sections.who_is_heard(person, period, today),
            sections.changes(person, period),
        ]
    )


def make_for_partners(
    person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]
) -> Content:
    """Return the edition for partners: number and nature, without actions and who works on them."""
    return Content(
        [
            Section("introduction", "The quarter"),
            sections.received(person, period),
            _themes(person, period),
            sections.subjects(person, period),
            sections.services(person, period),
            Section("changed", "What changes because of it"),
        ]
    )


KIND = Kind(
    slug="themes",
    name="Themes report",
    what_it_is="Number and nature of complaints and feedback by quarter.",
    make=make,
    periods=(QUARTER, FINANCIAL_YEAR),
    comments=_COMMENTS,
    approval="reports.approve_themes",
)
PARTNERS = Kind(
    slug="themes_partners",
    name="Themes report for partners",
    what_it_is="The same figures by quarter, for the wider system.",
    make=make_for_partners,
    periods=(QUARTER, FINANCIAL_YEAR),
    comments=_COMMENTS,
    approval="reports.approve_themes",
)
