"""Nearest neighbours by vector: exact, in blocks, so that memory stays small."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

# A block of similarities holds at most so many numbers: 16 MB as float32, and twice that to sort them.
_BLOCK = 4_000_000


class Nearest(NamedTuple):
    """The nearest rows of each row, nearest first. indices: int64 (n, most). similarities: float32 (n, most), -1 to 1."""

    indices: np.ndarray
    similarities: np.ndarray


def unit_rows(vectors: np.ndarray) -> np.ndarray:
    """Return the rows with length 1, float32 (n, d); a row of noughts stays one, and is near to nothing."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length > 0, length, 1)


def nearest(vectors: np.ndarray, most: int, *, of: np.ndarray | None = None) -> Nearest:
    """Return the rows of `vectors` with the highest cosine to each row of `of`, or to each other row.

    vectors: (n, d); of: (m, d) or None, and then a row is not its own neighbour. Both have rows of length 1
    or 0, see `unit_rows`. Where there are fewer than `most`, all are returned. Of rows whose cosine is the same
    number, those that stand first are taken. Time grows with n times m: 40,000 against each other take about a minute.
    """
    among = len(vectors) if of is not None else len(vectors) - 1
    most = max(0, min(most, among))
    queries = vectors if of is None else of
    indices = np.empty((len(queries), most), dtype=np.int64)
    similarities = np.empty((len(queries), most), dtype=np.float32)
    if most == 0:
        return Nearest(indices, similarities)
    step = max(1, _BLOCK // len(vectors))
    for start in range(0, len(queries), step):
        block = queries[start : start + step] @ vectors.T
        if of is None:
            block[np.arange(len(block)), np.arange(start, start + len(block))] = -np.inf
        columns = np.argpartition(block, block.shape[1] - most, axis=1)[:, -most:]
        # Which of several equally near argpartition takes is its own affair: of those rows the first are taken.
        least = np.take_along_axis(block, columns, axis=1).min(axis=1)
        for row in np.flatnonzero((block >= least[:, None]).sum(axis=1) > most):
            nearer = np.flatnonzero(block[row] > least[row])
            level = np.flatnonzero(block[row] == least[row])
            columns[row] = np.concatenate([nearer, level[: most - len(nearer)]])
        columns.sort(axis=1)
        values = np.take_along_axis(block, columns, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        indices[start : start + step] = np.take_along_axis(columns, order, axis=1)
        similarities[start : start + step] = np.take_along_axis(values, order, axis=1)
    return Nearest(indices, similarities)
