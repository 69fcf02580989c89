"""Deletion of members' names once their term is long over; the term itself stays."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.records.retention import VOICE, years_of
from goldthread.dates import years_before
from goldthread.meetings.bodies.seats.models import SeatHolder


def due(council: Council, today: datetime.date) -> QuerySet[SeatHolder]:
    """Return the names whose term was over so long ago that they are deleted."""
    limit = years_before(today, years_of(council, VOICE))
    left = Coalesce("term__ended_on", "term__until")
    return SeatHolder.objects.filter(council=council).alias(left=left).filter(left__lt=limit).order_by("pk")


@command("council.forget")
def forget_holders(*, by: Person, today: datetime.date) -> list[SeatHolder]:
    """Delete names of members whose term is long over."""
    holders = list(due(by.council, today))
    SeatHolder.objects.filter(pk__in=[holder.pk for holder in holders]).delete()
    return holders
