"""Possible safeguarding concerns in Avonshire: found in the feedback, and the older ones reviewed."""

from __future__ import annotations

from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.themes.safeguarding import commands as safeguarding_commands
from goldthread.themes.safeguarding import safeguarding_screen
from goldthread.themes.safeguarding.models import SafeguardingPrompt, SafeguardingReview


def review_older_prompts(story: Story) -> None:
    """Screen all points, and record what was done about those that came before the last whole month."""
    safeguarding_screen.screen_points(story.clock.council)
    with tenant.inside(story.clock.council_id):
        prompts = SafeguardingPrompt.objects.filter(
            council=story.clock.council, point__month__lt=story.month(-1)
        )
        older = list(prompts.order_by("point_id"))
    for index, prompt in enumerate(older):
        safeguarding_commands.record_review(
            by=story.people["ian-prettejohn"],
            prompt=prompt,
            outcome=SafeguardingReview.Outcome.SPOKE if index % 4 == 0 else SafeguardingReview.Outcome.KNOWN,
        )
