"""What an administrator sees first: what is set for the council, and who has an account and does not use it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from goldthread.council.models import Council, Person, Team
from goldthread.council.records.together import counts_of
from goldthread.council.settings.people_table import last_sign_in, people_of

NOT_USED = datetime.timedelta(days=90)
"""How long nobody has signed in before an account is looked at."""
_SHOWN = 8


def what_is_set(person: Person) -> dict[str, Any]:
    """Return the council, with how many active users, teams and closed teams it has."""
    people = Person.objects.visible_to(person).filter(is_system=False, is_active=True)
    teams = Team.objects.visible_to(person)
    numbers = counts_of([people, teams.filter(is_active=True), teams.filter(is_active=False)])
    return {
        "council": Council.objects.get(pk=person.council_id),
        **dict(zip(("people", "teams", "closed"), numbers, strict=True)),
    }


def not_used(person: Person, today: datetime.date) -> tuple[list[tuple[Person, datetime.date | None]], int]:
    """Return active users who have not signed in for `NOT_USED`, those who never did first, and how many more there are."""
    since = timezone.make_aware(datetime.datetime.combine(today - NOT_USED, datetime.time()))
    unused = Q(account__last_login=None) | Q(account__last_login__lt=since)
    people = people_of(person).filter(unused, is_active=True, account__isnull=False)
    people = people.order_by(F("account__last_login").asc(nulls_first=True), "name", "pk")
    rows = list(people[: _SHOWN + 1])
    more = people.count() - _SHOWN if len(rows) > _SHOWN else 0
    return [(each, last_sign_in(each)) for each in rows[:_SHOWN]], more
