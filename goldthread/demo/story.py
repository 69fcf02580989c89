"""Tells Avonshire's two years through the same commands that people use, months counted back from today."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from goldthread.briefings import commands as briefings
from goldthread.council import tenant
from goldthread.council.models import Person, Team
from goldthread.demo import content as contents
from goldthread.evidence import commands as evidence
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Channel, Feedback, Point
from goldthread.impact import commands as impact
from goldthread.impact import jobs as impact_jobs
from goldthread.impact.models import Measure
from goldthread.impact.verdict import add_months
from goldthread.learning import commands as learning
from goldthread.reviews import commands as reviews
from goldthread.themes import commands as themes
from goldthread.themes.models import Theme

Say = Callable[[str], None]

# The content's words for how something came, and ours.
_CHANNEL = {
    "phone": Channel.PHONE, "web": Channel.FORM, "survey": Channel.FORM, "letter": Channel.LETTER,
    "card": Channel.LETTER, "paper": Channel.LETTER, "report": Channel.LETTER, "email": Channel.EMAIL,
    "interview": Channel.FACE, "event": Channel.MEETING, "meeting": Channel.MEETING, "forum": Channel.MEETING,
    "councillor": Channel.OTHER,
}  # fmt: skip
_REVIEW_KIND = {
    "ombudsman": "ombudsman_decision",
    "sar": "safeguarding_adult_review",
    "peer": "peer_review",
    "audit": "external_audit",
}
_EMBEDDED = {"embedded": "yes", "partly": "partly", "not_embedded": "no"}
_OUTCOMES = ("Upheld", "Not upheld", "Partly upheld")


@dataclass
class Story:
    """What has been told so far, by the short names in the content."""

    people: dict[str, Person]
    teams: dict[str, Team]
    clock: Person
    today: datetime.date
    themes: dict[str, Theme] = field(default_factory=dict)
    voices: dict[str, Feedback] = field(default_factory=dict)
    findings: dict[str, Any] = field(default_factory=dict)
    lessons: dict[str, Any] = field(default_factory=dict)
    actions: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    briefings: dict[str, Any] = field(default_factory=dict)

    def month(self, offset: int) -> datetime.date:
        """Return the first day of the month so many before today's."""
        return add_months(self.today.replace(day=1), offset)

    def day(self, offset: int, day: int) -> datetime.date:
        """Return a day of a month, the month's last where it has fewer, and never after today."""
        first = self.month(offset)
        last = (add_months(first, 1) - datetime.timedelta(days=1)).day
        return min(first.replace(day=min(day, last)), self.today)


def tell(story: Story, say: Say) -> None:
    """Tell it all, in the order of the thread."""
    _first_codebook(story)
    count = _voices(story)
    say(f"Avonshire: {count:,} pieces of feedback over two years, coded")
    _codebook_edits(story)
    _events(story)
    _reviews(story)
    _lessons(story)
    _actions(story)
    _measures(story)
    _briefings(story)
    _sentences(story)
    impact_jobs.count_and_judge(by=story.clock, today=story.today.isoformat())
    say("Avonshire: reviews, lessons, actions, measures, briefings and sentences of evidence")
