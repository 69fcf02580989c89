"""The analysts' commands: a CSV in, a sentence or JSON out, and a mistake told by column and line."""

import argparse
import importlib
import io
import json
import random
import subprocess
import sys

import pytest

from goldthread.cli.errors import UserError
from goldthread.cli.main import main

COMMANDS = ("verdict", "funnel", "agreement", "represent", "rating")


@pytest.fixture
def run(capsys):
    """Run one command as the command line would; returns what it printed."""
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    for name in COMMANDS:
        importlib.import_module(f"goldthread.cli.{name}").add_parser(subparsers)

    def call(*words: object) -> str:
        args = parser.parse_args([str(w) for w in words])
        assert args.run(args) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def csv(tmp_path):
    """Write a CSV of the given lines; returns its path."""

    def write(*lines: str, name: str = "figures.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n")
        return path

    return write


def months(n, year=2023):
    return [f"{year + i // 12}-{i % 12 + 1:02d}" for i in range(n)]


@pytest.fixture
def complaints(csv):
    """24 months of about 20, the action in month 25, then 18 of about 8; invented."""
    dice = random.Random(4)
    values = [dice.randint(16, 24) for _ in range(25)] + [dice.randint(5, 11) for _ in range(18)]
    return csv("month,value", *(f"{m},{v}" for m, v in zip(months(43), values, strict=True)))


def test_verdict_reads_aloud(run, complaints):
    output = run("verdict", complaints, "--action", "2025-01", "--better", "down", "--name", "Complaints")
    assert output.startswith("Improved: complaints fell after the action, from about ")
    assert "The drop came with the action" in output
    assert "It does not say that the action was the reason" in output


def test_verdict_as_json_keeps_its_readings(run, complaints):
    data = json.loads(
        run("verdict", complaints, "--action", "2025-01", "--better", "down", "--json", "--three-months")
    )
    assert data["state"] == "improved"
    assert len(data["used"]) == 42
    assert [r["months"] for r in data["reviews"]] == [6, 9, 12, 15, 18]
    assert "37% to 59%" in data["before_after"]["sentence"]


def test_verdict_stops_at_the_month_asked_for(run, complaints):
    data = json.loads(
        run("verdict", complaints, "--action", "2025-01", "--better", "down", "--as-of", "2025-08", "--json")
    )
    assert data["state"] == "early_sign"
    assert data["next_review"] == "2025-10-01"


def test_plan_says_what_to_hope_for(run, complaints):
    data = json.loads(
        run("verdict", complaints, "--plan", "--as-of", "2024-12", "--better", "down", "--json")
    )
    assert data["months_before"] == 24
    assert 0 < data["at_18"] <= data["at_12"] < 1


def test_no_web_product_is_needed(complaints):
    """With Django and everything of the web extra out of reach, the command still judges."""
    blocked = ("django", "jinja2", "psycopg", "openpyxl", "structlog")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({blocked!r})); import argparse; "
        "from goldthread.cli import verdict; parser = argparse.ArgumentParser(); "
        "verdict.add_parser(parser.add_subparsers()); args = parser.parse_args(sys.argv[1:]); "
        "sys.exit(args.run(args))"
    )
    words = ["verdict", str(complaints), "--action", "2025-01", "--better", "down"]
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Improved")


def test_bands_must_be_whole_percents(run, csv):
    audits = csv("passed,of", "13,20", name="audits.csv")
    bands = csv("band,lowest", "Red,0", "Amber,50.5", name="bands.csv")
    with pytest.raises(UserError, match=r"lowest percent of a band is 50\.5"):
        run("rating", audits, "--passed", "passed", "--of", "of", "--bands", bands)


SHEETS = {
    "verdict": (
        "month,value",
        [f"{m},{n}" for m, n in zip(months(43), [20, 22, 18] * 14 + [9], strict=True)],
    ),
    "funnel": ("unit,count,size", ["Elm,40,100", "Oak,45,100"]),
    "agreement": ("file,Ann,Bo", ["1,2,2", "2,3,4", "3,1,1"]),
    "represent": ("group,members,population", ["A,27,70", "B,13,30"]),
    "rating": ("score", list("222111122")),
    "spc": ("month,value", [f"{m}-01,{n}" for m, n in zip(months(24), [5, 7, 6] * 8, strict=True)]),
}
OPTIONS = {
    "verdict": ["--action", "2025-01", "--better", "down"],
    "spc": ["--date", "month", "--value", "value"],
}
# What to call another column by; agreement takes every column that is left, so the name of its first is asked for.
COLUMN = {
    "verdict": "--value",
    "funnel": "--size",
    "represent": "--members",
    "rating": "--score",
    "spc": "--value",
}


def goldthread(*words, given: str = "") -> subprocess.CompletedProcess:
    """Run the real command with Django and everything of the web extra out of reach."""
    blocked = ("django", "jinja2", "psycopg", "procrastinate", "openpyxl", "structlog", "pydantic_settings")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({blocked!r})); "
        "from goldthread.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, words)], input=given, capture_output=True, text=True
    )


@pytest.fixture
def here(capsys, monkeypatch):
    """Run the real command in this process, where no other need start; returns what it did."""

    def call(*words, given: str = "") -> subprocess.CompletedProcess:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        code = main([*map(str, words)])
        return subprocess.CompletedProcess(words, code, *capsys.readouterr())

    return call


@pytest.mark.parametrize("name", SHEETS)
def test_every_command_reads_a_file_or_standard_input_with_the_base_package_alone(name, csv, here):
    header, rows = SHEETS[name]
    path = csv(header, *rows)
    from_file = goldthread(name, path, "--json", *OPTIONS.get(name, []))
    from_input = here(name, "-", "--json", *OPTIONS.get(name, []), given=path.read_text())
    assert from_file.returncode == 0, from_file.stderr
    assert isinstance(json.loads(from_file.stdout), dict)
    assert from_input.stdout == from_file.stdout
    in_words = here(name, path, *OPTIONS.get(name, []))
    assert in_words.returncode == 0 and in_words.stdout.strip() and "nan" not in in_words.stdout.lower()


@pytest.mark.parametrize("name", COLUMN)
def test_every_command_names_the_column_it_could_not_understand(name, csv, here):
    header, rows = SHEETS[name]
    missing = here(name, csv(header, *rows), *OPTIONS.get(name, []), COLUMN[name], "no such")
    assert missing.returncode == 2 and "no such" in missing.stderr and "Traceback" not in missing.stderr
    assert header.split(",")[-1] in missing.stderr  # what there is instead
    last = header.split(",").index(
        {"represent": "members", "rating": "score"}.get(name, header.split(",")[-1])
    )
    broken = rows[1].split(",")
    broken[last] = "some"
    wrong = here(name, csv(header, rows[0], ",".join(broken), *rows[2:]), *OPTIONS.get(name, []))
    assert wrong.returncode == 2 and "'some'" in wrong.stderr and header.split(",")[last] in wrong.stderr
    assert "3" in wrong.stderr  # the line


def test_agreement_names_the_grade_it_does_not_know(csv, here):
    path = csv("file,Ann,Bo", "1,2,2", "2,9,4")
    done = here("agreement", path, "--grades", "1,2,3,4")
    assert done.returncode == 2 and "9" in done.stderr and "Traceback" not in done.stderr


def test_standard_input(run, complaints, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(complaints.read_bytes())))
    assert run("verdict", "-", "--action", "2025-01", "--better", "down").startswith("Improved")


def test_the_column_not_understood_is_named(run, complaints):
    with pytest.raises(UserError, match=r"no column 'cases'; it has 'month', 'value'.*--value"):
        run("verdict", complaints, "--value", "cases", "--action", "2025-01", "--better", "down")


def test_the_cell_not_understood_is_named(run, csv):
    path = csv("month,value", "2025-01,3", "2025-02,<5")
    with pytest.raises(UserError, match=r"line 3, column 'value': '<5' is not a number"):
        run("verdict", path, "--action", "2025-01", "--better", "down")


def test_a_month_not_understood_is_named(run, csv):
    path = csv("month,value", "spring,3")
    with pytest.raises(UserError, match="'spring' is not a month"):
        run("verdict", path, "--action", "2025-01", "--better", "down")


def test_a_missing_file_and_an_empty_one(run, tmp_path, csv):
    with pytest.raises(UserError, match="could not be read"):
        run("rating", tmp_path / "none.csv")
    with pytest.raises(UserError, match="no rows under a header"):
        run("rating", csv("score"))


def test_raters_and_grades_that_cannot_be_are_named(run, csv):
    path = csv("file,Ann,Bo", "1,2,2")
    for words, message in (
        (("--raters", "Ann,ann"), "--raters names 'Ann' twice"),
        (("--grades", "1,1,2"), "--grades names '1' twice"),
        (("--grades", ","), "two or more"),
    ):
        with pytest.raises(UserError, match=message):
            run("agreement", path, *words)


def test_a_missing_count_and_a_name_twice_are_told(run, csv):
    with pytest.raises(UserError, match="The count for Elm is missing; it must be a whole number"):
        run("funnel", csv("unit,count,size", "Elm,,100", "Oak,2,100"))
    with pytest.raises(UserError, match=r"same name, 'Elm'\. Give each its own"):
        run("funnel", csv("unit,count,size", "Elm,3,100", "Elm,2,100"))


def test_funnel_hides_small_counts_and_ranks_nobody(run, csv):
    path = csv("Unit,Count,Size", "Elm,90,100", "Oak,3,100", "Ash,40,100", "Fir,45,100")
    output = run("funnel", path)
    rows = [line.split() for line in output.splitlines()[1:5]]
    assert [row[0] for row in rows] == ["Elm", "Oak", "Ash", "Fir"]
    assert rows[1][1] == "c" and rows[2][1] == "c"
    assert "Elm is higher" in output and "Oak is lower" not in output  # that would narrow a hidden count down
    assert "2 are not shown, so that no small count is" in output
    all_said = run("funnel", path, "--show-small")
    assert all_said.splitlines()[2].split()[1] == "3" and "Oak is lower" in all_said
    assert json.loads(run("funnel", path, "--json"))["units"][1]["observed"] is None


@pytest.mark.parametrize("rate", ["inf", "nan", "0", "-1", "1e12", "40", "0,04"])
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_rate_that_is_none_is_refused(run, csv, rate, how):
    path = csv("unit,count,size", "Elm,9,100", "Oak,8,200")
    with pytest.raises(UserError, match="rate"):
        run("funnel", path, "--rate", rate, *how)
    assert json.loads(run("funnel", path, "--rate", "0.04", "--json"))["rate"] == 0.04


def test_a_hidden_total_is_not_given_away_by_the_rate(run, csv):
    path = csv("unit,count,size", "Elm,3,100", "Oak,0,200", "Ash,0,300")
    data = json.loads(run("funnel", path, "--json"))
    assert data["rate"] is data["phi"] is data["tau2"] is None
    assert {u["verdict"] for u in data["units"]} == {"not shown"}
    for unit in data["units"]:
        assert unit["observed"] is unit["ratio"] is unit["expected"] is unit["inner"] is unit["outer"] is None
    output = run("funnel", path)
    assert output.count("not shown") >= 6 and " to " not in output.split("\n\n")[0]
    assert json.loads(run("funnel", path, "--json", "--show-small"))["rate"] == 3 / 600
    # A rate from elsewhere says nothing of the total.
    given = json.loads(run("funnel", path, "--json", "--rate", "0.01"))
    assert given["rate"] == 0.01 and given["units"][0]["expected"] == 1.0


JANUARY = ("--action", "2025-01", "--better", "down")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--action", "9999-12", "--better", "down"), "--action: '9999-12' is not in the years 1900 to 2200"),
        (("--action", "0025-01", "--better", "down"), "--action: '0025-01' is not in the years"),
        ((*JANUARY, "--action-to", "2024-12"), "--action-to 2024-12 is before --action 2025-01"),
        ((*JANUARY, "--action-to", "x"), "--action-to: 'x' is not a month"),
        ((*JANUARY, "--as-of", "9999-12"), "--as-of: '9999-12' is not in the years"),
        ((*JANUARY, "--worthwhile", "inf"), "--worthwhile: 'inf' is not a number"),
        ((*JANUARY, "--kind", "score", "--denominator", "value"), "A score has no denominator"),
        (("--plan", "--better", "down", "--action-to", "x"), "does not use --action-to"),
        (("--plan", "--better", "down", "--three-months"), "does not use --three-months"),
        (("--plan", "--better", "down", "--name", "Calls"), "does not use --name"),
        (("--plan", "--better", "down", "--as-of", "9999-12"), "--as-of: '9999-12' is not in the years"),
    ],
)
def test_months_and_options_that_cannot_be_followed_are_named(run, complaints, words, message):
    with pytest.raises(UserError, match=message):
        run("verdict", complaints, *words)


def test_an_action_of_more_than_a_month(run, complaints):
    data = json.loads(run("verdict", complaints, *JANUARY, "--action-to", "2025-02", "--json"))
    assert (data["action_from"], data["action_to"]) == ("2025-01-01", "2025-02-01")


def test_a_month_of_the_file_that_cannot_be_is_named_by_line(run, csv):
    with pytest.raises(UserError, match="line 2, column 'month': '9999-12' is not in the years 1900 to 2200"):
        run("verdict", csv("month,value", "9999-12,3"), *JANUARY)


def test_agreement(run, csv):
    path = csv("file;Ann;Bo", *(f"{i};{g};{h}" for i, (g, h) in enumerate([(1, 1), (2, 3), (4, 4), (3, "")])))
    data = json.loads(run("agreement", path, "--json", "--grades", "1,2,3,4"))
    assert (data["twice"], data["exact"]["pa"]) == (3, pytest.approx(2 / 3))
    output = run("agreement", path)
    assert output.startswith("67% exact agreement (likely 21% to 94%) on 3 files, 100% within one grade")
    assert "Ann down, Bo across" in output


def test_represent_outside_and_inside(run, csv):
    path = csv("group,members,population", "A,27,70", "B,3,30", "Not stated,2,")
    assert "3 of 30" not in run("represent", path, "--base-year", "2021")
    inside = run("represent", path, "--inside")
    assert "B: 3 of 30; the population's share would be 9.0. 9 more people would reach it." in inside
    assert json.loads(run("represent", path, "--json"))["categories"][1]["members"] is None


def test_rating_and_audit_bands(run, csv):
    scores = csv("score", *"222111122", name="scores.csv")
    assert run("rating", scores).startswith("14 of 36 points is 39%: Requires improvement.")
    bands = csv("band,lowest", "Red,0", "Amber,50", "Green,80", name="bands.csv")
    audits = csv("passed,of", "13,20", name="audits.csv")
    output = run("rating", audits, "--passed", "passed", "--of", "of", "--bands", bands)
    assert "could be Red or Amber or Green" in output
    with pytest.raises(UserError, match="local policy"):
        run("rating", audits, "--passed", "passed", "--of", "of")


def test_scores_that_are_percentages_keep_their_sign(run, csv):
    dice = random.Random(3)
    values = [80 + dice.randint(-3, 3) + (15 if i > 24 else 0) for i in range(43)]
    path = csv("month,value", *(f"{m},{v}%" for m, v in zip(months(43), values, strict=True)))
    output = run("verdict", path, "--action", "2025-01", "--better", "up", "--kind", "score")
    assert "from 80% to 95%" in output and "percentage points higher" in output
    data = json.loads(
        run("verdict", path, *("--action", "2025-01", "--better", "up", "--kind", "score", "--json"))
    )
    assert (data["unit"], data["worthwhile_change"]) == ("%", 10.0) and output.startswith(data["sentence"])
    plan = run("verdict", path, "--plan", "--as-of", "2024-12", "--better", "up", "--kind", "score")
    assert "A rise of 10 percentage points, the change worth having" in plan
