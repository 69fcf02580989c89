"""Our control charts and run rules beside those of qicharts2 0.8.1, figure by figure."""

import csv
import json
from pathlib import Path

import pytest

from goldthread.analysis.charts.control_core import control_many
from goldthread.analysis.charts.run_chart import crossings_min, longest_run_max
from goldthread.analysis.charts.series import SeriesError

GOLDEN = Path(__file__).resolve().parents[3] / "shared" / "golden" / "qic"
needs_golden = pytest.mark.skipif(
    not GOLDEN.is_dir(), reason="shared/golden, the outputs of independent engines, is not beside the project"
)
CASES = sorted(GOLDEN.glob("*.json"))


@needs_golden
@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_column_is_theirs(path):
    case = json.loads(path.read_text())
    given, params = case["input"], case["params"]

    def ours():
        return control_many(
            [[float("nan") if v is None else v for v in given["y"]]],
            None if given["n"] is None else [[float("nan") if v is None else v for v in given["n"]]],
            kind=params["chart"],
            part=params["part"] or (),
            freeze=params["freeze"],
            exclude=params["exclude"] or (),
            screen=params["screened_mr"],
            multiply=params["multiply"],
            floor_sigma=False,
            across_gaps=True,
        )

    if case["error"]:
        with pytest.raises(SeriesError, match="above 0"):
            ours()
        return
    columns = ours().columns()
    compared = 0
    for name, theirs in case["expected"].items():
        if name not in columns:
            assert name in {"x", "y.sum", "y.length", "n", "baseline"}
            continue
        for i, (a, b) in enumerate(zip(columns[name], theirs, strict=True)):
            if isinstance(b, float) and a is not None:
                assert a == pytest.approx(b, rel=1e-9, abs=1e-12), (name, i)
            else:
                assert a == b, (name, i)
        compared += 1
    assert compared == 16


@needs_golden
def test_the_limits_of_runs_and_crossings_are_theirs():
    with open(GOLDEN / "anhoej_limits.csv", newline="") as file:
        for row in csv.DictReader(file):
            n = int(row["n_useful"])
            assert longest_run_max(n) == int(row["longest_run_max"]), n
            assert crossings_min(n - 1) == int(row["crossings_min"]), n
