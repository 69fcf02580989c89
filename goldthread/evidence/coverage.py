"""Coverage of the statements by evidence category: made of the sources behind their claims, as strength and gaps are."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from goldthread.evidence.sources import PEOPLE, PROCESSES, ActionStands, Source
from goldthread.evidence.standing import Standing
from goldthread.evidence.strength import OLD_AFTER
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding
from goldthread.standards.framework import Category, Framework, Statement

IMPROVED, FINDINGS, ONE_SIDED = "improved", "findings", "one-sided"


@dataclass(frozen=True)
class Cell:
    """The sources of a statement that are of one evidence category, and whether none is of the last year."""

    category: Category
    sources: tuple[Source, ...]
    is_old: bool
    applies: bool = True


@dataclass(frozen=True)
class Row:
    """One statement: its claims as they stand, its cells, and what is amiss in it beside their gaps."""

    statement: Statement
    standings: tuple[Standing, ...]
    cells: tuple[Cell, ...]
    improved: tuple[ActionStands, ...]
    findings: tuple[uuid.UUID, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return every source of the statement once."""
        return sources_of_claims(self.standings)

    @property
    def gaps(self) -> int:
        """Return how many of its claims have a gap."""
        return sum(bool(standing.gaps) for standing in self.standings)

    @property
    def named(self) -> tuple[Standing, ...]:
        """Return its claims that name a weakness with its plan."""
        return tuple(standing for standing in self.standings if standing.strength.has_plan)

    @property
    def is_one_sided(self) -> bool:
        """Return whether it has sources, and none is the word of people."""
        held = {source.holds for source in self.sources}
        return bool(held) and PEOPLE not in held

    @property
    def marks(self) -> list[str]:
        """Return what is amiss with its sources, in a few words each."""
        held = {source.holds for source in self.sources}
        if not self.standings:
            return ["No claims"]
        marks = []
        if not held:
            marks.append("No sources")
        elif held == {PROCESSES}:
            marks.append("Only processes, no people")
        elif PEOPLE not in held:
            marks.append("No people")
        missing = [
            cell.category.name
            for cell in self.cells
            if cell.applies and cell.category.holds and not cell.sources
        ]
        if held and missing and not (len(missing) == 1 and PEOPLE not in held):
            marks.append(f"Nothing under: {', '.join(name.lower() for name in missing)}")
        old = [cell.category.name for cell in self.cells if cell.is_old]
        if old:
            marks.append(f"Over a year old: {', '.join(name.lower() for name in old)}")
        return marks


def sources_of_claims(standings: Iterable[Standing]) -> tuple[Source, ...]:
    """Return every source behind some claims once, the newest first."""
    found: dict[tuple[str, str], Source] = {}
    for standing in standings:
        for source in standing.strength.sources:
            found.setdefault((source.kind, source.key), source)
    return tuple(
        sorted(
            found.values(), key=lambda each: (each.on or datetime.date.min, each.kind, each.key), reverse=True
        )
    )


def coverage_of(book: Framework, standings: Sequence[Standing], today: datetime.date) -> list[Row]:
    """Return each statement of a framework with what covers it; one query more than the standings took."""
    by_statement: dict[str, list[Standing]] = {}
    for standing in standings:
        by_statement.setdefault(standing.claim.statement, []).append(standing)
    findings = {
        uuid.UUID(source.key)
        for standing in standings
        for source in standing.strength.sources
        if source.kind == "finding"
    }
    waiting = without_action(findings)
    return [_row(book, each, by_statement.get(each.slug, []), waiting, today) for each in book.statements]


def _row(
    book: Framework,
    statement: Statement,
    standings: Sequence[Standing],
    waiting: frozenset[uuid.UUID],
    today: datetime.date,
) -> Row:
    sources = sources_of_claims(standings)
    applies = {category.slug for category in book.categories_of(statement)}
    cells = []
    for category in book.categories_used():
        own = tuple(each for each in sources if category.holds and each.holds == category.holds)
        newest = max((each.on for each in own if each.on), default=None)
        is_old = newest is not None and today - newest > OLD_AFTER
        cells.append(Cell(category, own, is_old, category.slug in applies))
    actions = {action.pk: action for standing in standings for action in standing.strength.actions}
    improved = [each for each in actions.values() if any(state.shows == IMPROVED for state in each.results)]
    found = [key for each in sources if each.kind == "finding" and (key := uuid.UUID(each.key)) in waiting]
    return Row(
        statement,
        tuple(standings),
        tuple(cells),
        tuple(sorted(improved, key=lambda action: action.reference)),
        tuple(found),
    )


def without_action(findings: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return those findings for which no action was agreed, and that nobody decided not to implement; one query."""
    keys = list(findings)
    if not keys:
        return frozenset()
    actions = Action.objects.counted().filter(stopped_on=None, lesson__basis__point=OuterRef("point"))
    waiting = Finding.objects.filter(~Exists(actions), pk__in=keys).exclude(
        decision__in=("not_implemented", "implemented", "embedded")
    )
    return frozenset(waiting.values_list("pk", flat=True))


def strengths(standings: Iterable[Standing]) -> Counter[str]:
    """Return how many claims are strong in which way, each counted once, by its strongest."""
    counted: Counter[str] = Counter()
    for standing in standings:
        strength = standing.strength
        if standing.gaps:
            counted["gaps"] += 1
        elif strength.has_plan:
            counted["weakness"] += 1
        elif strength.improved:
            counted["improved"] += 1
        elif any(state.text == "Embedded" for action in strength.actions for state in action.states):
            counted["embedded"] += 1
        else:
            counted["other"] += 1
    return counted
