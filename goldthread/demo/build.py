"""The made-up councils, built through commands only; the demo, the tests and the screenshots use them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from goldthread.council.models import Council, Person, Team
from goldthread.council.people import commands as council_commands
from goldthread.demo import content, team_changes, two_years
from goldthread.demo.reproducible import reproducible
from goldthread.demo.story import Story
from goldthread.demo.two_years import Progress
from goldthread.standards import codebook
from goldthread.themes.codebook import commands as theme_commands


@dataclass
class DemoCouncil:
    """A made-up council while it is being built: its people and teams by their short names."""

    council: Council
    clock: Person
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)


def address_of(council: str, slug: str) -> str:
    """Return the made-up e-mail address of somebody in the cast; `.example` belongs to nobody."""
    return f"{slug.replace('-', '.')}@{council}.example"


def build(*, say: Progress = lambda line: None, today: datetime.date | None = None) -> DemoCouncil:
    """Build Avonshire and its small neighbour, and return Avonshire."""
    today = today or timezone.localdate()
    cast = content.toml("cast")
    with reproducible(today):
        councils = {entry["slug"]: _create(cast, entry, say, today) for entry in cast["councils"]}
        avonshire = councils["avonshire"]
        two_years.build(Story(avonshire.people, avonshire.teams, avonshire.clock, today), say)
    return avonshire


def is_built() -> bool:
    """Say whether Avonshire is here already."""
    return Council.objects.filter(slug="avonshire").exists()


def _create(cast: dict[str, Any], entry: dict[str, Any], say: Progress, today: datetime.date) -> DemoCouncil:
    """Create a council with its teams, its people and the codebook that Goldthread ships."""
    slug = entry["slug"]
    clock = council_commands.found_council(
        slug=slug, name=entry["name"], notice=entry["notice"], is_made_up=entry["is_made_up"]
    )
    council = DemoCouncil(clock.council, clock)
    for team in cast["teams"]:
        if team["council"] == slug:
            council.teams[team["slug"]] = council_commands.add_team(
                by=clock,
                slug=team["slug"],
                name=team.get("former_name", team["name"]),
                service=team["service"],
                discipline=team.get("discipline", ""),
            )
            if "former_name" in team:
                council.teams[team["slug"]] = team_changes.rename(
                    clock, council.teams[team["slug"]], team["name"], today
                )
    for person in cast["people"]:
        if person["council"] == slug:
            council.people[person["slug"]] = council_commands.add_person(
                by=clock,
                name=person["name"],
                email=address_of(slug, person["slug"]),
                job_title=person["job_title"],
                discipline=person.get("discipline", ""),
                role=person["role"],
                team=council.teams.get(person["team"]),
                board=person.get("board", ""),
            )
    theme_commands.begin_codebook(
        by=clock, themes=codebook.as_records(), change="Theme list shipped with Goldthread"
    )
    say(f"{entry['name']}: {len(council.people)} people in {len(council.teams)} teams")
    return council
