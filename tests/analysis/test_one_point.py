"""One more or one fewer: what is told is what judging every such history again would tell."""

import numpy as np
import pytest

from goldthread.analysis.verdicts.one_point import OnePoint, one_point_changes, one_point_sentence
from goldthread.analysis.verdicts.verdict import judge
from goldthread.dates import month_from_number

START = 2022 * 12


def month(i):
    return month_from_number(START + i)


def told(v):
    """A verdict's state and which way; too little data and no change are one."""
    return v.state.replace("too_little_data", "no_detectable_change_yet"), v.towards


def again(rows, since=0, **more):
    """Every single change by one since a month that makes another verdict, each judged by itself."""
    v, changes = judge(rows, month(24), "down", **more), []
    for i in range(len(rows) - 1, since - 1, -1):
        for by in (1, -1):
            when, value, *size = rows[i]
            if value + by < 0 or (size and value + by > size[0]):
                continue
            other = judge([*rows[:i], (when, value + by, *size), *rows[i + 1 :]], month(24), "down", **more)
            if told(other) != told(v):
                changes.append(OnePoint(when, by, told(other)[0]))
    return v, changes


@pytest.mark.parametrize("seed", [4, 31, 61, 69])
def test_all_at_once_is_each_by_itself(seed):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(8 * np.where(np.arange(43) > 24, [0.9, 0.6, 0.5, 0.7][seed % 4], 1))
    v, changes = again([(month(i), int(x)) for i, x in enumerate(counts) if i != 24])
    assert list(one_point_changes(v)) == changes
    assert bool(changes) is (seed != 4)


def test_shares_with_other_bounds_and_a_recorded_change():
    rng = np.random.default_rng(5)
    rows = [(month(i), int(rng.binomial(12, 0.5 if i < 25 else 0.25)), 12) for i in range(43) if i != 24]
    v, changes = again(rows, kind="proportion", counting_changed=[month(10)])
    assert list(one_point_changes(v)) == changes != []


def test_other_themes_are_looked_at_too():
    rng = np.random.default_rng(30)
    rows = [(month(i), int(x)) for i, x in enumerate(rng.poisson(np.r_[[30.0] * 25, [20.0] * 18])) if i != 24]
    others = [
        [(month(i), int(x)) for i, x in enumerate(rng.poisson(np.r_[[30.0] * 25, [26.0] * 18]))]
        for _ in "abc"
    ]
    v, changes = again(rows, since=24, others=others)
    assert [c for c in one_point_changes(v, others) if c.month > month(24)] == changes != []


def test_where_nothing_would_change_nothing_is_said():
    rng = np.random.default_rng(1)
    v = judge(
        [(month(i), int(x)) for i, x in enumerate(rng.poisson([40] * 25 + [12] * 18))], month(24), "down"
    )
    assert one_point_changes(v) == ()
    assert one_point_sentence(v, ()) is None


@pytest.mark.parametrize("more", [{"kind": "score"}, {"review_month": month(26)}])
def test_a_score_has_no_points_and_before_a_review_there_is_no_verdict(more):
    rng = np.random.default_rng(1)
    assert (
        one_point_changes(
            judge([(month(i), x) for i, x in enumerate(rng.poisson(9, 43))], month(24), "down", **more)
        )
        == ()
    )


def test_the_sentence_names_the_latest_month_and_how_many_others():
    rng = np.random.default_rng(1)
    v = judge([(month(i), int(x)) for i, x in enumerate(rng.poisson(9, 43))], month(24), "down")
    one = OnePoint(month(40), -1, "early_sign")
    assert one_point_sentence(v, [one]) == (
        "It is a near thing: with one fewer in May 2025 the verdict would be “an early sign”."
    )
    more = [one, OnePoint(month(40), 1, "improved"), OnePoint(month(38), 1, "improved")]
    assert one_point_sentence(v, more).endswith("One more or one fewer in 1 other month would change it too.")
