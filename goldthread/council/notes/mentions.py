"""Whom a note tells: colleagues who may open the record, named with @ in the text or chosen from a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from goldthread.council.models import Membership, Person
from goldthread.council.people.fields import people_who_may
from goldthread.council.people.permissions import COUNCIL_WIDE, PERMISSIONS


def who_may_be_told(by: Person, record: Any) -> list[Person]:
    """Return the colleagues of somebody who may read notes on a record, by name."""
    needed = record.spec.notes
    people = people_who_may(by, needed).exclude(pk=by.pk).prefetch_related("memberships").order_by("name")
    team = getattr(record, "team_id", None)
    return [
        person for person in people if any(_opens(each, needed, team) for each in person.memberships.all())
    ]


def _opens(membership: Membership, permission: str, team: Any) -> bool:
    if membership.role not in PERMISSIONS[permission]:
        return False
    if membership.lacks_team:
        return permission in COUNCIL_WIDE
    teams = membership.teams_for(permission)
    return teams is None or team in teams


def check(record: Any, people: Iterable[Person]) -> list[Person]:
    """Return those of some people who may open a record: the last word, by the record's own query."""
    model = type(record)
    return [
        person
        for person in people
        if person.may(record.spec.permission)
        and person.may(record.spec.notes)
        and model._default_manager.visible_to(person, withdrawn=True).filter(pk=record.pk).exists()
    ]


def found_in(text: str, people: Sequence[Person]) -> list[tuple[str, Person | None]]:
    """Return a text in pieces: what stands between mentions, with None, and each mention with whom it means.

    A mention is @ and a whole name, or a first name that only one of them has.
    """
    first_names = Counter(person.name.split()[0].lower() for person in people)
    named = {person.name.lower(): person for person in people}
    for person in people:
        first = person.name.split()[0].lower()
        if first_names[first] == 1:
            named.setdefault(first, person)
    if not named:
        return [(text, None)]
    longest_first = sorted(named, key=len, reverse=True)
    wanted = re.compile(rf"(?<![\w@])@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    pieces: list[tuple[str, Person | None]] = []
    end = 0
    for match in wanted.finditer(text):
        person = named[match[1].lower()]
        pieces += [(text[end : match.start()], None), (f"@{person.name}", person)]
        end = match.end()
    return [*pieces, (text[end:], None)]
