"""The annual complaints performance and service improvement report of the ombudsman's Code, with the Member's response."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.models import Person
from goldthread.reports.kinds import sections
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import Period


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the report of a financial year."""
    return Content(
        [
            Section("self_assessment", "Self-assessment against the Code"),
            sections.received(person, period),
            sections.decided(person, period),
            sections.in_time(person, period, today),
            sections.subjects(person, period),
            sections.ombudsman_section(person, period, today),
            Section("learning", "What we learned"),
            sections.action_taken(person, period),
            sections.changes(person, period),
            Section("response", "Response of the Member responsible for complaints"),
        ]
    )


KIND = Kind(
    slug="code",
    name="Performance and service improvement report",
    what_it_is="The ombudsman’s Code: a year, with the response of the Member responsible for complaints.",
    make=make,
    comments={
        "self_assessment": "Self-assessment against the Code",
        "learning": "What we learned, and the service improvements",
        "action": "Action taken, in words",
    },
    needed=("self_assessment", "learning"),
    responds=True,
)
