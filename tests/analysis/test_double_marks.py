"""Files marked twice: agreement, how far off a single grade may be, and drift, by tables worked out by hand."""

import datetime as dt

import pytest

from goldthread.analysis.agreement.double_marks import agreement_rows, marks_agreement, too_few, uncertainty
from goldthread.analysis.agreement.drift import RoundMarks, drift
from goldthread.analysis.figures import FiguresError

SCALE = ("Inadequate", "Requires improvement", "Good", "Outstanding")
I, R, G, O = SCALE  # noqa: E741

# pairs; within 0, 1, 2, 3 grades; reach; what is said beside "Good"
BY_HAND = [
    ([(G, G)] * 9, (9, 9, 9, 9), None, "how sure is not known"),
    ([(G, G)] * 9 + [(G, R)], (9, 10, 10, 10), 0, "give or take no grade"),
    ([(G, G)] * 8 + [(G, R), (O, G)], (8, 10, 10, 10), 1, "could be Requires improvement to Outstanding"),
    ([(G, G)] * 6 + [(R, G)] * 2 + [(R, O), (O, R)], (6, 8, 10, 10), 2, "could be Inadequate to Outstanding"),
    ([(I, O)] * 10, (0, 0, 0, 10), 3, "could be Inadequate to Outstanding"),
]


@pytest.mark.parametrize(("pairs", "within", "reach", "said"), BY_HAND)
def test_how_far_a_single_grade_may_be_off(pairs, within, reach, said):
    got = uncertainty(pairs, SCALE)
    assert (got.within, got.reach, got.beside(G)) == (within, reach, said)
    # Whichever mark is called the first, it is the same.
    assert uncertainty([(b, a) for a, b in pairs], SCALE) == got


def test_what_is_said_gives_the_share_with_its_range():
    # Wilson of 8 of 10: centre .7168, half .2265; of 10 of 10: 10 / (10 + 1.96 squared) = .7225.
    got = uncertainty(BY_HAND[2][0], SCALE)
    assert got.sentence() == (
        "Another auditor gave the same grade in 80% (8 of 10; likely 49% to 94%), and one no more than one grade away "
        "in 100% (10 of 10; likely 72% to 100%). So a single grade may be one grade off."
    )
    assert "too few to judge" in uncertainty([(G, G)] * 9, SCALE).sentence()
    assert got.around(I) == (I, R) and got.around(O) == (G, O)


@pytest.mark.parametrize("pairs", [[(G, "Fair")], [("", G)]])
def test_a_mark_that_is_no_grade_is_named(pairs):
    with pytest.raises(FiguresError, match="is not one of the grades"):
        uncertainty(pairs, SCALE)


def test_agreement_of_a_round_by_hand():
    # 20 files: 16 the same (8 Good, 8 Requires improvement), 4 where the first said Good and the second one lower.
    # First: .6 Good, .4 RI; second: .4 Good, .6 RI; pa .8. Kappa: pe = 2 * .24 = .48, (.8 - .48) / .52 = .6154.
    # AC1 of four grades: shares .5, .5, 0, 0; pe = (2 * .25) / 3 = .1667, (.8 - .1667) / .8333 = .76.
    # Linear weights: near misses count 2/3: pa = .8 + .2 * 2/3 = .9333, pe = .48 + .52 * 2/3 = .8267, kappa .6154.
    # Quadratic: near misses count 8/9: pa = .9778; weights add up to 4 + 6*8/9 + 4*5/9 + 0 = 11.556;
    # AC2: pe = 11.556 / 12 * .5 = .4815, (.9778 - .4815) / .5185 = .9571.
    report = marks_agreement([(G, G)] * 8 + [(R, R)] * 8 + [(G, R)] * 4, SCALE)
    assert report.exact.pa == pytest.approx(0.8)
    assert report.kappa.value == pytest.approx(0.6154, abs=1e-4)
    assert report.kappa_linear.value == pytest.approx(0.6154, abs=1e-4)
    assert report.ac1.value == pytest.approx(0.76)
    assert report.ac2.value == pytest.approx(0.9571, abs=1e-4)
    assert report.kappa.interval[0] < report.kappa.value < report.kappa.interval[1]
    rows = {name: value for name, value, _ in agreement_rows(report)}
    assert rows["Same grade"] == "80% (16 of 20; likely 58% to 92%)"
    assert rows["Within one grade"] == "100% (20 of 20; likely 84% to 100%)"
    assert too_few(report) == ""


def test_fewer_than_twenty_files_are_too_few_to_judge():
    assert too_few(None) == "Too few to judge: No file is marked twice by both, and 20 are needed."
    assert too_few(marks_agreement([(G, G)] * 19, SCALE)).startswith("Too few to judge: 19 files are")
    assert marks_agreement([], SCALE) is None
    assert agreement_rows(marks_agreement([(G, R)] * 3, SCALE))[0][1] == "0 of 3"


def test_the_reason_for_a_low_kappa_is_the_one_that_holds():
    nearly_all = marks_agreement([(G, G)] * 38 + [(G, R), (R, G)], SCALE)
    assert "It is low because nearly all files get one grade" in str(agreement_rows(nearly_all))
    # Grades spread over the scale; where two differ they are three grades apart: another reason, and not the first.
    spread = [(I, I)] * 5 + [(R, R)] * 5 + [(G, G)] * 5 + [(O, O)] * 5 + [(I, O)] * 4 + [(O, I)] * 4
    apart = marks_agreement(spread, SCALE)
    assert apart.low_because == "where they differ, they are 3 grades apart"
    assert "nearly all" not in str(apart.low_because)


def _rounds(*differences):
    return [
        RoundMarks(dt.date(2025 + i // 12, i % 12 + 1, 1), tuple(each)) for i, each in enumerate(differences)
    ]


# differences of each round; which way it leans; whether the latest round is unusual
DRIFTS = [
    ([[0, 1], [1, 0]], "", None),  # four files are too few
    ([[1, 1, 0, 1]] * 3, "higher", None),  # mean .75 of 12
    ([[-1, -1, 0, -1]] * 3, "lower", None),
    ([[1, -1, 0, 0]] * 3, "", None),
    ([[0, 0, 0, 0, 0, 0, 0, 0, 0, 1]] * 2, "", None),  # .1 of a grade is less than the margin, .15
    ([[0, 1, 0], [0, 0, 0], [-1, 0, 0]] * 4, "", False),
    ([[0, 0, 0], [1, 0, 0]] * 6 + [[2, 2, 3]], "", True),
]


@pytest.mark.parametrize(("differences", "leans", "changed"), DRIFTS)
def test_drift_is_told_from_chance(differences, leans, changed):
    got = drift(_rounds(*differences))
    if changed is not True:
        assert got.leans == leans
    assert got.has_changed is changed
    assert ("cannot be said" in got.sentences()[1]) == (changed is None)


def test_what_is_said_of_a_leaning_gives_its_range():
    # 12 differences, 9 ones and 3 noughts: mean .75, sd .4523, se .1306, t(11) 2.201: .46 to 1.04.
    level, change = drift(_rounds(*[[1, 1, 0, 1]] * 3)).sentences()
    assert (
        level
        == "On 12 files the first grades are 0.8 of a grade higher than those agreed (likely +0.5 to +1.0)."
    )
    assert change.startswith("Whether this has changed cannot be said: 3 rounds, and 10 are needed")
    assert drift(_rounds([0] * 10)).sentences()[0] == "On all 10 files the first grade is the one agreed."
    assert drift([]).sentences()[0].startswith("Too few to judge: 0 files")


def test_two_rounds_of_one_day_are_two_readings():
    day = dt.date(2026, 1, 1)
    assert drift([RoundMarks(day, (0,))] * 10 + [RoundMarks(day, ())]).has_changed is False
