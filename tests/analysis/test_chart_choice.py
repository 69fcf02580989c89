"""The rule that chooses a chart, the charts for rare events, and the false alarms to expect."""

import datetime as dt

import pytest

from goldthread.analysis.charts.chart_choice import choose_chart
from goldthread.analysis.charts.chart_text import chart_sentence
from goldthread.analysis.charts.false_signals import expected_false_signals
from goldthread.analysis.charts.rare_events import (
    days_between,
    g_chart,
    quarterly_sentence,
    quarterly_totals,
    t_chart,
)
from goldthread.analysis.charts.series import SeriesError

STEADY = [4, 6, 5, 7, 5, 6, 4, 5] * 3


@pytest.mark.parametrize(
    ("values", "denominators", "kind", "chart"),
    [
        (STEADY, None, "score", "xmr"),
        (STEADY, None, "time", "xmr"),
        (STEADY, None, "count", "xmr"),
        (STEADY, [100, 120, 80] * 8, "count", "xmr"),  # within a quarter of the mean
        (STEADY, [100, 126, 74] * 8, "count", "up"),  # just beyond a quarter
        (STEADY, [100, 150, 50] * 8, "rate", "up"),
        (STEADY, [100, 150, 50] * 8, "proportion", "pp"),
        (STEADY, None, "proportion", "xmr"),
        ([0, 0, 1] * 8, None, "count", "t"),
        ([0, 0, 1] * 8, [100, 150, 50] * 8, "count", "g"),
        ([0, 5, 0] * 8, None, "count", "t"),  # mean above 1, but most months have none
        ([1] * 24, None, "count", "xmr"),
        (STEADY[:9], None, "count", "run"),
        ([0, 0, 1], None, "count", "run"),
    ],
)
def test_each_branch_of_the_rule(values, denominators, kind, chart):
    choice = choose_chart(values, denominators, kind)
    assert choice.kind == chart
    assert choice.why.endswith(".") and choice.title


def test_ten_to_twelve_readings_have_trial_limits():
    assert [choose_chart(STEADY[:n]).trial for n in (10, 12, 13)] == [True, True, False]
    assert "trial limits" in choose_chart(STEADY[:12]).why


def test_it_says_why():
    assert choose_chart([0, 0, 1] * 8).why == (
        "Days between events, because they are rare (0.33 a month, none in 16 of 24 months)."
    )
    assert choose_chart(STEADY, [100, 150, 50] * 8, "proportion").why == (
        "A Laney p' chart, because the denominators vary (50 to 150)."
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (([],), "no readings"),
        (([None],), "missing"),
        (([-1] * 12,), "below 0"),
        (([1], [1, 2]), "denominators"),
    ],
)
def test_what_no_chart_suits_is_said_plainly(args, message):
    with pytest.raises(SeriesError, match=message):
        choose_chart(*args)
    with pytest.raises(SeriesError, match="no kind"):
        choose_chart([1], kind="colour")


def test_days_between_sorts_and_counts_the_same_day_as_half_a_day():
    gaps, dates, notes = days_between(["2025-03-05", "2025-03-01", "2025-03-05"])
    assert gaps.tolist() == [4, 0.5]
    assert dates == (dt.date(2025, 3, 5), dt.date(2025, 3, 5))
    assert notes == ("Events on the same day are counted as half a day apart.",)


def test_times_of_day_are_used_where_there_are_any():
    gaps, _, notes = days_between([dt.datetime(2025, 3, 1, 6), dt.datetime(2025, 3, 1, 18)])
    assert gaps.tolist() == [0.5] and notes == ()


def test_one_event_has_no_gap():
    with pytest.raises(SeriesError, match="two events"):
        days_between(["2025-03-01"])


def test_a_long_silence_is_worth_asking_about():
    events = [dt.date(2024, 1, 1) + dt.timedelta(days=7 * i) for i in range(15)]
    events.append(events[-1] + dt.timedelta(days=200))
    chart = t_chart(events)
    assert chart.signal_on_last_point
    assert chart_sentence(chart, "medication errors") == (
        f"The last gap, 200 days up to {events[-1].day} {events[-1]:%B %Y}, is longer than gaps in "
        "medication errors usually are, which is unusual (special cause)."
    )
    assert g_chart([10] * 12 + [500]).signal_on_last_point


def test_quarters_without_an_event_are_listed():
    events = ["2025-01-31", "2025-02-01", "2025-07-01"]
    assert quarterly_totals(events, until=dt.date(2025, 11, 5)) == [
        ("January to March 2025", 2),
        ("April to June 2025", 0),
        ("July to September 2025", 1),
        ("October to December 2025", 0),
    ]
    assert quarterly_sentence(events, quarters=2) == "0 in April to June 2025; 1 in July to September 2025."


def test_false_alarms_over_500_themes():
    expected = expected_false_signals(500, 24)
    assert (round(expected.low), round(expected.high)) == (8, 28)
    assert expected.low <= expected.expected <= expected.high
    assert expected.sentence == (
        "Over the 500 charts watched, expect 8 to 28 false alarms this month even if nothing has changed."
    )
    assert "not likely" in expected_false_signals(1, 24).sentence
    assert expected_false_signals(0).high == 0


def test_false_alarms_grow_with_the_number_of_charts_and_refuse_nonsense():
    for kind in ("any", "score", "count", "rare", "drifting"):
        few, many = (expected_false_signals(n, 24, kind) for n in (10, 1000))
        assert many.expected == pytest.approx(100 * few.expected)
    with pytest.raises(SeriesError):
        expected_false_signals(10, 24, "weather")
    with pytest.raises(SeriesError):
        expected_false_signals(-1)
