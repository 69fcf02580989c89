"""The funnel as a drawing: teams by shape and number, the small ones said, and the same in its table."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.charts.funnel import OUTER, funnel
from goldthread.analysis.drawing.funnel_svg import drawn_units, funnel_svg, funnel_table, unit_text
from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.intervals import wilson

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["Elm", "Oak", "Ash", "Fir", "Yew", "Bay"]
SHARES = ([40, 62, 8, 41, 1, 3], [100, 100, 100, 100, 4, 30], "proportion")


def shares():
    return funnel(NAMES, *SHARES)


def counts(k=40):
    rng = np.random.default_rng(5)
    expected = rng.uniform(2, 80, k)
    return funnel([f"Area {i}" for i in range(k)], rng.poisson(expected), expected, rate=1.0)


DRAWINGS = {
    "shares": lambda: funnel_svg(shares(), "Waiting by team", show_small=True, size_words="points"),
    "compact": lambda: funnel_svg(shares(), "Waiting by team", compact=True),
    "counts": lambda: funnel_svg(counts(), "Areas", show_small=True),
    "none": lambda: funnel_svg(funnel(["A", "B"], [1, 2], [2, 4], "proportion"), "Tiny"),
    "nothing happened": lambda: funnel_svg(funnel(["A", "B"], [0, 0], [200, 400], "proportion"), "Nought"),
    "everything": lambda: funnel_svg(funnel(["A", "B"], [200, 400], [200, 400], "proportion"), "All"),
}


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_every_funnel_is_valid_named_within_the_policy_and_on_the_paper(draw):
    svg = draw()
    root = ElementTree.fromstring(svg)
    elements = list(root.iter())
    ids = {e.get("id"): e for e in elements if e.get("id")}
    assert root.get("role") == "img" and all(ids[name].text for name in root.get("aria-labelledby").split())
    assert not any(e.get("style") or any(name.startswith("on") for name in e.attrib) for e in elements)
    assert "nan" not in svg and "inf" not in svg
    width, height = float(root.get("width")), float(root.get("height"))
    for e in elements:
        for axis, limit in (("x", width), ("cx", width), ("x2", width), ("y", height), ("cy", height)):
            assert e.get(axis) is None or -1 <= float(e.get(axis)) <= limit + 1, (e.tag, e.attrib)
        assert e.tag != f"{SVG}text" or float(e.get("font-size")) >= 12


def test_outside_the_limits_differs_by_shape_and_by_the_way_it_points():
    svg = DRAWINGS["shares"]()
    assert svg.count("gt-chart__point--higher") == svg.count("gt-chart__point--lower") == 2  # one and its key
    tops = {
        kind: re.search(rf'points="([^"]+)"[^>]*gt-chart__point--{kind}', svg).group(1)
        for kind in ("higher", "lower")
    }
    for kind, corners in tops.items():
        heights = [float(corner.split(",")[1]) for corner in corners.split()]
        assert (heights[0] < min(heights[1:])) == (kind == "higher")
    assert "Oak: higher than chance explains" in svg and "Ash: lower than chance explains" in svg
    assert "better" not in svg and "worse" not in svg


def test_the_small_are_said_and_not_drawn():
    result = shares()
    assert [u.name for u in drawn_units(result)] == ["Elm", "Oak", "Ash", "Fir", "Bay"]
    svg = DRAWINGS["shares"]()
    assert "1 is too small to compare" in svg and "Yew" not in svg


def test_a_hidden_count_is_in_no_drawing_and_no_table():
    result = shares()
    assert [u.name for u in result.units if u.hide] == ["Yew", "Bay"]
    svg = funnel_svg(result, "Waiting by team")
    assert "Bay" not in svg and "1 is not shown, so that no small count is" in svg
    assert [u.name for u in drawn_units(result.without_small_counts())] == ["Elm", "Oak", "Ash", "Fir"]
    bay = funnel_table(result)[-1]
    assert bay["words"] == "not shown"  # "lower" beside its limit would narrow the count down
    assert (bay["observed"], bay["share"], bay["interval"]) == (None, None, None)
    assert funnel_table(result, show_small=True)[-1]["observed"] == 3


def test_the_table_keeps_the_order_and_gives_each_share_its_interval():
    rows = funnel_table(shares(), show_small=True)
    assert [row["name"] for row in rows] == NAMES
    oak, yew = rows[1], rows[4]
    assert oak["share"] == 62 and oak["interval"] == pytest.approx([100 * end for end in wilson(62, 100)])
    assert oak["words"] == "higher than chance explains; unusual (special cause)"
    assert yew["words"] == "too small to compare" and yew["limits"] is yew["share"] is None
    assert funnel_table(counts())[0]["share"] is None  # a count has no percentage


def test_limits_along_the_drawing_are_the_limits_of_a_unit_of_that_size():
    for result in (shares(), counts()):
        low, high = result.limits_at([u.size for u in result.units], OUTER)
        assert low == pytest.approx([u.outer[0] for u in result.units])
        assert high == pytest.approx([u.outer[1] for u in result.units])


def test_a_point_lies_outside_the_drawn_limits_exactly_where_its_verdict_says():
    rng = np.random.default_rng(9)
    for _ in range(20):
        size = rng.integers(20, 200, 12)
        result = funnel(
            [str(i) for i in range(12)], rng.binomial(size, rng.beta(3, 9, 12)), size, "proportion"
        )
        for unit in result.units:
            low, high = (float(end[0]) for end in result.limits_at([unit.size]))
            assert (unit.observed > high, unit.observed < low) == (
                unit.verdict == "higher",
                unit.verdict == "lower",
            )


def test_every_unit_is_numbered_while_they_are_few_and_only_those_outside_when_many():
    few, many = DRAWINGS["shares"](), DRAWINGS["counts"]()
    assert all(f">{name}" in few for name in ("Elm", "Oak", "Ash", "Fir", "Bay"))
    outside = [u.name for u in counts().units if u.verdict in ("higher", "lower")]
    assert len(re.findall(r'r="9"', many)) == len(outside) < 5
    assert many.count("<title>Area") == len(drawn_units(counts()))  # each to hover over


def test_words_from_outside_cannot_break_out():
    hostile = '"><script>alert(1)</script>\x00'
    result = funnel([hostile, "B"], [50, 51], [100, 100], "proportion")
    svg = funnel_svg(result, hostile, size_words=hostile)
    ElementTree.fromstring(svg)
    assert "<script" not in svg


def test_figures_in_words():
    assert unit_text(shares(), shares().units[0]) == "40 of 100, 40%"
    result = funnel(["A", "B"], [9, 3], [6.2, 5.8], rate=1.0)
    assert unit_text(result, result.units[0]) == "9 where 6.2 were expected"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=15),
    st.sampled_from(["count", "proportion"]),
    st.booleans(),
)
def test_any_units_are_drawn_or_refused(pairs, kind, compact):
    pairs = [(min(p), max(p)) for p in pairs]
    try:
        result = funnel([str(i) for i in range(len(pairs))], *zip(*pairs, strict=True), kind)
    except FiguresError:
        return
    svg = funnel_svg(result, "Any", show_small=True, compact=compact)
    ElementTree.fromstring(svg)
    assert "nan" not in svg and ">inf" not in svg
    assert "nan" not in str(funnel_table(result))
