"""What is counted of meetings: held of planned, who came by role, and what was raised, as far as a person may see."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from goldthread.council.models import Person
from goldthread.council.records.spec import kind_of
from goldthread.dates import years_before
from goldthread.feedback.models import Point
from goldthread.meetings.meetings.choices import ROLES, TOOK_PLACE, Stage
from goldthread.meetings.meetings.models import Meeting


@dataclass(frozen=True)
class HeldOfPlanned:
    """Of so many that were planned up to a day, so many were held, cancelled, or are not confirmed."""

    planned: int
    held: int
    cancelled: int = 0
    not_confirmed: int = 0

    @property
    def in_words(self) -> str:
        """Return it as "11 of 12 held, 1 cancelled"."""
        parts = [f"{self.held:,} of {self.planned:,} held"]
        parts += [f"{self.cancelled:,} cancelled"] if self.cancelled else []
        parts += [f"{self.not_confirmed:,} not confirmed"] if self.not_confirmed else []
        return ", ".join(parts)


def held_of_planned(meetings: QuerySet[Meeting], today: datetime.date) -> HeldOfPlanned:
    """Return how many meetings whose day is here or over were held; sessions of which only totals are kept count each."""
    counted = meetings.filter(meets_on__lte=today).aggregate(
        meetings=Count("pk", filter=Q(sessions_planned=None)),
        held=Count("pk", filter=Q(sessions_planned=None, stage__in=TOOK_PLACE)),
        cancelled=Count("pk", filter=Q(sessions_planned=None, stage=Stage.CANCELLED)),
        waiting=Count("pk", filter=Q(sessions_planned=None, stage=Stage.PLANNED, meets_on__lt=today)),
        sessions=Sum("sessions_planned"),
        sessions_held=Sum("sessions_held"),
    )
    return HeldOfPlanned(
        counted["meetings"] + (counted["sessions"] or 0),
        counted["held"] + (counted["sessions_held"] or 0),
        counted["cancelled"],
        counted["waiting"],
    )


def of_series(person: Person, meeting: Meeting, today: datetime.date) -> QuerySet[Meeting]:
    """Return the meetings of a meeting's series in the year up to today; of none, the meeting itself."""
    meetings = Meeting.objects.visible_to(person)
    if not meeting.series:
        return meetings.filter(pk=meeting.pk)
    return meetings.filter(series=meeting.series, meets_on__gt=years_before(today, 1))


def came_by_role(meetings: QuerySet[Meeting]) -> list[tuple[str, int]]:
    """Return how many came of each role, over some meetings: whoever came twice is counted twice."""
    sums: dict[str, Any] = meetings.aggregate(**{f"all_{name}": Sum(name) for name in ROLES})
    return [(label, sums[f"all_{name}"]) for name, label in ROLES.items() if sums[f"all_{name}"]]


def raised_at(person: Person, meeting: Meeting) -> list[Point]:
    """Return what was raised at a meeting, in its order."""
    points = Point.objects.visible_to(person).filter(origin=kind_of(meeting), origin_id=meeting.pk)
    return list(points.order_by("position", "pk"))
