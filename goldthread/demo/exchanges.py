"""What Avonshire brought in from others and gave out to them, with what became of it; all invented."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.meetings.bodies.models import Body
from goldthread.sector.exchange import commands
from goldthread.sector.exchange.models import Exchange


def add(story: Story) -> dict[str, Exchange]:
    """Record each exchange, whether it was used, what help gave, and who confirms that they adopted it."""
    with tenant.inside(story.clock.council_id):
        bodies = {body.name: body for body in Body.objects.filter(council=story.clock.council).order_by("pk")}
    entries = content.toml("exchanges")["exchanges"]
    return {entry["slug"]: _add(story, entry, bodies) for entry in entries}


def _add(story: Story, entry: dict[str, Any], bodies: dict[str, Body]) -> Exchange:
    by = story.people[entry["by"]]
    exchange = commands.record_exchange(
        by=by,
        direction=entry["direction"],
        kind=entry["kind"],
        title=entry["title"],
        about=entry["about"],
        on=story.day(entry["on"], 11),
        others=entry.get("others", ""),
        body=bodies[entry["body"]] if "body" in entry else None,
        reach=entry.get("reach"),
        reach_of=entry.get("reach_of", ""),
        organisations=[story.organisations[slug] for slug in entry.get("with", ())],
        due_on=None if "used" in entry else story.month(2),
    )
    if "used" in entry:
        used, months, words, action = entry["used"]
        commands.say_used(
            by=by,
            exchange=exchange,
            used=used,
            used_on=story.day(months, 18),
            used_words=words,
            action=story.actions.get(action),
        )
    if "gave" in entry:
        why, gave, action = entry["gave"]
        commands.say_what_it_gave(
            by=by, exchange=exchange, asked_because=why, gave=gave, action=story.actions[action]
        )
    if "adopted" in entry:
        who, months, office, words = entry["adopted"]
        commands.confirm_adoption(
            by=by,
            exchange=exchange,
            organisation=story.organisations[who],
            words=words,
            said_by=office,
            said_on=story.day(months, 14),
        )
    return exchange
