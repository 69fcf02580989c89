"""A team of Avonshire's that was renamed, one that is to be, and the two rules by which new feedback gets its team and owner."""

from __future__ import annotations

import datetime

from goldthread.council.database import tenant
from goldthread.council.models import Person, Team
from goldthread.council.teams.commands import rename_team
from goldthread.demo.story import Story
from goldthread.feedback.routing.commands import add_intake_rule

_RENAMED_DAYS_AGO = 150
_RENAMED_IN_DAYS = 60


def rename(by: Person, team: Team, name: str, today: datetime.date) -> Team:
    """Give a team, created under an earlier name, the one it has had for five months."""
    on = today - datetime.timedelta(days=_RENAMED_DAYS_AGO)
    return rename_team(by=by, team=team, name=name, on=on, today=today)


def add_rules(story: Story) -> None:
    """Add the rules for new feedback, at the end: what came before was given out by hand."""
    any_ = {
        "source": "",
        "speaker": "",
        "named_team": None,
        "organisation": None,
        "to_team": None,
        "owner": None,
    }
    with tenant.inside(story.clock.council_id):
        by = Person.objects.get(pk=story.people["maureen-tapsell"].pk)
    # From a day to come: its page says so, and on that morning it has the new name.
    to_come = story.today + datetime.timedelta(days=_RENAMED_IN_DAYS)
    rename_team(
        by=by, team=story.teams["first-contact"], name="First Response", on=to_come, today=story.today
    )
    infirmary, hospital = story.organisations["infirmary"], story.teams["hospital-discharge"]
    add_intake_rule(
        by=by,
        name="What names the Infirmary goes to Hospital Discharge",
        **{**any_, "organisation": infirmary, "to_team": hospital},
    )
    add_intake_rule(
        by=by,
        name="Provider feedback goes to the quality lead",
        **{**any_, "source": "provider_feedback", "owner": story.people["grace-adeyinka"]},
    )
