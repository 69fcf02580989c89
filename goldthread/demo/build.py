"""Builds the made-up councils, through commands only; the demo, the tests and the screenshots live in them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from goldthread.council import commands as council_commands
from goldthread.council.models import Council, Person, Team
from goldthread.demo import content
from goldthread.demo.story import Story, tell
from goldthread.standards import codebook
from goldthread.themes import commands as theme_commands

Progress = Callable[[str], None]


@dataclass
class Town:
    """A made-up council while it is being built: its people and teams by their short names."""

    council: Council
    clock: Person
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    roles: dict[str, Person] = field(default_factory=dict)


def address_of(council: str, slug: str) -> str:
    """Return the made-up e-mail address of somebody in the cast; `.example` belongs to nobody."""
    return f"{slug.replace('-', '.')}@{council}.example"


def build(*, say: Progress = lambda line: None, today: datetime.date | None = None) -> Town:
    """Build Avonshire and its small neighbour, and return Avonshire."""
    today = today or timezone.localdate()
    cast = content.toml("cast")
    towns = {record["slug"]: _found(cast, record, say) for record in cast["councils"]}
    avonshire = towns["avonshire"]
    tell(Story(avonshire.people, avonshire.teams, avonshire.clock, today), say)
    return avonshire


def is_built() -> bool:
    """Say whether Avonshire is here already."""
    return Council.objects.filter(slug="avonshire").exists()


def whom_to_be() -> str:
    """Return whom to sign in as first, for whoever has just started the demo."""
    return "Begin as Grace Adeyinka, who leads on quality and learning."


def _found(cast: dict[str, Any], record: dict[str, Any], say: Progress) -> Town:
    slug = record["slug"]
    clock = council_commands.found_council(
        slug=slug, name=record["name"], notice=record["notice"], is_made_up=record["is_made_up"]
    )
    town = Town(clock.council, clock)
    for team in cast["teams"]:
        if team["council"] == slug:
            town.teams[team["slug"]] = council_commands.add_team(
                by=clock, slug=team["slug"], name=team["name"], service=team["service"]
            )
    for person in cast["people"]:
        if person["council"] == slug:
            added = council_commands.add_person(
                by=clock,
                name=person["name"],
                email=address_of(slug, person["slug"]),
                job_title=person["job_title"],
                role=person["role"],
                team=town.teams.get(person["team"]),
            )
            town.people[person["slug"]] = added
            town.roles.setdefault(person["role"], added)
    theme_commands.begin_codebook(
        by=clock, themes=codebook.as_records(), change="The codebook as Goldthread ships it"
    )
    say(f"{record['name']}: {len(town.people)} people in {len(town.teams)} teams")
    return town
