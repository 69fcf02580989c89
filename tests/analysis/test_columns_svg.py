"""Columns of a few quarters and the steps of a funnel: numbers, heights, and what is withheld."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from goldthread.analysis.drawing.columns_svg import Series, Step, columns_svg, steps_svg
from goldthread.analysis.drawing.svg import text_width

BAR = re.compile(r'<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"[^>]*gt-chart__bar')


def test_columns_stand_on_each_other_to_their_total():
    svg = columns_svg(["Apr", "May"], [Series("Complaints", [10, 0]), Series("Other", [30, 20])], "Feedback")
    ElementTree.fromstring(svg)
    bars = [(float(y), float(height)) for y, height in BAR.findall(svg)]
    assert len(bars) == 3, "nothing is drawn for 0"
    (low, ten), (high, thirty), (_, twenty) = bars
    assert thirty / ten == pytest.approx(3, abs=0.1) and twenty / ten == pytest.approx(2, abs=0.1)
    assert high + thirty == pytest.approx(low, abs=0.2)
    assert "Apr: 40. May: 20." in svg and ">40<" in svg and ">20<" in svg
    assert "Complaints" in svg and "Other" in svg


def test_a_withheld_count_is_no_column_and_is_said():
    svg = columns_svg(["Apr–Jun|2025", "Jul–Sep|"], [Series("Feedback", [None, 8])], "Feedback")
    assert len(BAR.findall(svg)) == 1
    assert "Apr–Jun 2025: not shown. Jul–Sep: 8." in svg and ">–<" in svg


@pytest.mark.parametrize("counts", [[], [0, 0], [1], [100_000, 3]])
def test_any_counts_make_a_drawing(counts):
    ElementTree.fromstring(columns_svg(["a"] * len(counts), [Series("All", counts)], "Feedback"))


def test_too_many_parts_or_uneven_ones_are_refused():
    with pytest.raises(ValueError):
        columns_svg(["a"], [Series(str(n), [1]) for n in range(5)], "Feedback")
    with pytest.raises(ValueError):
        columns_svg(["a", "b"], [Series("All", [1])], "Feedback")


def test_steps_have_as_many_filled_squares_as_they_count():
    svg = steps_svg([Step("agreed", 5, 5), Step("done", 3, 5), Step("shown to work", 1, 3)], "Actions")
    ElementTree.fromstring(svg)
    assert svg.count('fill="#0a5f66"') == 5 + 3 + 1
    assert svg.count("dasharray") == 2 + 2
    assert "agreed: 5. done: 3. shown to work: 1." in svg


def test_the_keys_of_a_narrow_chart_stand_in_as_many_lines_as_they_need():
    series = [Series(name, [3, 4]) for name in ("Complaints", "Concerns", "Compliments", "Other")]
    drawn = columns_svg(["J", "F"], series, "Heard", width=330, height=220, size=11)
    keys = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(Complaints|Concerns|Compliments|Other)<', drawn)
    assert [name for _, _, name in keys] == ["Complaints", "Concerns", "Compliments", "Other"]
    assert all(float(x) + text_width(name, 11) <= 330 for x, _, name in keys)
    assert all(float(y) <= 220 for _, y, _ in keys)
    assert float(keys[-1][1]) > float(keys[0][1])
