"""The reviews section of the safeguarding adults board's annual report, as Schedule 2 paragraph 4 of the Care Act asks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.council.models import Person
from goldthread.documents.model import Listing, Paragraph, Part, Text
from goldthread.reports.counts import adult_reviews as of
from goldthread.reports.counts.counted import Group
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import FINANCIAL_YEAR, Period


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the section of a financial year."""
    count, concluded = of.concluded(person, period)
    return Content(
        [
            Section("introduction", "Safeguarding adult reviews of the year"),
            Section(
                "concluded",
                "Reviews concluded",
                _listed(concluded, "No review was concluded."),
                [Group(f"Concluded from {period.name}", "Reviews", [count])],
            ),
            Section(
                "ongoing",
                "Reviews under way at the end of the year",
                _listed(of.under_way(person, period), "No review was under way."),
                [of.referrals(person, period)],
            ),
            Section(
                "done",
                "Findings, and what was done to implement them",
                _listed(of.what_was_done(person, period), "There was no finding in the year."),
                [of.decisions(person, period), of.agencies(person, period)],
            ),
            Section(
                "not_implemented",
                "Findings that are not implemented, and why",
                _listed(of.not_implemented(person, period), "No finding was declined in the year."),
            ),
            Section(
                "earlier",
                "Findings of earlier reviews that are not settled yet",
                _listed(of.still_open(person, period), "None."),
            ),
        ]
    )


def _listed(items: Sequence[Text], none: str) -> list[Part]:
    return [Listing(items)] if items else [Paragraph(none)]


KIND = Kind(
    slug="adult_reviews",
    name="Safeguarding adults board: reviews section",
    what_it_is="The Care Act, Schedule 2: findings, what was done, and reasons where a finding is not implemented.",
    make=make,
    periods=(FINANCIAL_YEAR,),
    comments={"introduction": "What the board wants to say of the year"},
)
