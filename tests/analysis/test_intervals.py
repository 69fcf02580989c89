"""The exact interval of a share, against values worked out by hand."""

from __future__ import annotations

import pytest

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.intervals import exact, wilson


def test_the_exact_interval_of_none_and_of_all_is_a_power():
    # With none of 20 the upper end is where (1 - p) ** 20 = 0.025.
    assert exact(0, 20) == (0.0, pytest.approx(1 - 0.025 ** (1 / 20)))
    assert exact(20, 20) == (pytest.approx(0.025 ** (1 / 20)), 1.0)


def test_each_end_of_the_exact_interval_leaves_a_tail_of_a_fortieth():
    low, high = exact(2, 60)
    below = (1 - high) ** 60 + 60 * high * (1 - high) ** 59 + 1770 * high**2 * (1 - high) ** 58
    above = 1 - (1 - low) ** 60 - 60 * low * (1 - low) ** 59
    assert below == pytest.approx(0.025) and above == pytest.approx(0.025)
    assert (round(low, 4), round(high, 4)) == (0.0041, 0.1153)


def test_it_is_wider_than_wilsons_where_the_event_is_rare():
    assert exact(2, 60)[0] < wilson(2, 60)[0] and exact(2, 60)[1] > wilson(2, 60)[1]


def test_no_part_of_nothing():
    with pytest.raises(FiguresError, match="no percentage of 0"):
        exact(0, 0)
    with pytest.raises(FiguresError, match="more than the whole"):
        exact(3, 2)
