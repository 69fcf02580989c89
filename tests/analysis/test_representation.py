"""Who is missing: the sizes and people worked out by hand, and small groups kept private."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.representation import holm, least_members, people_to_reach, representation


@pytest.mark.parametrize(
    ("share", "members"), [(0.02, 149), (0.05, 59), (0.10, 29), (0.15, 19), (0.20, 14), (0.30, 9), (0.50, 5)]
)
def test_zero_members_is_evidence_only_from(share, members):
    assert least_members(share) == members
    assert (1 - share) ** members <= 0.05 < (1 - share) ** (members - 1)


def test_people_to_reach_by_hand():
    # 0 of 12, a fifth wanted: 3 more make 3 of 15
    assert people_to_reach(0, 12, 0.2) == 3
    assert people_to_reach(3, 30, 0.1) == 0  # exactly there; a rounding error must not ask for one more


@given(st.integers(0, 60), st.integers(1, 200), st.floats(0.01, 0.9))
def test_the_people_reach_it_and_one_fewer_does_not(members, of, share):
    members = min(members, of)
    k = people_to_reach(members, of, share)
    assert (members + k) >= share * (of + k) - 1e-6
    if k:
        assert (members + k - 1) < share * (of + k - 1) + 1e-6


def test_a_panel_of_twelve_cannot_speak_about_a_tenth():
    result = representation({"Some": 12, "Others": 0}, {"Some": 90, "Others": 10}, 2021)
    others = result.categories[1]
    assert others.p is None
    assert "Too few members to say whether chance explains it (at least 29 needed)" in result.sentences()[1]
    assert "2 more people would reach it" in result.sentences()[1]


def test_chance_is_ruled_out_where_it_should_be():
    result = representation({"A": 60, "B": 0}, {"A": 80, "B": 20})
    assert result.categories[1].p < 0.001
    assert "Chance does not explain it" in result.sentences()[1]
    even = representation({"A": 48, "B": 12}, {"A": 80, "B": 20})
    assert even.categories[1].p == pytest.approx(1.0)
    assert even.categories[1].gap == pytest.approx(0.0)


def test_holm_by_hand():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})


def test_not_stated_is_its_own_line_and_small_numbers_stay_inside():
    result = representation(
        {"A": 27, "B": 3, "C": 30, "not stated": 2}, {"A": 40, "B": 20, "C": 40, "Not stated": 0}
    )
    assert (result.of, result.not_stated) == (60, 2)
    outside = " ".join(result.sentences(inside=False))
    assert "B: too few people to show" in outside
    assert "A: not shown, so that no small number is given away" in outside
    assert "Not stated: Fewer than 5." in outside
    assert "C: 30 of 60" in outside
    assert json.loads(json.dumps(result.as_dict(inside=False)))["categories"][1]["members"] is None


@pytest.mark.parametrize(
    ("members", "population", "message"),
    [
        ({"A": 1}, {"B": 5, "C": 5}, "no figure for A"),
        ({"A": 1}, {"A": 5}, "A is 100% of the population"),
        ({"A": 0, "B": 0}, {"A": 5, "B": 5}, "no members"),
        ({"A": 1.5}, {"A": 5, "B": 5}, "whole number"),
        ({"A": 1}, {"A": -5, "B": 5}, "below 0"),
        ({"A": 1}, {"A": 0, "B": 5}, "A is 0% of the population"),
    ],
)
def test_what_cannot_be_compared_is_a_named_error(members, population, message):
    with pytest.raises(FiguresError, match=message):
        representation(members, population)
