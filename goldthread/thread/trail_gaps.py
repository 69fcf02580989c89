"""Gaps on a trail: what its records lack, by what their types state."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from goldthread.council.kept import rights_of
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.spec import record_types, type_of
from goldthread.council.records.together import Question, about, among, keys_of, question_of
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
    stated = [
        (of, kind, gap) for of, kind, gap in _stated() if of in records and not (missing_only and kind == of)
    ]
    rights = rights_of(person)
    having = keys_of(
        [
            gap.records(records[of], today).order_by()
            if gap.worked_out
            else _asked(person, rights, of, gap, keys[of], today)
            for of, _, gap in stated
        ]
    )
    return [
        TrailGap(kind, of, gap.title, gap.do, frozenset(found))
        for (of, kind, gap), found in zip(stated, having, strict=True)
        if found
    ]


# The question for a gap, which holds no data: put together once for somebody's rights on a day.
_QUESTIONS: dict[Hashable, Question | None] = {}
_MOST_QUESTIONS = 2000


def _asked(
    person: Person, rights: Hashable, of: str, gap: Gap, keys: Iterable[uuid.UUID], today: datetime.date
) -> Question | None:
    key = (person.council_id, person.pk, rights, today, of, gap.slug)
    if key not in _QUESTIONS:
        if len(_QUESTIONS) >= _MOST_QUESTIONS:
            _QUESTIONS.clear()
        records = links.visible(person, type_of(of)).filter(among("pk"))
        _QUESTIONS[key] = question_of(gap.records(records, today).order_by().values("pk"))
    question = _QUESTIONS[key]
    return question and about(question, list(keys))


def _stated() -> Iterator[tuple[str, str, Gap]]:
    by_gap = {id(gap): kind for kind, model in record_types().items() for gap in model.spec.gaps}
    on_thread = links.kinds()
    for of, gap in stated_gaps():
        if of in on_thread and by_gap[id(gap)] in on_thread:
            yield of, by_gap[id(gap)], gap
