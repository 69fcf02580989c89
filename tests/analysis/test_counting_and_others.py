"""What else moves a measure: a change of counting that is recorded, and what moves all of a council's themes."""

import math

import numpy as np
import pytest
from scipy.stats import t as student

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.verdicts import interrupted_time_series as its
from goldthread.analysis.verdicts.attribution import attribute
from goldthread.analysis.verdicts.other_themes import OthersStep, others_step, sum_of_others
from goldthread.analysis.verdicts.planning import detectable_change
from goldthread.analysis.verdicts.step import measure_step
from goldthread.analysis.verdicts.verdict import judge
from goldthread.analysis.verdicts.verdict_text import verdict_basis, verdict_dict, verdict_sentence
from goldthread.dates import month_from_number

START = 2022 * 12  # January 2022
ACTION = 24


def month(i):
    return month_from_number(START + i)


def rows(rate, seed=1):
    counts = np.random.default_rng(seed).poisson(rate)
    return [(month(i), int(v)) for i, v in enumerate(counts)]


def level(*spells):
    """A rate a month from (months, rate) spells: 24 before the action, its own, 18 after."""
    return np.concatenate([np.full(months, float(rate)) for months, rate in spells])


def judged(readings, *changed, **more):
    return judge(readings, month(ACTION), "down", counting_changed=[month(i) for i in changed], **more)


def test_a_recorded_change_is_a_column_of_its_own():
    times = START + np.r_[0:24, 25:43]
    design = its.step_design(times, times > START + 24, counting_changed=[START + 12, START + 90])
    assert design.counted == ((START + 12, 2),)
    assert design.columns[:, 2].tolist() == [0.0] * 12 + [1.0] * 30
    assert design.target == 1
    assert its.slope_design(times[:24], counting_changed=[START + 12]).counted == ((START + 12, 2),)


def test_without_noise_step_and_change_are_told_apart_exactly():
    """50 a month, a fifth fewer counted from month 12, and the action halves it: ratios .8 and .5."""
    rate = level((12, 50), (13, 40), (18, 20))
    times = START + np.r_[0:24, 25:43]
    y = np.delete(rate, 24)
    step = its.fit(
        y, its.step_design(times, times > START + 24, counting_changed=[START + 12]), "count", haldane=False
    )
    assert math.exp(step.coef[0, 1]) == pytest.approx(0.5)
    assert math.exp(step.coef[0, 2]) == pytest.approx(0.8)


def test_narrower_counting_after_the_action_is_no_improvement_once_it_is_recorded():
    readings = rows(level((31, 60), (12, 42)), seed=3)
    unrecorded, recorded = judged(readings), judged(readings, 31)
    assert unrecorded.review.early_fall
    assert not recorded.review.fell
    assert recorded.state == "no_detectable_change_yet"
    assert [c.month for c in recorded.counting_changed] == [month(31)]
    assert recorded.counting_changed[0].effect == pytest.approx(0.7, abs=0.1)
    assert (
        "From August 2024 it is counted otherwise. The months on both sides are compared with that change taken out "
        "(about 3"
    ) in verdict_sentence(recorded)
    assert verdict_dict(recorded)["counting_changed"][0]["month"] == "2024-08-01"


def test_a_fall_beside_a_change_of_counting_is_still_seen():
    readings = rows(level((12, 90), (13, 60), (18, 30)), seed=4)
    v = judged(readings, 12)
    assert v.state == "improved"
    assert v.ratio == pytest.approx(0.5, abs=0.1)
    assert "lower, allowing for the change of counting (likely" in verdict_sentence(v)


def test_a_change_counts_only_from_the_review_that_sees_it():
    readings = rows(level((31, 60), (12, 42)), seed=3)
    early = judged(readings, 31, review_month=month(30))
    assert early == judged(readings, review_month=month(30))


@pytest.mark.parametrize("near", [22, 23, 24, 25, 26])
def test_within_two_months_of_the_action_there_is_no_verdict(near):
    v = judged(rows(level((25, 60), (18, 30))), near)
    assert (v.state, v.reasons, v.reviews, v.attribution) == (
        "too_little_data",
        ("counting_changed",),
        (),
        None,
    )
    assert (
        f"it is counted otherwise from {month(near):%B %Y}, so near the action that the two cannot be told apart"
        in (verdict_sentence(v))
    )
    assert v.next_review is None
    assert verdict_basis(v) == (
        "24 months before the action have a reading. No review is held where a change of counting cannot be told from "
        "the action."
    )


@pytest.mark.parametrize("further", [21, 27])
def test_three_months_from_the_action_there_may_be_one(further):
    assert judged(rows(level((25, 60), (18, 30))), further).reviews


def test_with_no_readings_between_the_two_cannot_be_told_apart_either():
    readings = [(m, None if month(24) < m < month(29) else v) for m, v in rows(level((25, 60), (18, 30)))]
    assert judged(readings, 29).reasons == ("counting_changed",)


def test_a_change_before_the_first_reading_or_after_the_last_changes_nothing():
    readings = rows(level((25, 60), (18, 30)))
    assert judged(readings, -3, 0, 60) == judged(readings)


def test_few_events_are_not_given_the_exact_ratio_that_a_change_would_spoil():
    """10 a month, 4 once it is counted more narrowly, and hardly any after the action: that is from 4, not from 7."""
    readings = rows(level((12, 10), (13, 4), (18, 0.15)), seed=0)
    unrecorded, recorded = judged(readings), judged(readings, 12)
    assert ("few_events_exact" in unrecorded.notes, "few_events_exact" in recorded.notes) == (True, False)
    assert recorded.ratio > unrecorded.ratio * 1.5


def test_what_a_recorded_change_did_was_not_under_way_before_the_action():
    times = START + np.r_[0:24, 25:43]
    for later, wanted in ((42, "came with the action"), (50, "cause not shown")):
        readings = rows(level((12, 90), (13, 60), (18, later)), seed=1)
        y = np.array([v for i, (_, v) in enumerate(readings) if i != ACTION], dtype=float)
        given = (y, times, times > START + ACTION, "count", np.ones(42))
        assert attribute(*given) == "already moving"
        assert attribute(*given, [START + 12]) == wanted


def test_planning_knows_of_the_change():
    baseline = rows(level((12, 90), (12, 60)), seed=5)
    seen, unseen = detectable_change(baseline, counting_changed=[month(12)]), detectable_change(baseline)
    assert seen.at_18 < unseen.at_18  # the jump is no variation by chance


def test_what_was_given_as_a_month_must_be_one():
    with pytest.raises(FiguresError, match="'soon' is not a month"):
        judge(rows(level((25, 60), (18, 30))), month(ACTION), "down", counting_changed=["soon"])


def others(rate, count=4):
    return [rows(rate, seed=100 + i) for i in range(count)]


def test_what_all_themes_do_is_not_the_actions_doing():
    fall = level((25, 60), (18, 40))
    readings = rows(fall, seed=7)
    assert judged(readings).state == "improved"
    v = judged(readings, others=others(fall))
    assert (v.state, v.reasons) == ("lower_since", ("others_too",))
    assert v.brake.others == pytest.approx(2 / 3, abs=0.05)
    assert "other themes together fell too in the same months (3" in verdict_sentence(v)
    assert "other themes, summed, were measured" in verdict_basis(v)


def test_a_fall_of_its_own_is_an_improvement_beside_steady_themes():
    v = judged(rows(level((25, 60), (18, 30)), seed=7), others=others(level((43, 50))))
    assert v.state == "improved"
    assert v.brake.p_others < 0.01


def test_fewer_than_three_or_rarer_themes_are_no_brake_and_said_not_to_be():
    fall = level((25, 60), (18, 40))
    readings = rows(fall, seed=7)
    for given in (others(fall, 2), others(level((25, 6), (18, 4)), 4)):
        v = judged(readings, others=given)
        assert (v.state, v.brake.p_others) == ("improved", None)
        assert "too few, too rare or in too few months to compare with" in verdict_basis(v)


def test_the_sum_is_of_months_in_which_all_have_a_count():
    three = [
        [(month(0), 1), (month(1), 2)],
        [(month(1), 3), (month(0), None)],
        [(month(1), 4), (month(0), 9)],
    ]
    assert sum_of_others(three) == {START + 1: 9.0}
    assert sum_of_others(three[:2]) == {}


def test_the_sum_that_was_kept_gives_the_verdict_of_the_themes_themselves():
    fall = level((25, 60), (18, 40))
    readings, themes = rows(fall, seed=7), others(fall)
    kept = {when: sum(dict(theme)[when] for theme in themes) for when, _ in themes[0]}
    assert judged(readings, others=kept) == judged(readings, others=themes)


def test_the_chance_is_welchs():
    """Worked by hand: -.5 (.1, 20) against -.2 (.1, 20): t = -.3 / .1414 with 40 degrees of freedom."""
    rng = np.random.default_rng(3)
    y = np.r_[rng.poisson(60, 24), rng.poisson(36, 18)].astype(float)
    times = np.arange(42)
    fit = measure_step(y, times, times >= 24, "count").fit
    same = OthersStep(float(fit.effect[0]) + 0.3, float(fit.se[0]), float(fit.df[0]))
    wanted = student.cdf(-0.3 / (math.sqrt(2) * fit.se[0]), 2 * fit.df[0])
    assert same.chance_not_beyond(fit, -1) == pytest.approx([wanted])
    assert same.chance_not_beyond(fit, 1) == pytest.approx([1 - wanted])


def test_too_few_shared_months_say_nothing():
    times = np.arange(42)
    y = np.full(42, 5.0)
    total = {month: 50.0 for month in range(16, 42)}  # eight months before
    assert others_step(total, y, times, times >= 24, np.ones(42)) is None


def test_too_little_data_beside_a_change_of_counting_names_it():
    """Three or four a month show a fall by themselves; with three months between action and change they do not."""
    readings = [(month(i), 3 + i % 2) for i in range(43) if i != 24]
    v = judged(readings, 28)
    assert (v.state, v.mde80) == ("too_little_data", None)
    assert "with so few events once the change of counting is taken out." in verdict_sentence(v)
    assert "with so few events." in verdict_sentence(judged([(m, 0) for m, _ in readings]))
