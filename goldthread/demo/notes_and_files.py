"""Notes, a mention, files and related records in Avonshire, on the newest open complaints and on a lesson."""

from __future__ import annotations

from goldthread.council.database import tenant
from goldthread.council.files import commands as files
from goldthread.council.notes import commands as notes
from goldthread.council.relations import commands as relations
from goldthread.demo.story import Story
from goldthread.feedback.models import Feedback

_HELD = b"""What the team holds of this, made up.
Two calls were taken this month. The first was answered the same day. Nobody rang back after the second.
"""
_CHECK = b"""What we look for in ten files picked at random, made up.
1. Was the person told how long it would take? 2. Were they told again when it took longer? 3. Who told them, and how?
"""


def add(story: Story) -> None:
    """Add what staff wrote on the two newest open complaints and on the first lesson, and link the complaints."""
    manager, quality = story.people["dilys-okafor"], story.people["grace-adeyinka"]
    with tenant.inside(story.clock.council_id):
        complaints = Feedback.objects.filter(council=story.clock.council, source="complaint", closed_on=None)
        newest, other = complaints.exclude(team=None).order_by("-received_on", "-number")[:2]
        lesson = min(story.lessons.values(), key=lambda each: each.number)
    notes.add_note(
        by=manager,
        record=newest,
        text="I have asked the team what it holds of this, and attached it: nobody rang back after the second call. "
        f"@{quality.name} do others say the same?",
    )
    files.attach_file(by=manager, record=newest, filename="What the team holds of this.txt", content=_HELD)
    notes.add_note(
        by=quality, record=newest, text=f"@{manager.name} one more in the same month. I have linked the two."
    )
    relations.link_records(by=quality, record=newest, other=other, reason="same month, much the same")
    notes.add_note(
        by=quality,
        record=lesson,
        text="Ten files are read again in the spring, by the list that is attached.",
    )
    files.attach_file(
        by=quality, record=lesson, filename="What we look for.txt", content=_CHECK, is_restricted=False
    )
