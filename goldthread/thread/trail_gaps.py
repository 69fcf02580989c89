"""Gaps on a trail: what its records lack, by what their types state."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from goldthread.council.models import Person
from goldthread.council.records.spec import Gap, record_types, type_of
from goldthread.council.records.together import keys_of
from goldthread.thread import links
from goldthread.thread.gaps import stated_gaps


@dataclass(frozen=True)
class TrailGap:
    """A gap that records of a trail have: its title, what to do, and their keys; in_own: whether its own type states it.

    What another type states is missing from the trail after them ("Lessons without an action") and is drawn there.
    """

    kind: str
    of: str
    title: str
    do: str
    keys: frozenset[uuid.UUID]

    @property
    def in_own(self) -> bool:
        """Return whether it is drawn in the box of what has it."""
        return self.kind == self.of

    @property
    def words(self) -> str:
        """Return its title, with how many have it where they are several."""
        return self.title if len(self.keys) == 1 else f"{self.title}: {len(self.keys):,}"


def found_gaps(
    person: Person,
    keys: Mapping[str, Iterable[uuid.UUID]],
    today: datetime.date,
    *,
    missing_only: bool = False,
) -> list[TrailGap]:
    """Return the gaps of records that this person may see, in the order of the thread, all in one query.

    missing_only: without those that a type states of its own records.
    """
    # One query for all gaps of a type, by which those that are found in the same way are found once.
    records = {of: links.visible(person, type_of(of)).filter(pk__in=pks) for of, pks in keys.items() if pks}
    asked = [
        (of, kind, gap, gap.records(records[of], today).order_by())
        for of, kind, gap in _stated()
        if of in records and not (missing_only and kind == of)
    ]
    having = keys_of([rows for *_, rows in asked])
    return [
        TrailGap(kind, of, gap.title, gap.do, frozenset(keys))
        for (of, kind, gap, _), keys in zip(asked, having, strict=True)
        if keys
    ]


def _stated() -> Iterator[tuple[str, str, Gap]]:
    by_gap = {id(gap): kind for kind, model in record_types().items() for gap in model.spec.gaps}
    on_thread = links.kinds()
    for of, gap in stated_gaps():
        if of in on_thread and by_gap[id(gap)] in on_thread:
            yield of, by_gap[id(gap)], gap
