"""What a chart says: each kind of signal, what is left unsaid, and how figures and dates are written."""

import datetime as dt

import pytest

from goldthread.analysis.charts.chart_text import chart_caption, chart_sentence, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.formatting import UNUSUAL, day, figure, level, number
from goldthread.analysis.charts.series import months_without_a_row, with_every_month
from goldthread.analysis.charts.xmr import xmr
from goldthread.dates import months_between

MONTHS = months_between(dt.date(2023, 1, 1), dt.date(2025, 12, 1))
STEADY = [10, 11] * 8


@pytest.mark.parametrize(
    ("value", "written"),
    [(5, "5"), (5.0, "5"), (1234567, "1,234,567"), (0.5, "0.5"), (9.716, "9.72"), (12.44, "12.4"), (1234.56, "1,235"),
     (-0.0, "0"), (-3.5, "-3.5"), (0.0004, "0.0004"), (1e20, "1e+20"), (float("nan"), "not known"), (0.996, "0.996")],
)  # fmt: skip
def test_figures_are_written_as_people_do(value, written):
    assert number(value) == written


def test_units_and_dates():
    assert figure(4.5, "%") == "4.5%" and figure(11, "complaints") == "11 complaints" and figure(3) == "3"
    assert (
        figure(1, "negative issues") == "1 negative issue" and figure(2, "calls a month") == "2 calls a month"
    )
    assert level(31.6, "% of assessments") == "31.6%" and level(4, "calls a month") == "4"
    assert figure(1, "points of praise") == "1 point of praise"
    assert figure(1, "% of all coded issues") == "1% of all coded issues"
    assert figure(1, "previous falls") == "1 previous fall" and figure(1, "bus passes") == "1 bus passes"
    assert (
        day(dt.date(2025, 3, 1), True) == "March 2025" and day(dt.date(2025, 3, 14), False) == "14 March 2025"
    )
    assert day(12, False) == "reading 12"


@pytest.mark.parametrize(
    ("tail", "sentence"),
    [
        ([30], "30 in May 2024 is higher than this theme usually gets, which is unusual (special cause)."),
        ([2], "2 in May 2024 is lower than this theme usually gets, which is unusual (special cause)."),
        ([10], "10 in May 2024 is within what this theme usually gets."),
        (
            [12.5, 11, 12.6],
            "12.6 in July 2024 is the second reading out of three close to the top of what this theme usually "
            "gets, which is unusual (special cause).",
        ),
        (
            [10] * 7,
            "The last 8 readings, up to 10 in November 2024, all lie below the usual level of 10.5, "
            "which is unusual (special cause).",
        ),
        (
            [8.4, 8.9, 9.4, 10, 10.8, 11.5, 12],
            "This theme has risen 6 times running, to 12 in November 2024, which is unusual (special cause).",
        ),
    ],
)
def test_each_signal_in_a_sentence(tail, sentence):
    start = [11, 10] * 8 if tail == [10] * 7 else STEADY
    chart = xmr([*start, *tail], MONTHS[: 16 + len(tail)], baseline=16)
    assert chart_sentence(chart, "this theme") == sentence


def test_a_signal_never_says_that_something_changed():
    for tail in ([30], [2], [10] * 7, [12.5, 11, 12.6]):
        caption = chart_caption(xmr([*STEADY, *tail], baseline=16), "this theme")
        assert UNUSUAL in caption and "changed" not in caption and "improve" not in caption


def test_the_caption_names_range_target_rules_and_gaps():
    chart = xmr([*STEADY, None, None, 11], MONTHS[:19], direction="decrease", target=5, screen=False)
    assert chart_caption(chart, "this theme", "complaints") == (
        "11 complaints in July 2024 is within what this theme usually gets. Usually between 8 and 13 complaints, "
        "around a mean of 10.5. The target of 5 complaints lies beyond the control limits on the wrong side: as things "
        "are, it is missed each time. 2 dates have no reading; they are left as gaps. Rules: NHS-R plot-the-dots "
        "rules, with unusual jumps kept in."
    )
    assert "Excel tool's rules." in chart_caption(xmr(STEADY, preset="mdc_excel"))


def test_trial_limits_are_called_so():
    assert "With 12 readings these are trial limits" in chart_caption(xmr(STEADY[:12]))
    assert "trial limits" not in chart_caption(xmr(STEADY[:13]))


def test_too_few_since_a_rebase_is_said_with_its_date():
    chart = xmr(STEADY, MONTHS[:16], rebase=[MONTHS[12]])
    assert chart_sentence(chart, "this theme") == (
        "11 in April 2024. There are only 4 readings since the limits were recalculated in January 2024: too few to say "
        "what is usual for this theme."
    )
    rows = chart_table(chart)
    assert rows[0]["upper"] and rows[15]["upper"] is None and rows[15]["words"] == "too few to say"


def test_the_table_has_a_row_for_every_date():
    rows = chart_table(xmr([*STEADY, None, 30], MONTHS[:18], baseline=16))
    assert len(rows) == 18
    assert rows[16] | {"mean": 0, "lower": 0, "upper": 0} == {
        "date": dt.date(2024, 5, 1), "label": "May 2024", "value": None, "mean": 0, "lower": 0, "upper": 0,
        "words": "no reading",
    }  # fmt: skip
    assert rows[17]["words"] == "above the upper control limit" and rows[17]["upper"] == pytest.approx(13.16)


def test_readings_that_never_follow_each_other_have_no_limits():
    chart = xmr([5, None] * 10)
    assert "no two readings follow each other" in chart_sentence(chart)
    assert chart.columns()["upl"][0] is None


def test_months_without_a_row_are_told_and_can_be_filled():
    months = [*MONTHS[:4], *MONTHS[6:10]]
    chart = xmr([5] * 8, months)
    assert chart.notes == (
        "There are no rows for 2 months, the first being May 2023: the chart passes over them. "
        "Give blank readings to show gaps.",
    )
    values, filled = with_every_month([5] * 8, months)
    assert filled == MONTHS[:10] and values[4:6] == [None, None]
    assert with_every_month([5] * 8, months, absent=0)[0][4] == 0
    assert months_without_a_row(MONTHS[::3]) == []  # quarters are no gaps


def test_the_words_of_a_percentage_are_said_once_with_the_reading_and_once_with_the_limits():
    caption = chart_caption(xmr([30.0, 34.0] * 10), "this measure", "% of assessments")
    assert caption.startswith("34% of assessments")
    assert "Usually between 22% and 42% of assessments, around a mean of 32%." in caption


@pytest.mark.parametrize("kind", ["pp", "run"])
def test_a_run_of_the_whole_chart_is_not_told_of_its_last_reading(kind):
    """Twelve months low, then twelve high: the last is as usual as any, and its icon says so."""
    part = [20, 21] * 6 + [30, 31] * 6
    whole = [100] * 24 if kind == "pp" else None
    chart = control_chart(part, whole, months_between(dt.date(2023, 1, 1), dt.date(2024, 12, 1)), kind=kind)
    said = chart_sentence(chart, "this theme")
    assert chart.run_signal[-1] and not chart.signal_on_last_point
    assert UNUSUAL not in said and said.endswith(
        "Over the chart as a whole, readings keep to one side of the middle for longer than chance explains "
        "(special cause)."
    )
