"""Possible safeguarding concerns in Avonshire: older ones reviewed, a duty list, two samples read, and a call today."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db.models import Q

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Channel, Point, Speaker
from goldthread.themes.safeguarding import commands as safeguarding_commands
from goldthread.themes.safeguarding import safeguarding_screen
from goldthread.themes.safeguarding.models import (
    Level,
    SafeguardingPrompt,
    SafeguardingReview,
    SampledPoint,
    Weekday,
)

_MANAGER, _SOCIAL_WORKER = "dilys-okafor", "ian-prettejohn"
# The seeds of the samples of the last two whole months, so that every build draws the same.
_SEEDS = {-2: 2024, -1: 2025}
_CALL = (
    "Neighbour on the phone. The lady at number 9 has been lying on the kitchen floor since last night and nobody "
    "has come. She says that she could have died."
)


def review_older_prompts(story: Story) -> None:
    """Screen all points, and record what was done about danger, and about what came before the last whole month."""
    safeguarding_screen.screen_points(story.clock.council)
    with tenant.inside(story.clock.council_id):
        prompts = SafeguardingPrompt.objects.filter(
            Q(level=Level.DANGER) | Q(point__month__lt=story.month(-1)), council=story.clock.council
        )
        older = list(prompts.order_by("point_id").select_related("point"))
    outcomes, tells_of_harm = SafeguardingReview.Outcome, _harm_by_label(story)
    harm = (outcomes.SPOKE, outcomes.KNOWN, outcomes.RAISED, outcomes.KNOWN)
    for index, prompt in enumerate(older):
        safeguarding_commands.record_review(
            by=story.people[_SOCIAL_WORKER],
            prompt=prompt,
            outcome=harm[index % len(harm)] if tells_of_harm(prompt.point) else outcomes.NO_SIGN,
        )


def _harm_by_label(story: Story) -> Callable[[Point], bool]:
    """Return whether a point is one that a lead should see, by the labels of possible_harm.toml."""
    labels = content.toml("possible_harm")
    pieces = {story.voices[voice].pk for voice in labels["voices"] if voice in story.voices}

    def tells_of_harm(point: Point) -> bool:
        words = point.text.lower()
        return point.feedback_id in pieces or any(part in words for part in labels["sentences"])

    return tells_of_harm


def keep_duty(story: Story) -> None:
    """Share the week between the two who review concerns, and let one stand in for the other for a fortnight."""
    psw, manager = story.people[_SOCIAL_WORKER], story.people[_MANAGER]
    for day in Weekday.values[:5]:
        person = psw if day % 2 == 0 else manager
        safeguarding_commands.add_duty(by=psw, person=person, weekday=day)
    begin = story.today + datetime.timedelta(days=21)
    safeguarding_commands.add_duty(
        by=psw, person=manager, from_on=begin, until_on=begin + datetime.timedelta(days=13)
    )


def read_samples(story: Story) -> None:
    """Draw and read the samples of the last two whole months."""
    psw, tells_of_harm = story.people[_SOCIAL_WORKER], _harm_by_label(story)
    for offset, seed in _SEEDS.items():
        sample = safeguarding_commands.draw_sample(by=story.clock, month=story.month(offset), seed=seed)
        with tenant.inside(story.clock.council_id):
            drawn = list(SampledPoint.objects.filter(sample=sample).select_related("point"))
        for sampled in drawn:
            harm = tells_of_harm(sampled.point)
            safeguarding_commands.record_reading(by=psw, sampled=sampled, harm=harm)


def receive_danger(story: Story) -> None:
    """Record a telephone call of today that cannot wait; it is found as it is saved."""
    call = feedback.NewFeedback(
        source="call_or_letter",
        points=[_CALL],
        received_on=story.today,
        speaker=Speaker.REPRESENTATIVE,
        channel=Channel.PHONE,
        team=story.teams["locality-north"],
    )
    feedback.receive(by=story.people[_MANAGER], new=call, today=story.today)
