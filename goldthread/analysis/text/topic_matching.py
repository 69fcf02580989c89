"""Matching of today's topics to earlier ones: by the texts they share, else by what they speak of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from typing import NamedTuple

import numpy as np

# Of the smaller group's voices, so many must be in the other: then it is the same group, grown or shrunk.
SHARED = 0.5
_FEWEST_SHARED = 2
# With too few voices in common, their middles must be so near, and each so much nearer to the other than to any other
# group: the more groups there have been, the likelier it is that one of them is near by chance. What this finds and
# what it takes for old and is new, for each group and beside so many, is in docs/accuracy-emerging-topics.md.
NEAR = 0.9
MARGIN = 0.05


class PastTopic(NamedTuple):
    """A group as it was or is: the voices in it, and its middle (length 1, in one space with the others)."""

    members: Set[Hashable]
    centroid: np.ndarray


class TopicMatch(NamedTuple):
    """A group that was there before: its position there, and how many voices it has in common with what it was.

    By meaning alone, without voices enough to go by, shared is 0: a likeness, and no proof.
    """

    position: int
    shared: int


def match_topics(before: Sequence[PastTopic], now: Sequence[PastTopic]) -> dict[int, TopicMatch]:
    """Return for each group of `now` that was there before what it was; no two were the same one.

    Voices in common decide first: two groups are one where they share two voices or more, and at least half of the
    smaller one's, so matched that as many voices as can be stay where they were. A group that fell in two stays
    with the part that kept more; of two that became one, the one that gave more is kept. What is left is the same
    by meaning alone where two middles are nearer than `NEAR`, and each nearer to the other by `MARGIN` than to any other
    group of the other time, whatever became of that one.
    """
    from scipy.optimize import linear_sum_assignment

    if not before or not now:
        return {}
    near = np.array([one.centroid for one in now]) @ np.array([one.centroid for one in before]).T
    shared = _shared(before, now)
    # How near they are settles what voices leave even, and no more: it stays below one voice over all groups together.
    score = np.where(shared > 0, shared + near / (2 * near.size), 0)
    rows, columns = linear_sum_assignment(-score)
    matches = {
        int(row): TopicMatch(int(column), int(shared[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if shared[row, column] > 0
    }
    taken = {match.position for match in matches.values()}
    for row in range(len(now)):
        column = int(near[row].argmax())
        others = max(_but(near[row], column), _but(near[:, column], row))
        if row not in matches and column not in taken and near[row, column] >= max(NEAR, others + MARGIN):
            matches[row] = TopicMatch(column, 0)
    return matches


def _shared(before: Sequence[PastTopic], now: Sequence[PastTopic]) -> np.ndarray:
    """Return how many voices each of `now` shares with each of `before`, 0 where too few make them one."""
    where: dict[Hashable, list[int]] = {}
    for position, other in enumerate(before):
        for voice in other.members:
            where.setdefault(voice, []).append(position)
    shared = np.zeros((len(now), len(before)), dtype=np.int64)
    for row, one in enumerate(now):
        for voice in one.members:
            shared[row, where.get(voice, [])] += 1
    smaller = np.minimum.outer([len(one.members) for one in now], [len(one.members) for one in before])
    return np.where((shared >= _FEWEST_SHARED) & (shared >= SHARED * smaller), shared, 0)


def _but(values: np.ndarray, position: int) -> float:
    """Return the highest of some values but one; -1 where there is no other."""
    return float(np.delete(values, position).max(initial=-1.0))
