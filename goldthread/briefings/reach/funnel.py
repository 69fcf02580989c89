"""The reach of a briefing as a funnel: of those it was sent to, how many are left at each step, and what is lost there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TOO_FEW = 5
"""Of fewer people no count is shown: it would say who."""


@dataclass
class Reach:
    """How many people of one team, or of all, came how far with a briefing.

    said: how many readers say that it was discussed; took_part: how many took part in the team's largest discussion, as
    whoever led it says. answered: its questions, right or not.
    """

    name: str
    people: int = 0
    opened: int = 0
    read: int = 0
    said: int = 0
    took_part: int = 0
    used: int = 0
    answered: int = 0
    understood: int = 0

    @property
    def discussed(self) -> int:
        """Return how many discussed it: what readers or whoever led say, whichever is more, and no more than there are."""
        return min(max(self.said, self.took_part), self.people)

    @property
    def is_small(self) -> bool:
        """Return whether there are too few people to say."""
        return self.people < TOO_FEW


@dataclass(frozen=True)
class Step:
    """One step: its name, how many came so far of how many, and how many were lost since the step it follows.

    count: None where there are too few to say.
    """

    name: str
    count: int | None
    of: int
    lost: int | None

    @property
    def share(self) -> str:
        """Return it in words: "7 of 11", or that there are too few to say."""
        return "Too few to say" if self.count is None else f"{self.count:,} of {self.of:,}"


def steps(reach: Reach, *, asks: bool) -> list[Step]:
    """Return the steps of some people. asks: whether the briefing asks questions; without, nobody can show understanding.

    Questions are answered by whoever reads, so understanding follows reading and not the discussion in the team. How many
    understood it is not said where fewer than five answered, whatever the size of the team.
    """
    counts: list[tuple[str, int | None, int]] = [
        ("Opened", reach.opened, reach.people),
        ("Read", reach.read, reach.opened),
        ("Discussed", reach.discussed, reach.read),
    ]
    if asks:
        counts.append(("Understood", reach.understood if reach.answered >= TOO_FEW else None, reach.read))
    return [
        Step(name, None, reach.people, None)
        if reach.is_small or count is None
        else Step(name, count, reach.people, max(before - count, 0))
        for name, count, before in counts
    ]


def altogether(teams: Sequence[Reach]) -> Reach:
    """Return the reach in all teams together."""
    return Reach(
        "All teams",
        people=sum(team.people for team in teams),
        opened=sum(team.opened for team in teams),
        read=sum(team.read for team in teams),
        said=sum(team.discussed for team in teams),
        used=sum(team.used for team in teams),
        answered=sum(team.answered for team in teams),
        understood=sum(team.understood for team in teams),
    )
