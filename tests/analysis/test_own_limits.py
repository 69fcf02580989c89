"""Limits that somebody set, and limits that stay where readings can be."""

import numpy as np
import pytest

from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.own_limits import Limits
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr

PERCENT = [90, 70, 95, 65, 99, 60, 100, 62, 97, 71, 98, 66, 91, 70]


def test_limits_of_percentages_stay_between_0_and_100():
    free, held = xmr(PERCENT), xmr(PERCENT, bounds=(0, 100))
    assert free.upper[0] > 160 and held.upper[0] == 100 and held.near_upper[0] == 100
    assert held.lower[0] == free.lower[0] > 0 and (held.code == free.code).all()
    beyond = xmr([*PERCENT, 101], bounds=(0, 100))
    assert beyond.upper[0] > 160
    low = xmr([100 - p for p in PERCENT], bounds=(0, 100))
    assert low.lower[0] == 0


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("direction", ["increase", "decrease", "neutral"])
def test_given_the_limits_that_would_be_calculated_a_chart_says_the_same(seed, direction):
    values = np.random.default_rng(seed).normal(20, 4, 30).round(1)
    values[20:] += seed
    usual = xmr(values.tolist(), direction=direction, target=22)
    given = xmr(
        values.tolist(),
        direction=direction,
        target=22,
        limits=Limits(float(usual.mean[0]), float(usual.lower[0]), float(usual.upper[0])),
    )
    for name in ("code", "side", "outside", "close", "point_type"):
        assert (getattr(given, name) == getattr(usual, name)).all(), name
    assert given.assurance == usual.assurance and given.near_upper[0] == pytest.approx(usual.near_upper[0])
    counts = np.random.default_rng(seed).poisson(9, 30).tolist()
    c = control_chart(counts, kind="c")
    own = control_chart(
        counts, kind="c", limits=Limits(float(c.mean[0]), float(c.lower[0]), float(c.upper[0]))
    )
    assert (own.code == c.code).all() and (own.run_signal == c.run_signal).all()


def test_limits_need_not_lie_at_the_same_distance():
    chart = xmr([10, 10.5, 9, 4, 12], limits=Limits(10, 5, 11))
    assert chart.outside.tolist() == [False, False, False, True, True]
    assert (chart.near_lower[0], chart.near_upper[0]) == (
        pytest.approx(10 - 10 / 3),
        pytest.approx(10 + 2 / 3),
    )


@pytest.mark.parametrize(
    "limits", [(5, None, 9), (5, 6, 9), (5, 5, 5), (float("nan"), 1, 9), (5, 1, float("inf"))]
)
def test_limits_that_are_none_are_refused(limits):
    with pytest.raises(SeriesError, match="Limits of your own"):
        Limits(*limits)


def test_a_run_chart_takes_a_centre_line_of_ones_own():
    chart = control_chart([6] * 7 + [7] * 7, kind="run", limits=Limits(5))
    assert chart.run_signal.all() and np.isnan(chart.upper).all() and "centre line" in chart.notes[0]
