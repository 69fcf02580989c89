"""Requests at the meeting where they were raised: each matter with how its answer stands; answered, once all of them are."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from goldthread.council.records import saving
from goldthread.council.records.base import Record
from goldthread.council.records.page_additions import Addition, adds_to_page
from goldthread.council.records.spec import kind_of
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.models import Meeting
from goldthread.responses.models import Ask


@adds_to_page("meeting")
def with_answers(request: HttpRequest, meeting: Meeting, present: Collection[type[Model]]) -> Addition | None:
    """Show at each matter how its answer stands, with a link to it, for whoever may read requests."""
    if not request.person.may("responses.read"):
        return None
    asks = Ask.objects.visible_to(request.person).filter(
        point__origin=kind_of(meeting), point__origin_id=meeting.pk
    )
    found = list(asks.select_related("owner").order_by("pk"))
    answered = sum(ask.answered_on is not None for ask in found)
    today = timezone.localdate()
    context = {
        "asks": {ask.point_id: (ask, ask.states(today)) for ask in found},
        "answered": (answered, len(found)) if found else None,
    }
    return Addition(context=context)


@saving.after_change
def settle_meeting(record: Record) -> None:
    """Call a meeting answered once every request that was raised there has its answer, and no longer where one has none."""
    if not isinstance(record, Ask) or record.point.origin != "meeting":
        return
    meeting = Meeting.objects.filter(council=record.council_id, pk=record.point.origin_id).first()
    if meeting is None or meeting.stage not in (Stage.WRITTEN_UP, Stage.ANSWERED):
        return
    asks = Ask.objects.counted().filter(point__origin="meeting", point__origin_id=meeting.pk)
    waits = asks.filter(answered_on=None, closed_on=None).exists()
    stage = Stage.WRITTEN_UP if waits else Stage.ANSWERED
    if meeting.stage != stage:
        saving.change(meeting, stage=stage)
