"""Deletion of what was said at meetings once its time is over: minutes and matters raised go, decisions and counts stay."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from goldthread.council.command import command
from goldthread.council.drafts.store import forget_about
from goldthread.council.models import Council, Person
from goldthread.council.records import attached, holds, saving
from goldthread.council.records.base import history_of
from goldthread.council.records.models import PeopleNamed, RestrictedText
from goldthread.council.records.retention import VOICE, years_of
from goldthread.dates import day_in_words, years_before
from goldthread.feedback.models import Point
from goldthread.meetings.meetings.models import Meeting

_KIND = "meeting"
GONE = "Deleted on {on}, as the retention schedule requires."


def due(council: Council, today: datetime.date) -> list[Meeting]:
    """Return the meetings of which something said is kept beyond its time: counted from the day of the meeting."""
    limit = years_before(today, years_of(council, VOICE))
    of_it = {"council": council, "origin": _KIND, "origin_id": OuterRef("pk")}
    said = (
        ~Q(minutes="")
        | Exists(Point.objects.filter(**of_it, forgotten_on=None))
        | Exists(RestrictedText.objects.filter(**of_it))
        | Exists(PeopleNamed.objects.filter(**of_it))
    )
    old = Meeting.objects.filter(said, council=council, meets_on__lt=limit)
    return list(old.exclude(pk__in=holds.held(council.pk, _KIND)).order_by("pk"))


@command("council.forget")
def forget(*, by: Person, meetings: Sequence[Meeting], on: datetime.date) -> list[Meeting]:
    """Delete minutes and what was raised at meetings, in their history too; decisions and counts stay."""
    keys = [meeting.pk for meeting in meetings]
    holds.check(by.council_id, _KIND, keys)
    points = Point.objects.filter(council=by.council_id, origin=_KIND, origin_id__in=keys)
    forget_about(by.council_id, [*meetings, *points])
    said = list(points.values_list("pk", flat=True))
    points.update(text=GONE.format(on=day_in_words(on)), is_locked=False, forgotten_on=on)
    saving.forget_originals(by.council_id, _KIND, keys)
    saving.forget_originals(by.council_id, "point", said)
    attached.forget_on(by.council_id, _KIND, keys)
    Meeting.objects.filter(pk__in=keys).update(minutes="")
    for model, gone in ((Meeting, keys), (Point, said)):
        events = history_of(model)
        assert events is not None
        events._default_manager.filter(pgh_obj_id__in=gone).delete()
    for meeting in meetings:
        meeting.minutes = ""
        saving.index(meeting)
    return list(meetings)
