"""Deletion of the names of staff who left, at the end of their retention; what they decided stays."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Max

from goldthread.council.command import command
from goldthread.council.database import tenant
from goldthread.council.models import Account, AuditLine, Council, Membership, Person
from goldthread.council.records.retention import STAFF, years_of
from goldthread.dates import years_before

NAME = "Former member of staff"
_DEACTIVATION = "council.deactivate_person"


def due(council: Council, today: datetime.date) -> list[Person]:
    """Return those who left too long ago for their name to be kept; the audit log has when they were deactivated."""
    limit = years_before(today, years_of(council, STAFF))
    closed = dict(
        AuditLine.objects.filter(council=council, command=_DEACTIVATION)
        .values_list("target_id")
        .annotate(last=Max("at"))
    )
    gone = Person.objects.filter(council=council, is_active=False, is_system=False).exclude(name=NAME)
    return [person for person in gone if person.pk in closed and closed[person.pk].date() < limit]


@command("council.forget")
def forget(*, by: Person, people: Sequence[Person]) -> list[Person]:
    """Delete the names, roles and accounts of people who have left; what they did stays, without a name."""
    accounts = [person.account_id for person in people if person.account_id]
    keys = [person.pk for person in people]
    Membership.objects.filter(council=by.council, person__in=keys).delete()
    Person.objects.filter(council=by.council, pk__in=keys).update(account=None, name=NAME, job_title="")
    for account in accounts:
        if not _is_used_elsewhere(by, account):
            Account.objects.filter(pk=account).delete()
    return list(people)


def _is_used_elsewhere(by: Person, account: object) -> bool:
    tenant.recognise(account)
    used = Person.objects.filter(account=account).exists()
    tenant.recognise(by.account_id or by.pk)
    return used
