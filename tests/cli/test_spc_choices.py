"""`goldthread spc`: percentages, suppressed figures, periods, other charts, limits of one's own, and quirks."""

import math

import pytest

MONTHS = [f"2024-{m:02d}-01" for m in range(1, 13)] + ["2025-01-01", "2025-02-01"]
PERCENT = [90, 70, 95, 65, 99, 60, 100, 62, 97, 71, 98, 66, 91, 70]
COLUMNS = ("--date", "month", "--value", "value")


def rows(values, dates=MONTHS, header="month,value"):
    return "\n".join([header, *(f"{d},{v}" for d, v in zip(dates, values, strict=True))])


def test_percentages_keep_their_sign_and_stay_between_0_and_100(as_json, answer):
    table = rows([f"{p}%" for p in PERCENT])
    data = as_json("spc", table, *COLUMNS)
    # Mean 81; the mean range is 30.15, 2.66 times which is 80.2: 0.8 and 161.2, drawn as 100.
    assert (data["upl"][0], round(data["lpl"][0], 1), data["unit"]) == (100, 0.8, "%")
    caption = '70% in February 2025 is within what "value" usually gets. Usually between 1% and 100%, around a mean of 81%.'
    assert data["caption"].startswith(caption) and data["caption"].startswith(data["sentence"])
    out = answer("spc", table, *COLUMNS).stdout.splitlines()
    assert out[0] == data["caption"] and "100%" in out[-1] and "70%" in out[-1]


def test_figures_without_signs_and_changes_are_not_held_between_0_and_100(as_json):
    assert as_json("spc", rows(PERCENT), *COLUMNS)["upl"][0] > 160
    assert as_json("spc", rows(PERCENT), *COLUMNS, "--unit", "%")["upl"][0] == 100
    changes = as_json("spc", rows([f"{p - 81}%" for p in PERCENT]), *COLUMNS)
    assert changes["lpl"][0] < -70 and "-11%" in changes["sentence"]
    over = as_json("spc", rows([f"{p + 10}%" for p in PERCENT]), *COLUMNS)
    assert over["upl"][0] > 160 and over["lpl"][0] > 10


@pytest.mark.parametrize("mark", ["*", "<5", "[c]", "[x]", "z", "c", "..", "fewer than 5", "1-4"])
def test_a_suppressed_figure_is_a_gap_on_request_only(as_json, answer, mark):
    values = [12, 14, 11, 13, 15, mark, 14, 13, 12, 16, 11, 14, 13, 12]
    refused = answer("spc", rows(values), *COLUMNS)
    assert refused.returncode == 2 and "line 7" in refused.stderr
    data = as_json("spc", rows(values), *COLUMNS, "--suppressed-as-gaps")
    assert data["y"][5] is None and mark in data["notes"][0] and "is a gap" in data["notes"][0]
    # 170 over 13.
    assert data["mean_col"][0] == pytest.approx(170 / 13)


VALUES = [12, 14, 11, 13, 15, 12, 14, 13, 12, 16, 11, 14]


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ([f"{y} Q{q}" for y in (2022, 2023, 2024) for q in range(1, 5)], "2022-01-01", "2024 Q4"),
        (
            [f"Q{q} {y}/{y - 1999}" for y in (2022, 2023, 2024) for q in range(1, 5)],
            "2022-04-01",
            "Q4 2024/25",
        ),
        ([f"{y}-{y % 100 + 1:02d}" for y in range(2013, 2025)], "2013-04-01", "2024/25"),
        ([f"{y}-{y % 100 + 1:02d}" for y in range(2000, 2012)], "2000-04-01", "2011/12"),
        ([str(y) for y in range(2013, 2025)], "2013-01-01", "2024"),
        (
            [
                f"{m} 2024"
                for m in [
                    "Jan",
                    "Feb",
                    "Mar",
                    "Apr",
                    "May",
                    "June",
                    "July",
                    "Aug",
                    "Sept",
                    "Oct",
                    "Nov",
                    "Dec",
                ]
            ],
            "2024-01-01",
            "December 2024",
        ),
    ],
)
def test_periods(as_json, answer, dates, first, last):
    data = as_json("spc", rows(VALUES, dates), *COLUMNS)
    assert (data["x"][0], data["labels"][-1]) == (first, last)
    assert data["sentence"].startswith(f"14 in {last} is")
    assert answer("spc", rows(VALUES, dates), *COLUMNS).stdout.splitlines()[-1].startswith(last)


def test_quarters_are_drawn_by_their_names_and_a_missing_one_is_told(as_json, tmp_path):
    dates = [f"Q{q} {y}/{y - 1999}" for y in (2022, 2023, 2024) for q in range(1, 5)]
    del dates[5]
    picture = tmp_path / "chart.svg"
    data = as_json("spc", rows(VALUES[:11], dates), *COLUMNS, "--svg", str(picture), "--rebase", "Q3 2023/24")
    assert data["rebase_group"] == [0] * 5 + [1] * 6
    assert "no row for the period from July 2023" in data["notes"][0]
    assert "Q1 2022/23" in picture.read_text(encoding="utf-8")


def test_a_year_among_quarters_is_named_by_its_line(answer):
    done = answer("spc", rows([1, 2, 3], ["Q1 2024/25", "Q2 2024/25", "2024/25"]), *COLUMNS)
    assert done.returncode == 2 and "line 4, column 'month': '2024/25' is of 12 months" in done.stderr


SIZES = [100, 200, 150, 120, 180, 90, 160, 210, 140, 110, 170, 130, 190, 100]
PASSED = [62, 130, 99, 70, 117, 60, 98, 135, 92, 66, 110, 80, 120, 30]


def parts(passed=PASSED, of=SIZES):
    return "\n".join(["month,value,n", *(f"{d},{x},{n}" for d, x, n in zip(MONTHS, passed, of, strict=True))])


@pytest.mark.parametrize("name", ["p'", "pp", "p"])
def test_shares_are_percentages(as_json, name):
    data = as_json("spc", parts(), *COLUMNS, "--of", "n", "--chart", name)
    assert data["cl"][0] == pytest.approx(100 * sum(PASSED) / sum(SIZES)) and data["unit"] == "%"
    assert (
        data["y"][-1] == 30
        and data["signal_on_last_point"]
        and data["sentence"].startswith("30% in February 2025")
    )
    centre, n = sum(PASSED) / sum(SIZES), SIZES[0]
    if name == "p":
        assert data["ucl"][0] == pytest.approx(100 * (centre + 3 * math.sqrt(centre * (1 - centre) / n)))
    high = as_json("spc", parts([n - 1 for n in SIZES]), *COLUMNS, "--of", "n", "--chart", name)
    assert max(high["ucl"]) == 100


def test_counts_and_rates(as_json):
    values = [12, 14, 11, 13, 15, 12, 14, 13, 12, 16, 11, 14, 13, 40]
    count = as_json("spc", rows(values), *COLUMNS, "--chart", "c")
    mean = sum(values) / 14
    assert count["ucl"][0] == pytest.approx(mean + 3 * math.sqrt(mean)) and count["signal_on_last_point"]
    rate = as_json("spc", parts(values), *COLUMNS, "--of", "n", "--chart", "u", "--per", "1,000")
    assert rate["cl"][0] == pytest.approx(1000 * sum(values) / sum(SIZES)) and rate["unit"] == "per 1,000"


def test_a_run_chart_has_a_median_and_no_limits(as_json):
    values = [5, 6, 5, 6, 5, 6, 5, 9, 9, 9, 9, 9, 9, 9]
    data = as_json("spc", rows(values), *COLUMNS, "--chart", "run")
    # The median is 7.5; 14 useful points, longest run 7 (the chance is 7), crossings 1 (4 are the fewest).
    assert data["cl"][0] == 7.5 and data["lcl"][0] is None
    assert data["longest.run"][0] == 7 and data["n.crossings"][0] == 1 and data["runs.signal"][0]


def test_limits_of_ones_own(as_json):
    values = [12, 14, 11, 13, 15, 12]
    data = as_json("spc", rows(values, MONTHS[:6]), *COLUMNS, "--mean", "10", "--lower", "4", "--upper", "14")
    assert (data["mean_col"][0], data["lpl"][0], data["upl"][0]) == (10, 4, 14)
    # 14 equals the limit, which is not beyond it; two thirds of the way up is 12.67.
    assert data["outside_limits"] == [False, False, False, False, True, False]
    assert data["close_to_limits"] == [False, True, False, True, False, False]
    assert (
        data["own_limits"]
        and "those that were given" in data["caption"]
        and "Usually between 4 and 14" in data["caption"]
    )


def test_limits_of_ones_own_for_shares_and_run_charts(as_json, answer):
    own = ("--mean", "60%", "--lower", "40%", "--upper", "80%")
    data = as_json("spc", parts(), *COLUMNS, "--of", "n", "--chart", "p'", *own)
    assert (data["cl"][3], data["lcl"][3], data["ucl"][3]) == (60, 40, 80)
    assert data["sigma.signal"] == [False] * 13 + [True]
    run = as_json("spc", rows([6] * 7 + [7] * 7), *COLUMNS, "--chart", "run", "--mean", "5")
    assert run["cl"][0] == 5 and run["longest.run"][0] == 14 and run["runs.signal"][0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--lower", "1", "--upper", "9"], "--mean"),
        (["--mean", "5"], "lower and an upper"),
        (["--mean", "5", "--lower", "6", "--upper", "9"], "must rise"),
        (["--mean", "5", "--lower", "1", "--upper", "9", "--baseline", "12"], "leave out the baseline"),
        (["--mean", "5", "--lower", "1", "--upper", "9", "--rebase", "2024-05-01"], "leave out the baseline"),
        (["--chart", "p'"], "--of"),
        (["--chart", "c", "--of", "n"], "does not use --of"),
        (["--chart", "run", "--direction", "increase"], "does not use --direction"),
        (["--per", "1000"], "does not use --per"),
    ],
)
def test_choices_that_cannot_be_followed_are_named(answer, options, message):
    done = answer("spc", parts(), *COLUMNS, *options)
    assert done.returncode == 2 and message in done.stderr


def test_quirks_of_other_engines_on_request(as_json):
    same = rows([5] * 14)
    ours, theirs = (as_json("spc", same, *COLUMNS, *more) for more in ([], ["--quirks"]))
    assert ours["upl"][0] == 5 and theirs["upl"][0] is None
    assert "do not vary at all" in ours["sentence"] and "do not vary at all" in theirs["sentence"]
    assert "As asked" in theirs["notes"][0]
    # A percentage's limits are not held at 100 there.
    assert as_json("spc", rows([f"{p}%" for p in PERCENT]), *COLUMNS, "--quirks")["upl"][0] > 160
    # Shares that vary less than chance: sigma_z is below 1 in qicharts2 and 1 here.
    steady = parts([round(n * 0.6) for n in SIZES])
    laney = [
        as_json("spc", steady, *COLUMNS, "--of", "n", "--chart", "p'", *more)["ucl"][0]
        for more in ([], ["--quirks"])
    ]
    assert laney[1] < laney[0] - 5


def test_dates_with_the_month_first_are_read_so_on_request(as_json, answer):
    dates = [f"{m:02d}/01/2024" for m in range(1, 13)]
    day_first = as_json("spc", rows(VALUES, dates), *COLUMNS)
    assert (
        day_first["x"][-1] == "2024-01-12"
        and "Give --date-order mdy if the month comes first." in day_first["notes"][0]
    )
    month_first = as_json(
        "spc", rows(VALUES, dates), *COLUMNS, "--date-order", "mdy", "--rebase", "05/01/2024"
    )
    assert month_first["x"][-1] == "2024-12-01" and month_first["rebase_group"] == [0] * 4 + [1] * 8
    assert (
        answer(
            "spc", rows(VALUES[:2], ["31/01/2024", "28/02/2024"]), *COLUMNS, "--date-order", "mdy"
        ).returncode
        == 2
    )
