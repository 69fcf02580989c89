"""Gaps in the trail: each kind of gap that a type of record states, with the records that have it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.spec import record_types
from goldthread.council.records.together import counts_of, keys_of
from goldthread.thread.links import Link, link, visible

_MOST = 20
_MOST_OF_ONE = 500
_MANY = 1000


@dataclass(frozen=True)
class FoundGap:
    """One kind of gap: its title, what to do, how many records have it (1,000 at most), and the first of them."""

    slug: str
    title: str
    advice: str
    count: int
    links: list[Link]

    @property
    def at_least(self) -> bool:
        """Return whether there may be more than `count`: nobody needs the number, and counting all takes long."""
        return self.count == _MANY


def find_gaps(person: Person, today: datetime.date, only: str = "") -> list[FoundGap]:
    """Return the gaps that this person may see, without those that no record has.

    only: the slug of one kind, of which many more records are listed; any other word is ignored.
    """
    one = [gap for gap in _gaps(person, today, only) if gap.count] if only else []
    return one or [gap for gap in _gaps(person, today) if gap.count]


def gaps_today(person: Person, today: datetime.date, only: str = "") -> list[FoundGap]:
    """Return `find_gaps` for a page, found once for each change of the council's records."""
    only = only if only in {gap.slug for _, gap in stated_gaps()} else ""
    # Whoever acts for a team only is shown their own.
    own = person.teams_for("thread.gaps") is not None
    return kept(person, "gaps", today, lambda: find_gaps(person, today, only), by=only, own=own)


def stated_gaps() -> Iterator[tuple[str, Gap]]:
    """Yield every gap that a type of record states with the kind of record it is of, in the order of the thread."""
    types = record_types()
    stated = [(gap.of or kind, gap) for kind, model in types.items() for gap in model.spec.gaps]
    order = list(types)
    yield from sorted(stated, key=lambda pair: order.index(pair[0]))


def kinds_looked_for(person: Person) -> int:
    """Return how many kinds of gap a person is shown where there are any: "no gaps" says no more than that."""
    types = record_types()
    return sum(person.may(types[kind].spec.permission) for kind, _ in stated_gaps())


def theirs(person: Person, records: QuerySet, gap: Gap) -> QuerySet:
    """Return the records of a gap that are a person's to mend: of somebody with one team's, their own and its."""
    teams = person.teams_for("thread.gaps")
    if teams is None or not gap.mine:
        return records
    whose = Q()
    for path in gap.mine.split():
        whose |= Q(**{path: person}) if path.endswith("owner") else Q(**{f"{path}__in": teams})
    return records.filter(pk__in=records.order_by().filter(whose).values("pk"))


def _gaps(person: Person, today: datetime.date, only: str = "") -> Iterator[FoundGap]:
    types = record_types()
    most = _MOST_OF_ONE if only else _MOST
    # One query for all gaps of a type, by which those that are found in the same way are found once.
    records_of = {kind: visible(person, model) for kind, model in types.items()}
    asked = [
        (kind, gap, gap.records(theirs(person, records_of[kind], gap), today))
        for kind, gap in stated_gaps()
        if person.may(types[kind].spec.permission) and (not only or gap.slug == only)
    ]
    first = keys_of([records[: most + 1] for _, _, records in asked])
    many = [
        records.order_by()[:_MANY]
        for keys, (_, _, records) in zip(first, asked, strict=True)
        if len(keys) > most
    ]
    counts = iter(counts_of(many))
    wanted: dict[str, set[uuid.UUID]] = {}
    for (kind, _, _), keys in zip(asked, first, strict=True):
        wanted.setdefault(kind, set()).update(keys[:most])
    records_by_key: dict[uuid.UUID, Any] = {}
    for kind, pks in wanted.items():
        if pks:
            records_by_key |= records_of[kind].in_bulk(pks)
    for (_, gap, _), keys in zip(asked, first, strict=True):
        count = next(counts) if len(keys) > most else len(keys)
        shown = [link(records_by_key[key]) for key in keys[:most] if key in records_by_key]
        yield FoundGap(gap.slug, gap.title, gap.do, count, shown)
