"""Nothing hidden can be worked out again, even by a reader who knows how the hiding works."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.suppression import suppress_list, suppress_table


def possible(table, hidden):
    """Lowest and highest value each hidden cell could have, for a reader who has all the others, knows
    that rows and columns add up, and that only numbers of 1 and more are hidden."""
    rows, columns = table.shape
    cells = [tuple(c) for c in np.argwhere(hidden)]
    column = {c: i for i, c in enumerate(cells)}
    equations, constants = [], []
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    for line in lines:
        equation, constant = np.zeros(len(cells)), 0.0
        for i, cell in enumerate(line):
            sign = -1 if i == len(line) - 1 else 1  # the last of each line is its total
            if cell in column:
                equation[column[cell]] += sign
            else:
                constant -= sign * table[cell]
        if equation.any():
            equations.append(equation)
            constants.append(constant)
    for i, cell in enumerate(cells):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(cells))
            goal[i] = sign
            solution = linprog(goal, A_eq=np.array(equations), b_eq=constants, bounds=(1, 10**6))
            assert solution.status == 0, solution.message
            ends.append(sign * solution.fun)
        yield cell, ends[0], ends[1]


def assert_safe(counts):
    safe = suppress_table(counts)
    inner = safe.counts
    small = (inner > 0) & (inner < 5)
    assert safe.hidden[small].all()
    assert not safe.hidden[inner == 0].any()
    for cell, low, high in possible(inner, safe.hidden):
        assert high - low > 0.999, (cell, low, high)


@pytest.mark.parametrize(
    "counts",
    [
        [[1, 10, 20], [5, 6, 7], [0, 3, 9]],
        [[1, 1], [1, 1]],
        [[2]],
        [[3, 0], [0, 0]],
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[4, 100], [100, 4]],
        [[0, 0, 1], [9, 9, 9]],
    ],
)
def test_tables_by_hand(counts):
    assert_safe(counts)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=width, max_size=width),
            min_size=1,
            max_size=4,
        )
    )
)
def test_no_hidden_count_can_be_recovered(counts):
    assert_safe(counts)


def test_a_table_without_small_counts_is_shown_whole():
    safe = suppress_table([[5, 0], [12, 30]])
    assert not safe.hidden.any()
    assert safe.shown() == [[5, 0, 5], [12, 30, 42], [17, 30, 47]]


def test_company_is_found_among_small_cells_before_totals():
    safe = suppress_table([[1, 10, 20], [8, 6, 7], [9, 13, 9]])
    assert safe.shown()[0][0] == "c"
    assert safe.hidden[:-1, :-1].sum() == 4
    assert not safe.hidden[-1].any() and not safe.hidden[:, -1].any()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_a_list_keeps_its_secrets(values):
    hidden, total = suppress_list(values)
    secret = [v for v, h in zip(values, hidden, strict=True) if h]
    assert all(h for v, h in zip(values, hidden, strict=True) if 0 < v < 5)
    if secret and not total:
        # Two or more hidden, not all the least they can be: their sum fits more than one way.
        assert len(secret) > 1 and sum(secret) > len(secret)


@pytest.mark.parametrize(("length", "highest"), [(2, 12), (3, 12), (4, 9)])
def test_a_list_keeps_its_secrets_from_a_reader_who_knows_the_rule(length, highest):
    alike = defaultdict(list)
    for values in product(range(highest + 1), repeat=length):
        hidden, total = suppress_list(values)
        if any(hidden) and not total:
            shown = tuple(None if h else v for v, h in zip(values, hidden, strict=True))
            alike[shown, sum(values)].append(values)
    assert alike
    for (shown, total), could_be in alike.items():
        for at in (at for at, value in enumerate(shown) if value is None):
            candidates = {values[at] for values in could_be}
            assert len(candidates) > 1 or min(candidates) >= 5, (shown, total, candidates)


def test_company_that_gives_itself_away_gets_company():
    # 40, 19 and 23 for two: the smallest of the others is at most 19, so it would have to be 19 and 4.
    assert suppress_list([40, 19, 19, 4]) == ([False, True, True, True], False)


def test_only_whole_numbers_in_rows_of_one_length():
    with pytest.raises(FiguresError, match="same length"):
        suppress_table([[1, 2], [3]])
    with pytest.raises(FiguresError, match="Row 1, column 2"):
        suppress_table([[1, -2]])
