"""Forgetting staff who have long left: their name goes, and what they decided stays as somebody's who left."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Max

from goldthread.council.command import command
from goldthread.council.database import tenant
from goldthread.council.models import Account, AuditLine, Council, Membership, Person
from goldthread.council.records.retention import STAFF
from goldthread.dates import years_before

NAME = "Somebody who has left"
_CLOSING = "council.close_person"


def due(council: Council, today: datetime.date) -> list[Person]:
    """Return who left so long ago that their name is no longer kept; the trail says when their way in was closed."""
    limit = years_before(today, STAFF.years or 0)
    closed = dict(
        AuditLine.objects.filter(council=council, command=_CLOSING)
        .values_list("target_id")
        .annotate(last=Max("at"))
    )
    gone = Person.objects.filter(council=council, is_active=False, is_system=False).exclude(name=NAME)
    return [person for person in gone if person.pk in closed and closed[person.pk].date() < limit]


@command("council.forget")
def forget(*, by: Person, people: Sequence[Person]) -> list[Person]:
    """Delete the names, roles and ways in of people who have left; what they did stays theirs, without a name."""
    ways_in = [person.account_id for person in people if person.account_id]
    keys = [person.pk for person in people]
    Membership.objects.filter(council=by.council, person__in=keys).delete()
    Person.objects.filter(council=by.council, pk__in=keys).update(account=None, name=NAME, job_title="")
    for account in ways_in:
        if not _is_used_elsewhere(by, account):
            Account.objects.filter(pk=account).delete()
    return list(people)


def _is_used_elsewhere(by: Person, account: object) -> bool:
    tenant.recognise(account)
    used = Person.objects.filter(account=account).exists()
    tenant.recognise(by.account_id or by.pk)
    return used
