"""Verdicts with the brake beside an independent program's, on worked series."""

import json
from pathlib import Path

import pytest

from goldthread.analysis.verdicts.verdict import judge

GOLDEN = Path(__file__).resolve().parents[3] / "shared" / "golden" / "verdict" / "cases.json"
pytestmark = pytest.mark.skipif(
    not GOLDEN.is_file(),
    reason="shared/golden, the outputs of independent engines, is not beside the project",
)
CASES = json.loads(GOLDEN.read_text())["cases"] if GOLDEN.is_file() else []
TOLERANCE = 0.005


def judged(case, **more):
    return judge(
        case["readings"],
        case["action_month"],
        case["direction"],
        kind=case["kind"],
        review_month=case["review_month"],
        **more,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_state_reasons_and_figures_are_the_same(case):
    v = judged(case)
    assert (v.state, v.attribution) == (case["state"], case["attribution"])
    if "note" in case:  # near a threshold: state only
        return
    assert list(v.reasons) == case["reasons"]
    for name, wanted in case["figures"].items():
        ours = getattr(v.brake, {"began_months_after": "began", "date_gain": "gain"}.get(name, name))
        assert ours == pytest.approx(wanted, abs=0.05 if name == "date_gain" else TOLERANCE), name


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["counting_changed"]], ids=lambda case: case["name"]
)
def test_a_recorded_change_of_counting_is_taken_out(case):
    v = judged(case, counting_changed=case["counting_changed"])
    wanted, review = case["with_recorded_change"], case["with_recorded_change"]["last_review"]
    assert (v.state == "improved") == (wanted["state"] == "improved")
    assert v.review.fell is review["fell"]
    assert v.ratio == pytest.approx(review["ratio"], abs=TOLERANCE)
    assert v.review.strict == pytest.approx(review["interval"], abs=TOLERANCE)
    if review["fell"]:
        assert v.brake.p_margin == pytest.approx(review["p_margin"], abs=TOLERANCE)
