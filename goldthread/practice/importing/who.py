"""Who is meant by a name in an audit sheet: "Tasker, Ben (AV0002)" and "Ben Tasker" are one, where the council knows him."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from goldthread.cell_text import plain
from goldthread.council.models import Person, Team


@dataclass(frozen=True)
class Known:
    """The people of a council by their names and addresses, and its teams by their names, also those they had before."""

    people: dict[str, Any]
    teams: dict[str, Any]

    def person(self, text: str) -> Person | None:
        """Return whoever a cell names, None for nobody here."""
        return self.people.get(plain(usual_order(text))) or self.people.get(plain(text))

    def team(self, text: str) -> Team | None:
        """Return the team a cell names, None for none of the council's."""
        return self.teams.get(plain(text))


def usual_order(text: str) -> str:
    """Return a name with the first name first, and without a number in brackets: "TASKER, Ben (AV0002)" is "Ben TASKER"."""
    bare = re.sub(r"\([^)]{0,40}\)", " ", text).strip()
    last, comma, first = bare.partition(",")
    return " ".join(f"{first} {last}".split()) if comma and first.strip() else " ".join(bare.split())


def known_to(by: Person) -> Known:
    """Return the people and teams that a sheet of somebody's council can name."""
    people: dict[str, Any] = {}
    for each in (
        Person.objects.visible_to(by).filter(is_system=False).select_related("account").order_by("pk")
    ):
        people.setdefault(plain(each.name), each)
        if each.account is not None:
            people.setdefault(plain(each.account.email), each)
    teams: dict[str, Any] = {}
    for team in Team.objects.visible_to(by).order_by("pk"):
        for name in (team.name, *(former for former, _ in team.former_names)):
            teams.setdefault(plain(name), team)
    return Known(people, teams)
