"""Funnels: phi and tau2 equal FunnelPlotR's; limits are exact; nothing small is flagged."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from goldthread.analysis.charts.funnel import TOO_SMALL, funnel, interpolated_limit, overdispersion
from goldthread.analysis.figures import FiguresError

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "funnel"


def standardised(case):
    """z and 1/s^2 as the engine makes them for phi and tau2, by its data type."""
    o = np.array(case["input"]["numerator"], dtype=float)
    n = np.array(case["input"]["denominator"], dtype=float)
    kind = case["params"]["data_type"]
    s = 1 / (2 * np.sqrt(n))
    if kind == "PR":
        return (np.arcsin(np.sqrt(o / n)) - np.arcsin(np.sqrt(o.sum() / n.sum()))) / s, 1 / s**2
    if kind == "SR":
        return (np.sqrt(o / n) - 1) / s, 1 / s**2
    s = np.sqrt(o / (o + 0.5) ** 2 + n / (n + 0.5) ** 2)
    return (np.log((o + 0.5) / (n + 0.5)) - np.log(o.sum() / n.sum())) / s, 1 / s**2


@pytest.mark.skipif(
    not GOLDEN.is_dir(), reason="the golden outputs (shared/golden/funnel) are not on this machine"
)
@pytest.mark.parametrize(
    "path", sorted(GOLDEN.glob("*.json")) or [GOLDEN / "missing.json"], ids=lambda p: p.stem
)
def test_phi_and_tau2_equal_funnelplotr(path):
    case = json.loads(path.read_text())
    z, weight = standardised(case)
    phi, tau2 = overdispersion(z, weight, trim=case["params"]["trim_by"], correction=1.0)
    if not case["params"]["draw_adjusted"]:
        # Asked for unadjusted limits, the engine reports 0 and 0 without looking.
        assert (case["expected"]["phi"], case["expected"]["tau2"]) == (0, 0)
        assert phi > 0
        return
    assert phi == pytest.approx(case["expected"]["phi"], rel=1e-9)
    assert tau2 == pytest.approx(case["expected"]["tau2"], rel=1e-9, abs=1e-12)


def test_the_correction_undoes_what_winsorising_takes_away():
    z = np.random.default_rng(1).normal(size=200_000)
    assert overdispersion(z, np.ones(len(z)))[0] == pytest.approx(1.0, abs=0.03)


def test_interpolated_limits_by_hand():
    # Poisson mean 1: P(0) = .3679, P(<=1) = .7358; half way there is 1 - (.7358 - .5)/(.7358 - .3679)
    by = stats.poisson(1.0)
    assert interpolated_limit(0.5, by.ppf, by.cdf) == pytest.approx(1 - (0.735759 - 0.5) / 0.367879, abs=1e-5)
    assert interpolated_limit(0.001, by.ppf, by.cdf) == 0.0


def test_units_keep_their_order_and_outliers_are_named():
    names = ["Elm", "Oak", "Ash", "Fir"]
    result = funnel(names, [40, 3, 41, 90], [100] * 4)
    assert [u.name for u in result.units] == names
    assert [u.verdict for u in result.units] == ["as expected", "lower", "as expected", "higher"]
    assert result.phi is None  # four units cannot show how much units differ
    assert result.sentence().startswith("Oak is lower than chance explains; Fir is higher")
    assert "1 in 500" in result.note()


def test_too_small_to_compare_is_never_flagged():
    result = funnel(["A", "B", "C"], [4, 50, 50], [0.5, 500, 500])
    assert result.units[0].verdict == TOO_SMALL
    assert result.units[0].observed > result.units[0].outer[1]
    assert "1 is too small to compare" in result.sentence()
    few_files = funnel(["A", "B"], [4, 40], [4, 80], kind="proportion")
    assert few_files.units[0].verdict == TOO_SMALL


def test_units_that_differ_widely_get_wider_limits():
    rng = np.random.default_rng(2)
    size = np.full(40, 1000.0)
    o = rng.poisson(50 * np.exp(rng.normal(0, 0.35, 40)))
    spread = funnel([str(i) for i in range(40)], o, size)
    plain = funnel([str(i) for i in range(40)], rng.poisson(50, 40), size)
    assert spread.tau2 > 0.005
    assert spread.units[0].outer[1] > plain.units[0].outer[1] * 1.3
    shares = rng.beta(6, 4, 40)
    mixed = funnel([str(i) for i in range(40)], rng.binomial(60, shares), [60] * 40, kind="proportion")
    assert mixed.tau2 > 0
    assert 0 <= mixed.units[0].outer[0] < mixed.units[0].inner[0] < mixed.units[0].inner[1] <= 60


def test_false_flags_are_about_two_in_a_thousand():
    rng = np.random.default_rng(3)
    flagged = 0
    for _ in range(60):
        e = rng.uniform(5, 60, 50)
        result = funnel([str(i) for i in range(50)], rng.poisson(e), e, rate=1.0)
        flagged += sum(u.verdict in ("higher", "lower") for u in result.units)
    assert flagged < 18  # 6 expected of 3,000


@pytest.mark.parametrize(
    ("names", "counts", "sizes", "kind", "message"),
    [
        (["A", "A"], [1, 2], [5, 5], "count", "same name"),
        (["A"], [1, 2], [5], "count", "equally many"),
        (["A"], [1.5], [5], "count", "whole number"),
        (["A"], [1], [None], "count", "size of A is missing"),
        (["A"], [6], [5], "proportion", "part of a whole"),
        (["A"], [0], [0], "count", "size 0"),
        ([], [], [], "count", "no units"),
        (["A"], [1], [5], "rank", "kind is 'rank'"),
    ],
)
def test_what_cannot_be_compared_is_a_named_error(names, counts, sizes, kind, message):
    with pytest.raises(FiguresError, match=message):
        funnel(names, counts, sizes, kind)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=25),
    st.sampled_from(["count", "proportion"]),
)
def test_any_units_give_finite_limits_or_a_named_error(pairs, kind):
    pairs = [(min(p), max(p)) for p in pairs]
    try:
        result = funnel([str(i) for i in range(len(pairs))], *zip(*pairs, strict=True), kind)
    except FiguresError:
        assert sum(n for _, n in pairs) == 0
        return
    for unit in result.units:
        assert all(math.isfinite(x) for x in (*unit.inner, *unit.outer))
        assert unit.outer[0] <= unit.inner[0] + 1e-9 and unit.inner[1] <= unit.outer[1] + 1e-9
    assert "nan" not in result.sentence()
    json.dumps(result.as_dict(), allow_nan=False)


@pytest.mark.parametrize("rate", [math.inf, math.nan, 0.0, -0.1, 1e11])
def test_a_rate_that_cannot_be_compared_with_is_refused(rate):
    with pytest.raises(FiguresError, match="rate"):
        funnel(["A", "B"], [9, 8], [100, 200], rate=rate)


def test_nothing_shown_gives_a_hidden_total_away():
    """Three events in all: every way of sizing, none of what is shown is a number reckoned from them."""
    for counts, sizes in (([3, 0, 0], [100, 200, 300]), ([1, 1, 1, 0], [50, 600, 7, 9]), ([4], [1000])):
        result = funnel([f"U{i}" for i in range(len(counts))], counts, sizes)
        data = result.as_dict()
        shown = [
            v for u in data["units"] for k, v in u.items() if k not in ("name", "size", "verdict", "hide")
        ]
        assert result.gives_total and data["rate"] is None and set(shown) == {None}
        assert {u["verdict"] for u in data["units"]} == {"not shown"}
