"""The drawing of a trail: columns from left to right, gaps dashed, links that say all, and steps past no box."""

import re
from xml.etree import ElementTree

import pytest

from goldthread.analysis.drawing.trail_layout import lay_out
from goldthread.analysis.drawing.trail_svg import (
    FOLD,
    GAP,
    UNSEEN,
    TrailBead,
    TrailNode,
    TrailStep,
    trail_line_svg,
    trail_svg,
)

COLUMNS = ["Feedback", "Lessons", "Actions", "Measures"]
NODES = [
    TrailNode("f", 0, "Told each time that somebody would ring", "F-241", "/f/"),
    TrailNode("all", 0, "42 pieces of feedback", href="/all/", kind=FOLD),
    TrailNode("unseen", 0, "3 pieces of feedback that you may not open", kind=UNSEEN),
    TrailNode("l", 1, "The silence is worse than the wait", "L-1", "/l/", own=True),
    TrailNode("a", 2, "Updates <b> & calls", "A-1", "/a/", gaps=("Actions past their date",)),
    TrailNode("g", 3, "Actions without their measure", kind=GAP),
]
STEPS = [
    TrailStep("f", "l"),
    TrailStep("all", "l"),
    TrailStep("unseen", "l"),
    TrailStep("l", "a"),
    TrailStep("a", "g", gap=True),
]
_SVG = "{http://www.w3.org/2000/svg}"


def _tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_each_record_is_a_link_with_all_its_words_in_reading_order():
    links = list(_tree(trail_svg(COLUMNS, NODES, STEPS, "Trail of L-1")).iter(f"{_SVG}a"))
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        ("/f/", "F-241: Told each time that somebody would ring"),
        ("/all/", "42 pieces of feedback"),
        ("/l/", "L-1: The silence is worse than the wait"),
        ("/a/", "A-1: Updates <b> & calls. Gap: Actions past their date"),
    ]
    assert [link.get("aria-current") for link in links] == [None, None, "true", None]


def test_what_may_not_be_opened_and_what_is_missing_are_no_links():
    svg = trail_svg(COLUMNS, NODES, STEPS, "Trail")
    inside = " ".join(re.findall(r"<a [^>]*>.*?</a>", svg))
    assert "may not open" in svg and "may not open" not in inside
    assert "without their measure" in svg and "without their measure" not in inside


def test_gaps_are_dashed_and_say_so_and_nothing_else_is():
    svg = trail_svg(COLUMNS, NODES, STEPS, "Trail")
    # The step to the gap and its sample in the key; the box of the gap and of the record that lacks something.
    assert svg.count('class="gt-trail__gap"') == 2
    assert len(re.findall(r"<rect[^>]*stroke-dasharray", svg)) == 2
    assert ">Gap</text>" in svg and ">Gap: Actions" in svg
    whole = trail_svg(COLUMNS[:3], NODES[:4], STEPS[:3], "Trail")
    assert "stroke-dasharray" not in whole and ">gap</text>" not in whole


def test_the_description_counts_boxes_steps_and_gaps():
    desc = _tree(trail_svg(COLUMNS, NODES, STEPS, "Trail")).find(f"{_SVG}desc").text
    assert desc.startswith("5 boxes and 4 steps, from left to right; 2 gaps.")


def test_the_same_trail_is_drawn_the_same_and_another_has_other_ids():
    one, again = (trail_svg(COLUMNS, NODES, STEPS, "Trail") for _ in range(2))
    other = trail_svg(COLUMNS, NODES, STEPS[:-1], "Trail")
    ids = [re.search(r'id="(gt-[0-9a-f]{8})-title"', svg).group(1) for svg in (one, other)]
    assert one == again and ids[0] != ids[1] and 'role="group"' in one[:120]
    assert 'id="mine-title"' in trail_svg(COLUMNS, NODES, STEPS, "Trail", uid="mine")


def test_columns_stand_from_left_to_right_and_boxes_do_not_touch():
    nodes = [TrailNode(f"{c} {i}", c, "words " * (i * 3 + 1), href="/") for c in range(3) for i in range(4)]
    steps = [TrailStep(f"0 {i}", f"2 {3 - i}") for i in range(4)]
    svg = trail_svg(["One", "Two", "Three"], nodes, steps, "Trail")
    boxes = [
        tuple(float(link.find(f"{_SVG}rect").get(name)) for name in ("x", "y", "width", "height"))
        for link in _tree(svg).iter(f"{_SVG}a")
    ]
    assert sorted({x for x, *_ in boxes}) == [2.0, 224.0, 446.0]  # 190 wide and 32 apart
    for x, y, _, tall in boxes:
        assert all(v >= y + tall + 10 or v <= y for u, v, *_ in boxes if u == x)


@pytest.mark.parametrize(
    ("count", "width"), [(1, 194), (6, 1196), (7, 1197), (8, 1204), (9, 1204), (10, 1340)]
)
def test_up_to_nine_columns_fit_a_screen(count, width):
    # The main column of a page is 1,224 pixels wide at 1280, less a scroll bar of 15.
    nodes = [TrailNode(str(at), at, "Word", href="/") for at in range(count)]
    svg = trail_svg([f"Column {at}" for at in range(count)], nodes, [], "Trail")
    assert float(_tree(svg).get("width")) == width
    assert width <= 1209 or count > 9


def test_a_step_past_a_column_takes_a_lane_that_no_box_covers():
    layout = lay_out(
        {"a": 0, "b": 1, "c": 2}, {"a": 40, "b": 40, "c": 40}, [("a", "b", False), ("a", "c", False)]
    )
    lane = ("c", 1, False)
    assert layout.column[lane] == 1
    # Box 40 and lane 10 with 14 between them: 64 high, so that their middles are 20 and 59, or 44 and 5.
    assert layout.height == 64
    assert {layout.middle["b"], layout.middle[lane]} in ({20, 59}, {44, 5})
    assert layout.middle["a"] == layout.middle["c"] == 32


def test_steps_to_one_box_share_their_lane():
    layout = lay_out(
        {"a": 0, "b": 0, "c": 2}, {"a": 30, "b": 30, "c": 30}, [("a", "c", False), ("b", "c", False)]
    )
    assert len(layout.segments) == 3  # both to the lane, and once on from it


def test_crossings_are_undone():
    layout = lay_out(
        {"a": 0, "b": 0, "c": 1, "d": 1}, dict.fromkeys("abcd", 30), [("a", "d", False), ("b", "c", False)]
    )
    assert (layout.middle["a"] < layout.middle["b"]) == (layout.middle["d"] < layout.middle["c"])


def test_a_step_to_no_box_and_two_boxes_of_one_key_are_refused():
    with pytest.raises(ValueError, match="No box has the key elsewhere"):
        trail_svg(COLUMNS, NODES, [TrailStep("f", "elsewhere")], "Trail")
    with pytest.raises(ValueError, match="same key"):
        trail_svg(COLUMNS, [NODES[0], NODES[0]], [], "Trail")


def test_nothing_that_a_strict_policy_refuses():
    svg = trail_svg(COLUMNS, NODES, STEPS, "Trail") + trail_line_svg(
        [TrailBead("Lesson", 1, own=True)], "Trail"
    )
    assert "style=" not in svg and "<script" not in svg and "url(" not in svg and "<b>" not in svg


def test_the_small_form_has_a_bead_for_each_kind_and_dashes_a_gap():
    svg = trail_line_svg(
        [
            TrailBead("Feedback", 1042, "/#feedback"),
            TrailBead("Lesson", 1, own=True),
            TrailBead("Lessons without an action", 1, gap=True),
        ],
        "Trail of L-1",
    )
    tree = _tree(svg)
    assert [link.get("aria-label") for link in tree.iter(f"{_SVG}a")] == ["Feedback: 1,042"]
    assert tree.find(f"{_SVG}desc").text == (
        "Feedback: 1,042; Lesson: 1 (this record); Gap: Lessons without an action."
    )
    assert len(list(tree.iter(f"{_SVG}circle"))) == 3 and svg.count("stroke-dasharray") == 2
    assert ">Gap</text>" in svg and ">1,042</text>" in svg
