"""Feedback in Avonshire that no theme covers, some of it only of late, and the emerging topics found in it."""

from __future__ import annotations

import datetime

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.calendar_feedback import CHANNELS
from goldthread.demo.story import Story
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.emerging import jobs


def receive(story: Story) -> None:
    """Receive feedback about parking permits and about pets; Grace finds no suitable theme for it."""
    pieces = [
        feedback.NewFeedback(
            source=entry["source"],
            subject=entry.get("subject", ""),
            points=[entry["text"]],
            # Days, not months: "in the last four weeks" must hold on whatever day the demo is built.
            received_on=story.today - datetime.timedelta(days=entry["days_ago"]),
            speaker=entry["speaker"],
            channel=CHANNELS[entry["how"]],
            team=story.teams[entry["team"]],
            tone=entry["tone"],
        )
        for entry in content.lines("emerging_topics")
    ]
    received = feedback.receive_many(by=story.people["dilys-okafor"], pieces=pieces)
    with tenant.inside(story.clock.council_id):
        points = list(Point.objects.filter(feedback__in=received).order_by("id"))
    coding_commands.code_points(
        by=story.people["grace-adeyinka"], decisions=[(point, []) for point in points]
    )


def find(story: Story) -> None:
    """Look for emerging topics, as Goldthread does every night."""
    with tenant.inside(story.clock.council_id):
        jobs.find_topics(by=story.clock, today=story.today.isoformat())
