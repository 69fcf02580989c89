"""Avonshire's seven-minute briefings, and who read, discussed and used them."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.briefings import commands as briefings
from goldthread.briefings.models import Briefing
from goldthread.demo import content
from goldthread.demo.learning_hub import BESIDE, answers_of
from goldthread.demo.story import Story

# The blocks of a briefing, and what the content calls them.
_BLOCKS = {
    "what": "what",
    "background": "background",
    "why": "why_it_matters",
    "information": "information",
    "more": "information_continued",
    "what_to_do": "what_to_do",
    "questions": "questions",
}


def send(story: Story) -> None:
    """Write the briefings, send them to their teams, and record who acknowledged them."""
    for entry in content.toml("briefings")["briefings"]:
        by = story.people[entry["author"]]
        briefing = briefings.write_briefing(
            by=by,
            title=entry["title"],
            blocks={block: entry[key] for block, key in _BLOCKS.items()},
            lessons=[story.lessons[entry["lesson"]]],
            **BESIDE.get(entry["slug"], {}),
        )
        sent_on = story.day(entry["sent_month"], 8)
        briefing = briefings.send_briefing(
            by=by, briefing=briefing, teams=[story.teams[team] for team in entry["teams"]], sent_on=sent_on
        )
        story.briefings[entry["slug"]] = briefing
        _acknowledge(story, briefing, entry, sent_on)


def _acknowledge(story: Story, briefing: Briefing, entry: dict[str, Any], sent_on: datetime.date) -> None:
    uses = {use["team"]: use["text"] for use in entry["used"]}
    for slug in entry["read_by"]:
        reader = story.people[slug]
        if not reader.may("briefings.acknowledge"):
            continue
        team = next((m.team.slug for m in story.memberships(reader) if m.team), "")
        briefings.acknowledge_briefing(
            by=reader,
            briefing=briefing,
            read_on=sent_on + datetime.timedelta(days=6),
            discussed_on=sent_on + datetime.timedelta(days=13) if team in entry["discussed_by"] else None,
            how_used=uses.pop(team, ""),
            answers=answers_of(entry["slug"], slug),
        )
