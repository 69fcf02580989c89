"""The ways before and after are usually compared, on many series at once, to set beside the verdict.

Each takes counts (runs, months) with n0 months before, and returns for each run whether it would have
said "lower". They are written as they are commonly used, not as they could be at their best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def before_after(y: Floats, n0: int) -> Bools:
    """95% Poisson comparison of the mean month before with the mean month after."""
    n1 = y.shape[1] - n0
    s0, s1 = y[:, :n0].sum(axis=1) + 0.5, y[:, n0:].sum(axis=1) + 0.5
    difference = np.log(s1 / n1) - np.log(s0 / n0)
    return difference + 1.96 * np.sqrt(1 / s0 + 1 / s1) < 0


def segmented_regression(y: Floats, n0: int, level: float = 0.95, *, slopes: bool = True) -> Bools:
    """Level and slope change on the log scale, Newey-West (lag 3); the level fell. slopes: False for the level alone."""
    n = y.shape[1]
    t = np.arange(n) - n0
    columns = [np.ones(n), t >= 0]
    if slopes:
        columns += [t / 12.0, np.where(t >= 0, t, 0) / 12.0]
    x = np.column_stack(columns)
    inverse = np.linalg.inv(x.T @ x)
    log_y = np.log(y + 0.5)
    coef = log_y @ x @ inverse
    scores = (log_y - coef @ x.T)[:, :, None] * x
    meat = scores.transpose(0, 2, 1) @ scores
    for lag in (1, 2, 3):
        cross = scores[:, lag:].transpose(0, 2, 1) @ scores[:, :-lag]
        meat += (1 - lag / 4) * (cross + cross.transpose(0, 2, 1))
    df = n - x.shape[1]
    variance = (inverse @ meat @ inverse)[:, 1, 1] * n / df
    return coef[:, 1] + stats.t.ppf(0.5 + level / 2, df) * np.sqrt(np.maximum(variance, 1e-12)) < 0


def local_level(y: Floats, n0: int, level: float = 0.95) -> Bools:
    """Random walk level and a step on the log scale by maximum likelihood (a structural time series): it fell.

    The model behind CausalImpact without covariates, and of statsmodels' UnobservedComponents; the walk's variance
    over the months' is found on a grid, and the interval is a normal one, as theirs is.
    """
    n = y.shape[1]
    t = np.arange(n)
    z = np.log(y + 0.5)
    x = np.column_stack([np.ones(n), t >= n0])
    best = np.full(len(y), -np.inf)
    step, se = np.zeros(len(y)), np.ones(len(y))
    for ratio in np.concatenate([[0.0], np.geomspace(0.0005, 4.0, 30)]):
        root = np.linalg.cholesky(np.eye(n) + ratio * np.minimum(t[:, None], t))
        xw, zw = np.linalg.solve(root, x), np.linalg.solve(root, z.T).T
        inverse = np.linalg.inv(xw.T @ xw)
        coef = zw @ xw @ inverse
        variance = ((zw - coef @ xw.T) ** 2).mean(axis=1)
        likelihood = -n / 2 * np.log(np.maximum(variance, 1e-12)) - np.log(np.diag(root)).sum()
        better = likelihood > best
        best = np.where(better, likelihood, best)
        step = np.where(better, coef[:, 1], step)
        se = np.where(better, np.sqrt(variance * inverse[1, 1]), se)
    return step + stats.norm.ppf(0.5 + level / 2) * se < 0


def any_chart_signal(y: Floats, n0: int) -> Bools:
    """XmR with limits frozen before the action: any of the four rules, downwards, after it."""
    base = y[:, :n0]
    mean = base.mean(axis=1, keepdims=True)
    moves = np.abs(np.diff(base, axis=1))
    average = moves.mean(axis=1, keepdims=True)
    included = moves < 3.267 * average
    average = np.where(
        included.any(axis=1, keepdims=True), (moves * included).sum(axis=1, keepdims=True), average
    )
    average = average / np.maximum(included.sum(axis=1, keepdims=True), 1)
    after = y[:, n0:]
    outside = after < mean - 2.66 * average
    near = ~outside & (after < mean - 2.66 * 2 / 3 * average)
    below = after < mean
    signal = outside.any(axis=1) | _run(below, 7) | _run(np.diff(after, axis=1) < 0, 6)
    window = np.lib.stride_tricks.sliding_window_view
    two_of_three = (window(near, 3, axis=1).sum(axis=2) >= 2) & window(below, 3, axis=1).all(axis=2)
    return signal | two_of_three.any(axis=1)


def three_months(y: Floats, n0: int, fall: float = 0.20) -> Bools:
    """Three months after against three months before: lower by more than `fall`."""
    return y[:, n0 : n0 + 3].sum(axis=1) < (1 - fall) * y[:, n0 - 3 : n0].sum(axis=1)


def after_bad_month(y: Floats, n0: int, above: float = 0.25) -> Bools:
    """Whether the month before the action stood more than `above` over the mean of those before it."""
    return y[:, n0 - 1] > (1 + above) * y[:, : n0 - 1].mean(axis=1)


def after_bad_spell(y: Floats, n0: int, above: float = 0.20) -> Bools:
    """Whether the three months before the action stood more than `above` over the months before those."""
    return y[:, n0 - 3 : n0].mean(axis=1) > (1 + above) * y[:, : n0 - 3].mean(axis=1)


def _run(flags: Bools, length: int) -> Bools:
    if flags.shape[1] < length:
        return np.zeros(len(flags), dtype=bool)
    return np.lib.stride_tricks.sliding_window_view(flags, length, axis=1).all(axis=2).any(axis=1)
