"""How long what somebody answers through a private link is kept, in words for them."""

from __future__ import annotations

import datetime

from goldthread.council.records.retention import SCHEDULES, years_of
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES


def kept_with_case(feedback: Feedback, today: datetime.date) -> str:
    """Return what is kept of an answer about a complaint and until when."""
    years = years_of(feedback.council, SCHEDULES[SOURCES[feedback.source].retention])
    name = SOURCES[feedback.source].name.lower()
    if feedback.closed_on:
        until = f"until {years:g} years after it was closed"
    else:
        until = f"until {years:g} years after the {name} is closed"
    return (
        f"Your answer becomes part of the record of the {name}, and the council's staff who work on it read it. "
        f"It is kept {until}, and then deleted. Of this page only the dates on which it was made, opened and "
        "answered are kept."
    )
