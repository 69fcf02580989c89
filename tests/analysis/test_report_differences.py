"""What reports of one side describe and those of another do not."""

from __future__ import annotations

import pytest

from goldthread.analysis.reports.differences import differences, fisher
from goldthread.analysis.reports.practices import practice_names, practices_in
from goldthread.analysis.tables.intervals import newcombe


def test_with_fewer_than_ten_a_side_nothing_is_compared():
    assert differences([{"a"}] * 9, [set()] * 40) is None
    assert differences([{"a"}] * 10, [set()] * 10) is not None


def test_a_report_counts_once_and_the_strongest_difference_comes_first():
    good = [{"portal", "audits"}] * 8 + [{"audits"}] * 2
    weak = [{"audits"}] * 9 + [set()]
    first, second = differences(good, weak)
    assert (first.feature, first.first, first.of_first, first.second, first.of_second) == (
        "portal",
        8,
        10,
        0,
        10,
    )
    assert first.shares == (80, 0) and first.points == 80 and first.stands_out
    assert second.feature == "audits" and second.points == 10 and not second.stands_out


def test_fishers_test_is_as_worked_out_by_hand():
    # 3 of 3 against 0 of 3: two of the 20 ways are as unequal.
    assert fisher(3, 3, 0, 3) == pytest.approx(2 / 20)
    # Fisher's lady and her tea: 3 of 4 and 1 of 4, both tails.
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert fisher(5, 10, 5, 10) == pytest.approx(1.0)


def test_newcombes_interval_is_that_of_his_paper():
    # Newcombe (1998), table II: 56 of 70 less 48 of 80; method 10 gives 0.0524 to 0.3339.
    low, high = newcombe(56, 70, 48, 80)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    # 10 of 10 less 0 of 20: 0.6791 to 1.
    low, high = newcombe(10, 10, 0, 20)
    assert (round(low, 4), round(high, 4)) == (0.6791, 1.0)


def test_many_comparisons_are_held_to_more():
    # One real difference of 7 to 1 in 10, by itself unlikely, among forty features that differ by nothing.
    noise = [f"n{each}" for each in range(40)]
    good = [{"x", *noise}] * 8 + [{*noise}] * 2
    weak = [{"x", *noise}] * 2 + [{*noise}] * 8
    found = differences(good, weak)
    assert found[0].feature == "x" and found[0].chance < 0.05 and not found[0].stands_out


def test_practices_are_found_by_their_words():
    assert practices_in("Experts by experience were told what had changed on a dashboard.") == (
        "experts-by-experience",
        "told-back",
        "dashboard",
    )
    assert practices_in("The council has a coastline.") == ()
    assert practices_in("People were rarely told what had changed.") == ("not-told-back",)
    assert practices_in("The council did not always tell people what had changed because of them.") == (
        "not-told-back",
    )
    assert set(practices_in("Staff had access to peer review, SARs and an apprenticeship.")) <= set(
        practice_names()
    )
