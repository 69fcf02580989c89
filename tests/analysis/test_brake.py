"""A change that two reviews have shown is called one only beyond what the measure does by itself."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.verdicts import interrupted_time_series as its
from goldthread.analysis.verdicts.beginning import beginning
from goldthread.analysis.verdicts.brake import brake_figures, brake_holds
from goldthread.analysis.verdicts.margin import margin
from goldthread.analysis.verdicts.own_movement import RHO, TAU, TAU_PRIOR, even_scale, own_movement
from goldthread.analysis.verdicts.step import measure_step
from goldthread.analysis.verdicts.verdict import _state, judge
from goldthread.analysis.verdicts.verdict_schedule import review_many
from goldthread.analysis.verdicts.verdict_text import (
    attribution_sentence,
    verdict_basis,
    verdict_dict,
    verdict_limitations,
    verdict_sentence,
)
from goldthread.dates import month_from_number

START = 2022 * 12  # January 2022


def month(i):
    return month_from_number(START + i)


def walk(seed, before=24, mean=60.0, move=0.06, effect=1.0, after=18):
    """Counts whose level wanders by `move` a month, with the action's own month between the two spells."""
    rng = np.random.default_rng(seed)
    months = before + 1 + after
    level = mean * np.exp(np.cumsum(move * rng.standard_normal(months)))
    return rng.poisson(level * np.where(np.arange(months) > before, effect, 1.0))


def judged(counts, before=24, direction="down", **more):
    return judge([(month(i), v) for i, v in enumerate(counts)], month(before), direction, **more)


def test_step_and_weights_equal_the_formulas_written_out():
    """The whole covariance of the months, inverted for every pair, without the short cut through its axes."""
    y = walk(1).astype(float)[None]
    y = np.delete(y, 24, axis=1)
    times = START + np.delete(np.arange(43), 24)
    design = its.step_design(times, times > START + 24)
    size = np.ones_like(y)
    fast = own_movement(y, design, "count", size)
    scale = even_scale(y, design, "count", size)
    z, x, n = scale.z[0], design.columns, len(times)
    assert z[0] == pytest.approx(2 * math.sqrt(y[0, 0] + 0.375))
    others = np.delete(x, 1, axis=1)
    basis = np.linalg.svd(others)[0][:, others.shape[1] :]
    apart = np.abs(times[:, None] - times[None, :])
    walked = np.minimum(times[:, None], times[None, :]) - times[0]
    logs, steps, errors = [], [], []
    for rho, prior in zip(RHO, (0.30, 0.45, 0.25), strict=True):
        for tau, p_tau in zip(TAU, TAU_PRIOR, strict=True):
            phi = 1.3
            for _ in range(3):
                v = rho**apart + tau**2 * y.mean() / phi * walked
                inverse = np.linalg.inv(v)
                information = x.T @ inverse @ x
                coef = np.linalg.solve(information, x.T @ inverse @ z)
                left = z - x @ coef
                rss = left @ inverse @ left
                last, phi = phi, max(rss / (n - x.shape[1]), 1.0)
            sxx = 1 / np.linalg.inv(information)[1, 1]
            # log|Q'VQ| of what the other columns leave
            logdet = np.linalg.slogdet(basis.T @ (rho**apart + tau**2 * y.mean() / last * walked) @ basis)[1]
            df = n - x.shape[1]
            logs.append(
                -0.5 * (logdet + math.log(sxx) + df * math.log(phi) + rss / phi) + math.log(prior * p_tau)
            )
            steps.append(coef[1])
            errors.append(math.sqrt(phi / sxx))
    weight = np.exp(np.array(logs) - max(logs))
    np.testing.assert_allclose(fast.weight[0], weight / weight.sum(), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(fast.step[0], steps, rtol=1e-7)
    np.testing.assert_allclose(fast.se[0], errors, rtol=1e-7)


def test_the_prior_falls_by_fifths_from_the_smallest_move():
    assert TAU_PRIOR.sum() == pytest.approx(1.0)
    assert TAU_PRIOR[0] == 0.15
    assert TAU_PRIOR[2:] / TAU_PRIOR[1:-1] == pytest.approx(np.full(7, 0.8))


def test_margins_worked_by_hand():
    """A tenth; five points, but a quarter of the way to the end where that is less; three fifths of what is worthwhile."""
    assert margin("count", -1, np.array([3.0, 90.0])).tolist() == [0.10, 0.10]
    assert margin("proportion", 1, np.array([0.60, 0.95])) == pytest.approx([0.05, 0.0125])
    assert margin("proportion", -1, np.array([0.60, 0.08])) == pytest.approx([0.05, 0.02])
    assert margin("score", 1, np.array([3.0])) == pytest.approx([0.15])
    assert margin("score", 1, np.array([3.0]), 10.0) == pytest.approx([6.0])


@pytest.mark.parametrize("way", [-1, 1])
@pytest.mark.parametrize("kind", ["count", "proportion", "score"])
def test_a_change_on_the_even_scale_and_back_is_itself(kind, way):
    y = np.array([[12.0, 15, 11, 9, 14, 13, 12, 10, 16, 12, 7, 6, 5, 8, 7, 4]])
    size = np.full_like(y, 20.0 if kind == "proportion" else 1.0)
    times = np.arange(16)
    scale = even_scale(y, its.step_design(times, times >= 10), kind, size)
    for change in (0.0, 0.05, 0.2):
        assert scale.plain(scale.on_z(np.array([change]), way), way) == pytest.approx([change], abs=1e-9)


def test_what_is_sure_is_what_has_one_chance_in_ten_of_being_less():
    y = np.delete(walk(3, effect=0.5), 24).astype(float)[None]
    times = np.delete(np.arange(43), 24)
    fit = measure_step(y, times, times > 24, "count").fit
    figures = brake_figures(y, np.ones_like(y), fit, "count", -1)
    sure = figures.movement.sure_change(-1)
    assert 0.1 < sure[0] < 0.5
    assert figures.movement.chance_not_beyond(sure, -1) == pytest.approx([0.10], abs=1e-6)


def test_the_beginning_is_found_where_it_is():
    """30 a month, and 15 from the fifth month after the action on: four months after the first one after it."""
    y = np.r_[[30.0, 28, 32, 31, 29, 30] * 4, [30.0, 29, 31, 30], [15.0, 14, 16, 15, 13, 17] * 2][None]
    times = START + np.arange(40)
    design = its.step_design(times, np.arange(40) >= 24, harmonic=False)
    began, gain = beginning(even_scale(y, design, "count", np.ones_like(y)), design)
    assert began.tolist() == [4]
    assert gain[0] > 3
    at_once = np.r_[[30.0, 28, 32, 31, 29, 30] * 4, [15.0, 14, 16, 15, 13, 17, 15, 14] * 2][None]
    began, gain = beginning(even_scale(at_once, design, "count", np.ones_like(y)), design)
    assert (began.tolist(), gain.tolist()) == ([0], [0.0])


def first(wanted, seeds, **more):
    """The first made-up series that comes to a state for one reason alone, with its verdict."""
    for seed in seeds:
        v = judged(walk(seed, **more))
        if (v.state, v.reasons) == wanted:
            return v
    raise AssertionError(f"no series came to {wanted}")


def test_a_level_that_wanders_is_lower_since_and_says_by_how_much_it_moves():
    v = first(("lower_since", ("moves_by_itself",)), range(25, 99))
    assert v.towards == "better"
    assert v.rebase_from is None
    assert v.review.fell
    assert v.brake.p_direction >= 0.10
    moved = f"{math.expm1(v.brake.own_movement):.0%}"
    sentence = verdict_sentence(v)
    assert sentence.startswith("Lower since the action: the measure fell, from about ")
    assert (
        f"moves by about {moved} by itself between spells as long as these, and the chance that the fall is no more "
        f"than that is {v.brake.p_direction * 100:.0f} in 100. So the fall is not called"
    ) in sentence
    assert "not called an improvement" in sentence
    assert "may have come about by itself" in verdict_limitations(v)


def test_a_rise_that_may_be_harm_is_not_hidden():
    v = first(("higher_since", ("moves_by_itself",)), range(105, 199))
    assert v.towards == "worse"
    assert verdict_sentence(v).startswith("Higher since the action")
    assert verdict_sentence(v).endswith("not called a worsening; but it may be one: watch it.")


def test_a_small_fall_that_is_likely_is_small():
    v = first(("lower_since", ("small",)), range(99), mean=400.0, move=0.005, effect=0.87)
    assert v.brake.p_direction < 0.10 <= v.brake.p_margin
    assert "a fall of less than a tenth cannot be ruled out" in verdict_sentence(v)


def test_a_fall_that_began_later_names_the_month():
    rate = np.r_[np.full(25 + 4, 60.0), np.full(14, 40.0)]
    found = (judged(np.random.default_rng(seed).poisson(rate)) for seed in range(25, 99))
    v = next(v for v in found if v.reasons == ("began_later",) and v.brake.began == 4)
    assert (v.state, v.brake.began_month) == ("lower_since", month(29))
    assert f"begun about 5 months after the action ({month(29):%B %Y})" in verdict_sentence(v)


def test_two_running_must_hold():
    """Where only the latest review is beyond the measure's own movement, the one before says why not yet."""
    for seed in range(400):
        v = judged(walk(seed, mean=30.0, move=0.03, effect=0.72))
        if v.state == "lower_since" and not v.brake.reasons:
            break
    assert v.reasons == v.reviews[-2].brake.reasons != ()
    assert "two running are needed. At the review before: " in verdict_sentence(v)


def test_an_improvement_says_what_is_sure():
    rng = np.random.default_rng(4)
    v = judged(rng.poisson(np.r_[np.full(25, 40.0), np.full(18, 15.0)]))
    assert v.state == "improved"
    assert v.improved_with_action
    assert verdict_dict(v)["improved_with_action"] is True
    assert f"nine in ten sure that it is at least {v.brake.sure:.0%} lower" in verdict_sentence(v)
    assert not replace(v, attribution="cause not shown").improved_with_action
    assert not judged(walk(1), direction="up").improved_with_action


def test_a_rise_says_what_is_sure_as_people_say_a_rise():
    rng = np.random.default_rng(4)
    v = judged(rng.poisson(np.r_[np.full(25, 15.0), np.full(18, 40.0)]))
    assert v.state == "worsened"
    assert (
        f"nine in ten sure that it is at least {1 / (1 - v.brake.sure) - 1:.0%} higher" in verdict_sentence(v)
    )


def test_with_twelve_months_before_its_movement_is_assumed_and_said_to_be():
    rng = np.random.default_rng(4)
    counts = rng.poisson(np.r_[np.full(13, 40.0), np.full(18, 15.0)])
    sentence = verdict_sentence(judged(counts, before=12))
    assert sentence.endswith(
        "With only 12 months before, how much it moves by itself is mostly assumed, not seen."
    )
    longer = rng.poisson(np.r_[np.full(14, 40.0), np.full(18, 15.0)])
    assert "assumed" not in verdict_sentence(judged(longer, before=13))


def test_the_basis_says_how_often_it_is_wrong():
    rng = np.random.default_rng(4)
    basis = verdict_basis(judged(rng.poisson(40.0, 43)))
    assert "where nothing changed, at most 4.5 in 100 actions come to be called improved" in basis
    assert "up to about 8 in 100, more if counting changes after the action and nobody records it" in basis


def test_wandering_levels_are_seldom_called_improved():
    # A small guard; docs/accuracy.md has the simulation. Before the brake, 19% of these were.
    y = np.stack([np.delete(walk(seed), 24) for seed in range(400)])
    flags = review_many(y, 24, "count")
    assert flags.fell().any(axis=1).mean() < 0.10
    assert flags.lower_since().any(axis=1).mean() > 0.08


def test_many_at_once_and_one_at_a_time_have_one_brake():
    y = np.stack([np.delete(walk(seed, effect=0.7), 24) for seed in range(16)]).astype(float)
    times = np.delete(np.arange(43), 24)
    fit = measure_step(y, times, times > 24, "count").fit
    together = brake_holds(y, np.ones_like(y), fit, "count", -1)
    assert together.any() and not together.all()
    compared = []
    for v, holds in zip(y, together, strict=True):
        own = judged(np.insert(v, 24, 99))
        if own.review.fell and own.brake is not None:
            assert (own.brake.reasons == ()) is bool(holds)
            compared.append(bool(holds))
    assert set(compared) == {True, False}
    people = np.random.default_rng(2).uniform(900, 1100, y.shape)
    people[:, :] = people[:1]  # alike in all: one plan; then one series at a time, the same answer
    fit = measure_step(y, times, times > 24, "count", size=people).fit
    alike = brake_holds(y, people, fit, "count", -1)
    unlike = people.copy()
    unlike[0] = unlike[0][::-1]
    apart = brake_holds(y, unlike, measure_step(y, times, times > 24, "count", size=unlike).fit, "count", -1)
    assert alike[1:].tolist() == apart[1:].tolist()


def test_a_verdict_takes_less_than_fifteen_milliseconds():
    """The first of a new shape apart; the best of seven, since other work shares the processor (measured: 5 to 7)."""
    counts = walk(27)
    judged(counts)

    def took():
        start = time.process_time()
        assert judged(counts).brake is not None
        return time.process_time() - start

    assert min(took() for _ in range(7)) < 0.015


ANY_WALK = given(
    st.integers(0, 10**6),
    st.sampled_from([0.4, 0.7, 0.85, 1.0, 1.3, 2.0]),
    st.sampled_from([0.0, 0.04, 0.08]),
)


@settings(max_examples=20, deadline=None)
@ANY_WALK
def test_the_brake_makes_no_change_of_none(seed, effect, move):
    for direction in ("down", "up"):
        v = judged(walk(seed, move=move, effect=effect), direction=direction)
        alone = _state(list(v.reviews), direction)[0]
        if alone in ("improved", "worsened"):
            assert v.state in (alone, "lower_since" if v.review.fell else "higher_since")
            assert bool(v.reasons) is (v.state not in ("improved", "worsened"))
        else:
            assert v.state in (alone, "too_little_data")


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([0.4, 0.7, 1.0]),
    st.integers(-30, 30),
    st.sampled_from([(), (10,)]),
)
def test_the_same_months_at_any_other_time_have_one_verdict(seed, effect, shift, changed):
    counts = walk(seed, effect=effect)
    now, later = (
        judge(
            [(month(i + by), v) for i, v in enumerate(counts)],
            month(24 + by),
            "down",
            counting_changed=[month(i + by) for i in changed],
        )
        for by in (0, shift)
    )
    assert (now.state, now.reasons, now.attribution) == (later.state, later.reasons, later.attribution)
    assert now.ratio == pytest.approx(later.ratio)
    if now.brake:
        assert now.brake.p_margin == pytest.approx(later.brake.p_margin)


@settings(max_examples=20, deadline=None)
@ANY_WALK
def test_a_score_upside_down_has_the_opposite_state(seed, effect, move):
    rng = np.random.default_rng(seed)
    score = (
        np.cumsum(move * rng.standard_normal(43))
        + 0.3 * rng.standard_normal(43)
        + (np.arange(43) > 24) * math.log(effect)
    )
    opposite = {"improved": "worsened", "worsened": "improved"}
    opposite |= {"lower_since": "higher_since", "higher_since": "lower_since"}
    up, down = (
        judge([(month(i), sign * x) for i, x in enumerate(score)], month(24), "up", kind="score")
        for sign in (1, -1)
    )
    if up.state in opposite:
        assert (down.state, down.reasons) == (opposite[up.state], up.reasons)
    elif up.state == "early_sign":
        assert (down.state, down.towards) == (
            "early_sign",
            {"better": "worse", "worse": "better"}[up.towards],
        )


def words(v):
    return " ".join(
        filter(None, [verdict_sentence(v), attribution_sentence(v), verdict_basis(v), verdict_limitations(v)])
    )


def test_shares_and_scores_speak_in_their_own_units():
    rng = np.random.default_rng(6)
    for seed in range(200):
        rng = np.random.default_rng(seed)
        odds = np.exp(0.4 + np.cumsum(0.12 * rng.standard_normal(43)))
        rows = [(month(i), rng.binomial(60, odds[i] / (1 + odds[i])), 60) for i in range(43)]
        v = judge(rows, month(24), "up", kind="proportion")
        if v.reasons == ("moves_by_itself",):
            break
    assert "percentage points by itself between spells" in words(v)
    for seed in range(400):
        rng = np.random.default_rng(seed)
        score = 3 + np.cumsum(0.05 * rng.standard_normal(43)) + 0.2 * rng.standard_normal(43)
        v = judge([(month(i), x) for i, x in enumerate(score)], month(24), "up", kind="score")
        if v.reasons == ("small",):
            break
    assert "of less than 0.15 cannot be ruled out" in words(v)
