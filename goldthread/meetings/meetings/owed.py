"""Whether what is raised at a meeting is owed an answer: of boards, forums and groups of staff it is, asked for or not."""

from __future__ import annotations

from typing import Any

from goldthread.council.records.owed import Owed
from goldthread.feedback.choices import Speaker
from goldthread.meetings.meetings.kinds import MeetingKind

# Of what sort the request is, by whoever speaks at such meetings; as the room of requests calls them.
_SORTS = {Speaker.STAFF: "staff_idea", Speaker.PARTNER: "partner"}
EASY_READ = "Easy read"


def is_owed(kind: MeetingKind, body: Any) -> bool:
    """Return whether what is raised at such a meeting, of such a body, is owed an answer."""
    return kind.answer_owed or (body is not None and body.of_kind.people and not kind.themes_only)


def owed_for(meeting: Any) -> Owed | None:
    """Return what is owed to whoever raised something at a meeting; None where nothing is."""
    kind: MeetingKind = meeting.of_kind
    if not is_owed(kind, meeting.body):
        return None
    return Owed(
        group=meeting.body.name if meeting.body is not None else meeting.series or kind.name,
        kind=_SORTS.get(Speaker(kind.speaker), "asked"),
        owner=meeting.owner,
        format=EASY_READ if meeting.easy_read else "",
    )
