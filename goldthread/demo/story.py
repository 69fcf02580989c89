"""What has been built of Avonshire so far, by the short names in its content, and the day it is built for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from goldthread.briefings.models import Briefing
from goldthread.council.database import tenant
from goldthread.council.models import Membership, Person, Team
from goldthread.council.organisations.models import Organisation
from goldthread.dates import add_months, day_of_month, month_start
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure
from goldthread.learning.models import Action, Lesson
from goldthread.reviews.models import Finding
from goldthread.themes.codebook.models import Theme


@dataclass
class Story:
    """Avonshire's records by their short names, and its months and days counted back from today."""

    people: dict[str, Person]
    teams: dict[str, Team]
    clock: Person
    today: datetime.date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    voices: dict[str, Feedback] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    briefings: dict[str, Briefing] = field(default_factory=dict)

    def month(self, offset: int) -> datetime.date:
        """Return the first day of the month so many before today's; 0 is today's own."""
        return add_months(month_start(self.today), offset)

    def day(self, offset: int, day: int) -> datetime.date:
        """Return a day of a month, the month's last where it has fewer, and never after today."""
        return min(day_of_month(self.month(offset), day), self.today)

    def theme(self, slug: str) -> Theme:
        """Return a theme by its short name."""
        if slug not in self.themes:
            with tenant.inside(self.clock.council_id):
                self.themes[slug] = Theme.objects.get(council=self.clock.council, slug=slug)
        return self.themes[slug]

    def memberships(self, person: Person) -> list[Membership]:
        """Return where somebody works."""
        with tenant.inside(self.clock.council_id):
            return list(person.memberships.select_related("team").order_by("id"))
