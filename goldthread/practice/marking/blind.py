"""Who may see which of two marks: neither marker the other's before both are in, nor anybody else.

Only tables are asked here, so that the pages of rounds and audits can ask it too.
"""

from __future__ import annotations

import datetime
import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldthread.council.models import Person
from goldthread.practice.marking.models import ExternalAuditor, SecondMark
from goldthread.practice.rounds.models import Audit

BOTH_IN = Q(finished_on__isnull=False, audit__finished_on__isnull=False)


def without_blind(audits: QuerySet[Audit], person: Person) -> QuerySet[Audit]:
    """Return audits without those that somebody marks a second time, until both marks are in."""
    mine = SecondMark.objects.filter(audit=OuterRef("pk"), marker=person).exclude(BOTH_IN)
    return audits.exclude(Exists(mine))


def is_blind(person: Person, audit_round_id: uuid.UUID) -> bool:
    """Return whether somebody has a second mark in a round that is not in yet, or whose first is not.

    Until then the figures of the round, in which the first marks are counted, are not theirs to see.
    """
    marks = SecondMark.objects.filter(council=person.council_id, audit__round=audit_round_id, marker=person)
    return marks.exclude(BOTH_IN).exists()


def marks_for(person: Person, today: datetime.date) -> QuerySet[SecondMark]:
    """Return the second marks that were given to somebody; to an external auditor, of the rounds open to them today."""
    marks = SecondMark.objects.filter(
        council=person.council_id, marker=person, audit__round__withdrawn_on=None
    )
    if is_own_staff(person):
        return marks
    return marks.filter(audit__round__in=open_to(person, today).values("round"))


def is_own_staff(person: Person) -> bool:
    """Return whether somebody is of this council, and no external auditor: whoever has a home here."""
    return person.may("thread.home")


def open_to(person: Person, today: datetime.date) -> QuerySet[ExternalAuditor]:
    """Return what is given to an external auditor, and works on a day."""
    given = ExternalAuditor.objects.filter(council=person.council_id, person=person, ended_on=None)
    return given.filter(since__lte=today, until__gte=today, round__withdrawn_on=None)


def seen_by_leads(marks: QuerySet[SecondMark]) -> QuerySet[SecondMark]:
    """Return the marks that whoever leads may see: those of which both are in."""
    return marks.filter(BOTH_IN)
