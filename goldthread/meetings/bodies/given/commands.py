"""Commands on what members were given, and on leaders who came."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.meetings.bodies.given.models import Came, GivenKind, GivenToMembers, LeaderRole, LeaderVisit
from goldthread.meetings.bodies.models import Body


@command("bodies.record")
def give(*, by: Person, body: Body, kind: str, on: datetime.date, what: str, members: int) -> Body:
    """Record what members were given, or a forum at which they spoke."""
    row = GivenToMembers(
        council=by.council, body=body, kind=GivenKind(kind), on=on, what=what, members=members
    )
    saving.add_part(row, body)
    return body


@command("bodies.record")
def record_visit(
    *, by: Person, body: Body, on: datetime.date, role: str, came: str, promised: str = ""
) -> Body:
    """Record leader who came: by role, what for, and what they promised."""
    visit = LeaderVisit(
        council=by.council, body=body, on=on, role=LeaderRole(role), came=Came(came), promised=promised
    )
    saving.add_part(visit, body)
    return body


@command("bodies.record")
def keep_promise(*, by: Person, visit: LeaderVisit, kept_on: datetime.date) -> Body:
    """Record that a leader's promise was kept."""
    visit = LeaderVisit.objects.select_for_update(of=("self",)).select_related("body").get(pk=visit.pk)
    if not visit.promised or visit.kept_on:
        raise Refused("Nothing was promised, or it was kept already.")
    saving.change_part(visit, visit.body, kept_on=kept_on)
    return visit.body
