"""Our XmR charts beside those of NHSRplotthedots 0.2.2, figure by figure."""

import csv
import json
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.charts.xmr_core import xmr_many

GOLDEN = Path(__file__).resolve().parents[3] / "shared" / "golden" / "xmr"
needs_golden = pytest.mark.skipif(
    not GOLDEN.is_dir(), reason="shared/golden, the outputs of independent engines, is not beside the project"
)
CASES = sorted(GOLDEN.glob("*.json"))
# Where we knowingly differ: constant series under screening have limits here, and gaps do not crash.
OUR_OWN_WAY = {"zeros", "missing_values"}


def chart_of(case, **quirks):
    given, params = case["input"], case["params"]
    rebase = params["rebase"] or []
    return xmr(
        given["value"],
        given["date"],
        direction=params["improvement_direction"],
        baseline=params["fix_after_n_points"],
        rebase=[rebase] if isinstance(rebase, str) else rebase,
        target=params["target"],
        screen=params["screen_outliers"],
        **quirks,
    )


def assert_same(ours, theirs, where):
    assert len(ours) == len(theirs), where
    for i, (a, b) in enumerate(zip(ours, theirs, strict=True)):
        if isinstance(b, float) and a is not None:
            assert a == pytest.approx(b, rel=1e-12, abs=1e-12), (where, i)
        else:
            assert a == b, (where, i)


@needs_golden
@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_column_assurance_and_icon_is_theirs(path):
    case = json.loads(path.read_text())
    expected = case["expected"]
    if "error" in expected:
        assert path.stem == "missing_values"  # theirs crashes; what ours does is tested in test_xmr.py
        assert chart_of(case).columns()["y"][8] is None
        return
    for quirks in ({"nhsr_quirks": True}, {}):
        if path.stem in OUR_OWN_WAY and not quirks:
            continue
        chart = chart_of(case, **quirks)
        columns = chart.columns()
        assert columns.keys() == expected["columns"].keys()
        for name, theirs in expected["columns"].items():
            assert_same(columns[name], theirs, (path.stem, name))
        assert [{"f": chart.facet, "assurance_type": chart.assurance}] == expected["assurance"]
        assert chart.icons == expected["icons"]
        assert bool(chart.short.any()) == bool(expected["warnings"])


def bulk():
    with open(GOLDEN / "bulk_200_series.csv", newline="") as file:
        for number, rows in groupby(csv.DictReader(file), key=lambda row: row["series"]):
            yield number, list(rows)


def number(text):
    return None if text == "" else float(text)


def flag(text):
    return {"TRUE": True, "FALSE": False, "": None}[text]


@needs_golden
def test_all_200_bulk_series():
    count = 0
    for series, rows in bulk():
        count += 1
        first = rows[0]
        chart = xmr(
            [float(row["y"]) for row in rows],
            direction=first["direction"],
            baseline=int(first["fix_after"]) if first["fix_after"] else None,
            rebase=[int(row["t"]) for row in rows if row["rebase_here"] == "1"],
            target=number(first["target"]),
            screen=flag(first["screen"]),
        )
        columns = chart.columns()
        for name, column, read in (
            ("rebase_group", "rebase_group", int),
            ("mean_col", "mean", number),
            ("lpl", "lpl", number),
            ("upl", "upl", number),
            ("outside_limits", "outside", flag),
            ("relative_to_mean", "rel", int),
            ("close_to_limits", "close", flag),
            ("special_cause_type", "type", str),
            ("special_cause_flag", "flag", flag),
            ("point_type", "point_type", str),
            ("short_group_warning", "short", flag),
        ):
            assert_same(columns[name], [read(row[column]) for row in rows], (series, name))
        assert {chart.assurance or ""} == {row["assurance"] for row in rows}, series
    assert count == 200


@needs_golden
def test_the_many_at_once_are_the_same_as_one_by_one():
    """All bulk series padded into one array, rebased and frozen each in its own way."""
    series = [rows for _, rows in bulk() if rows[0]["screen"] == "TRUE"]
    longest = max(map(len, series))
    values = np.full((len(series), longest), np.nan)
    groups = np.zeros((len(series), longest), dtype=int)
    for i, rows in enumerate(series):
        values[i, : len(rows)] = [float(row["y"]) for row in rows]
        groups[i] = int(rows[-1]["rebase_group"])
        groups[i, : len(rows)] = [int(row["rebase_group"]) for row in rows]
    many = xmr_many(
        values,
        segments=groups,
        fix_after=[int(rows[0]["fix_after"] or 0) for rows in series],
        direction=[rows[0]["direction"] for rows in series],
        target=[float(rows[0]["target"] or "nan") for rows in series],
        block=64,
    )
    for i, rows in enumerate(series):
        n = len(rows)
        assert many.last[i] == n - 1
        uppers = [np.nan if row["upl"] == "" else float(row["upl"]) for row in rows]
        np.testing.assert_allclose(many.upper[i, :n], uppers, rtol=1e-12)
        assert ((many.code[i, :n] > 0) == [row["flag"] == "TRUE" for row in rows]).all()
        assert (many.code[i, n:] == -1).all()
