"""The verdict moves only at reviews, needs two running, and always has words without a broken number."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldthread.analysis.figures import FiguresError, Reading
from goldthread.analysis.verdicts.one_point import one_point_changes, one_point_sentence
from goldthread.analysis.verdicts.planning import detectable_change
from goldthread.analysis.verdicts.step import measure_step
from goldthread.analysis.verdicts.verdict import STATES, judge
from goldthread.analysis.verdicts.verdict_schedule import excludes_no_change
from goldthread.analysis.verdicts.verdict_text import (
    attribution_sentence,
    verdict_basis,
    verdict_dict,
    verdict_limitations,
    verdict_sentence,
)
from goldthread.dates import month_from_number

START = 2023 * 12  # January 2023


def month(i):
    return month_from_number(START + i)


def series(before, after, action=1, gap=0.0):
    """Readings for months before, the action's own (99), and after."""
    return [Reading(month(i), v) for i, v in enumerate([*before, *[99] * action, *after])]


def noisy(mean, n, seed):
    return np.random.default_rng(seed).poisson(mean, n).tolist()


def verdict(before, after, direction="down", **more):
    return judge(series(before, after), month(len(before)), direction, **more)


def test_a_clear_fall_is_improved_and_came_with_the_action():
    v = verdict(noisy(20, 24, 1), noisy(8, 18, 2), name="Complaints about delays")
    assert (v.state, v.towards) == ("improved", "better")
    assert v.attribution == "came with the action"
    assert v.interval[0] < v.ratio < v.interval[1] < 1
    assert verdict_sentence(v).startswith(
        "Improved: complaints about delays fell after the action, from about "
    )
    assert v.next_review is None
    assert v.rebase_from == month(24)


def test_the_same_fall_is_worsened_where_more_is_better():
    v = verdict(noisy(20, 24, 1), noisy(8, 18, 2), direction="up")
    assert (v.state, v.towards) == ("worsened", "worse")
    assert v.rebase_from is None
    assert verdict_sentence(v).startswith("Worse: the measure fell")


def test_one_review_is_an_early_sign_and_two_a_verdict():
    before, after = noisy(20, 24, 1), noisy(8, 18, 2)
    states = [
        verdict(before, after, review_month=month(24 + m)).state for m in (1, 5, 6, 7, 8, 9, 10, 11, 12)
    ]
    assert states == ["too_little_data"] * 2 + ["early_sign"] * 3 + ["improved"] * 4


def test_nothing_moves_between_reviews_and_later_readings_are_not_looked_at():
    before, after = noisy(10, 24, 3), noisy(6, 18, 4)
    at_nine = verdict(before, after, review_month=month(24 + 9))
    for later in (10, 11):
        v = verdict(before, after, review_month=month(24 + later))
        assert (v.state, v.interval, v.mde80, v.used) == (
            at_nine.state,
            at_nine.interval,
            at_nine.mde80,
            at_nine.used,
        )
    wild = [*after[:9], *[500] * 9]
    assert verdict(before, wild, review_month=month(24 + 9)) == at_nine


def test_no_change_says_what_could_have_been_missed():
    v = verdict(noisy(12, 24, 5), noisy(12, 12, 6))
    assert v.state == "no_detectable_change_yet"
    assert 0.2 < v.mde80 < 0.6
    assert f"A fall smaller than {v.mde80:.0%} could have been missed" in verdict_sentence(v)
    assert v.months_until == "never" or v.months_until > 12


def test_small_counts_are_too_little_data_and_say_so():
    v = verdict([1, 0, 2, 1] * 6, [1, 0, 1, 1] * 3)
    assert v.state == "too_little_data"
    assert v.reasons == ("only_huge_changes_show",)
    assert v.months_until == "never"
    assert "would not show within five years" in verdict_sentence(v)


def test_short_baselines():
    assert verdict(noisy(20, 8, 1), noisy(3, 18, 2)).reasons == ("short_baseline",)
    tolerated = verdict(noisy(20, 9, 1), noisy(3, 18, 2))
    assert "short_baseline_tolerated" in tolerated.notes
    assert "weak baseline" in verdict_basis(tolerated)


def test_before_the_first_review_the_month_is_named():
    v = verdict(noisy(20, 24, 1), noisy(8, 3, 2))
    assert v.reasons == ("before_first_review",)
    assert v.next_review == month(24 + 6)
    assert "the first review comes when July 2025 is complete" in verdict_sentence(v)


def test_gaps_are_left_out_and_counted():
    before, after = noisy(20, 24, 1), [None, *noisy(8, 8, 2), None, *noisy(8, 8, 3)]
    v = verdict(before, after)
    assert v.state == "improved"
    assert v.gaps == 2
    assert "2 months have no reading" in verdict_basis(v)
    mostly_gaps = verdict(before, [None] * 4 + noisy(8, 5, 2))
    assert mostly_gaps.reasons == ("gaps_after",)


def test_months_that_are_not_looked_at_yet_are_no_gaps():
    """Of 24 months before the action, judged at the end of the 18th: the other six were read, and are not missing."""
    v = verdict(noisy(20, 24, 1), noisy(8, 8, 2), review_month=month(17))
    assert (v.months_before, v.gaps) == (18, 0) and "no reading" not in verdict_basis(v)
    later = judge([(month(i), 20) for i in range(24)], month(27), "down")
    assert (later.months_before, later.gaps) == (24, 0)


def test_the_cause_is_told_in_other_words_than_the_state_of_lower_since():
    """ "Improved" over "Lower since the action" would be two results at once."""
    v = replace(verdict(noisy(20, 24, 1), noisy(8, 18, 2)), attribution="cause not shown")
    assert attribution_sentence(v) == "It fell after the action; the cause is not shown."


def test_several_months_of_action_are_all_left_out():
    readings = series(noisy(20, 24, 1), noisy(8, 18, 2), action=3)
    v = judge(readings, [month(26), month(24)], "down")
    assert (v.months_before, v.reviews[-1].readings_after) == (24, 18)
    assert "January 2025 to March 2025 are left out" in verdict_basis(v)


def test_proportion_speaks_in_percentages():
    rng = np.random.default_rng(8)
    rows = [(month(i), rng.binomial(30, 0.5 if i < 24 else 0.85), 30) for i in range(43)]
    v = judge(rows, month(24), "up", kind="proportion", name="Files with a carer's view")
    assert v.state == "improved"
    assert "from 49% to 85% (likely between 78% and 90% now)" in verdict_sentence(v)
    assert v.worthwhile_change == 0.10


def test_a_share_that_cannot_rise_further_says_so():
    rows = [(month(i), 19 + i % 2, 20) for i in range(43)]
    v = judge(rows, month(24), "up", kind="proportion")
    assert v.state == "too_little_data"
    assert "A rise of 10 percentage points is not possible from where it stands" in verdict_sentence(v)


def test_score_speaks_in_its_own_units():
    rng = np.random.default_rng(9)
    rows = [(month(i), round(float(rng.normal(3.0 if i < 24 else 4.2, 0.3)), 2)) for i in range(43)]
    v = judge(rows, month(24), "up", kind="score", name="The audit score")
    assert v.state == "improved"
    assert v.ratio == pytest.approx(1.2, abs=0.2)
    assert "higher" in verdict_sentence(v)
    assert "counts alike" in verdict_basis(v)


def test_a_score_that_never_moves_is_no_verdict():
    rows = [(month(i), 3.0 if i < 24 else 4.0) for i in range(43)]
    v = judge(rows, month(24), "up", kind="score")
    assert v.state == "too_little_data"
    assert v.reasons == ("never_varies",)


def test_a_fall_under_way_before_the_action_is_not_its_doing():
    rng = np.random.default_rng(10)
    rows = [(month(i), int(rng.poisson(60 * math.exp(-0.025 * i)))) for i in range(55)]
    v = judge(rows, month(36), "down")
    assert (v.state, v.towards, v.reasons) == ("lower_since", "better", ("moves_by_itself",))
    assert v.attribution == "already moving"
    assert (
        attribution_sentence(v) == "It was already falling before the action, so the action may not be why."
    )


def test_an_improvement_that_fades_is_told():
    v = verdict([12, 8] * 12, [2, 3, 4] * 3 + [25, 30, 28] * 3)
    assert v.state != "improved"
    assert "not_held" in v.notes
    assert "An earlier review saw a change that the latest does not" in verdict_basis(v)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"direction": "less"}, "direction is 'less'"),
        ({"kind": "money"}, "kind is 'money'"),
        ({"worthwhile_change": 0}, "worthwhile_change is 0"),
        ({"worthwhile_change": float("nan")}, "worthwhile_change is nan"),
        ({"action_month": "soon"}, "'soon' is not a month"),
        ({"action_month": []}, "no action month"),
        ({"readings": []}, "no readings"),
        ({"readings": [(month(0), -1)]}, "cannot be below 0"),
        ({"readings": [(month(0), 1), (month(0), 2)]}, "January 2023 has two readings"),
        ({"readings": [(month(0), 1, 5), (month(1), 2)]}, "Some months have a denominator"),
        ({"readings": [(month(0), 6, 5)], "kind": "proportion"}, "more than the whole"),
        ({"readings": [(month(0), 6)], "kind": "proportion"}, "needs its denominator"),
        ({"readings": [(month(0), math.inf)]}, "infinite or too large"),
        ({"readings": [(month(0), "many")]}, "not a number"),
    ],
)
def test_what_cannot_be_judged_is_a_named_error(change, message):
    given_ = {"readings": series([5] * 24, [5] * 12), "action_month": month(24), "direction": "down"} | change
    with pytest.raises(FiguresError, match=message):
        judge(**given_)


counts = st.one_of(st.none(), st.integers(0, 40), st.integers(0, 10**12), st.just(math.nan))
steady = st.integers(0, 10**12).map(lambda x: [x] * 40)


@settings(max_examples=120, deadline=None)
@given(
    st.one_of(st.lists(counts, min_size=1, max_size=50), steady),
    st.integers(0, 40),
    st.sampled_from(["down", "up"]),
    st.sampled_from(["count", "score", "exposure", "proportion"]),
    st.lists(st.integers(-2, 50), max_size=3),
)
@example([0] * 8 + [10**12 - 3], 9, "down", "proportion", [])
def test_any_history_gives_words_without_a_broken_number(values, action, direction, kind, changed):
    size = {"exposure": 3.5, "proportion": 10**12}.get(kind)
    rows = [(month(i), v, size) for i, v in enumerate(values)]
    v = judge(
        rows,
        month(action),
        direction,
        kind="count" if kind == "exposure" else kind,
        counting_changed=[month(i) for i in changed],
    )
    assert v.state in STATES
    near = one_point_sentence(v, one_point_changes(v))
    words = " ".join(
        filter(
            None,
            [verdict_sentence(v), attribution_sentence(v), near, verdict_basis(v), verdict_limitations(v)],
        )
    ).lower()
    assert not {"nan", "inf", "none", "-inf"} & set(words.replace(",", " ").replace("%", " ").split()) - {
        "none"
    }
    assert json.loads(json.dumps(verdict_dict(v), allow_nan=False))["state"] == v.state


@pytest.mark.parametrize("kind", ["count", "proportion", "score"])
def test_one_at_a_time_equals_many_at_once(kind):
    """The simulations judge many series at once; a page judges one. They must say the same."""
    rng = np.random.default_rng(12)
    n0, runs = 18, 20
    shift = rng.choice([-6, -3, 0, 3, 6], runs)[:, None] * (np.arange(n0 + 18) >= n0)
    y = rng.normal(12, 3, (runs, n0 + 18)) + shift
    y = y if kind == "score" else np.clip(np.round(y), 0, 30)
    size = np.full(y.shape, 30.0)
    times = START + np.r_[np.arange(n0), np.arange(n0 + 1, n0 + 19)]  # the action's own month is left out
    for months_after in (6, 18):
        n = n0 + months_after
        together = measure_step(y[:, :n], times[:n], times[:n] > START + n0, kind, size=size[:, :n])
        fell, rose = excludes_no_change(together, 0.95)
        for s in range(runs):
            rows = [
                (month(t - START), v, 30 if kind != "score" else None)
                for t, v in zip(times, y[s], strict=True)
            ]
            review = judge(rows, month(n0), "down", kind=kind, review_month=month(n0 + months_after)).reviews[
                -1
            ]
            assert (review.early_fall, review.early_rise) == (fell[s], rose[s])
    assert fell.any() and rose.any() and not (fell | rose).all()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(counts, min_size=0, max_size=40),
    st.sampled_from(["down", "up"]),
    st.sampled_from(["count", "score", "proportion"]),
)
def test_any_baseline_gives_a_hope_or_a_named_error(values, direction, kind):
    rows = [(month(i), v, 10**12 if kind == "proportion" else None) for i, v in enumerate(values)]
    try:
        hope = detectable_change(rows, kind, direction)
    except FiguresError as error:
        assert "at least 9" in str(error)
        return
    assert not {"nan", "inf"} & set(hope.sentence().lower().split())
    json.dumps(hope.as_dict(), allow_nan=False)
    assert hope.enough is (not hope.suggestions)


def mirrored(state):
    """The state of the same readings where the other way is better."""
    return {"improved": "worsened", "worsened": "improved"}.get(state, state)


def turned(state):
    """The state of readings turned upside down, and with them which way is better."""
    return {"lower_since": "higher_since", "higher_since": "lower_since"}.get(state, state)


ANY_HISTORY = given(st.integers(0, 10**6), st.sampled_from([0.5, 1.0, 2.0]))


@settings(max_examples=40, deadline=None)
@ANY_HISTORY
def test_files_that_passed_or_files_that_failed_have_one_verdict(seed, factor):
    rng = np.random.default_rng(seed)
    share = np.where(np.arange(43) < 24, 0.6, 0.6 if factor == 1 else 0.6 + 0.1 * (factor - 1))
    passed = rng.binomial(25, share)
    ups = judge([(month(i), k, 25) for i, k in enumerate(passed)], month(24), "up", kind="proportion")
    downs = judge(
        [(month(i), 25 - k, 25) for i, k in enumerate(passed)], month(24), "down", kind="proportion"
    )
    assert (ups.state, ups.towards, ups.reasons) == (turned(downs.state), downs.towards, downs.reasons)
    assert ups.ratio == pytest.approx(1 / downs.ratio)


@settings(max_examples=40, deadline=None)
@ANY_HISTORY
def test_a_score_or_its_negative_has_one_verdict(seed, factor):
    score = np.random.default_rng(seed).normal(3, 1, 43) + (np.arange(43) > 24) * (factor - 1)
    plus = judge([(month(i), x) for i, x in enumerate(score)], month(24), "up", kind="score")
    minus = judge([(month(i), -x) for i, x in enumerate(score)], month(24), "down", kind="score")
    assert (plus.state, plus.towards, plus.reasons) == (turned(minus.state), minus.towards, minus.reasons)
    other_way = judge([(month(i), x) for i, x in enumerate(score)], month(24), "down", kind="score")
    assert other_way.state in (mirrored(plus.state), "too_little_data", "no_detectable_change_yet")


@settings(max_examples=40, deadline=None)
@ANY_HISTORY
def test_the_same_months_a_year_later_or_for_a_steady_population_have_one_verdict(seed, factor):
    counts_ = np.random.default_rng(seed).poisson(12 * np.where(np.arange(43) < 24, 1, factor))
    now = judge([(month(i), k) for i, k in enumerate(counts_)], month(24), "down")
    later = judge([(month(i + 12), k) for i, k in enumerate(counts_)], month(36), "down")
    assert (now.state, now.mde80) == (later.state, pytest.approx(later.mde80))
    people = judge([(month(i), k, 5000) for i, k in enumerate(counts_)], month(24), "down")
    assert (now.state, now.ratio) == (people.state, pytest.approx(people.ratio))


def test_readings_in_any_order_are_the_same_history():
    rows = series(noisy(12, 24, 1), noisy(9, 18, 2))
    assert judge(rows[::-1], month(24), "down") == judge(rows, month(24), "down")


def test_a_rate_is_spoken_of_as_one():
    rows = [(month(i), k, 2000 + 10 * i) for i, k in enumerate([*noisy(20, 25, 1), *noisy(8, 18, 2)])]
    sentence = verdict_sentence(judge(rows, month(24), "down", name="Complaints"))
    assert sentence.startswith("Improved: complaints fell after the action, as a rate, 6")
    none = [(month(i), k, 2000) for i, k in enumerate([*noisy(20, 25, 1), *[0] * 18])]
    assert "as a rate, to none" in verdict_sentence(judge(none, month(24), "down"))


def test_before_the_action_only_the_months_up_to_now_are_looked_at():
    rows = series(noisy(12, 24, 1), [])
    v = judge(rows, month(30), "down", review_month=month(19))
    assert (v.state, v.months_before) == ("too_little_data", 20)


def test_levels_and_change_that_part_company_say_that_the_season_is_between_them():
    rng = np.random.default_rng(13)
    rate = 30 * (1 + 0.5 * np.cos(2 * np.pi * (np.arange(31) - 28) / 12))  # highest just after the action
    rows = [(month(i), int(rng.poisson(rate[i]))) for i in range(31)]
    v = judge(rows, month(24), "down")
    assert v.review.after > v.review.before * 1.2
    assert 0.8 < v.ratio < 1.25
    assert "allowing for the time of year" in verdict_sentence(v)
    assert "time of year" not in verdict_sentence(verdict(noisy(20, 24, 1), noisy(8, 18, 2)))
