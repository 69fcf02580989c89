"""The model's card: figures worked out by hand, and what it says where there is too little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.intervals import wilson
from goldthread.analysis.theming.model_card import FEWEST, model_card

A, B, C = "waiting", "kept-informed", "charging"
THEMES = [A, B, C]


def test_figures_by_hand():
    # 40 points: 20 all say A; 10 both people say B and the machine C; 6 one says A, the other nothing, the
    # machine A; 4 nobody says anything.
    first = [{A}] * 20 + [{B}] * 10 + [{A}] * 6 + [set()] * 4
    second = [{A}] * 20 + [{B}] * 10 + [set()] * 6 + [set()] * 4
    machine = [{A}] * 20 + [{C}] * 10 + [{A}] * 6 + [set()] * 4
    made = model_card(THEMES, first, second, machine, settled=first)
    assert made.points == 40
    # People: of 120 decisions (40 points, 3 themes) 6 differ.
    assert made.people.percentage == pytest.approx(114 / 120)
    # AC1: share of "yes" is (36 + 30) / 240; chance is 2 q (1 - q) for two categories.
    yes = 66 / 240
    chance = 2 * yes * (1 - yes)
    assert made.people.ac1 == pytest.approx((114 / 120 - chance) / (1 - chance))
    # Kappa: each person's own shares, 36 and 30 of 120.
    chance = 0.3 * 0.25 + 0.7 * 0.75
    assert made.people.kappa == pytest.approx((0.95 - chance) / (1 - chance))
    assert made.people.f1 == pytest.approx(2 * 30 / 66)
    # The machine against what stands: 26 agreed, 10 extra, 10 missed.
    assert (made.micro.agreed, made.micro.extra, made.micro.missed) == (26, 10, 10)
    assert made.micro.value == pytest.approx(52 / 72)
    low, high = wilson(26, 46)
    assert (made.micro.low, made.micro.high) == pytest.approx((2 * low / (1 + low), 2 * high / (1 + high)))
    # A is 1, B is 0; C was given by nobody, and does not count in the mean.
    assert made.macro == pytest.approx(0.5)
    assert made.macro_low <= 0.5 <= made.macro_high
    by = {figures.theme: figures for figures in made.by_theme}
    assert [by[slug].given for slug in THEMES] == [26, 10, 0]
    assert by[A].machine.value == 1 and by[A].people.value == pytest.approx(2 * 20 / 46)
    assert by[B].machine.value == 0 and by[B].people.value == 1
    assert by[C].machine.value == 0 and by[C].people.value is None and by[C].is_few
    assert [(pair.people, pair.machine, pair.points) for pair in made.confuses] == [(B, C, 10)]
    # In plain words: 26 of 36 found, 26 of 36 right; people 60 / 66. C has too few points to be called weak.
    assert made.sentences() == [
        "Of 100 themes that people coded, 72 were suggested. Of 100 suggestions, people coded 72.",
        "Where one of two people coded a theme, the other did too about 91 times in 100.",
        "Two people agree with each other more than suggestions agree with people. Check suggestions as you would "
        "check the work of a new colleague.",
    ]
    assert made.weakest == (B,)


def test_a_machine_that_comes_as_close_as_people_is_said_to():
    first, second = [{A}] * 40, [{A}] * 32 + [{B}] * 8
    as_close = model_card(THEMES, first, second, [{A}] * 33 + [{B}] * 7, settled=first)
    assert as_close.sentences()[-1].endswith("any difference may be chance.")
    closer = model_card(THEMES, first, [{A}] * 10 + [{B}] * 30, first, settled=first)
    assert closer.sentences()[-1] == (
        "Suggestions agree with the final coding more than two people agree with each other."
    )
    silent = model_card(THEMES, first, second, [set()] * 40, settled=first)
    assert silent.sentences()[0] == "Of 100 themes that people coded, 0 were suggested."


def test_without_what_was_settled_the_machine_is_held_against_both_people():
    first, second, machine = [{A}] * 40, [{A}] * 20 + [{B}] * 20, [{A}] * 40
    made = model_card(THEMES, first, second, machine)
    # Against the first it is right 40 times, against the second 20 times with 20 too many and 20 missed.
    assert made.micro.value == pytest.approx(2 * 60 / (2 * 60 + 20 + 20))
    # Each point was coded by two: it counts once for how sure the figure is.
    low, high = wilson(30, 50)
    assert (made.micro.low, made.micro.high) == pytest.approx((2 * low / (1 + low), 2 * high / (1 + high)))
    assert {figures.theme: figures.given for figures in made.by_theme} == {A: 30, B: 10}
    # The first never said B; what the second said counts as well, and by half.
    assert [(pair.people, pair.machine, pair.points) for pair in made.confuses] == [(B, A, 10)]


def test_what_one_of_two_people_said_once_is_confused_once_and_not_nought_times():
    made = model_card(THEMES, [{A}] * 40, [{A}] * 39 + [{B}], [{A}] * 40)
    assert [(pair.people, pair.machine, pair.points) for pair in made.confuses] == [(B, A, 1)]


def test_too_few_points_give_no_figures_but_the_number_needed():
    with pytest.raises(FiguresError, match=f"5 points .* {FEWEST} are needed"):
        model_card(THEMES, [{A}] * 5, [{A}] * 5, [{A}] * 5)


def test_points_without_any_theme_give_no_figures():
    with pytest.raises(FiguresError, match="none of these points"):
        model_card(THEMES, [set()] * 40, [set()] * 40, [{A}] * 40)


def test_lists_of_different_length_are_refused():
    with pytest.raises(FiguresError, match="both people's"):
        model_card(THEMES, [{A}] * 40, [{A}] * 39, [{A}] * 40)


_given = st.lists(st.sets(st.sampled_from(THEMES)), min_size=FEWEST, max_size=60).filter(any)


@settings(max_examples=30)
@given(_given)
def test_a_machine_that_says_what_people_say_has_nothing_to_mend(points):
    made = model_card(THEMES, points, points, points, settled=points)
    assert made.confuses == ()
    assert made.people.percentage == made.machine.percentage == 1
    assert all(figures.machine.value == 1 for figures in made.by_theme)


@settings(max_examples=60)
@given(_given, st.randoms(use_true_random=False), st.booleans())
def test_the_interval_holds_the_figure_and_stays_a_part_of_one(points, random, is_settled):
    other = random.sample(points, len(points))
    third = random.sample(points, len(points))
    made = model_card(THEMES, points, other, third, settled=points if is_settled else None)
    for f1 in [made.micro, *(figures.machine for figures in made.by_theme)]:
        assert 0 <= f1.low <= (f1.value if f1.value is not None else f1.low) <= f1.high <= 1
    assert 0 <= made.macro_low <= made.macro <= made.macro_high <= 1


def test_a_perfect_machine_is_not_said_to_be_less_and_rare_themes_leave_it_unsure():
    points = [{f"theme {number}"} for number in range(20)] * 2
    made = model_card([f"theme {number}" for number in range(20)], points, points, points, settled=points)
    assert made.macro == made.macro_high == 1
    # Two points of each theme: not so sure as one point of all 40 would be, and not without doubt.
    assert 0.8 < made.macro_low < 0.95


def test_the_interval_of_the_mean_holds_the_truth_nearly_as_often_as_it_says():
    chance = np.random.default_rng(3)
    themes = [f"theme {number}" for number in range(8)]
    often = 1 / np.arange(1, 9) / (1 / np.arange(1, 9)).sum()
    right = np.array([0.95, 0.9, 0.8, 0.9, 0.7, 0.95, 0.85, 0.6])

    def world(count):
        people = chance.choice(8, count, p=often)
        machine = np.where(
            chance.random(count) < right[people], people, (people + chance.integers(1, 8, count)) % 8
        )
        return [[{themes[number]} for number in each] for each in (people, machine)]

    people, machine = world(40_000)
    f1 = {
        each: 2
        * sum(a == b == {each} for a, b in zip(people, machine, strict=True))
        / (people.count({each}) + machine.count({each}))
        for each in themes
    }
    held = 0
    for _ in range(60):
        people, machine = world(60)
        made = model_card(themes, people, people, machine, settled=people)
        there = [value for each, value in f1.items() if {each} in people]
        held += made.macro_low <= sum(there) / len(there) <= made.macro_high
    assert held >= 53
