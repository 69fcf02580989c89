"""Going through actions at a meeting: a decision on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.learning.assurance.models import ActionReview, Decided
from goldthread.learning.models import Action
from goldthread.meetings.meetings.models import Meeting


@dataclass(frozen=True)
class Decision:
    """What is decided of one action, with a few words."""

    action: Action
    decided: str
    note: str = ""


@command("learning.agree")
def go_through_actions(*, by: Person, meeting: Meeting, decisions: Sequence[Decision]) -> Meeting:
    """Review actions at a meeting: each has what was decided of it; decided anew, the later word stands."""
    check_scope(by, *(each.action for each in decisions))
    if not meeting.of_kind.reviews_actions:
        raise Refused(f"{meeting.of_kind.name}: no actions are gone through there.")
    if not meeting.took_place:
        raise Refused("This meeting was not held yet. Say first who came.")
    if not decisions:
        raise Refused("Say of at least one action what was decided.")
    actions = [each.action.pk for each in decisions]
    there = {
        row.action_id: row
        for row in ActionReview.objects.select_for_update()
        .filter(council=by.council_id, meeting=meeting, action__in=actions)
        .order_by("pk")
    }
    for each in decisions:
        row = there.get(each.action.pk)
        decided, note = Decided(each.decided), each.note.strip()
        if row is None:
            row = ActionReview(
                council=by.council, action=each.action, meeting=meeting, decided=decided, note=note, by=by
            )
            saving.add_part(row, each.action)
            continue
        row.decided, row.note, row.by = decided, note, by
        saving.hide(row, ["note"], people_named.named_under(each.action))
        row.save(update_fields=["decided", "note", "by"])
    return meeting
