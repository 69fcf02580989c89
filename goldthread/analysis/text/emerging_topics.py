"""Emerging topics: groups of texts that speak of the same thing, without a theme list.

Each text is joined to the fifteen that are nearest to it; groups are those that hold together more than they
hold to the rest (Leiden communities by modularity, Traag, Waltman and van Eck 2019, in igraph). Chance has a
part in that, so ten runs say first which texts belong together (Lancichinetti and Fortunato 2012). Texts that differ
only in a day, a number or a name are one (`particulars`), and words that are no answer are in no group. The same texts
give the same groups in whatever order they come. `docs/accuracy-emerging-topics.md` has what was measured.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from goldthread.analysis.text import embedding
from goldthread.analysis.text.neighbours import nearest, unit_rows
from goldthread.analysis.text.particulars import without_particulars
from goldthread.analysis.text.similarity import is_copy
from goldthread.analysis.text.topic_naming import name_groups, word_vectors
from goldthread.no_answer import is_no_answer

Grain = Literal["coarse", "middle", "fine"]
RESOLUTION: dict[str, float] = {"coarse": 2.0, "middle": 3.0, "fine": 4.0}
FEWEST = 3
NEIGHBOURS = 15
# How much words count beside meaning: static vectors gain by it, see docs/accuracy-emerging-topics.md.
WORDS_BESIDE = 0.5
# Few texts hold few groups: the resolution grows with the number of texts, and is whole at ten thousand (10 ** 4).
_FULL_AT = 4.0
# Two texts no nearer than this many standard deviations above a chance pair are not joined.
_ABOVE_CHANCE = 2.0
_PAIRS_FROM = 2_000
# The tightness of a group where there is nothing else that it could be held against.
TIGHTEST = 10.0
# Sums of many small numbers differ in their last places from machine to machine; what is rounded away decides nothing.
_EXACT = 5
# Of so many nearest, those as near as this may be the same text typed again.
_COMPARED = 15
_NEAR_COPY = 0.7
# So many rough runs say which pairs belong together; the last run listens to all of them.
_RUNS = 10
_SPACES = re.compile(r"\s+")


class IgraphMissing(ImportError):
    """igraph, which finds the groups, is not installed; the message says what to do."""


@dataclass(frozen=True)
class Topic:
    """Texts that speak of the same thing.

    members: places in the texts given, nearest to the group's middle first. closeness: how near each is to the
    middle (cosine). centroid: the middle, length 1, in the space of the vectors given (by default
    `embedding.encode`'s), so that next month's group can be held against it. tightness: mean cosine of its members
    to each other, in standard deviations above that of chance pairs.
    """

    members: tuple[int, ...]
    closeness: tuple[float, ...]
    phrases: tuple[str, ...]
    centroid: np.ndarray
    tightness: float

    def __len__(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Discovery:
    """The groups found, largest first, and the places of the texts that belong to none.

    no_answer: of those that belong to none, the places of the texts that say nothing, such as "N/A".
    """

    groups: tuple[Topic, ...]
    left_over: tuple[int, ...]
    no_answer: tuple[int, ...] = ()

    def numbers(self) -> np.ndarray:
        """Return the number of each text's group, -1 where it has none: int64 (n,)."""
        numbers = np.full(len(self.left_over) + sum(map(len, self.groups)), -1, dtype=np.int64)
        for number, group in enumerate(self.groups):
            numbers[list(group.members)] = number
        return numbers


def discover_topics(
    texts: Sequence[str],
    vectors: np.ndarray | None = None,
    *,
    grain: Grain = "middle",
    fewest: int = FEWEST,
    words_beside: float = WORDS_BESIDE,
    beside: Sequence[str] = (),
    seed: int = 0,
) -> Discovery:
    """Group texts by what they speak of, and name each group.

    beside: other texts of the same kind, not grouped: what everybody says there names no group here.
    vectors: (n, d), one row a text, such as those of a sentence model; by default the static table's. grain:
    coarser or finer groups of the same texts. A group has at least `fewest` texts. A text sent twice, or told again
    of another day, counts twice and is held against the others once. Exact; memory is bounded, and the time grows with the square of
    the number of texts: a minute at 40,000. Raises IgraphMissing where igraph is not installed, ValueError for
    an unknown grain or vectors that do not fit.
    """
    if grain not in RESOLUTION:
        raise ValueError(f"The grain is {grain!r}; it must be one of {', '.join(RESOLUTION)}.")
    if vectors is not None and len(vectors) != len(texts):
        raise ValueError(f"There are {len(texts)} texts and {len(vectors)} vectors; they must be as many.")
    silent = np.array([is_no_answer(text) for text in texts], dtype=bool)
    answers = np.flatnonzero(~silent)
    distinct, of_answer = _distinct([texts[index] for index in answers.tolist()])
    of_text = np.full(len(texts), -1, dtype=np.int64)
    of_text[answers] = of_answer
    if not distinct:
        return Discovery((), tuple(range(len(texts))), tuple(range(len(texts))))
    once = [texts[index] for index in answers[distinct].tolist()]
    raw = embedding.encode(once) if vectors is None else np.asarray(vectors)[answers[distinct]]
    meaning = unit_rows(raw)
    joined = meaning
    if words_beside > 0:
        joined = unit_rows(np.hstack([meaning, words_beside * word_vectors(once)]))
    copy_of = _copies(once, joined)
    rows = unit_rows(
        np.array([joined[copy_of == number].mean(axis=0) for number in range(copy_of.max() + 1)])
    )
    mean, spread = _chance(rows)
    resolution = RESOLUTION[grain] * min(1.0, math.log10(len(rows)) / _FULL_AT)
    membership = _communities(rows, mean + _ABOVE_CHANCE * spread, resolution, seed)[copy_of]
    return _as_groups(texts, beside, of_text, membership, meaning, joined, (mean, spread), fewest)


def _distinct(texts: Sequence[str]) -> tuple[list[int], np.ndarray]:
    """Return the place of each different text, in the texts' own order and not the list's, and each text's number.

    Texts that differ in particulars only are one; the first of them in the texts' own order stands for all.
    """
    plain = [_SPACES.sub(" ", text).strip().casefold() for text in texts]
    keys = [without_particulars(text) or text for text in plain]
    first: dict[str, int] = {}
    for index in sorted(range(len(texts)), key=lambda index: (plain[index], index)):
        first.setdefault(keys[index], index)
    ordered = sorted(first, key=lambda key: plain[first[key]])
    number = {key: at for at, key in enumerate(ordered)}
    return [first[key] for key in ordered], np.array([number[key] for key in keys], dtype=np.int64)


def _copies(once: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Return a number for each different text, the same for those that are one text typed again, or with a name changed.

    Only texts whose rows are near are compared letter by letter. Numbers go by the first of each.
    """
    texts = [without_particulars(text) for text in once]
    near = nearest(rows, _COMPARED)
    parent = list(range(len(texts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, column in zip(*np.nonzero(near.similarities >= _NEAR_COPY), strict=True):
        other = int(near.indices[one, column])
        if root(int(one)) != root(other) and is_copy(texts[one], texts[other]):
            first, second = sorted((root(int(one)), root(other)))
            parent[second] = first
    return np.unique([root(index) for index in range(len(texts))], return_inverse=True)[1]


def _chance(rows: np.ndarray) -> tuple[float, float]:
    """Return the median cosine of two texts taken by chance, and how far the sixth part stands below it.

    The lower half alone says what chance does: the upper half holds the pairs that belong together, and among a few
    dozen texts these are many.
    """
    if len(rows) < 2:
        return 0.0, 0.0
    some = rows[:: max(1, len(rows) // _PAIRS_FROM)][:_PAIRS_FROM]
    low, middle = np.quantile((some @ some.T)[np.triu_indices(len(some), 1)], [0.1587, 0.5])
    return float(middle), float(middle - low)


def _communities(rows: np.ndarray, floor: float, resolution: float, seed: int) -> np.ndarray:
    """Return the number of each row's community: those of a graph of nearest rows that are nearer than `floor`."""
    try:
        import igraph
    except ModuleNotFoundError:
        raise IgraphMissing(
            "Finding groups needs igraph, which is not installed. Install it with: pip install igraph"
        ) from None
    count = len(rows)
    near = nearest(rows, NEIGHBOURS)
    one = np.repeat(np.arange(count), near.indices.shape[1])
    other, weight = near.indices.ravel(), near.similarities.ravel().astype(float)
    joined = weight > max(floor, 0.0)
    low, high = np.minimum(one, other)[joined], np.maximum(one, other)[joined]
    # Two that each count the other among their nearest are joined twice as fast.
    edges, edge_of = np.unique(low * count + high, return_inverse=True)
    weights = np.round(np.bincount(edge_of, weight[joined], minlength=len(edges)), _EXACT)
    graph = igraph.Graph(n=count, edges=np.column_stack([edges // count, edges % count]))

    def run(weights: np.ndarray, iterations: int) -> np.ndarray:
        communities = graph.community_leiden(
            objective_function="modularity",
            weights=weights.tolist(),
            resolution=resolution,
            n_iterations=iterations,
        )
        return np.array(communities.membership, dtype=np.int64)

    igraph.set_random_number_generator(random.Random(seed))
    try:
        together = np.zeros(len(edges))
        for _ in range(_RUNS):
            communities = run(weights, 2)
            together += communities[edges // count] == communities[edges % count]
        return run(weights * together / _RUNS + 1e-9, -1)
    finally:
        igraph.set_random_number_generator(random)


def _as_groups(
    texts: Sequence[str],
    beside: Sequence[str],
    of_text: np.ndarray,
    membership: np.ndarray,
    meaning: np.ndarray,
    joined: np.ndarray,
    chance: tuple[float, float],
    fewest: int,
) -> Discovery:
    """Make of the communities of different texts the groups of all texts, named and in order."""
    of_each = np.where(of_text >= 0, membership[of_text], -1)
    order = np.argsort(of_each, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(of_each[order])) + 1)
    large = [part for part in parts if len(part) >= fewest and of_text[part[0]] >= 0]
    # Largest first; of two as large, the one whose first text comes first in the texts' own order.
    large.sort(key=lambda part: (-len(part), of_text[part].min()))
    numbers = np.full(len(texts), -1, dtype=np.int64)
    for number, part in enumerate(large):
        numbers[part] = number
    named = name_groups([*texts, *beside], [*numbers.tolist(), *[-1] * len(beside)])
    groups = []
    for number, part in enumerate(large):
        middle = unit_rows(joined[of_text[part]].mean(axis=0)[None, :])[0]
        close = joined[of_text[part]] @ middle
        nearest_first = np.lexsort((part, of_text[part], -np.round(close, _EXACT)))
        groups.append(
            Topic(
                members=tuple(int(index) for index in part[nearest_first]),
                closeness=tuple(float(value) for value in close[nearest_first]),
                phrases=named.get(number, ()),
                centroid=unit_rows(meaning[of_text[part]].mean(axis=0)[None, :])[0],
                tightness=_tightness(joined[np.unique(of_text[part])], *chance),
            )
        )
    left_over, no_answer = np.flatnonzero(numbers < 0), np.flatnonzero(of_text < 0)
    return Discovery(tuple(groups), tuple(left_over.tolist()), tuple(no_answer.tolist()))


def _tightness(rows: np.ndarray, mean: float, spread: float) -> float:
    """Return how far the mean cosine of a group's different texts stands above chance, in standard deviations.

    A group that is one text sent many times is as tight as can be.
    """
    count = len(rows)
    inside = 1.0 if count < 2 else float((np.square(rows.sum(axis=0)).sum() - count) / (count * (count - 1)))
    if spread > 0:
        return (inside - mean) / spread
    return TIGHTEST if inside > mean else 0.0
