"""What reports of one side describe and those of another do not: shares, intervals, and how far chance alone would go.

A report counts once, however often it names something. It is association: what goes with a score has not made it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from goldthread.analysis.tables.intervals import newcombe, whole_percent, wilson

# With fewer reports on a side, nothing is compared.
FEWEST = 10
# Differences this unlikely by chance, all comparisons together, stand out.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """How often one thing is described on each side: so many reports of so many.

    interval: of the difference of the shares, likely (95%). chance: how likely so large a difference is where there is
    none (Fisher's exact test); adjusted: the same for all comparisons together (Holm). stands_out: adjusted is low.
    """

    feature: Hashable
    first: int
    of_first: int
    second: int
    of_second: int
    interval: tuple[float, float]
    chance: float
    adjusted: float

    @property
    def difference(self) -> float:
        """Return the share of the first side less that of the second."""
        return self.first / self.of_first - self.second / self.of_second

    @property
    def points(self) -> int:
        """Return the difference in percentage points, rounded half away from 0."""
        return int(math.copysign(math.floor(abs(self.difference) * 100 + 0.5), self.difference))

    @property
    def stands_out(self) -> bool:
        """Return whether it is more than chance would do, all comparisons taken together."""
        return self.adjusted < LEVEL

    @property
    def shares(self) -> tuple[int, int]:
        """Return both shares in whole percent."""
        return whole_percent(self.first, self.of_first), whole_percent(self.second, self.of_second)

    @property
    def likely(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the likely span of each share."""
        return wilson(self.first, self.of_first), wilson(self.second, self.of_second)


def differences(
    first: Sequence[Collection[Hashable]], second: Sequence[Collection[Hashable]]
) -> list[Difference] | None:
    """Return every feature with its shares on both sides, the strongest difference first; None with too few reports.

    first, second: for each report what it describes. What none describes or all describe is compared too: whoever asks
    sees how many comparisons were made.
    """
    if min(len(first), len(second)) < FEWEST:
        return None
    features = {feature for side in (first, second) for report in side for feature in report}
    rows = []
    for feature in features:
        one = sum(feature in report for report in first)
        other = sum(feature in report for report in second)
        rows.append((feature, one, other, fisher(one, len(first), other, len(second))))
    rows.sort(key=lambda row: (row[3], str(row[0])))
    made, highest = [], 0.0
    for rank, (feature, one, other, chance) in enumerate(rows):
        # Holm (1979): the smallest is held to the most comparisons, and none is less likely than one before it.
        highest = min(1.0, max(highest, chance * (len(rows) - rank)))
        between = newcombe(one, len(first), other, len(second))
        made.append(Difference(feature, one, len(first), other, len(second), between, chance, highest))
    return sorted(made, key=lambda each: (-abs(each.difference), each.chance, str(each.feature)))


def fisher(part: int, of: int, other_part: int, other_of: int) -> float:
    """Return how likely so unequal a split is where both sides are alike: Fisher's exact test, both tails."""
    both = part + other_part
    ways = math.comb(of + other_of, both)
    here = math.comb(of, part) * math.comb(other_of, other_part)
    low, high = max(0, both - other_of), min(both, of)
    return (
        sum(
            way
            for each in range(low, high + 1)
            if (way := math.comb(of, each) * math.comb(other_of, both - each)) <= here
        )
        / ways
    )
