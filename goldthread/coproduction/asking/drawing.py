"""Whom an invitation is drawn from, and the draw: the same seed gives the same people from the same list."""

from __future__ import annotations

import datetime
import random
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from goldthread.coproduction.asking.models import Invited, WillingPerson
from goldthread.coproduction.models import Involvement
from goldthread.dates import add_months

MOST_A_YEAR = 2
"""Who was invited so often in twelve months is asked often enough, and left out unless somebody says otherwise."""


@dataclass(frozen=True)
class Pool:
    """Whom a draw is made from: those who match, those of them who were asked too often, and the rest."""

    matched: list[uuid.UUID]
    too_often: list[uuid.UUID]

    def drawn_from(self, *, often_too: bool) -> list[uuid.UUID]:
        """Return the keys that are drawn from, in the order that the draw starts with."""
        often = set() if often_too else set(self.too_often)
        return [key for key in self.matched if key not in often]


def willing(council_id: uuid.UUID, today: datetime.date) -> QuerySet[WillingPerson]:
    """Return the people of a council whose consent holds on a day."""
    return WillingPerson.objects.filter(
        council_id=council_id, consent_on__lte=today, consent_until__gte=today
    )


def times_asked(people: Sequence[uuid.UUID], today: datetime.date) -> Counter[uuid.UUID]:
    """Return how often each was invited in the twelve months before a day."""
    since = add_months(today, -12)
    asked = Invited.objects.filter(person__in=people, invitation__drawn_on__gt=since)
    return Counter(asked.values_list("person_id", flat=True))


def pool(work: Involvement, criteria: Mapping[str, Any], today: datetime.date) -> Pool:
    """Return whom an invitation to a piece of work can be drawn from: nobody who was invited to it already."""
    people = willing(work.council_id, today).exclude(invited__invitation__involvement=work)
    if criteria.get("as_whom"):
        people = people.filter(as_whom__in=criteria["as_whom"])
    wanted = set(criteria.get("interests") or ())
    rows = people.order_by("pk").values_list("pk", "interests")
    matched = [key for key, interests in rows if not wanted or wanted & set(interests)]
    often = times_asked(matched, today)
    return Pool(matched, [key for key in matched if often[key] >= MOST_A_YEAR])


def draw(keys: Sequence[uuid.UUID], wanted: int, seed: int) -> list[uuid.UUID]:
    """Return so many keys by lot, in the order of the draw: all of them where there are no more."""
    return random.Random(seed).sample(list(keys), min(wanted, len(keys)))
