"""Deletion of the cases of pathway tracking, with their chronology and files, once their time is over."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.council.command import command
from goldthread.council.drafts.store import forget_about
from goldthread.council.models import Council, Person
from goldthread.council.records import attached, holds
from goldthread.council.records.base import history_of
from goldthread.council.records.people_named import forget_names
from goldthread.council.records.retention import years_of
from goldthread.dates import years_before
from goldthread.evidence.returns.cases.models import TRACKED, CaseDraw, TrackedCase


def due(council: Council, today: datetime.date) -> list[CaseDraw]:
    """Return the draws whose cases are to be deleted: none of which is held."""
    limit = years_before(today, years_of(council, TRACKED))
    draws = CaseDraw.objects.filter(council=council, drawn_on__lt=limit)
    return list(draws.exclude(cases__in=holds.held(council.pk, "trackedcase")).order_by("pk"))


@command("council.forget")
def forget(*, by: Person, draws: Sequence[CaseDraw]) -> list[CaseDraw]:
    """Delete draws with all cases, their chronology, notes and files; how many were drawn is in the audit log."""
    cases = list(TrackedCase.objects.filter(council=by.council, draw__in=draws).order_by("pk"))
    keys = [case.pk for case in cases]
    forget_about(by.council_id, cases)
    attached.forget_on(by.council_id, "trackedcase", keys)
    forget_names("trackedcase", keys)
    CaseDraw.objects.filter(council=by.council, pk__in=[draw.pk for draw in draws]).delete()
    earlier = history_of(TrackedCase)
    assert earlier is not None
    # After the rows: deleting them must not leave a last state behind.
    earlier._default_manager.filter(pgh_obj_id__in=keys).delete()
    return list(draws)
