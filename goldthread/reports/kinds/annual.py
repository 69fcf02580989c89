"""The annual report of the 2009 Regulations on complaints about adult social care: year to 31 March, for anybody who asks.

It says what regulation 18 asks for (number received, well founded, referred to the ombudsman; their subjects, matters of
general importance, action taken), and beyond it compliments, timeliness, who is heard, and what is shown to work.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.models import Person
from goldthread.reports.kinds import sections
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import Period


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the annual report of a financial year."""
    return Content(
        [
            Section("introduction", "Introduction"),
            sections.received(person, period),
            sections.decided(person, period),
            sections.ombudsman_section(person, period, today),
            sections.subjects(person, period),
            sections.services(person, period),
            Section("matters", "Matters of general importance"),
            sections.action_taken(person, period),
            sections.changes(person, period),
            sections.in_time(person, period, today),
            sections.who_is_heard(person, period, today),
        ]
    )


KIND = Kind(
    slug="annual",
    name="Annual report on complaints",
    what_it_is="The 2009 Regulations: the year to 31 March.",
    make=make,
    comments={
        "introduction": "Introduction",
        "matters": "Matters of general importance, and how they were handled",
        "action": "Action taken or to be taken, in words",
        "heard": "Who is not heard, and what is done about it",
    },
    needed=("matters",),
)
