"""Who works on Avonshire's open complaints and by when; somebody on leave, and an update that was asked for."""

from __future__ import annotations

import datetime

from goldthread.casework import commands as casework
from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.records.assignment import assign
from goldthread.council.work import commands
from goldthread.demo.story import Story
from goldthread.feedback.models import Feedback
from goldthread.reviews.models import Review

_NEWEST = 16
# In how many days each is due that was acknowledged and is answered by then; some are late, some due soon.
_DUE_IN = (-4, 1, 2, 9, 16, 23)
_ACKNOWLEDGED = "By telephone. They would like an answer in writing."
_ANSWERED_BY = "They can wait until then."


def assign_complaints(story: Story) -> None:
    """Assign the newest open complaints: of four one to nobody yet, the others to their team's manager or practitioner."""
    dilys = story.people["dilys-okafor"]
    workers = _workers(story)
    with tenant.inside(story.clock.council_id):
        complaints = list(
            Feedback.objects.visible_to(dilys)
            # Of teams with somebody to do the work: which complaints are the newest differs from day to day.
            .filter(
                source="complaint", closed_on=None, is_locked=False, team__in={team for team, _ in workers}
            )
            .order_by("-received_on", "-id")[:_NEWEST]
        )
    for number, complaint in enumerate(complaints):
        if number % 4 == 0:
            continue
        by_then = story.today + datetime.timedelta(days=_DUE_IN[number % len(_DUE_IN)])
        owner = (
            workers.get((complaint.team_id, number % 2))
            or workers[next(key for key in workers if key[0] == complaint.team_id)]
        )
        assign(by=dilys, record=complaint, owner=owner)
        # Each, however new: how many came within the days of a clock differs with weekends and bank holidays.
        on = min(complaint.received_on + datetime.timedelta(days=1), story.today)
        casework.acknowledge(by=dilys, feedback=complaint, on=on, reason=_ACKNOWLEDGED)
        casework.agree_date(by=dilys, feedback=complaint, on=on, to=max(by_then, on), reason=_ANSWERED_BY)
    if complaints[1:]:
        commands.ask_update(by=story.people["grace-adeyinka"], record=complaints[1])


def _workers(story: Story) -> dict[tuple[object, int], Person]:
    """Return who works in a team: its manager as (team, 0), its practitioner as (team, 1)."""
    roles = {"team_manager": 0, "practitioner": 1}
    return {
        (membership.team_id, roles[membership.role]): person
        for person in story.people.values()
        for membership in story.memberships(person)
        if membership.role in roles
    }


def assign_remedies(story: Story) -> None:
    """Give each remedy that is not done yet to the complaints manager."""
    dilys = story.people["dilys-okafor"]
    with tenant.inside(story.clock.council_id):
        reviews = list(
            Review.objects.visible_to(dilys)
            .filter(remedy_due_on__isnull=False, remedy_done_on=None, owner=None)
            .order_by("remedy_due_on", "pk")
        )
    for review in reviews:
        assign(by=dilys, record=review, owner=dilys)


def go_on_leave(story: Story) -> None:
    """Put a team manager's work into the hands of the complaints manager for two weeks."""
    commands.hand_over(
        by=story.people["rob-ellacott"],
        to=story.people["dilys-okafor"],
        from_on=story.today - datetime.timedelta(days=2),
        until_on=story.today + datetime.timedelta(days=11),
        today=story.today,
    )
