"""Control charts worked by hand: limits, Laney's floor, gaps, and what is refused."""

import datetime as dt
import math

import numpy as np
import pytest

from goldthread.analysis.charts.chart_text import chart_caption, chart_sentence
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.control_core import control_many
from goldthread.analysis.charts.series import SeriesError
from goldthread.dates import months_between

MONTHS = months_between(dt.date(2023, 1, 1), dt.date(2025, 12, 1))


def test_c_chart_by_hand():
    chart = control_many([[4, 9, 6, 5]], kind="c")
    assert chart.centre[0, 0] == 6
    assert chart.upper[0, 0] == pytest.approx(6 + 3 * math.sqrt(6))
    assert chart.lower[0, 0] == 0


def test_u_chart_limits_widen_where_the_denominator_is_small():
    chart = control_many([[10, 5, 20]], [[100, 25, 225]], kind="u")
    assert chart.centre[0, 0] == pytest.approx(0.1)
    assert chart.upper[0] == pytest.approx([0.1 + 3 * math.sqrt(0.1 / n) for n in (100, 25, 225)])


def test_p_chart_limits_stay_between_nought_and_one():
    chart = control_many([[9, 10, 8]], [[10, 10, 10]], kind="p")
    assert chart.upper[0, 0] == 1
    low = control_many([[1, 0, 1]], [[10, 10, 10]], kind="p")
    assert low.lower[0, 0] == 0


def test_laneys_sigma_is_held_at_one_or_more():
    counts, out_of = [[20, 21, 20, 21, 20, 21]], [[100, 101, 100, 101, 100, 101]]
    plain = control_many(counts, out_of, kind="u")
    floored = control_many(counts, out_of, kind="up")
    unfloored = control_many(counts, out_of, kind="up", floor_sigma=False)
    assert floored.upper == pytest.approx(plain.upper)
    assert (unfloored.upper < plain.upper).all()


def test_laneys_limits_are_wider_when_readings_vary_more_than_chance():
    rng = np.random.default_rng(5)
    counts = rng.poisson(np.repeat([[40, 160]], 12, axis=0).ravel())[None, :]
    plain = control_many(counts, np.full((1, 24), 100), kind="u")
    laney = control_many(counts, np.full((1, 24), 100), kind="up")
    assert plain.beyond.sum() > 20 and laney.beyond.sum() == 0


def test_g_chart_centre_is_the_median_and_limits_come_from_the_mean():
    chart = control_many([[1, 2, 3, 14]], kind="g")
    assert chart.centre[0, 0] == 2.5
    assert chart.upper[0, 0] == pytest.approx(5 + 3 * math.sqrt(30))


def test_moving_ranges_by_hand_and_never_across_a_gap():
    chart = control_many([[1, 3, np.nan, 10, 14]], kind="mr")
    np.testing.assert_array_equal(chart.values[0], [np.nan, 2, np.nan, np.nan, 4])
    assert chart.centre[0, 0] == 3
    assert chart.upper[0, 0] == pytest.approx(3 * 3.267)


def test_a_gap_ends_a_run_here_and_does_not_in_qicharts2():
    values = [[1, 3] * 6 + [3] * 4 + [np.nan] + [3] * 4 + [1] * 4]
    ours, theirs = (control_many(values, kind="i", across_gaps=a).runs[0] for a in (False, True))
    assert (ours.longest[0], theirs.longest[0]) == (5, 9)
    crossing = [[1] * 6 + [np.nan] + [3] * 6]
    ours, theirs = (control_many(crossing, kind="i", across_gaps=a).runs[0] for a in (False, True))
    assert (ours.crossings[0], theirs.crossings[0]) == (0, 1)
    assert (ours.crossings_min[0], theirs.crossings_min[0]) == (2, 3)  # of 10 chances, and of 11


def test_excluded_readings_make_no_limits_and_count_in_no_run():
    values = [5, 6, 50, 5, 6, 5, 6, 5, 6, 5]
    chart = control_chart(values, dates=MONTHS[:10], kind="i", exclude=[MONTHS[2]])
    assert chart.mean[0] == pytest.approx(49 / 9)
    assert not chart.included[2] and chart.columns()["n.obs"][0] == 9


def test_a_frozen_baseline_and_parts():
    chart = control_many([[1, 3, 1, 3, 9, 9, 9]], kind="i", freeze=4)
    assert chart.centre[0, 0] == 2 and chart.beyond[0].tolist() == [False] * 4 + [True] * 3
    parts = control_many([[1, 3, 1, 3, 9, 9, 9]], kind="i", part=4)
    assert parts.centre[0].tolist() == [2] * 4 + [9] * 3
    both = control_many([[1, 3, 9, 9, 5, 7, 50]], kind="i", part=4, freeze=2)
    assert both.centre[0].tolist() == [2] * 4 + [6] * 3


def test_many_series_at_once_are_the_same_as_one_by_one():
    rng = np.random.default_rng(8)
    counts = rng.poisson(9, (20, 24)).astype(float)
    counts[rng.random(counts.shape) < 0.1] = np.nan
    bottoms = rng.integers(50, 150, counts.shape).astype(float)
    for kind in ("i", "mr", "c", "g", "run", "up", "pp", "u", "p"):
        below = bottoms if kind in ("u", "p", "up", "pp") else None
        many = control_many(counts, below, kind=kind, part=12)
        for row in (0, 7, 19):
            one = control_many(counts[row], None if below is None else below[row], kind=kind, part=12)
            for name, column in one.columns().items():
                rounded = any(isinstance(v, float) for v in column)
                for a, b in zip(column, many.columns(row)[name], strict=True):
                    assert a == (pytest.approx(b) if rounded and b is not None else b), (kind, row, name)


def test_a_denominator_of_nought_is_a_gap():
    chart = control_chart([5, 0, 6], [100, 0, 100], kind="up")
    assert math.isnan(chart.values[1]) and chart.code[1] == -1
    with pytest.raises(SeriesError, match="A reading of 3 has a denominator of 0"):
        control_chart([5, 3, 6], [100, 0, 100], kind="up")


def test_rows_out_of_order_keep_their_denominators():
    counts, out_of = list(range(10, 22)), list(range(100, 220, 10))
    straight = control_chart(counts, out_of, MONTHS[:12], kind="up")
    turned = control_chart(counts[::-1], out_of[::-1], MONTHS[:12][::-1], kind="up")
    np.testing.assert_array_equal(straight.upper, turned.upper)


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        (([1, -2],), {"kind": "c"}, "below 0"),
        (([1, 2],), {"kind": "x"}, "no chart"),
        (([1, 2],), {"kind": "u"}, "needs a denominator"),
        (([1, 2], [3, 4]), {"kind": "c"}, "takes no denominators"),
        (([1, 2], [3, 4, 5]), {"kind": "u"}, "denominators"),
        (([1, 5], [3, 4]), {"kind": "p"}, "larger than its denominator"),
        (([1, 5], [3, 0]), {"kind": "u"}, "out of nothing"),
        (([1, 5], [3, -1]), {"kind": "u"}, "below 0"),
        (([1, 0],), {"kind": "t"}, "above 0"),
        (([0, 0], [0, 0]), {"kind": "u"}, "no reading to draw"),
        (([1, 2],), {"kind": "c", "exclude": [3]}, "left out"),
        (([1, 2],), {"kind": "c", "multiply": 0}, "multiply"),
    ],
)
def test_what_cannot_be_charted_is_said_plainly(args, options, message):
    with pytest.raises(SeriesError, match=message):
        control_chart(*args, **options)


def test_words_for_a_share():
    counts, out_of = [30, 31, 29, 30, 32, 28, 30, 31, 29, 30, 31, 60], [100, 140] * 6
    chart = control_chart(counts, out_of, MONTHS[:12], kind="pp", multiply=100)
    assert chart_sentence(chart, "the share told the outcome", "%") == (
        "42.9% in December 2023 is higher than the share told the outcome usually gets, which is unusual (special cause)."
        if chart.signal_on_last_point
        else "42.9% in December 2023 is within what the share told the outcome usually gets."
    )
    assert "Laney p' chart of shares" in chart_caption(chart)


def test_words_for_too_few_and_for_a_run_chart():
    assert chart_sentence(control_chart([5, 3, 6, 2], kind="c"), "this theme") == (
        "2 at reading 4. There are only 4 so far: too few to say what is usual for this theme."
    )
    assert chart_sentence(control_chart([5, 3, 6, 2], kind="run"), "this theme") == (
        "2 at reading 4 is below the middle of the 4 readings so far: too few to say more."
    )
    shifted = control_chart([1] * 12 + [9] * 12, kind="run")
    assert "one side of the middle" in chart_sentence(shifted) and "(special cause)" in chart_sentence(
        shifted
    )
