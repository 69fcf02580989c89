"""Figures of a round by tables worked out by hand: what counts, what is left out, too few, and the round before."""

from __future__ import annotations

import pytest

from goldthread.practice.rounds.figures import difference, figure, tally

SCALE = [("No", "not_met"), ("Partly", "partly"), ("Yes", "met"), ("Not applicable", "left_out")]


def _figure(**counted):
    return figure(
        "reasons",
        "Reasons",
        "Are the reasons recorded?",
        SCALE,
        {k.replace("_", " "): v for k, v in counted.items()},
    )


def test_answers_are_counted_by_question_and_grades_beside_them():
    audits = [
        ({"a": "Yes", "b": ["Carer", "Risk"]}, "Good"),
        ({"a": "No", "b": ["Risk"], "c": ""}, "Good"),
        ({}, ""),
    ]
    assert tally(audits) == {
        "a": {"No": 1, "Yes": 1},
        "b": {"Carer": 1, "Risk": 2},
        "grade": {"Good": 2},
    }


@pytest.mark.parametrize(
    ("counted", "met", "of", "left_out", "words"),
    [
        # 12 of 20: Wilson's 95% interval is 38.7% to 78.1%.
        ({"Yes": 12, "No": 5, "Partly": 3}, 12, 20, 0, "60% (12 of 20; likely 39% to 78%)"),
        ({"Yes": 10, "Not_applicable": 7}, 10, 10, 7, "100% (10 of 10; likely 72% to 100%)"),
        ({"Yes": 4, "No": 5}, 4, 9, 0, "4 of 9"),
        ({"Not_applicable": 3}, 0, 0, 3, ""),
        ({}, 0, 0, 0, ""),
    ],
)
def test_what_is_not_applicable_is_in_no_share_and_fewer_than_ten_have_none(
    counted, met, of, left_out, words
):
    found = _figure(**counted)
    assert (found.met, found.of, found.left_out, found.in_words) == (met, of, left_out, words)
    assert found.is_few == (of < 10)


def test_answers_stand_from_the_lowest_and_words_that_are_of_no_scale_come_last():
    assert _figure(Yes=2, No=1, Not_seen=1).counts == (("No", 1), ("Yes", 2), ("Not seen", 1))


@pytest.mark.parametrize(
    ("now", "before", "kind", "words"),
    [
        # Wilson: 19 of 20 is .764 to .991, 8 of 20 is .219 to .613; so .55 - hypot(.186, .213) to .55 + hypot(.041, .181).
        ({"Yes": 19, "No": 1}, {"Yes": 8, "No": 12}, "better", "55 points higher (likely +27 to +74 points)"),
        ({"Yes": 8, "No": 12}, {"Yes": 19, "No": 1}, "worse", "55 points lower (likely −74 to −27 points)"),
        ({"Yes": 12, "No": 8}, {"Yes": 11, "No": 9}, "chance", "No difference shown (+5 points, "),
        ({"Yes": 5, "No": 4}, {"Yes": 8, "No": 12}, "few", "Too few to say (40% (8 of 20"),
    ],
)
def test_two_rounds_differ_only_where_the_range_leaves_out_nothing(now, before, kind, words):
    found = difference(_figure(**now), _figure(**before))
    assert found.kind == kind and found.text.startswith(words)


def test_a_question_that_was_not_asked_before_is_compared_with_nothing():
    assert difference(_figure(Yes=20), None).text == "Not asked before"
