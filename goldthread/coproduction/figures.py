"""Figures of all pieces of work: the first stage at which anyone was asked, days given, and steps seen differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.tables.few import median
from goldthread.coproduction.choices import STAGES
from goldthread.coproduction.models import Involvement, InvolvementStage
from goldthread.council.models import Person

NOBODY = "Nobody asked, and decided"
NOT_YET = "Nobody asked yet"


@dataclass(frozen=True)
class Figures:
    """What is counted of all pieces of work that somebody may see.

    first_asked: how many by the first stage at which anyone was asked. days: what each stage gave, the fewest first.
    differs: the stages that both sides see differently, one by one. both: how many stages both sides spoke of.
    """

    works: int
    first_asked: dict[str, int]
    days: list[int]
    both: int
    differs: list[InvolvementStage]

    @property
    def median(self) -> float | None:
        """Return the median of the days given; None of too few, which are listed each."""
        return median(self.days)

    @property
    def from_start(self) -> int:
        """Return at how many people were asked at the first stage."""
        return next(iter(self.first_asked.values()))


def first_of(work: Involvement) -> str:
    """Return the first stage at which anyone was asked, in words; whether nobody was, or only not yet."""
    first = work.first_asked
    if first is not None:
        return STAGES[first.stage]
    return NOBODY if work.decided_on else NOT_YET


def count(works: Sequence[Involvement]) -> Figures:
    """Count pieces of work; their stages are read with them."""
    stages = [stage for work in works for stage in work.in_order]
    places = [first_of(work) for work in works]
    return Figures(
        works=len(works),
        first_asked={name: places.count(name) for name in (*STAGES.values(), NOBODY, NOT_YET)},
        days=sorted(days for stage in stages if (days := stage.days_given) is not None),
        both=sum(bool(stage.council_step and stage.people_step) for stage in stages),
        differs=[stage for stage in stages if stage.differs],
    )


def of_all(person: Person) -> Figures:
    """Return the figures of every piece of work that somebody may see, the newest first."""
    works = Involvement.objects.visible_to(person).prefetch_related("stages__involvement")
    return count(list(works.order_by("-started_on", "-pk")))
