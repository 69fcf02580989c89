"""The step with its interval: exact odds where events are few, and nothing lost to rounding."""

import numpy as np
import pytest
from scipy import stats

from goldthread.analysis.verdicts.step import exact_ratio, inflation, measure_step
from goldthread.analysis.verdicts.verdict_schedule import (
    REVIEW_MONTHS,
    STRICT_LEVELS,
    excludes_no_change,
    review_many,
    strict_level,
    twice_running,
)


def test_exact_ratio_equals_the_conditional_binomial_interval():
    s0, s1, ratio = 30.0, 4.0, 0.5
    low, high = exact_ratio(np.array([s0]), np.array([s1]), np.array([ratio]), 0.95)
    # Given their sum, events after are binomial; its exact interval turned into a ratio of rates.
    share = stats.binomtest(4, 34).proportion_ci(0.95, method="exact")
    assert np.exp(low[0]) == pytest.approx(share.low / (1 - share.low) / ratio)
    assert np.exp(high[0]) == pytest.approx(share.high / (1 - share.high) / ratio)


def test_nothing_at_all_afterwards_is_seen():
    y = np.concatenate([np.random.default_rng(0).poisson(12, 24), np.zeros(18)])
    step = measure_step(y, np.arange(42), np.arange(42) >= 24, "count")
    low, high = step.interval(0.975)
    assert step.few[0]
    assert step.effect[0] == -np.inf and low[0] == -np.inf
    assert np.exp(high[0]) < 0.1


def test_nothing_before_has_no_upper_end():
    y = np.array([0.0] * 24 + [0, 1, 0, 0, 1, 0])
    step = measure_step(y, np.arange(30), np.arange(30) >= 24, "count")
    low, high = step.interval(0.95)
    assert high[0] == np.inf
    assert np.isfinite(low[0]) and np.isfinite(step.effect[0])


def test_inflation_by_hand():
    # variance of a total of 3 with correlation .5: 3 + 2 * (2 * .5 + 1 * .25) = 5.5, over 3
    assert inflation(np.array(0.5), 3) == pytest.approx(5.5 / 3)
    assert inflation(np.array(0.5), 1) == pytest.approx(1.0)


def test_exposure_that_grows_with_the_count_is_no_change():
    exposure = np.concatenate([np.full(24, 100.0), np.full(12, 200.0)])
    y = exposure / 10 + np.tile([1.0, -1.0], 18)
    low, high = measure_step(y, np.arange(36), np.arange(36) >= 24, "count", size=exposure).interval(0.95)
    assert low[0] < 0 < high[0]
    low, high = measure_step(y, np.arange(36), np.arange(36) >= 24, "count").interval(0.95)
    assert low[0] > 0.5


def test_twice_running_needs_neighbours():
    flags = np.array([[True, False, True, True, False]])
    assert twice_running(flags).tolist() == [[False, False, False, True, False]]


def test_levels_are_never_looser_than_the_design():
    assert strict_level("count", "down") == 0.975
    assert all(level >= 0.975 for levels in STRICT_LEVELS.values() for level in levels)


def test_reviews_end_where_the_months_do():
    y = np.random.default_rng(5).poisson(9, (3, 24 + 13)).astype(float)
    assert review_many(y, 24, "count").down.shape == (3, 3)
    assert REVIEW_MONTHS == (6, 9, 12, 15, 18)


def test_months_without_a_reading_are_left_out_of_all():
    rng = np.random.default_rng(5)
    y = np.hstack([rng.poisson(30, (40, 24)), rng.poisson(17, (40, 18))]).astype(float)
    known = rng.random(42) > 0.2
    spoilt = np.where(known, y, 10_000.0)
    flags, same = review_many(spoilt, 24, "count", known=known), review_many(y, 24, "count", known=known)
    assert flags.fell().tolist() == same.fell().tolist()
    step = measure_step(y[:, known], np.flatnonzero(known), np.flatnonzero(known) >= 24, "count")
    assert flags.down[:, -1].tolist() == excludes_no_change(step, 0.975)[0].tolist()
    assert flags.fell()[:, -1].any()
    known[24:31] = False  # seven months after the action: two readings by the review at nine, and none at six
    assert not review_many(y, 24, "count", known=known).down[:, :2].any()


def test_false_improvements_stay_rare_where_nothing_changed():
    # A small, quick guard; docs/accuracy.md has the simulation itself. At 2% true, 40 of 1,000 is 4.5 se off.
    y = np.random.default_rng(6).poisson(8, (1000, 42)).astype(float)
    flags = review_many(y, 24, "count")
    assert flags.fell().any(axis=1).mean() < 0.04
    assert flags.rose().any(axis=1).mean() < 0.04


def test_a_halving_of_thirty_a_month_is_nearly_always_seen():
    rng = np.random.default_rng(7)
    y = np.hstack([rng.poisson(30, (300, 24)), rng.poisson(15, (300, 18))]).astype(float)
    assert review_many(y, 24, "count").fell().any(axis=1).mean() > 0.98
