"""XmR charts worked by hand, and what we do where NHSRplotthedots does otherwise."""

import datetime as dt
import math

import numpy as np
import pytest

from goldthread.analysis.charts.chart_text import chart_sentence
from goldthread.analysis.charts.rules import Rules
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr, xmr_by
from goldthread.analysis.charts.xmr_core import xmr_many
from goldthread.dates import months_between

MONTHS = months_between(dt.date(2023, 1, 1), dt.date(2025, 12, 1))
# Mean 10.5, every moving range 1: limits 10.5 -/+ 2.66.
STEADY = [10, 11] * 8


def kinds(chart):
    return chart.columns()["special_cause_type"]


def test_limits_by_hand():
    chart = xmr([4, 8, 6, 10, 2], screen=False)
    # mean 30/5 = 6; ranges 4, 2, 4, 8, mean 4.5; limits 6 -/+ 2.66 * 4.5
    assert chart.mean[0] == 6
    assert chart.upper[0] == pytest.approx(6 + 11.97)
    assert chart.lower[0] == pytest.approx(6 - 11.97)
    assert chart.near_upper[0] == pytest.approx(6 + 7.98)


def test_screening_leaves_the_jump_out_once_and_keeps_the_point_in_the_mean():
    values = [*STEADY, 100]
    chart = xmr(values)
    # ranges: fifteen of 1 and one of 89, mean 6.5; 89 is not below 3.267 * 6.5 and goes; 1 stays
    assert chart.mean[0] == pytest.approx(268 / 17)
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66)
    unscreened = xmr(values, screen=False)
    assert unscreened.upper[0] - unscreened.mean[0] == pytest.approx(2.66 * 6.5)


def test_an_outlier_is_flagged_and_its_icon_follows_the_direction():
    values = [*STEADY, 30]
    for direction, icon in (
        ("increase", "improvement_high"),
        ("decrease", "concern_high"),
        ("neutral", "neutral_high"),
    ):
        chart = xmr(values, direction=direction)
        assert kinds(chart)[-1] == "Above UCL"
        assert chart.signal_on_last_point
        assert chart.variation_icon == icon


def test_seven_on_one_side_are_a_shift_six_are_not_and_a_point_on_the_mean_breaks_it():
    seven = xmr([12, 8] * 5 + [11] * 7 + [9] * 7)
    assert seven.mean[0] == 10
    assert kinds(seven)[10:] == ["7 Points Above CL"] * 7 + ["7 Points Below CL"] * 7
    broken = xmr([12, 8] * 5 + [11] * 3 + [10] + [11] * 3 + [9] * 6)
    assert broken.mean[0] == 10
    assert not any(broken.columns()["special_cause_flag"])


def test_seven_rising_points_are_a_trend_and_a_tie_breaks_it():
    risen = [12, 8] * 6 + [7, 8, 9, 10, 11, 12, 13] + [8, 12] * 6
    flags = xmr(risen).columns()["special_cause_type"]
    assert flags[12:19] == ["7 Point Trend (Increasing)"] * 7
    tied = [12, 8] * 6 + [7, 8, 9, 9, 10, 11, 12] + [8, 12] * 6
    assert "7 Point Trend (Increasing)" not in kinds(xmr(tied))


def test_a_turning_point_is_named_by_the_trend_it_ends_and_by_the_next_in_nhsr():
    peak = [8, 12] * 6 + [4, 6, 8, 10, 12, 14, 16, 13, 11, 9, 7, 5, 3] + [12, 8] * 6
    at = 12 + 6
    ours, theirs = kinds(xmr(peak)), kinds(xmr(peak, nhsr_quirks=True))
    assert ours[at] == "7 Point Trend (Increasing)"
    assert theirs[at] == "7 Point Trend (Decreasing)"
    assert ours[:at] == theirs[:at] and ours[at + 1 :] == theirs[at + 1 :]
    assert ours[at + 1] == "7 Point Trend (Decreasing)"


def near_the_edge(last_three):
    """Readings whose frozen limits are 10.5 -/+ 2.66, so that the outer third begins at 12.27."""
    return [*STEADY, *last_three], {"baseline": 16}


def test_two_of_three_differs_by_preset():
    cases = {
        (12.5, 11, 12.5): {"nhsr": True, "mdc_excel": True, "powerbi": True},
        (12.5, 10, 12.5): {"nhsr": False, "mdc_excel": False, "powerbi": True},  # the third on the other side
        (20, 11, 12.5): {"nhsr": False, "mdc_excel": True, "powerbi": True},  # one outside the limits
        (12.5, 8.5, 12.5): {
            "nhsr": False,
            "mdc_excel": False,
            "powerbi": False,
        },  # the third near the other limit
        (12.5, 11, 11): {"nhsr": False, "mdc_excel": False, "powerbi": False},
    }
    for last_three, expected in cases.items():
        values, options = near_the_edge(last_three)
        for preset, flagged in expected.items():
            chart = xmr(values, preset=preset, **options)
            assert ("2 in 3 Above CL" in kinds(chart)) is flagged, (last_three, preset)


def test_only_the_excel_preset_keeps_every_jump():
    values = [*STEADY, 100]
    half = {p: xmr(values, preset=p).upper[0] - xmr(values).mean[0] for p in ("nhsr", "mdc_excel", "powerbi")}
    assert half["nhsr"] == half["powerbi"] == pytest.approx(2.66)
    assert half["mdc_excel"] == pytest.approx(2.66 * 6.5)


def test_a_constant_series_has_limits_on_its_mean_and_says_so():
    chart = xmr([5] * 20)
    assert (chart.upper == 5).all() and (chart.lower == 5).all()
    assert not any(chart.columns()["special_cause_flag"])
    assert "do not vary" in chart_sentence(chart)
    assert math.isnan(xmr([5] * 20, nhsr_quirks=True).upper[0])


def test_a_constant_baseline_makes_any_other_figure_stand_out():
    chart = xmr([0] * 14 + [1], baseline=12)
    assert chart.signal_on_last_point
    assert chart_sentence(chart, "this theme") == (
        "1 at reading 15 differs from a baseline that never varied (0 each time), which is unusual (special cause)."
    )


def test_a_step_between_two_levels_that_never_varied_is_not_said_to_have_had_one():
    """24 months of 10 and 18 of 4: the mean is 7.43, and no reading ever was."""
    sentence = chart_sentence(xmr([10] * 24 + [4] * 18), "this theme")
    assert "never varied" not in sentence and "7.43 each time" not in sentence
    assert sentence.startswith("4 at reading 42 is not at the usual level of 7.43.")
    assert sentence.endswith("marked as unusual (special cause).")


def test_gaps_are_shown_and_never_crossed():
    values = [12, 8] * 5 + [11] * 3 + [None] + [11] * 4 + [9] * 7
    chart = xmr(values)
    columns = chart.columns()
    assert columns["y"][13] is None and columns["special_cause_type"][13] is None
    assert columns["special_cause_flag"][10:18] == [False] * 8  # 3 and 4 are no run of 7
    assert chart.mean[0] == 10
    without_crossing = [4] * 9 + [3, 0, 0] + [0] * 3 + [2] + [0] * 6  # neither 11-gap nor gap-11 counts
    amr = np.mean(without_crossing)
    screened = np.mean([m for m in without_crossing if m < 3.267 * amr])
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66 * screened)


def test_a_gap_breaks_a_trend_and_a_window_of_three():
    rising = [12, 8] * 6 + [7, 8, 9, None, 10, 11, 12, 13] + [8, 12] * 6
    assert "7 Point Trend (Increasing)" not in kinds(xmr(rising))
    for preset in ("nhsr", "mdc_excel", "powerbi"):
        values, options = near_the_edge((12.5, None, 12.5))
        assert not xmr(values, preset=preset, **options).signal_on_last_point


def test_a_gap_at_the_end_leaves_the_last_reading_as_the_last():
    chart = xmr([*STEADY, 30, None], MONTHS[:18])
    assert chart.last == 16
    assert chart.variation_icon == "improvement_high"
    assert (
        chart_sentence(chart, "this theme")
        == "30 in May 2024 is higher than this theme usually gets, which is unusual (special cause)."
    )


def test_a_frozen_baseline_counts_readings_and_not_gaps():
    chart = xmr([None, 10, 12, None, *[10, 12] * 6, 50], baseline=12)
    assert int(chart.base.sum()) == 12
    assert chart.mean[0] == 11


def test_rules_and_limits_restart_at_each_rebase():
    values = [12, 8] * 6 + [3] * 4 + [20, 24] * 7
    chart = xmr(values, MONTHS[:30], rebase=[MONTHS[16]])
    assert chart.segment.tolist() == [0] * 16 + [1] * 14
    assert chart.mean[-1] == 22 and chart.mean[0] == pytest.approx(132 / 16)
    assert not chart.short.any()
    refrozen = xmr(values, MONTHS[:30], rebase=[MONTHS[16]], baseline=12)
    assert refrozen.base.tolist() == [True] * 12 + [False] * 4 + [True] * 12 + [False] * 2


def test_a_rebase_date_without_a_reading_takes_the_next_and_says_so():
    chart = xmr(STEADY, MONTHS[:16], rebase=["2023-05-15"])
    assert chart.segment.tolist() == [0] * 5 + [1] * 11
    assert chart.notes == ("There is no reading on 2023-05-15; the limits are recalculated from 2023-06-01.",)


def test_rebase_on_the_first_date_gives_group_one():
    assert set(xmr(STEADY, MONTHS[:16], rebase=[MONTHS[0]]).segment) == {1}


def test_dates_in_any_order_are_sorted_and_said_so():
    backwards = xmr(STEADY[::-1], MONTHS[:16][::-1])
    assert backwards.values.tolist() == STEADY
    assert backwards.notes == ("The readings were not in date order and were sorted.",)


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (([],), {}, "no readings"),
        (([None, float("nan")],), {}, "Every reading is missing"),
        ((["many"],), {}, "not a number"),
        (([1, float("inf")],), {}, "infinite"),
        (([1, 1e200],), {}, "too large"),
        (([1, 2], ["2024-01-01", "2024-01-01"]), {}, "2024-01-01"),
        (([1, 2], ["2024-01-01"]), {}, "2 readings but 1 dates"),
        (([1, 2], ["2024-01-01", None]), {}, "not a date"),
        (([1, 2], ["2024-01-01", np.datetime64("NaT")]), {}, "not a date"),
        (([1, 2], ["2024-01-01", "2024-02-30"]), {}, "not a date"),
        (([1, 2], ["2024-01-01", "2024-02-01"]), {"rebase": ["2025-01-01"]}, "outside the readings"),
        (([1, 2], ["2024-01-01", "2024-02-01"]), {"rebase": ["2023-01-01"]}, "outside the readings"),
        (([1, 2],), {"rebase": ["2024-01-01"]}, "positions"),
        (([1, 2],), {"direction": "up"}, "Direction"),
        (([1, 2],), {"preset": "excel"}, "preset"),
        (([1, 2],), {"baseline": 11}, "12"),
        (([1, 2],), {"target": float("nan")}, "target"),
        (([[1, 2], [3, 4]],), {}, "one list"),
    ],
)
def test_what_cannot_be_charted_is_said_plainly(given, options, message):
    with pytest.raises(SeriesError, match=message):
        xmr(*given, **options)


def test_one_reading_has_no_limits_but_an_answer():
    chart = xmr([5], ["2025-03-01"])
    assert chart.columns()["upl"] == [None] and chart.columns()["outside_limits"] == [None]
    assert chart_sentence(chart, "this theme") == (
        "5 in March 2025. There is only one reading: too few to say what is usual for this theme."
    )


def test_targets_beyond_the_limits_decide_and_a_target_on_a_limit_does_not():
    upper = xmr(STEADY).upper[0]
    for direction, target, expected in (
        ("increase", 20, "consistent_fail"),
        ("increase", 1, "consistent_pass"),
        ("decrease", 20, "consistent_pass"),
        ("decrease", 1, "consistent_fail"),
        ("increase", 11, "inconsistent"),
        ("increase", upper, "inconsistent"),
        ("neutral", 20, None),
    ):
        assert xmr(STEADY, direction=direction, target=target).assurance == expected


def test_facets_are_charts_of_their_own():
    charts = xmr_by(STEADY + [5] * 16, MONTHS[:16] * 2, ["north"] * 16 + ["south"] * 16)
    assert list(charts) == ["north", "south"]
    assert charts["north"].mean[0] == 10.5 and charts["south"].mean[0] == 5
    assert charts["south"].columns()["f"] == ["south"] * 16


def test_a_facet_without_a_target_is_not_asked_for_one():
    """NHSRplotthedots calls it inconsistent, since its missing target is neither above nor below the limits."""
    rows = (STEADY * 2, MONTHS[:16] * 2, ["north"] * 16 + ["south"] * 16)
    charts = xmr_by(*rows, target={"north": 90})
    assert (charts["north"].assurance, charts["south"].assurance) == ("consistent_fail", None)
    assert charts["south"].columns()["target"] == [None] * 16
    assert {chart.assurance for chart in xmr_by(*rows, target=90).values()} == {"consistent_fail"}
    with pytest.raises(SeriesError, match="There is no 'west' to give the target to"):
        xmr_by(*rows, target={"west": 90})


def test_many_series_in_blocks_are_the_same_as_in_one():
    rng = np.random.default_rng(3)
    values = rng.poisson(6, (50, 30)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    whole, blocks = xmr_many(values), xmr_many(values, block=7)
    np.testing.assert_array_equal(whole.upper, blocks.upper)
    np.testing.assert_array_equal(whole.code, blocks.code)
    for row in range(0, 50, 10):
        np.testing.assert_array_equal(xmr(values[row]).code, whole.code[row])


def test_a_series_without_any_reading_among_many_has_no_signal():
    many = xmr_many([[np.nan] * 4, [1.0, 2.0, 3.0, np.nan]])
    assert many.last.tolist() == [-1, 2]
    assert many.signal.tolist() == [0, 0]


def test_rounding_in_the_twelfth_place_is_no_difference():
    third = 0.1 + 0.2  # 0.30000000000000004
    values = [0.1, 0.5] * 6 + [0.28, 0.29, 0.3, third, 0.31, 0.32, 0.33, 0.34]
    assert third > 0.3
    assert not any("Trend" in kind for kind in kinds(xmr(values)))  # 0.3 and 0.1 + 0.2 are a tie
    on_the_mean = xmr([0.1, 0.7] * 6 + [0.4] * 7)
    assert on_the_mean.side[12:].tolist() == [0] * 7


def test_a_rule_set_of_ones_own():
    six = Rules("six", "six points", shift_n=6, trend_n=6)
    values = [12, 8] * 5 + [11] * 6 + [9] * 6
    assert not any(xmr(values).columns()["special_cause_flag"])
    assert kinds(xmr(values, preset=six))[10:] == ["6 Points Above CL"] * 6 + ["6 Points Below CL"] * 6
    with pytest.raises(SeriesError, match="two points"):
        xmr(values, preset=Rules("one", "one point", shift_n=1))


@pytest.mark.parametrize(
    ("process", "sevens", "sixes", "seven_and_six", "eight_and_six_unscreened"),
    [
        ("normal", (0.19, 0.016), (0.31, 0.028), (0.21, 0.018), (0.14, 0.011)),
        ("poisson 1", (0.48, 0.054), (0.57, 0.072), (0.48, 0.054), (0.35, 0.032)),
        ("poisson 3", (0.28, 0.027), (0.38, 0.038), (0.28, 0.027), (0.19, 0.016)),
        ("negbin 8", (0.28, 0.025), (0.38, 0.040), (0.29, 0.026), (0.21, 0.015)),
    ],
)
def test_steady_figures_cry_wolf_as_often_as_the_statistics_notes_say(
    process, sevens, sixes, seven_and_six, eight_and_six_unscreened
):
    """Share of steady series of 24 with any signal, and with one on the last point; measured elsewhere."""
    rng = np.random.default_rng(24)
    size = (20_000, 24)
    values = {
        "normal": lambda: rng.normal(size=size),
        "poisson 1": lambda: rng.poisson(1, size),
        "poisson 3": lambda: rng.poisson(3, size),
        "negbin 8": lambda: rng.negative_binomial(8, 0.5, size),
    }[process]()
    for rules, (anywhere, last) in (
        (Rules("7/7", ""), sevens),
        (Rules("6/6", "", shift_n=6, trend_n=6), sixes),
        (Rules("7/6", "", trend_n=6), seven_and_six),
        (Rules("8/6", "", screen=False, shift_n=8, trend_n=6), eight_and_six_unscreened),
    ):
        many = xmr_many(values, preset=rules, direction="neutral")
        assert (many.code > 0).any(axis=1).mean() == pytest.approx(anywhere, abs=0.015), rules.name
        assert (many.signal != 0).mean() == pytest.approx(last, abs=0.006), rules.name
