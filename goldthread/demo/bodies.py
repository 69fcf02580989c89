"""Avonshire's boards, networks and partners, and what changed because of each: all invented."""

from __future__ import annotations

from typing import Any

from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.meetings.bodies import commands
from goldthread.meetings.bodies.models import Body

_MOMENTS = ("since", "under_review_on")
_OF_ITS_OWN = ("slug", "owner", "organisation", "answers")


def add(story: Story) -> None:
    """Add each body, and its answers to the yearly question."""
    for entry in content.toml("bodies")["bodies"]:
        body = _add(story, entry)
        for months, changed, kind, slug in entry["answers"]:
            commands.answer_year(
                by=story.people[entry["owner"]],
                body=body,
                answered_on=story.day(months, 12),
                is_nothing=not changed,
                changed=changed,
                led_to=getattr(story, f"{kind}s")[slug].reference if slug else "",
            )


def _add(story: Story, entry: dict[str, Any]) -> Body:
    fields = {name: value for name, value in entry.items() if name not in _OF_ITS_OWN}
    for name in _MOMENTS:
        if name in fields:
            fields[name] = story.day(fields[name], 1)
    return commands.add_body(
        by=story.people["tom-wheelhouse"],
        owner=story.people[entry["owner"]],
        organisation=story.organisations.get(entry.get("organisation", "")),
        **fields,
    )
