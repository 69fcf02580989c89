"""Limits of the months before an action are carried forward: the change never makes the limits it is judged by."""

import datetime as dt

import numpy as np
import pytest

from goldthread.analysis.charts.chart_text import chart_caption, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.charts.xmr_core import xmr_many
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.dates import months_between

MONTHS = months_between(dt.date(2024, 1, 1), dt.date(2025, 12, 1))
# Ten months before: mean 20, moving ranges 2 throughout, so the limits are 20 ± 2.66 x 2 = 14.68 and 25.32.
BEFORE = [19, 21, 19, 21, 19, 21, 19, 21, 19, 21]
AFTER = [9, 11] * 7
ACTION = MONTHS[10]


def test_the_months_after_are_judged_by_the_limits_of_before():
    chart = xmr([*BEFORE, *AFTER], MONTHS, direction="decrease", carry_from=ACTION)
    assert chart.mean == pytest.approx([20] * 24)
    assert chart.lower == pytest.approx([14.68] * 24) and chart.upper == pytest.approx([25.32] * 24)
    assert (chart.point_type[:10] == 0).all() and (
        chart.point_type[10:] == 1
    ).all()  # fewer is better: improvement
    assert chart.base.tolist() == [True] * 10 + [False] * 14
    # Over all 24 together the mean is 14.2 and every month lies on one side of it for longer than seven.
    pooled = xmr([*BEFORE, *AFTER], MONTHS, direction="decrease")
    assert (pooled.point_type != 0).all()
    assert (
        xmr([*BEFORE, *AFTER], MONTHS, direction="increase", carry_from=ACTION).point_type[10:] == -1
    ).all()
    assert set(xmr([*BEFORE, *AFTER], MONTHS, direction="neutral", carry_from=ACTION).point_type[10:]) == {-2}


def test_a_recalculation_after_it_ends_the_carrying():
    chart = xmr([*BEFORE, *AFTER], MONTHS, direction="decrease", carry_from=ACTION, rebase=[MONTHS[11]])
    assert chart.mean[:11] == pytest.approx(
        [20] * 11
    )  # the action's own month is judged by the months before
    assert chart.mean[11:] == pytest.approx([sum(AFTER[1:]) / 13] * 13)
    assert (chart.point_type[11:] == 0).all()
    assert "carried forward" not in chart_caption(chart, "this", "complaints")


def test_many_series_at_once_and_a_series_alone_agree():
    rng = np.random.default_rng(4)
    values = rng.poisson(12, (6, 24)).astype(float)
    values[2, 5] = np.nan
    carried = np.arange(24) >= 12
    many = xmr_many(values, carried=carried, direction="decrease")
    for row in range(6):
        one = xmr(values[row], MONTHS, direction="decrease", carry_from=MONTHS[12])
        assert one.mean == pytest.approx(many.mean[row]) and one.code.tolist() == many.code[row].tolist()
        before = xmr(values[row, :12], MONTHS[:12])
        assert one.mean[0] == pytest.approx(before.mean[0]) and one.upper[0] == pytest.approx(before.upper[0])


@pytest.mark.parametrize("kind", ["up", "pp"])
def test_shares_and_rates_carry_theirs_too(kind):
    shares, of = [100, 120] * 5 + [20, 30] * 7, [400, 600] * 12
    chart = control_chart(shares, of, MONTHS, kind=kind, direction="decrease", carry_from=ACTION)
    before = control_chart(shares[:10], of[:10], MONTHS[:10], kind=kind)
    assert chart.mean[-1] == pytest.approx(before.mean[0]) == pytest.approx(1100 / 5000)
    assert (chart.point_type[10:] == 1).all() and (chart.point_type[:10] == 0).all()
    assert "carried forward" in chart_caption(chart, "this", "%")


def test_longer_between_events_is_fewer_of_them():
    days = [3.0, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 60]
    chart = control_chart(days, kind="t", direction="decrease")
    assert chart.code[-1] == 1 and chart.point_type[-1] == 1  # a long gap is better where fewer is better
    assert control_chart(days, kind="t", direction="increase").point_type[-1] == -1
    assert control_chart(days, kind="t").point_type[-1] == 2


def test_with_fewer_than_ten_months_before_there_are_words_and_no_limits_made_across_the_action():
    chart = xmr([*BEFORE[:6], *AFTER], MONTHS[:20], direction="decrease", carry_from=MONTHS[6])
    caption = chart_caption(chart, "this measure", "complaints")
    assert "Limits would be made from 6 readings: too few to say what is usual for this measure" in caption
    assert {row["lower"] for row in chart_table(chart)} == {None}
    assert 'class="gt-chart__limit"' not in chart_svg(chart, "Complaints", unit="complaints")
    none = xmr(AFTER, MONTHS[:14], carry_from=MONTHS[0])
    assert "Limits would be made from no reading" in chart_caption(none, "this", "")
    assert "nan" not in chart_svg(none, "None before").lower()


def test_what_cannot_be_is_refused():
    with pytest.raises(SeriesError, match="Direction must be"):
        control_chart([1, 2], kind="i", direction="up")
    from goldthread.analysis.charts.own_limits import Limits

    with pytest.raises(SeriesError, match="Limits of your own"):
        xmr(BEFORE, MONTHS[:10], limits=Limits(20, 10, 30), carry_from=MONTHS[4])


def test_an_action_after_the_last_reading_changes_nothing():
    plain, later = (xmr(BEFORE, MONTHS[:10], carry_from=start) for start in (None, MONTHS[20]))
    assert plain.upper == pytest.approx(later.upper) and later.base.all()
