"""What Avonshire heard and no theme covers, some of it only of late: the groups are found in it, not written down."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Channel, Point
from goldthread.themes import commands as themes
from goldthread.themes.groups import jobs

if TYPE_CHECKING:
    from goldthread.demo.story import Story

_CHANNEL = {
    "phone": Channel.PHONE,
    "survey": Channel.FORM,
    "letter": Channel.LETTER,
    "card": Channel.LETTER,
    "email": Channel.EMAIL,
}


def hear(story: Story) -> None:
    """Receive voices about parking permits and about pets; Grace finds that nothing in the codebook fits them."""
    pieces = [
        feedback.Heard(
            source=voice["source"],
            points=[voice["text"]],
            # Days, not months: "in the last four weeks" must hold on whatever day the demo is built.
            received_on=story.today - datetime.timedelta(days=voice["days_ago"]),
            speaker=voice["speaker"],
            channel=_CHANNEL[voice["how"]],
            team=story.teams[voice["team"]],
            tone=voice["tone"],
        )
        for voice in content.lines("unnamed")
    ]
    kept = feedback.receive_rows(by=story.people["dilys-okafor"], pieces=pieces)
    with tenant.inside(story.clock.council_id):
        points = list(Point.objects.filter(feedback__in=kept))
    themes.code_rows(by=story.people["grace-adeyinka"], decisions=[(point, []) for point in points])


def look(story: Story) -> None:
    """Let Goldthread look for what nobody has named, as it does every night."""
    with tenant.inside(story.clock.council_id):
        jobs.find(by=story.clock, today=story.today.isoformat())
