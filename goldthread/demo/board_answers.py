"""The answers that Avonshire's boards and forums had to what they raised; two matters still await theirs."""

from __future__ import annotations

from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.feedback import commands as feedback


def answer(story: Story) -> None:
    """Record each answer."""
    for entry in content.toml("board_answers")["answers"]:
        feedback.record_response(
            by=story.people["tom-wheelhouse"],
            feedback=story.voices[entry["voice"]],
            responded_on=story.day(entry["month"], entry["day"]),
            response=entry["text"],
        )
