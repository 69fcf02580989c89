"""Suppression of small numbers in a table, and of enough others that none can be worked out by subtraction.

Counts 1 to 4 could point at a person. Hiding only them is not enough: the row's total less the others
gives them back. A table with its totals is seen as roads between rows and columns, one for each hidden
cell. A hidden cell is safe when a round trip leads through it along which the hidden numbers could all
be changed by one without a total shown being wrong, and without a hidden number falling below 1 (a
reader may know that only numbers of 1 and more are hidden).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.figures import FiguresError, whole

SMALLEST_SHOWN = 5
# Said of every count withheld, so that nobody can tell a small one from its company.
WITHHELD = "Not shown"
HIDDEN = "c"  # the mark of a hidden count ("confidential"), whatever the reason it was hidden for


def is_small(count: float, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """Return whether a count of people is too small to be shown by itself: 1 to 4; nobody at all is shown."""
    return 0 < count < smallest_shown


@dataclass(frozen=True)
class SafeTable:
    """A table with its totals. counts: (rows + 1, columns + 1), totals last. hidden: same shape."""

    counts: NDArray[np.int64]
    hidden: NDArray[np.bool_]

    def shown(self) -> list[list[int | str]]:
        """Rows with their total, then the column totals; hidden counts as "c"."""
        return [
            [HIDDEN if hide else int(count) for count, hide in zip(row, mask, strict=True)]
            for row, mask in zip(self.counts, self.hidden, strict=True)
        ]


def suppress_table(counts: Sequence[Sequence[object]], smallest_shown: int = SMALLEST_SHOWN) -> SafeTable:
    """Return a table of counts, its totals, and which of them to hide.

    counts: (rows, columns), whole numbers. Totals of 1 to 4 are hidden too; zeros are shown. Raises
    FiguresError for rows of different lengths or anything but whole numbers.
    """
    rows = [[whole(c, f"Row {i}, column {j}") for j, c in enumerate(r, 1)] for i, r in enumerate(counts, 1)]
    if not rows or not rows[0] or any(len(r) != len(rows[0]) for r in rows):
        raise FiguresError("A table needs rows of the same length, with at least one count.")
    inner = np.array(rows, dtype=np.int64)
    table = np.zeros((inner.shape[0] + 1, inner.shape[1] + 1), dtype=np.int64)
    table[:-1, :-1] = inner
    table[:-1, -1], table[-1, :-1], table[-1, -1] = inner.sum(axis=1), inner.sum(axis=0), inner.sum()
    hidden = (table > 0) & (table < smallest_shown)
    for r, c in np.argwhere(hidden):
        for cell in _round_trip(table, hidden, int(r), int(c)):
            hidden[cell] = True
    return SafeTable(table, hidden)


def _is_total(table: NDArray[np.int64], r: int, c: int) -> bool:
    """Return whether a cell is the total of a row or a column; the grand total counts as neither."""
    return (r == table.shape[0] - 1) != (c == table.shape[1] - 1)


def _price(table: NDArray[np.int64], hidden: NDArray[np.bool_], r: int, c: int) -> float:
    """Return what hiding a cell costs the reader: little for small cells, much for totals, nothing if hidden."""
    if hidden[r, c]:
        return 1e-6
    ends = (r == table.shape[0] - 1) + (c == table.shape[1] - 1)
    return 1.0 + table[r, c] / max(table[-1, -1], 1) + 10.0 * ends


def _round_trip(table: NDArray[np.int64], hidden: NDArray[np.bool_], r: int, c: int) -> list[tuple[int, int]]:
    """Return the cheapest other cells by which the cell (r, c) can be one higher and the totals still hold.

    A cell one higher needs another in its column one lower, then one in that row one higher, and so on
    back to its row; a total goes the other way, as it rises with its cells. Always exists: the cell,
    its two totals and the grand total can all be one higher.
    """
    rows, columns = table.shape
    turned = _is_total(table, r, c)
    # Rows are stops 0..rows-1, columns follow. A cell that rises is driven row to column, a total the other way.
    start, goal = (r, rows + c) if turned else (rows + c, r)
    best: dict[int, float] = {start: 0.0}
    came: dict[int, tuple[int, tuple[int, int]]] = {}
    queue = [(0.0, start)]
    while queue:
        spent, stop = heapq.heappop(queue)
        if stop == goal:
            break
        if spent > best[stop]:
            continue
        from_row = stop < rows
        for other in range(columns) if from_row else range(rows):
            cell = (stop, other) if from_row else (other, stop - rows)
            rises = from_row != _is_total(table, *cell)
            if cell == (r, c) or table[cell] < (1 if rises else 2):
                continue
            nearer = other + rows if from_row else other
            cost = spent + _price(table, hidden, *cell)
            if cost < best.get(nearer, np.inf):
                best[nearer], came[nearer] = cost, (stop, cell)
                heapq.heappush(queue, (cost, nearer))
    path, stop = [], goal
    while stop != start:
        stop, cell = came[stop]
        path.append(cell)
    return path


def suppress_list(counts: Sequence[object], smallest_shown: int = SMALLEST_SHOWN) -> tuple[list[bool], bool]:
    """Return which counts of a list to hide, and whether its total must be hidden with them.

    For counts whose total is known: the hidden ones get company from the smallest of the others until no small
    one can be told, not even by a reader who knows that rule. Raises FiguresError for anything but whole numbers.
    """
    values = [whole(c, f"Count {i}") for i, c in enumerate(counts, 1)]
    hidden = [is_small(v, smallest_shown) for v in values]
    total_hidden = is_small(sum(values), smallest_shown)
    small = [v for v, h in zip(values, hidden, strict=True) if h]
    if total_hidden or not small:
        return hidden, total_hidden
    others = sorted((i for i, v in enumerate(values) if v > 0 and not hidden[i]), key=values.__getitem__)
    company: list[int] = []
    while _can_be_told(small, company, values[others[0]] if others else None, smallest_shown):
        if not others:
            return hidden, True
        company.append(values[others[0]])
        hidden[others.pop(0)] = True
    return hidden, False


def _can_be_told(small: list[int], company: list[int], next_up: int | None, smallest_shown: int) -> bool:
    """Return whether a small count can be told from what is hidden together, whose sum is known.

    Company is never below the smallest shown, nor above the next that is: `next_up`, None where nothing is left.
    """
    together, least, most = sum(small) + sum(company), len(small), len(small) * (smallest_shown - 1)
    highest = together if next_up is None else len(company) * next_up
    low = max(least, together - highest)
    high = min(most, together - len(company) * smallest_shown)
    return low == high and (len(small) == 1 or low in (least, most))


def suppress_rows(rows: Sequence[tuple[str, int]]) -> tuple[list[tuple[str, int | None]], int | None]:
    """Return labelled counts and their total as they may be shown, None where one is withheld (`suppress_list`)."""
    if not rows:
        return [], 0
    hidden, total_hidden = suppress_list([count for _, count in rows])
    shown = [(label, None if hide else count) for (label, count), hide in zip(rows, hidden, strict=True)]
    return shown, None if total_hidden else sum(count for _, count in rows)
