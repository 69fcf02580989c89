"""The drawing of a way: its marks, the name of where something stands, and the same in words."""

from __future__ import annotations

import pytest

from goldthread.analysis.drawing.way_svg import way_svg

STEPS = ("Idea", "Exploring", "Trying", "Decided")


@pytest.mark.parametrize("at", range(4))
def test_passed_present_and_coming_steps_differ_in_shape(at):
    svg = way_svg(STEPS, at, STEPS[at], "Where it stands")
    assert svg.count("<circle") == 3 and svg.count('r="5"') == at
    assert svg.count('width="16"') == 1
    assert f"{STEPS[at]}: step {at + 1} of 4" in svg


def test_a_long_word_stays_on_the_drawing():
    svg = way_svg(STEPS, 3, "Benefit not yet shown", "Where it stands", width=260)
    assert 'text-anchor="middle"' in svg and ">Benefit not yet shown</text>" in svg
    x = float(svg.split('text-anchor="middle"')[0].rsplit('x="', 1)[1].split('"')[0])
    assert x < 200


@pytest.mark.parametrize(("steps", "at"), [(STEPS, 4), (STEPS, -1), (("Idea",), 0)])
def test_a_place_that_is_none_is_refused(steps, at):
    with pytest.raises(ValueError):
        way_svg(steps, at, "Idea", "Where it stands")
