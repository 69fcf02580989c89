"""Commands on what becomes of a briefing: that somebody opened it, and how a team used it."""

from __future__ import annotations

import datetime

from goldthread.briefings.models import Briefing
from goldthread.briefings.queries import own_teams
from goldthread.briefings.reach.models import Opening, TeamDiscussion
from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.records import saving


@command("briefings.read")
def open_briefing(*, by: Person, briefing: Briefing, opened_on: datetime.date) -> Opening:
    """Open a briefing that was sent: the first time is kept, and no other."""
    if briefing.sent_on is None:
        raise Refused("This briefing has not been sent yet.")
    opening, _ = Opening.objects.get_or_create(
        briefing=briefing, person=by, defaults={"council": by.council, "opened_on": opened_on}
    )
    return opening


@command("briefings.acknowledge")
def record_discussion(
    *,
    by: Person,
    briefing: Briefing,
    team: Team,
    discussed_on: datetime.date,
    person: Person,
    took_part: int,
    differently: str,
) -> Briefing:
    """Record how a team used a briefing: when, how many took part, and what they will do differently. person: who led."""
    if briefing.sent_on is None:
        raise Refused("This briefing has not been sent yet.")
    if team.pk not in own_teams(by) and not by.may("briefings.write"):
        raise Refused("Record it for your own team.", field="team")
    if discussed_on < briefing.sent_on:
        raise Refused(
            "The date of discussion must be on or after the date it was sent.", field="discussed_on"
        )
    saving.needs_explanation(differently, "Enter what you will do differently", field="differently")
    if briefing.discussions.filter(team=team, discussed_on=discussed_on).exists():
        raise Refused("This team’s discussion on that day is recorded already.", field="discussed_on")
    saving.add_part(
        TeamDiscussion(
            council=by.council,
            briefing=briefing,
            team=team,
            discussed_on=discussed_on,
            led_by=person,
            took_part=took_part,
            differently=differently,
        ),
        briefing,
    )
    return briefing
