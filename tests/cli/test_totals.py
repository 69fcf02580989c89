"""Rows that add up the others, groups not stated, and audits of nothing: said, and never counted."""

import pytest

TEAMS = """unit,count,size
A,12,400
B,20,420
C,9,380
D,14,410
E,28,400
F,11,390
G,13,405
H,10,395
I,15,415"""
BANDS = "band,lowest\nLow,0\nMid,63\nHigh,90\n"
NAMES = [
    "Total",
    "TOTAL:",
    "All",
    "England",
    "Overall",
    "Grand Total",
    "Avonshire total",
    "Sub-total",
    "Average",
    "All teams",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_total_is_no_team(as_json, answer, name):
    data = as_json("funnel", f"{TEAMS}\n{name},132,3615")
    high = {unit["name"]: unit for unit in data["units"]}["E"]
    # 28 where 132 of 3,615 make 14.6: the Poisson limits are 3.8 and 27.3.
    assert [round(end, 1) for end in high["outer"]] == [3.8, 27.3] and high["verdict"] == "higher"
    assert len(data["units"]) == 9 and f"{name!r} (line 11)" in data["notes"][0]
    assert data["notes"][0] in answer("funnel", f"{TEAMS}\n{name},132,3615").stdout


def test_a_total_may_stand_anywhere_and_be_none(as_json):
    first = as_json("funnel", TEAMS.replace("size\n", "size\nTotal,132,3615\n"))
    assert len(first["units"]) == 9 and "(line 2)" in first["notes"][0]
    assert len(as_json("funnel", f"{TEAMS}\nTotal,132,3615", "--no-total")["units"]) == 10
    nations = "unit,count,size\nEngland,40,100\nWales,45,100\nScotland,30,100"
    assert len(as_json("funnel", nations)["units"]) == 3


def test_a_total_under_another_name_is_asked_about(answer, as_json):
    table = f"{TEAMS}\nAvonshire,132,3615"
    done = answer("funnel", table)
    assert (
        done.returncode == 2 and "line 11: 'Avonshire' has as much as all other rows together" in done.stderr
    )
    assert len(as_json("funnel", table, "--total", "avonshire")["units"]) == 9
    assert len(as_json("funnel", table, "--no-total")["units"]) == 10
    assert "no row called 'Elm'" in answer("funnel", table, "--total", "Elm").stderr
    people = "group,members,population\nWomen,10,51234\nMen,12,49000\nAdults in Avonshire,22,100234"
    assert "line 4: 'Adults in Avonshire'" in answer("represent", people).stderr


def test_half_of_a_panel_is_no_total(as_json):
    # A has as many as B and C together, of the panel and of 100%: the populations make a whole without it.
    data = as_json("represent", "group,members,population\nA,10,50%\nB,6,30%\nC,4,20%", "--inside")
    assert data["of"] == 20


@pytest.mark.parametrize("name", NAMES)
def test_a_total_is_no_group(as_json, name):
    table = f"group,members,population\nWomen,10,51234\nMen,12,49000\n{name},22,100234"
    data = as_json("represent", table, "--base-year", "2021")
    # (10 + k) of (22 + k) is 51,234 of 100,234 from k = 3.
    assert (data["of"], data["categories"][0]["to_reach"]) == (22, 3)
    assert data["notes"][0] in data["sentences"]


@pytest.mark.parametrize(
    "name", ["Prefer not to say", "Not stated", "Unknown", "Not known", "Declined", "N/A", "Refused"]
)
@pytest.mark.parametrize("population", ["", "7"])
def test_those_whose_group_is_not_known_are_set_apart(as_json, name, population):
    data = as_json("represent", f"group,members,population\nA,15,60\nB,13,40\n{name},6,{population}")
    assert (data["of"], data["not_stated"]) == (28, 6)
    # (15 + k) of (28 + k) is .6 from k = 4.5.
    assert data["categories"][0]["to_reach"] == 5
    assert any(name in line and line.endswith(": 6.") for line in data["sentences"])


def test_a_group_hidden_for_another_is_not_called_too_few(as_json, answer):
    table = "group,members,population\nA,18,82\nB,1,9.5\nC,1,8.5"
    data = as_json("represent", table)
    assert data["sentences"][:3] == [
        "A: not shown, so that no small number is given away.",
        "B: too few people to show.",
        "C: too few people to show.",
    ]
    assert [each["why_hidden"] for each in data["categories"]][1] == "too few people to show"
    assert answer("represent", table).stdout.splitlines() == data["sentences"]


def test_so_few_members_that_their_number_is_hidden_is_hidden_in_json_too(as_json):
    data = as_json("represent", "group,members,population\nA,2,60\nB,1,40")
    assert data["of"] is None and all(each["expected"] is None for each in data["categories"])


def test_a_group_twice_in_another_spelling_is_refused(answer):
    done = answer("represent", "group,members,population\nWomen,10,50\nwomen ,3,40\nMen,5,50")
    assert done.returncode == 2 and "'women' twice" in done.stderr


def test_members_left_blank_are_said_to_be_taken_as_none(as_json):
    data = as_json("represent", "group,members,population\nA,30,60\nB,,40")
    assert "B (line 3)" in data["notes"][0]


@pytest.fixture
def bands(tmp_path):
    path = tmp_path / "bands.csv"
    path.write_text(BANDS, encoding="utf-8")
    return ["--passed", "passed", "--of", "of", "--bands", str(path)]


def test_an_audit_of_nothing_stops_one_line(as_json, answer, bands):
    table = "audit,passed,of\nMay,125,200\nJune,0,0\nJuly,,\nAugust,18,20\nTotal,143,220"
    may, june, july, august, total = as_json("rating", table, *bands)
    # 125 of 200 is 62.5%, 63 half up.
    assert (may["label"], may["percent"], may["band"]) == ("May", 63, "Mid")
    assert june["sentence"] == "June: no files were looked at (line 3)." and june["band"] is None
    assert july["sentence"] == "July: how many files were looked at is not given (line 4)."
    assert (august["percent"], august["band"]) == (90, "High")
    assert total["set_apart"] and "'Total' (line 6)" in total["sentence"]
    lines = answer("rating", table, *bands).stdout.splitlines()
    assert lines == [each["sentence"] for each in (may, june, july, august, total)]


def test_more_passed_than_looked_at_is_named_by_line(answer, bands):
    done = answer("rating", "audit,passed,of\nMay,5,4", *bands)
    assert done.returncode == 2 and "May (line 2)" in done.stderr


def test_an_overall_score_is_no_statement(as_json, answer):
    table = "statement,score\n" + "\n".join(f"{n},{s}" for n, s in enumerate("222111122", 1)) + "\nOverall,2"
    data = as_json("rating", table)
    assert (data["total"], data["maximum"], data["percent"]) == (
        14,
        36,
        39,
    ) and "'Overall' (line 11)" in data["notes"][0]
    assert (
        "line 3, column 'score': there is no score" in answer("rating", "statement,score\n1,2\n2,n/a").stderr
    )


def test_limits_of_ones_own(as_json, answer):
    data = as_json("funnel", TEAMS, "--limits", "99,90")
    unit = data["units"][4]
    # Poisson with mean 14.606: .5% and 99.5% points, interpolated, lie within the .1% and 99.9% ones.
    wide = as_json("funnel", TEAMS)["units"][4]
    assert wide["outer"][0] < unit["outer"][0] < unit["inner"][0] and unit["outer"][1] < wide["outer"][1]
    assert "1 in 100 would be flagged" in data["sentence"] and data["levels"] == [0.99, 0.9]
    assert answer("funnel", TEAMS, "--limits", "90,95").returncode == 2
    # Standard deviations are not what is asked for.
    assert (
        "99.8% and 95% are near 3 and 2 standard deviations"
        in answer("funnel", TEAMS, "--limits", "3,2").stderr
    )
    assert answer("funnel", TEAMS, "--limits", "high").returncode == 2


def test_limits_for_chance_only(as_json):
    rows = "\n".join(
        f"U{i},{c},1000" for i, c in enumerate([40, 90, 20, 70, 35, 110, 15, 60, 25, 85, 50, 100])
    )
    spread, chance = (
        as_json("funnel", f"unit,count,size\n{rows}", *more) for more in ([], ["--chance-only"])
    )
    assert spread["tau2"] > 0 == chance["tau2"] and "as was asked" in chance["note"]
    assert chance["units"][0]["outer"][1] < spread["units"][0]["outer"][1]


def test_a_suppressed_count_is_not_compared_on_request(as_json, answer):
    table = f"{TEAMS}\nJ,<5,300"
    refused = answer("funnel", table)
    assert (
        "line 11, column 'count': '<5' is not a number" in refused.stderr
        and "--suppressed-as-gaps" in refused.stderr
    )
    data = as_json("funnel", table, "--suppressed-as-gaps")
    assert len(data["units"]) == 9 and data["notes"] == [
        "1 figure is withheld at the source (<5). Not compared: J."
    ]


@pytest.mark.parametrize("name", ["Total", "Average", "All", "Grand total"])
def test_a_total_is_no_month(as_json, name):
    months = [f"{y}-{m:02d}" for y in (2023, 2024, 2025) for m in range(1, 13)]
    table = "\n".join(["month,value", *(f"{m},{9 + i % 5}" for i, m in enumerate(months)), f"{name},400"])
    chart = as_json("spc", table, "--date", "month", "--value", "value")
    assert len(chart["y"]) == 36 and chart["notes"][0] == (
        f"{name!r} (line 38) adds up or averages the other rows and was set apart."
    )
    verdict = as_json("verdict", table, "--action", "2024-12", "--better", "down")
    assert verdict["file_notes"] == chart["notes"][:1]


def test_suppressed_months_are_no_readings_of_a_verdict(as_json, answer):
    months = [f"{y}-{m:02d}" for y in (2023, 2024, 2025) for m in range(1, 13)]
    table = "\n".join(
        ["month,value", *(f"{m},{'<5' if i == 3 else 9 + i % 5}" for i, m in enumerate(months))]
    )
    options = ("--action", "2024-12", "--better", "down")
    assert "--suppressed-as-gaps" in answer("verdict", table, *options).stderr
    data = as_json("verdict", table, *options, "--suppressed-as-gaps")
    assert data["file_notes"] == [
        "1 figure is withheld at the source (<5). Each is a month without a reading."
    ]
    assert len(data["used"]) == 34
