"""The step model equals R's glm where both can speak, and keeps its head where R would not."""

import json
from pathlib import Path

import numpy as np
import pytest

from goldthread.analysis.verdicts import interrupted_time_series as its

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "glm"


@pytest.mark.skipif(
    not GOLDEN.is_dir(), reason="the golden outputs (shared/golden/glm) are not on this machine"
)
@pytest.mark.parametrize(
    "path", sorted(GOLDEN.glob("*.json")) or [GOLDEN / "missing.json"], ids=lambda p: p.stem
)
def test_equals_glm_quasipoisson(path):
    case = json.loads(path.read_text())
    n0, n = case["n0"], len(case["y"])
    times = np.arange(n) - n0  # the engine counted months from the action
    design = its.step_design(times, np.arange(n) >= n0, harmonic=case["harmonic"])
    got = its.fit(
        case["y"], design, "count", size=np.exp(case["offset"]), haldane=False, rho=0.0, least_phi=0.0
    )
    want = case["quasipoisson"]
    assert got.coef[0] == pytest.approx(want["coef"], abs=2e-6)
    assert np.sqrt(np.diag(got.covariance[0])) == pytest.approx(want["se"], rel=2e-5)
    assert got.phi[0] == pytest.approx(want["phi"], rel=2e-6)
    assert got.df[0] == pytest.approx(n - design.columns.shape[1])


def test_correlation_products_equal_the_dense_matrix():
    rng = np.random.default_rng(1)
    times = np.array([0, 1, 2, 5, 6, 10])
    rho = np.array([0.0, 0.3, 0.8])
    x = rng.normal(size=(3, 6, 2))
    distance = np.abs(times[:, None] - times[None, :])
    for s in range(3):
        want = (rho[s] ** distance) @ x[s]
        assert its.ar1_times(rho, np.diff(times).astype(float), x)[s] == pytest.approx(want)


def test_sandwich_and_degrees_of_freedom_equal_the_formulas_written_out():
    rng = np.random.default_rng(2)
    n, n0 = 30, 18
    times = np.arange(n)
    design = its.step_design(times, times >= n0)
    y = rng.poisson(7, n).astype(float)
    got = its.fit(y, design, "count", rho=0.4)
    mu = got.mu[0]
    adjusted = y + np.where(times >= n0, 0.5 / (n - n0), 0.5 / n0)
    xw = np.sqrt(mu)[:, None] * design.columns
    inverse = np.linalg.inv(xw.T @ xw)
    r = 0.4 ** np.abs(times[:, None] - times[None, :])
    m = np.eye(n) - xw @ inverse @ xw.T
    e2 = ((adjusted - mu) ** 2 / mu).sum()
    phi = max(1.0, e2 / np.trace(m @ r))
    assert got.phi[0] == pytest.approx(phi)
    assert got.covariance[0] == pytest.approx(phi * inverse @ (xw.T @ r @ xw) @ inverse)
    assert got.df[0] == pytest.approx(np.trace(m @ r) ** 2 / np.trace(m @ r @ m @ r))


def test_residuals_are_of_counts_with_half_an_event_added_to_each_side():
    """R's are of the counts as they are. Worked by hand: 2 a month, and none after; 18 and 12 months."""
    y = np.r_[np.tile([1.0, 3.0], 9), np.zeros(12)]
    design = its.step_design(np.arange(30), np.arange(30) >= 18, harmonic=False)
    got = its.fit(y, design, "count", rho=0.0, least_phi=0.0)
    before, after = 2 + 0.5 / 18, 0.5 / 12
    assert got.mu[0, [0, -1]] == pytest.approx([before, after])
    # Pearson's: 18 of (1 / root of the mean), and 12 of nothing, over 30 months less 2 columns.
    assert got.phi[0] == pytest.approx(18 / before / 28)
    assert got.effect[0] == pytest.approx(np.log(after / before))
    assert np.isfinite(got.se[0])


def test_many_series_equal_one_at_a_time():
    rng = np.random.default_rng(3)
    y = rng.poisson(4, (20, 36)).astype(float)
    design = its.step_design(np.arange(36), np.arange(36) >= 24)
    together = its.fit(y, design, "count")
    for i in range(20):
        alone = its.fit(y[i], design, "count")
        assert together.effect[i] == pytest.approx(alone.effect[0], abs=1e-7)
        assert together.se[i] == pytest.approx(alone.se[0], rel=1e-6)


def test_correlation_is_found_and_its_small_sample_bias_undone():
    rng = np.random.default_rng(4)
    n, runs, rho = 120, 400, 0.6
    noise = rng.normal(size=(runs, n))
    for t in range(1, n):
        noise[:, t] = rho * noise[:, t - 1] + np.sqrt(1 - rho**2) * noise[:, t]
    design = its.step_design(np.arange(n), np.arange(n) >= 60)
    got = its.fit(noise, design, "score").rho.mean()
    shrunk = (n * rho + 20 * 0.3) / (n + 20)
    assert got == pytest.approx(shrunk, abs=0.02)


def test_proportion_and_score_effects_by_hand():
    times = np.arange(24)
    after = times >= 12
    size = np.full(24, 20.0)
    share = its.fit(
        np.where(after, 15.0, 10.0),
        its.step_design(times, after, harmonic=False),
        "proportion",
        size=size,
        haldane=False,
    )
    assert share.effect[0] == pytest.approx(np.log(3))  # 15 of 20 is odds of 3, 10 of 20 odds of 1
    score = its.fit(np.where(after, 3.5, 3.0), its.step_design(times, after, harmonic=False), "score")
    assert score.effect[0] == pytest.approx(0.5)
    assert score.phi[0] == 0.0


def test_the_yearly_wave_waits_for_months_enough_and_for_seasons_it_can_tell():
    def columns(n0, n1, step=1):
        times = np.arange(0, (n0 + n1) * step, step)
        return its.step_design(times, np.arange(n0 + n1) >= n0).columns.shape[1]

    assert columns(12, 5) == 2
    assert columns(12, 6) == 4
    assert columns(9, 12) == 2
    assert columns(24, 12, step=12) == 2  # one month of each year tells nothing of seasons


def test_a_constant_series_takes_the_prior_correlation():
    design = its.step_design(np.arange(30), np.arange(30) >= 18)
    got = its.fit(np.full(30, 7.0), design, "count")
    assert got.rho[0] == its.PRIOR_RHO
    assert got.phi[0] == 1.0
    assert np.isfinite(got.se[0]) and got.se[0] > 0
