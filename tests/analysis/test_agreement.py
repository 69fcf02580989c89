"""Agreement equals irrCAC and irr in R, and its known traps are told instead of hidden."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analysis.agreement import coefficients as ag
from goldthread.analysis.agreement.agreement_report import agreement_report
from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.intervals import wilson

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "agreement"
needs_golden = pytest.mark.skipif(
    not GOLDEN.is_dir(), reason="the golden outputs (shared/golden/agreement) are not on this machine"
)
METHODS = {
    "gwet.ac1.raw": ag.gwet,
    "fleiss.kappa.raw": ag.fleiss,
    "krippen.alpha.raw": ag.krippendorff,
    "conger.kappa.raw": ag.conger,
    "bp.coeff.raw": ag.brennan_prediger,
    "pa.coeff.raw": ag.percent_agreement,
}


def cases():
    return sorted(GOLDEN.glob("*.json")) or [GOLDEN / "missing.json"]


@needs_golden
@pytest.mark.parametrize("path", cases(), ids=lambda p: p.stem)
def test_equals_irrcac(path):
    case = json.loads(path.read_text())
    ratings = ag.read_ratings(case["ratings"], case["categories"])
    compared = 0
    for weights, results in case["irrCAC"].items():
        for name, want in results.items():
            if want["coeff.val"] is None:
                continue  # the R package gives NaN where nobody rated an item; the next test has that case
            got = METHODS[name](ratings, weights)
            assert got.value == pytest.approx(want["coeff.val"], abs=1e-5), (weights, name)
            assert got.pa == pytest.approx(want["pa"], abs=1e-12), (weights, name)
            assert got.pe == pytest.approx(want["pe"], abs=1e-12), (weights, name)
            compared += 1
            # With an item nobody rated, the R package counts that item in its standard errors; we do not.
            if got.se is not None and path.stem != "nominal_themes_3m":
                assert got.se == pytest.approx(want["coeff.se"], abs=1e-5), (weights, name)
    assert compared >= 4


@needs_golden
def test_an_item_nobody_rated_changes_nothing():
    whole = json.loads((GOLDEN / "nominal_themes_3m.json").read_text())
    without = json.loads((GOLDEN / "nominal_themes_3m_ok.json").read_text())
    ratings = ag.read_ratings(whole["ratings"], whole["categories"])
    want = without["irrCAC"]["unweighted"]
    assert ag.gwet(ratings).value == pytest.approx(want["gwet.ac1.raw"]["coeff.val"], abs=1e-5)
    assert ag.fleiss(ratings).value == pytest.approx(want["fleiss.kappa.raw"]["coeff.val"], abs=1e-5)


@needs_golden
@pytest.mark.parametrize("path", cases(), ids=lambda p: p.stem)
def test_equals_irr(path):
    case = json.loads(path.read_text())
    want = case["irr"]
    ratings = ag.read_ratings(case["ratings"], case["categories"])
    complete = ag.read_ratings([row for row in case["ratings"] if None not in row], case["categories"])
    assert ag.fleiss(complete).value == pytest.approx(want["kappam_fleiss"]["value"], abs=1e-9)
    for weights, name in (("unweighted", "nominal"), ("krippendorff", "ordinal"), ("quadratic", "interval")):
        assert ag.krippendorff(ratings, weights).value == pytest.approx(
            want[f"kripp_{name}"]["value"], abs=1e-9
        )
    for weights, name in (("unweighted", "unweighted"), ("linear", "equal"), ("quadratic", "squared")):
        if f"kappa2_{name}" in want:
            assert ag.conger(complete, weights).value == pytest.approx(
                want[f"kappa2_{name}"]["value"], abs=1e-9
            )


@needs_golden
@pytest.mark.parametrize("path", cases(), ids=lambda p: p.stem)
def test_kappa_has_the_error_and_interval_of_irrcac(path):
    case = json.loads(path.read_text())
    ratings = ag.read_ratings(case["ratings"], case["categories"])
    for weights, results in case["irrCAC"].items():
        want, got = results["conger.kappa.raw"], ag.conger(ratings, weights)
        low, high = (float(end) for end in want["conf.int"].strip("()").split(","))
        if path.stem != "nominal_themes_3m":  # the item nobody rated, as above
            assert got.se == pytest.approx(want["coeff.se"], abs=1e-5), weights
            assert got.interval == pytest.approx((low, high), abs=1e-3), weights


def test_cohens_kappa_by_hand():
    # 20 agree on yes, 15 on no, 5 and 10 disagree: pa .7, pe .5 * .6 + .5 * .4 = .5, kappa .4
    ratings = [["y", "y"]] * 20 + [["y", "n"]] * 5 + [["n", "y"]] * 10 + [["n", "n"]] * 15
    got = ag.conger(ag.read_ratings(ratings))
    assert (got.pa, got.pe, got.value) == pytest.approx((0.7, 0.5, 0.4))


def test_the_standard_error_of_kappa_by_hand():
    # Of 4 files y/y, y/n, n/y, n/n: pa .5, pe .5, kappa 0. Each file's own value is 2 * (agrees - .5) less twice what its
    # two marks add to the chance, which is .5 for every pair as both raters use y and n alike: 1, -1, -1, 1.
    # Squares add up to 4; se = sqrt(4 / (4 * 3)).
    got = ag.conger(ag.read_ratings([["y", "y"], ["y", "n"], ["n", "y"], ["n", "n"]]))
    assert (got.value, got.se) == pytest.approx((0, math.sqrt(1 / 3)))


def test_an_interval_without_width_is_not_given():
    report = agreement_report([["good", "good"]] * 15 + [["poor", "poor"]] * 15, ["poor", "good"])
    assert report.kappa.value == report.ac1.value == pytest.approx(1)
    assert report.sentence() == (
        "100% exact agreement (likely 89% to 100%) on 30 files. Beyond chance (AC1): 1.00. Kappa: 1.00."
    )


def test_the_kappa_paradox_is_explained():
    ratings = [["good", "good"]] * 38 + [["good", "poor"], ["poor", "good"]]
    report = agreement_report(ratings, ["poor", "good"])
    assert report.exact.pa == pytest.approx(0.95)
    assert report.kappa.value < 0 < 0.9 < report.ac1.value
    assert "nearly all files get one grade" in report.sentence()


def test_one_grade_throughout_leaves_kappa_undefined():
    report = agreement_report([["good", "good"]] * 25, ["poor", "good"])
    assert report.kappa.value is None
    assert report.sentence().startswith("100% exact agreement (likely 87% to 100%) on 25 files")
    assert "Kappa is not defined" in report.sentence()


def test_within_one_grade_and_table_by_hand():
    report = agreement_report([[1, 1], [1, 2], [2, 4], [3, 4]], [1, 2, 3, 4])
    assert report.within_one == pytest.approx(0.75)
    assert report.table[0] == (1, 1, 0, 0)
    assert report.table[1] == (0, 0, 0, 1)
    assert "too few to judge" in report.sentence()


def test_no_item_rated_twice_is_a_named_error():
    with pytest.raises(FiguresError, match="rated by two"):
        agreement_report([[1, None], [None, 2]])


def test_an_unknown_category_is_named():
    with pytest.raises(FiguresError, match="'5'"):
        agreement_report([[1, 5]], [1, 2, 3, 4])


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3), min_size=1, max_size=12
    )
)
def test_any_ratings_give_a_sentence_or_a_named_error(ratings):
    try:
        report = agreement_report(ratings, [1, 2, 3, 4])
    except FiguresError:
        return
    assert "nan" not in report.sentence().lower()
    assert 0 <= report.exact.pa <= 1
    assert report.within_one >= report.exact.pa - 1e-12
    for coefficient in (report.ac1, report.kappa):
        assert coefficient.value is None or (
            math.isfinite(coefficient.value) and coefficient.value <= 1 + 1e-12
        )


def test_exact_agreement_says_how_sure_it_is():
    two = agreement_report([[1, 1], [2, 3], [4, 4], [3, None]], [1, 2, 3, 4])
    assert two.exact_interval() == pytest.approx(wilson(2, 3))
    three = agreement_report([[1, 1, 1], [2, 3, 2], [4, 4, None], [3, None, 3], [1, 1, 1]], [1, 2, 3, 4])
    low, high = three.exact_interval()
    assert 0 < low < three.exact.pa < high <= 1
    unanimous = agreement_report([[1, 1, 1], [2, 2, 2], [3, 3, 3]], [1, 2, 3])
    assert unanimous.exact_interval() == pytest.approx(wilson(3, 3))


def test_words_without_an_order_are_not_ranked():
    words = [["Good", "Excellent"], ["Good", "Good"], ["Poor", "Poor"], ["Excellent", "Excellent"]]
    alphabet = agreement_report(words)
    assert alphabet.within_one is None and alphabet.kappa.pa == 0.75
    ranked = agreement_report(words, ["Poor", "Good", "Excellent"])
    assert ranked.within_one == 1.0 and ranked.kappa.pa == pytest.approx(1 - 1 / 4 / 4)


def test_grades_that_are_numbers_stand_where_they_are():
    # Nobody gave 3: 2 and 4 are two grades apart of the three from 1 to 4, so the weight is 1 - 4/9.
    report = agreement_report([[1, 1], [2, 4], [4, 4], [2, 2]])
    assert report.within_one == 0.75 and report.kappa.pa == pytest.approx(1 - 4 / 9 / 4)
