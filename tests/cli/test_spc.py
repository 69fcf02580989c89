"""`goldthread spc`: what it prints, and what it says when it cannot."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread.cli import spc
from goldthread.cli.errors import UserError

COLUMNS = [
    *("y", "x", "f", "rebase_group", "short_group_warning", "fix_y", "mean_col", "lpl", "upl"),
    *("outside_limits", "relative_to_mean", "close_to_limits"),
    *("special_cause_type", "special_cause_flag", "point_type", "target"),
]


@pytest.fixture
def complaints(tmp_path):
    """Sixteen invented months; the last stands out."""
    months = [f"01/{m:02d}/{y}" for y in (2023, 2024) for m in range(1, 13)][:17]
    rows = [f"{month},{value}" for month, value in zip(months, [10, 11] * 8 + [30], strict=True)]
    path = tmp_path / "complaints.csv"
    path.write_text("Month,Complaints\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def run(capsys, *args):
    parser = argparse.ArgumentParser()
    spc.add_parser(parser.add_subparsers())
    options = parser.parse_args(["spc", *map(str, args)])
    assert options.run(options) == 0
    return capsys.readouterr().out


def columns(path):
    return [path, "--date", "month", "--value", "complaints"]


def test_the_words_and_the_table(capsys, complaints):
    out = run(capsys, *columns(complaints), "--direction", "decrease")
    assert out.startswith(
        '30 in May 2024 is higher than "complaints" usually gets, which is unusual (special cause).'
    )
    assert "Dates were read day first: 01/02/2023 as 1 February 2023." in out
    assert "May 2024" in out.splitlines()[-1] and "above the upper control limit" in out.splitlines()[-1]


def test_json_has_every_column_of_the_golden_files(capsys, complaints):
    data = json.loads(run(capsys, *columns(complaints), "--direction", "decrease", "--target", "9", "--json"))
    for name in COLUMNS:
        assert len(data[name]) == 17, name
    assert data["x"][-1] == "2024-05-01" and data["special_cause_type"][-1] == "Above UCL"
    assert data["point_type"][-1] == "special_cause_concern"
    assert data["assurance"] == [{"f": "no facet", "assurance_type": "inconsistent"}]
    assert {"f": "no facet", "type": "variation", "icon": "concern_high"} in data["icons"]


def test_baseline_rebase_preset_and_screening_reach_the_chart(capsys, complaints):
    rebased = json.loads(run(capsys, *columns(complaints), "--rebase", "01/09/2023", "--json"))
    assert rebased["rebase_group"] == [0] * 8 + [1] * 9
    frozen = json.loads(run(capsys, *columns(complaints), "--baseline", "12", "--json"))
    assert frozen["fix_y"][12:] == [None] * 5
    screened = json.loads(run(capsys, *columns(complaints), "--json"))
    unscreened = json.loads(run(capsys, *columns(complaints), "--no-screen", "--json"))
    excel = json.loads(run(capsys, *columns(complaints), "--preset", "mdc_excel", "--json"))
    assert screened["upl"][0] < unscreened["upl"][0] == excel["upl"][0]


def test_standard_input_blanks_and_a_drawing(capsys, monkeypatch, tmp_path):
    text = "\ufeffdate;x\n".replace(";", ",") + 'March 2024,5\n,\nApril 2024,\nMay 2024,"1,200"\n'
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    svg = tmp_path / "chart.svg"
    out = run(capsys, "-", "--date", "date", "--value", "x", "--svg", svg, "--json")
    assert json.loads(out)["y"] == [5, None, 1200]
    assert svg.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no header row"),
        ("month,complaints\n", "no rows under a header"),
        (
            "when,complaints\n2024-01-01,5\n",
            "no column 'month'; it has 'when', 'complaints'. Name the right one with --date",
        ),
        ("month,complaints,Complaints\n2024-01-01,5,6\n", "more than one column 'complaints'"),
        (
            "month,complaints\n2024-01-01,5\n\n2024-02-01,lots\n",
            "line 4, column 'complaints': 'lots' is not a number",
        ),
        (
            "month,complaints\n2024-01-01,5\n04/25/2024,6\n",
            "line 3, column 'month': '04/25/2024' is not a date; dates are read day first",
        ),
        ("month,complaints\n31/02/2024,6\n", "line 2, column 'month': '31/02/2024' is not a date"),
        ("month,complaints\n2024-01-01\n,5\n", "line 3, column 'month': '' is not a date"),
        ("month,complaints\n2024-01-01,5\n01/01/2024,6\n", "Two readings have the date 2024-01-01"),
        ("month,complaints\n2024-01-01,\n", "Every reading is missing"),
        ("month,complaints\n2024-01-01,1e999\n", "too large"),
        ("month,complaints\n2024-01-01,5\x00\n", "not a CSV file"),
        ("month,complaints\n9999-12-01,5\n", "'9999-12-01' is not in the years 1900 to 2200"),
    ],
)
def test_what_cannot_be_read_is_named_by_column_and_row(capsys, tmp_path, text, message):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        run(capsys, *columns(path))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rebase", "soon"], "--rebase: 'soon' is not a date"),
        (["--rebase", "2030-01-01"], "outside the readings"),
        (["--target", "high"], "--target: 'high' is not a number"),
        (["--target", "-"], "--target is blank"),
        (["--baseline", "6"], "12 readings or more"),
        (["--svg", "/no/such/folder/x.svg"], "cannot be written"),
    ],
)
def test_an_option_that_cannot_be_followed_is_named(capsys, complaints, options, message):
    with pytest.raises(UserError) as error:
        run(capsys, *columns(complaints), *options)
    assert message in str(error.value)


def test_a_missing_file_is_said_plainly(capsys, tmp_path):
    with pytest.raises(UserError, match="could not be read"):
        run(capsys, *columns(tmp_path / "none.csv"))


def test_windows_encoding_is_read(capsys, tmp_path):
    path = tmp_path / "excel.csv"
    path.write_bytes("Month,Cost £\n2024-01-01,£5\n2024-02-01,£7.50\n".encode("cp1252"))
    data = json.loads(run(capsys, path, "--date", "Month", "--value", "cost £", "--json"))
    assert data["y"] == [5, 7.5]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_are_read_as_by_the_other_commands(capsys, tmp_path, separator):
    path = tmp_path / "europe.csv"
    path.write_text(separator.join(["month", "x"]) + "\n2024-01-01" + separator + "12.5\n", encoding="utf-8")
    data = json.loads(run(capsys, path, "--date", "month", "--value", "x", "--json"))
    assert data["y"] == [12.5]


def test_it_needs_nothing_but_numpy_and_scipy(complaints):
    """Import hooks refuse the web's packages; the command must not ask for them."""
    code = f"""
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "jinja2", "psycopg", "pandas", "openpyxl"):
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import argparse
from goldthread.cli import spc
p = argparse.ArgumentParser(); spc.add_parser(p.add_subparsers())
a = p.parse_args(["spc", {str(complaints)!r}, "--date", "month", "--value", "complaints", "--svg", {str(complaints) + ".svg"!r}])
raise SystemExit(a.run(a))
"""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "unusual (special cause)" in done.stdout


@pytest.mark.parametrize(
    "written",
    [
        "Sept 2024",
        "Sept-24",
        "09/2024",
        "2024-09",
        "1st September 2024",
        "01/09/2024",
        "45536",
        "2024-08-31T23:00:00Z",
    ],
)
def test_a_month_is_read_however_it_is_written(capsys, tmp_path, written):
    path = tmp_path / "complaints.csv"
    path.write_text(f"Month,Complaints\nAug 2024,4\n{written},6\nOct 2024,5\n", encoding="utf-8")
    assert json.loads(run(capsys, *columns(path), "--json"))["x"] == [
        "2024-08-01",
        "2024-09-01",
        "2024-10-01",
    ]
