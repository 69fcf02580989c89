"""What is counted of meetings: held of planned, who came by role, and what was raised, as far as a person may see."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

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
    return _as_held(meetings.filter(meets_on__lte=today).aggregate(**_counts(today)))


def _counts(today: datetime.date) -> dict[str, Any]:
    one = Q(sessions_planned=None)
    return {
        "meetings": Count("pk", filter=one),
        "held": Count("pk", filter=one & Q(stage__in=TOOK_PLACE)),
        "cancelled": Count("pk", filter=one & Q(stage=Stage.CANCELLED)),
        "waiting": Count("pk", filter=one & Q(stage=Stage.PLANNED, meets_on__lt=today)),
        "sessions": Sum("sessions_planned"),
        "all_held": Sum("sessions_held"),
    }


def _as_held(counted: Mapping[str, Any]) -> HeldOfPlanned:
    return HeldOfPlanned(
        counted["meetings"] + (counted["sessions"] or 0),
        counted["held"] + (counted["all_held"] or 0),
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
    return _as_came(meetings.aggregate(**_SUMS))


_SUMS = {f"all_{name}": Sum(name) for name in ROLES}


def _as_came(sums: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(label, sums[f"all_{name}"]) for name, label in ROLES.items() if sums[f"all_{name}"]]


def raised_at(person: Person, meeting: Meeting) -> list[Point]:
    """Return what was raised at a meeting, in its order."""
    points = Point.objects.visible_to(person).filter(origin=kind_of(meeting), origin_id=meeting.pk)
    return list(points.order_by("position", "pk"))


@dataclass(frozen=True)
class Series:
    """A series in the year up to today: its name, kind, how many were held of planned, and how many came by role."""

    name: str
    kind: str
    held: HeldOfPlanned
    came: list[tuple[str, int]]
    last: datetime.date


def all_series(person: Person, today: datetime.date) -> list[Series]:
    """Return every series of the year up to today, by name: one question for all."""
    meetings = (
        Meeting.objects.visible_to(person)
        .exclude(series="")
        .filter(meets_on__lte=today, meets_on__gt=years_before(today, 1))
    )
    rows = (
        meetings.order_by("series", "kind")
        .values("series", "kind")
        .annotate(last=Max("meets_on"), **_counts(today), **_SUMS)
    )
    return [
        Series(
            row["series"],
            row["kind"],
            _as_held(row),
            _as_came(row),
            row["last"],
        )
        for row in rows
    ]
