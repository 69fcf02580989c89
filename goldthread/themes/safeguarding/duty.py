"""The duty list of a council: who looks first on a day, and who should have looked at a prompt."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.themes.safeguarding.models import SafeguardingDuty, SafeguardingPrompt

NOBODY = "Nobody is on the duty list today, so everybody who reviews concerns is asked."


class DutyList:
    """A council's duty list, read once for a page."""

    def __init__(self, council_id: uuid.UUID) -> None:
        rows = SafeguardingDuty.objects.filter(council_id=council_id, person__is_active=True)
        self._rows = list(rows.select_related("person"))
        # One instance each: what somebody may do is looked up once.
        self._people = {row.person_id: row.person for row in self._rows}

    def on(self, day: datetime.date) -> list[Person]:
        """Return who is on duty on a day: those named for dates that hold it, or else those of its weekday.

        Whoever has left, or may no longer review concerns, is on duty no more.
        """
        rows = [row for row in self._rows if row.is_on(day)]
        by_dates = [row for row in rows if row.weekday is None]
        people = dict.fromkeys(row.person_id for row in by_dates or rows)
        return [self._people[pk] for pk in people if self._people[pk].may("themes.safeguarding")]

    def days_without(self, first: datetime.date) -> list[datetime.date]:
        """Return the days of the week that begins with `first` on which nobody is on duty."""
        week = [first + datetime.timedelta(days=number) for number in range(7)]
        return [day for day in week if not self.on(day)]

    def of_prompt(self, prompt: SafeguardingPrompt) -> list[Person]:
        """Return who should have looked at a prompt: those on duty on the day it was found, who may review it."""
        found_at = prompt.danger_since or prompt.created_at
        return [person for person in self.on(timezone.localdate(found_at)) if _reviews(person, prompt)]


def _reviews(person: Person, prompt: SafeguardingPrompt) -> bool:
    teams = person.teams_for("themes.safeguarding")
    return teams is None or prompt.team_id in teams


def names(people: Sequence[Person], reader: Person) -> str:
    """Return people by name, "you" for whoever reads it: "Ann Lee, Bo Ray and you"."""
    listed = ["you" if person.pk == reader.pk else person.name for person in people]
    return " and ".join(part for part in (", ".join(listed[:-1]), *listed[-1:]) if part)


def on_duty_in_words(people: Sequence[Person], reader: Person) -> str:
    """Return who is on duty today, in words."""
    return f"On duty today: {names(people, reader)}." if people else NOBODY


def days_without_in_words(days: Sequence[datetime.date]) -> str:
    """Return on which of the next seven days nobody is on duty, in words; "" where somebody is on each."""
    if not days:
        return ""
    listed = [f"{day:%A} {day_in_words(day)}" for day in days]
    words = " and ".join(part for part in (", ".join(listed[:-1]), *listed[-1:]) if part)
    return f"In the next seven days nobody is on duty on {words}."
