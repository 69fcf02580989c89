"""Whether a group found today is one that was found before: by the voices they share and by what they speak of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from typing import NamedTuple

import numpy as np

# Of the smaller group's voices, so many must be in the other: then it is the same group, grown or shrunk.
SHARED = 0.5
_FEWEST_SHARED = 2
# With no voice in common, their middles must be so near. Of made halves of 77 known groups, 20 texts each, all of
# the true pairs are this near and 1 in 75 of the false ones; of halves of 5, four in five and 1 in 400.
NEAR = 0.85


class Seen(NamedTuple):
    """A group as it was or is: the voices in it, and its middle (length 1, in one space with the others)."""

    members: Set[Hashable]
    centroid: np.ndarray


def same_groups(before: Sequence[Seen], now: Sequence[Seen]) -> dict[int, int]:
    """Return for each group of `now` that was there before its place in `before`.

    No two are given the same one. Voices in common count first: a group that shares at least half of the smaller
    one's voices is taken before one that only speaks of the same. A group that fell in two stays with the part
    that kept more; of two that became one, the one that gave more is kept.
    """
    from scipy.optimize import linear_sum_assignment

    if not before or not now:
        return {}
    score = np.zeros((len(now), len(before)))
    for row, one in enumerate(now):
        for column, other in enumerate(before):
            score[row, column] = _alike(one, other)
    rows, columns = linear_sum_assignment(-score)
    return {
        int(row): int(column) for row, column in zip(rows, columns, strict=True) if score[row, column] > 0
    }


def _alike(one: Seen, other: Seen) -> float:
    """Return 0 for two different groups, up to 1 for those near by meaning, more for those that share voices."""
    smaller = min(len(one.members), len(other.members))
    shared = len(one.members & other.members)
    near = float(one.centroid @ other.centroid)
    if shared >= _FEWEST_SHARED and shared >= SHARED * smaller:
        union = len(one.members) + len(other.members) - shared
        return 2 + shared / union + near / 100
    return near if near >= NEAR else 0.0
