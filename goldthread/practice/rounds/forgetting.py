"""Deletion of audits at the end of their retention: references, workers and words go; the round's figures and findings stay."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.council.command import command
from goldthread.council.drafts.store import forget_about
from goldthread.council.models import Council, Person
from goldthread.council.records import holds
from goldthread.council.records.retention import years_of
from goldthread.dates import years_before
from goldthread.practice.rounds.models import AUDITED, AuditRound, RoundCase


def due(council: Council, today: datetime.date) -> list[AuditRound]:
    """Return the rounds whose audits are to be deleted: their period is over long enough, and none of them is held."""
    limit = years_before(today, years_of(council, AUDITED))
    rounds = AuditRound.objects.filter(
        council=council, period_until__lt=limit, cases__isnull=False
    ).distinct()
    return list(rounds.exclude(pk__in=holds.held(council.pk, "auditround")).order_by("pk"))


@command("council.forget")
def forget(*, by: Person, rounds: Sequence[AuditRound]) -> list[AuditRound]:
    """Delete audits of rounds with the references and workers on their lists; figures and findings stay."""
    forget_about(by.council_id, list(rounds))
    RoundCase.objects.filter(council=by.council, round__in=[each.pk for each in rounds]).delete()
    return list(rounds)
