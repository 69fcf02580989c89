"""Whatever readings come: a stated answer or a SeriesError, no other error, and never a NaN in words."""

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.charts.chart_choice import choose_chart
from goldthread.analysis.charts.chart_text import chart_caption, chart_sentence, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.control_core import KINDS, WITH_DENOMINATORS
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.chart_svg import chart_svg

anything = st.one_of(
    st.none(), st.just(0), st.integers(0, 60), st.floats(), st.sampled_from([1e149, -1e149, 1e-300, 5e-324])
)
sane = st.lists(st.integers(0, 40), min_size=1, max_size=40)
gappy = st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=1, max_size=40)
days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))
presets = st.sampled_from(["nhsr", "mdc_excel", "powerbi"])


def assert_fit_to_read(chart):
    words = [chart_sentence(chart, "this theme", "complaints"), chart_caption(chart, "this theme")]
    words += [str(v) for row in chart_table(chart) for v in row.values()]
    drawing = chart_svg(chart, "Complaints", unit="complaints", events=[])
    for text in [*words, drawing]:
        assert "nan" not in text.lower().replace("finan", ""), text
        assert "inf" not in text.lower().split(), text
    for column in chart.columns().values():
        assert not any(isinstance(v, float) and not math.isfinite(v) for v in column)


@settings(max_examples=150, deadline=None)
@given(st.lists(anything, max_size=30), presets, st.sampled_from(["increase", "decrease", "neutral"]))
def test_any_list_is_charted_or_refused(values, preset, direction):
    try:
        chart = xmr(values, preset=preset, direction=direction, target=3)
    except SeriesError as error:
        assert str(error)
        return
    assert_fit_to_read(chart)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(days, anything), max_size=20), st.lists(days, max_size=2))
def test_any_dates_are_sorted_or_refused(rows, rebase):
    try:
        chart = xmr([v for _, v in rows], [d for d, _ in rows], rebase=rebase)
    except SeriesError as error:
        assert str(error)
        return
    assert list(chart.dates) == sorted({d for d, _ in rows})
    assert_fit_to_read(chart)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(anything, anything), max_size=24), st.sampled_from(sorted(KINDS)), st.booleans())
def test_any_counts_and_denominators_are_charted_or_refused(rows, kind, screen):
    below = [n for _, n in rows] if kind in WITH_DENOMINATORS else None
    try:
        chart = control_chart([x for x, _ in rows], below, kind=kind, screen=screen)
    except SeriesError as error:
        assert str(error)
        return
    assert_fit_to_read(chart)


@settings(max_examples=150, deadline=None)
@given(st.lists(anything, max_size=24), st.sampled_from(["count", "rate", "proportion", "score", "time"]))
def test_any_readings_get_a_chart_with_a_reason_or_are_refused(values, kind):
    try:
        choice = choose_chart(values, kind=kind)
    except SeriesError as error:
        assert str(error)
        return
    assert choice.why and "nan" not in choice.why


@settings(max_examples=150, deadline=None)
@given(gappy, st.sampled_from([0.001, 0.1, 3.7, 1000.0]), st.integers(-50, 50), presets)
def test_scaling_and_shifting_change_no_signal(values, factor, shift, preset):
    if all(v is None for v in values):
        return
    moved = [None if v is None else v * factor + shift for v in values]
    a, b = xmr(values, preset=preset), xmr(moved, preset=preset)
    np.testing.assert_array_equal(a.code, b.code)
    np.testing.assert_allclose(b.upper, a.upper * factor + shift, rtol=1e-9, atol=1e-9)


@settings(max_examples=150, deadline=None)
@given(gappy, presets)
def test_upside_down_turns_every_signal_over(values, preset):
    if all(v is None for v in values):
        return
    turned = xmr([None if v is None else -v for v in values], preset=preset)
    other = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, -1])
    np.testing.assert_array_equal(other[xmr(values, preset=preset).code], turned.code)


@settings(max_examples=150, deadline=None)
@given(gappy, presets)
def test_backwards_changes_no_limit_and_no_side(values, preset):
    if all(v is None for v in values):
        return
    there, back = xmr(values, preset=preset), xmr(values[::-1], preset=preset)
    np.testing.assert_allclose(there.upper[0], back.upper[0], rtol=1e-12)
    np.testing.assert_array_equal(there.outside, back.outside[::-1])
    np.testing.assert_array_equal(there.code > 0, back.code[::-1] > 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**12), st.integers(1, 40), presets)
def test_a_constant_series_never_has_a_signal(value, n, preset):
    chart = xmr([value] * n, preset=preset)
    assert not (chart.code > 0).any()
    assert_fit_to_read(chart)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.sampled_from(sorted(set(KINDS) - {"t"})))
def test_nothing_but_zeros_never_has_a_signal(n, kind):
    chart = (
        control_chart([0] * n, [10] * n if kind in WITH_DENOMINATORS else None, kind=kind) if n > 1 else None
    )
    if chart is None:
        return
    assert not (chart.code > 0).any() and not chart.run_signal.any()
    assert_fit_to_read(chart)


@settings(max_examples=80, deadline=None)
@given(sane, st.integers(0, 39))
def test_signals_stand_on_readings_and_a_gap_has_none(values, at):
    at = at % len(values)
    values = [None if i == at else v for i, v in enumerate(values)]
    if len(values) == 1:
        with pytest.raises(SeriesError):
            xmr(values)
        return
    chart = xmr(values)
    assert chart.code[at] == -1 and chart.columns()["point_type"][at] is None
