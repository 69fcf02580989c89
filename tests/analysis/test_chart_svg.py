"""The drawing: valid, within a strict content policy, named for a screen reader, and the same in grey."""

import datetime as dt
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from goldthread.analysis.charts.chart_text import chart_caption
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.axis import date_labels, position
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.small_charts import bar_chart, sparkline
from goldthread.analysis.drawing.svg import scale
from goldthread.dates import months_between

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = months_between(dt.date(2023, 1, 1), dt.date(2025, 12, 1))
COUNTS = [10, 11] * 8


def drawn(svg):
    root = ElementTree.fromstring(svg)
    return root, list(root.iter())


def points(svg, kind):
    return svg.count(f"gt-chart__point--{kind}")


DRAWINGS = {
    "xmr": lambda: chart_svg(
        xmr([*COUNTS, None, 30], MONTHS[:18], target=12), "Waiting", events=[(MONTHS[3], "x")]
    ),
    "compact": lambda: chart_svg(xmr([*COUNTS, 30], MONTHS[:17]), "Waiting", compact=True),
    "rebased": lambda: chart_svg(xmr([5, 6] * 8 + COUNTS, MONTHS[:32], rebase=[MONTHS[16]]), "Waiting"),
    "share": lambda: chart_svg(control_chart(COUNTS, [20, 40] * 8, MONTHS[:16], kind="pp"), "Share"),
    "one": lambda: chart_svg(xmr([5]), "One"),
    "constant": lambda: chart_svg(xmr([5] * 20), "Constant"),
    "negative": lambda: chart_svg(xmr([-5, 4] * 8), "Negative"),
    "huge": lambda: chart_svg(xmr([1e149, -1e149] * 8), "Huge"),
    "bars": lambda: bar_chart(["North", "South", "West"], [4, None, 0], "By team"),
    "no bars": lambda: bar_chart([], [], "By team"),
    "sparkline": lambda: sparkline([1, None, 3], "Waiting", mean=2, signal=True),
    "no sparkline": lambda: sparkline([], "Waiting"),
}


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_every_drawing_is_valid_named_and_within_the_policy(draw):
    svg = draw()
    root, elements = drawn(svg)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    ids = {e.get("id"): e for e in elements if e.get("id")}
    named = [ids[name] for name in root.get("aria-labelledby").split()]
    assert [e.tag for e in named] == [f"{SVG}title", f"{SVG}desc"] and all(e.text for e in named)
    assert not any(e.get("style") for e in elements)
    assert not any(e.tag.endswith(("script", "style", "foreignObject", "image")) for e in elements)
    assert not any(name.startswith("on") or "href" in name for e in elements for name in e.attrib)
    assert "nan" not in svg and "inf" not in svg
    sizes = [float(e.get("font-size")) for e in elements if e.tag == f"{SVG}text"]
    assert all(size >= 12 for size in sizes)


@pytest.mark.parametrize("name", [n for n in DRAWINGS if n not in ("sparkline", "no sparkline")])
def test_nothing_is_drawn_off_the_paper(name):
    root, elements = drawn(DRAWINGS[name]())
    width, height = float(root.get("width")), float(root.get("height"))
    for e in elements:
        for axis, limit in (
            ("x", width),
            ("cx", width),
            ("x2", width),
            ("y", height),
            ("cy", height),
            ("y2", height),
        ):
            if e.get(axis):
                assert -1 <= float(e.get(axis)) <= limit + 1, (e.tag, axis, e.attrib)


def test_a_signal_differs_by_shape():
    shapes = {}
    for direction, kind in (("increase", "improvement"), ("decrease", "concern"), ("neutral", "higher")):
        svg = chart_svg(xmr([*COUNTS, 30], direction=direction, baseline=16), "Waiting")
        assert points(svg, kind) == 2  # the reading and its entry in the key
        assert points(svg, "usual") == 17
        *_, in_key = re.findall(r'<polygon points="([^"]+)"', svg)
        corners = [tuple(map(float, corner.split(","))) for corner in in_key.split()]
        shapes[kind] = [(x - corners[0][0], y - corners[0][1]) for x, y in corners]
    assert len({str(shape) for shape in shapes.values()}) == 3


def test_a_gap_is_marked_and_the_line_stops_at_it():
    svg = chart_svg(xmr([*COUNTS[:8], None, *COUNTS[8:]], MONTHS[:17]), "Waiting")
    assert points(svg, "gap") == 2 and "no reading" in svg
    assert svg.count('class="gt-chart__line"') == 2


def test_months_and_years_are_named():
    svg = chart_svg(xmr([*COUNTS], MONTHS[:16]), "Waiting")
    for words in (">Jan<", ">2023<", ">2024<"):
        assert words in svg
    labels = date_labels(MONTHS, 8, 12)
    assert [(label.text, label.year) for label in labels[:3]] == [
        ("Jan", "2023"),
        ("Jul", ""),
        ("Jan", "2024"),
    ]


def test_events_are_numbered_with_a_key_and_those_outside_left_out():
    chart = xmr(COUNTS, MONTHS[:16])
    svg = chart_svg(
        chart, "Waiting", events=[("2023-03-15", "new <form>"), ("2030-01-01", "later"), (MONTHS[5], "move")]
    )
    assert svg.count('class="gt-chart__event"') == 2
    assert "15 March 2023: new &lt;form&gt;" in svg and "June 2023: move" in svg and "later" not in svg
    assert "Marked: 1, 15 March 2023" in svg
    assert position(MONTHS[:16], dt.date(2023, 3, 16)) == pytest.approx(2 + 15 / 31)
    assert position(MONTHS[:16], dt.date(2024, 4, 20)) == 15  # within the last month
    with pytest.raises(SeriesError):
        chart_svg(xmr([1, 2]), "W", events=[("2024-01-01", "x")])


def test_the_old_limits_stay_in_sight_after_a_rebase():
    svg = DRAWINGS["rebased"]()
    assert svg.count('class="gt-chart__old"') == 3 and "before the limits were recalculated" in svg
    assert 'gt-chart__old"' not in DRAWINGS["xmr"]()


def test_fewer_than_ten_readings_have_no_limits_drawn():
    svg = chart_svg(xmr([1, 2, 1, 2, 1, 2, 1, 9]), "Waiting")
    assert "control limits" not in svg and points(svg, "signal") == 0
    assert "too few to say" in svg


def test_the_description_is_the_caption():
    chart = xmr([*COUNTS, 30], MONTHS[:17])
    root, _ = drawn(chart_svg(chart, "Waiting", what="this theme", unit="complaints"))
    assert root.find(f"{SVG}desc").text == chart_caption(chart, "this theme", "complaints")


def test_words_from_outside_cannot_break_out():
    hostile = '"><script>alert(1)</script>\x00\ud800'
    for svg in (
        chart_svg(xmr(COUNTS), hostile, what=hostile, unit=hostile, events=[(2, hostile)]),
        bar_chart([hostile], [1], hostile, unit=hostile),
        sparkline([1], hostile),
    ):
        drawn(svg)
        assert "<script" not in svg


def test_two_charts_on_a_page_do_not_share_an_id():
    ids = [re.findall(r' id="([^"]+)"', chart_svg(xmr(v), "Waiting")) for v in (COUNTS, [*COUNTS, 12])]
    assert not set(ids[0]) & set(ids[1])
    assert 'id="mine-title"' in chart_svg(xmr(COUNTS), "Waiting", uid="mine")


def test_bars_are_in_proportion_and_small_numbers_stay_in_words():
    svg = bar_chart(["a", "b", "c"], [40, 10, None], "By team", unit="complaints")
    root, elements = drawn(svg)
    widths = [float(e.get("width")) for e in elements if e.get("class") == "gt-chart__bar"]
    assert widths[0] == pytest.approx(4 * widths[1], rel=0.01) and len(widths) == 2
    assert "c: too few to show" in root.find(f"{SVG}desc").text
    with pytest.raises(SeriesError):
        bar_chart(["a"], [-1], "x")
    with pytest.raises(SeriesError):
        bar_chart(["a"], [], "x")


@pytest.mark.parametrize(
    "low,high", [(0, 1), (0, 97), (0.93, 0.97), (-3, 12), (5, 5), (0, 0), (-2, -2), (1e-9, 3e-9), (0, 5e-324)]
)
def test_an_axis_holds_its_figures_on_round_ticks(low, high):
    axis = scale(low, high, 100, 0)
    assert axis.low <= low and high <= axis.high and 2 <= len(axis.ticks) <= 8
    assert axis(axis.low) == 100 and axis(axis.high) == 0


@pytest.mark.parametrize(
    ("low", "high", "ticks", "levels"),
    [
        (0, 20, ["0", "5", "10", "15", "20"], {7.25: "7.2", 12.0: "12"}),
        (0.93, 0.97, ["0.93", "0.94", "0.95", "0.96", "0.97"], {0.9512: "0.951"}),
        (0, 0.5, ["0.0", "0.2", "0.4", "0.6"], {0.333: "0.33"}),
        (0, 90_000, ["0", "25k", "50k", "75k", "100k"], {61_234: "61.2k"}),
        (1.0e8, 1.3e8, ["100m", "110m", "120m", "130m"], {1.19e8: "119m"}),
    ],
)
def test_figures_on_the_axis_are_short_and_never_repeat(low, high, ticks, levels):
    axis = scale(low, high, 100, 0)
    assert [axis.label(t).replace("0.0", "0") for t in axis.ticks] == [t.replace("0.0", "0") for t in ticks]
    for level, written in levels.items():
        assert axis.label(level, finer=True) == written


def test_the_numbers_of_events_stay_on_the_paper_and_apart():
    events = [(MONTHS[34], "a"), (MONTHS[35], "b"), (MONTHS[35], "c"), (MONTHS[35], "d"), (MONTHS[35], "e")]
    svg = chart_svg(xmr(COUNTS * 2 + [10] * 4, MONTHS), "Waiting", events=events, compact=True)
    _, elements = drawn(svg)
    badges = [float(e.get("cx")) for e in elements if e.tag == f"{SVG}circle" and e.get("r") == "9"][:5]
    assert badges == sorted(badges) and max(badges) <= 312
    assert all(b - a >= 19.9 for a, b in pairwise(badges))
