"""Representation of a panel or survey: who is missing, how many more people it would take, and whether chance explains it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from goldthread.analysis.figures import FiguresError, number, whole
from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small, suppress_list
from goldthread.cell_words import is_not_stated

NOT_STATED = "Not stated"
LEVEL = 0.05
# Of a small number, and of one that is hidden with it.
TOO_FEW = "too few people to show"
COMPANY = "not shown, so that no small number is given away"


@dataclass(frozen=True)
class Category:
    """One group. members, expected: people; population: part of 1. gap: members' share less the
    population's, in percentage points. to_reach: people to add until the share is reached. p: two-sided
    exact, Holm-adjusted; None where there are too few members to say. hide: a number of people that others should not
    see: a small one, or one from which a small one could be worked out."""

    name: str
    members: int
    population: float
    expected: float
    gap: float
    to_reach: int
    least_members: int
    p: float | None
    hide: bool

    @property
    def why_hidden(self) -> str | None:
        """Return why its number is not shown, None where it is."""
        if not self.hide:
            return None
        return TOO_FEW if self.members < SMALLEST_SHOWN else COMPANY

    def sentence(self, of: int, *, inside: bool = True) -> str:
        """The gap in words. inside: said to the group itself, which may see small numbers."""
        if self.hide and not inside:
            return f"{self.name}: {self.why_hidden}."
        start = f"{self.name}: {self.members} of {of}; the population's share would be {self.expected:.1f}."
        if self.to_reach:
            people = "1 more person" if self.to_reach == 1 else f"{self.to_reach} more people"
            start += f" {people} would reach it."
        if self.p is None:
            return f"{start} Too few members to say whether chance explains it (at least {self.least_members} needed)."
        if self.p < LEVEL:
            return f"{start} Chance does not explain it."
        return f"{start} Chance could explain it."


@dataclass(frozen=True)
class Representation:
    """All groups of one question. of: members who answered. base_year: of the population figures.

    not_stated_as: how those whose group is not known were called, where not "Not stated". notes: what was set apart.
    hide_total: the members are so few in all that others should not see their number either.
    """

    of: int
    not_stated: int
    base_year: int | None
    categories: tuple[Category, ...]
    not_stated_as: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hide_total: bool = False

    def sentences(self, *, inside: bool = True) -> list[str]:
        """One sentence a group, and what they rest on."""
        sentences = [c.sentence(self.of, inside=inside) for c in self.categories]
        if self.not_stated:
            few = not inside and self.not_stated < SMALLEST_SHOWN
            shown = f"Fewer than {SMALLEST_SHOWN}" if few else self.not_stated
            called = f" ({', '.join(self.not_stated_as)})" if self.not_stated_as else ""
            sentences.append(f"{NOT_STATED}{called}: {shown}.")
        base = "an unstated year" if self.base_year is None else str(self.base_year)
        sentences.append(
            f"Population figures are of {base}. A panel is not a sample: the gap is a fact either way."
        )
        return [*sentences, *self.notes]

    def as_dict(self, *, inside: bool = True) -> dict[str, object]:
        """Plain data for JSON; small numbers are None outside the group itself."""
        data = {**asdict(self), "sentences": self.sentences(inside=inside)}
        if not inside:
            for category, shown in zip(data["categories"], self.categories, strict=True):
                category["why_hidden"] = shown.why_hidden
                if shown.hide:
                    category |= {"members": None, "gap": None, "to_reach": None, "p": None}
                if self.hide_total:
                    category["expected"] = None
            data["of"] = None if self.hide_total else self.of
            data["not_stated"] = None if is_small(self.not_stated) else self.not_stated
        return data


def least_members(population: float) -> int:
    """Return the members from which having none of a group is evidence: 29 for a group of 10%."""
    if not 0 < population < 1:
        raise FiguresError(f"The population share is {population!r}; it must be between 0 and 1.")
    return math.ceil(math.log(LEVEL) / math.log1p(-population))


def people_to_reach(members: int, of: int, population: float) -> int:
    """Return how many people of the group must join until it has its share, those people counted in."""
    # Rounded first, as .1 * 30 - 3 must be 0 people and not one for a rounding error.
    return max(0, math.ceil(round((population * of - members) / (1 - population), 9)))


def representation(
    members: Mapping[str, object],
    population: Mapping[str, object],
    base_year: int | None = None,
    notes: Sequence[str] = (),
) -> Representation:
    """Compare a panel with its population, group by group.

    members: people in each group; "Not stated", "Prefer not to say" and the like are set apart and leave the total.
    population: shares, numbers or percentages of the same groups; they are scaled to add up to 1. notes: kept with the
    result. Raises FiguresError.
    """
    counts = {name: whole(x, f"The members of {name}") for name, x in members.items()}
    apart = {name: n for name, n in counts.items() if is_not_stated(name)}
    counts = {name: n for name, n in counts.items() if name not in apart}
    parts = {
        name: number(x, f"The population of {name}")
        for name, x in population.items()
        if not is_not_stated(name)
    }
    unknown = [name for name in counts if name not in parts]
    if unknown:
        raise FiguresError(f"The population has no figure for {', '.join(unknown)}.")
    for name, part in parts.items():
        if not part >= 0:
            raise FiguresError(f"The population of {name} is missing or below 0.")
    whole_population, of = sum(parts.values()), sum(counts.values())
    if of == 0:
        raise FiguresError("There are no members whose group is stated.")
    shares = {name: part / whole_population for name, part in parts.items()} if whole_population else {}
    for name, share in shares.items():
        if not 0 < share < 1:
            raise FiguresError(
                f"{name} is {share:.0%} of the population; it must be more than none and less than all."
            )
    if len(shares) < 2:
        raise FiguresError("Two groups or more are needed, and a population above 0.")
    raw = {
        name: _doubled_tail(counts.get(name, 0), of, share)
        for name, share in shares.items()
        if of >= least_members(share)
    }
    adjusted = holm(raw)
    hide, hide_total = suppress_list([counts.get(name, 0) for name in shares])
    return Representation(
        of=of,
        not_stated=sum(apart.values()),
        base_year=base_year,
        categories=tuple(
            Category(
                name=name,
                members=counts.get(name, 0),
                population=share,
                expected=share * of,
                gap=(counts.get(name, 0) / of - share) * 100,
                to_reach=people_to_reach(counts.get(name, 0), of, share),
                least_members=least_members(share),
                p=adjusted.get(name),
                hide=small or hide_total,
            )
            for (name, share), small in zip(shares.items(), hide, strict=True)
        ),
        not_stated_as=tuple(name.strip() for name, n in apart.items() if n and not _is_usual(name)),
        notes=tuple(notes),
        hide_total=hide_total,
    )


def _is_usual(name: str) -> bool:
    return name.strip().casefold() == NOT_STATED.casefold()


def _doubled_tail(members: int, of: int, share: float) -> float:
    from scipy.special import bdtr, bdtrc

    lower, upper = bdtr(members, of, share), bdtrc(members - 1, of, share) if members else 1.0
    return float(min(1.0, 2 * min(lower, upper)))


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """Return p-values adjusted by Holm's step-down rule, never below the one before in order."""
    adjusted: dict[str, float] = {}
    largest = 0.0
    for i, (name, value) in enumerate(sorted(p.items(), key=lambda item: item[1])):
        largest = max(largest, min(1.0, (len(p) - i) * value))
        adjusted[name] = largest
    return adjusted
