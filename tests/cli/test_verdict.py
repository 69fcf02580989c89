"""`goldthread verdict` with a recorded change of counting, and with other themes beside the measure."""

import random

import pytest

MONTHS = [f"{2022 + i // 12}-{i % 12 + 1:02d}" for i in range(43)]
OPTIONS = ("--action", "2024-01", "--better", "down")


def table(*rates):
    """A CSV of 43 months with a column for each list of (months, about so many a month); invented."""
    dice = random.Random(5)
    columns = [[max(0, round(dice.gauss(m, m**0.5))) for n, m in rate for _ in range(n)] for rate in rates]
    names = ["value", *(f"theme {i}" for i in range(1, len(rates)))]
    lines = [",".join(["month", *names])]
    return "\n".join(
        [
            *lines,
            *(
                ",".join([m, *map(str, row)])
                for m, row in zip(MONTHS, zip(*columns, strict=True), strict=True)
            ),
        ]
    )


NARROWED = table([(12, 60), (13, 40), (18, 22)])
TOGETHER = table(*[[(25, 60), (18, 40)]] * 5)


def test_a_recorded_change_is_taken_out(as_json):
    without = as_json("verdict", NARROWED, *OPTIONS)
    data = as_json("verdict", NARROWED, *OPTIONS, "--counting-changed", "2023-01")
    assert (without["counting_changed"], data["rule"]) == ([], 2)
    [change] = data["counting_changed"]
    assert change["month"] == "2023-01-01"
    assert change["effect"] == pytest.approx(2 / 3, abs=0.12)
    assert data["ratio"] > without["ratio"]
    assert "From January 2023 it is counted otherwise." in data["sentence"]


def test_a_change_may_be_given_more_than_once(as_json):
    data = as_json(
        "verdict", NARROWED, *OPTIONS, "--counting-changed", "2023-01", "--counting-changed", "May 2022"
    )
    assert [change["month"] for change in data["counting_changed"]] == ["2022-05-01", "2023-01-01"]


def test_in_the_month_of_the_action_the_two_cannot_be_told_apart(answer):
    done = answer("verdict", NARROWED, *OPTIONS, "--counting-changed", "2024-01")
    assert done.returncode == 0
    assert "so near the action that the two cannot be told apart" in done.stdout


@pytest.mark.parametrize(
    ("months", "message"),
    [
        (["2022-01"], "January 2022 is not after the file's first month, January 2022"),
        (["2019-05"], "is not after the file's first month"),
        (["2025-08"], "by its last, July 2025. Give the first month that is counted the new way"),
        (["the spring"], "'the spring' is not a month"),
        (["2023-01", "2023-01-15"], "January 2023 is given twice"),
    ],
)
def test_a_month_that_cannot_be_one_is_refused(answer, months, message):
    given = [word for month in months for word in ("--counting-changed", month)]
    done = answer("verdict", NARROWED, *OPTIONS, *given)
    assert done.returncode == 2
    assert "--counting-changed" in done.stderr and message in done.stderr


def test_planning_takes_it_out_too(as_json):
    plan = ("--plan", "--better", "down", "--as-of", "2023-12")
    assert (
        as_json("verdict", NARROWED, *plan, "--counting-changed", "2023-01")["at_18"]
        < (as_json("verdict", NARROWED, *plan)["at_18"])
    )


def test_a_fall_that_all_themes_share_is_lower_since(as_json):
    assert as_json("verdict", TOGETHER, *OPTIONS)["state"] == "improved"
    themes = [word for i in range(1, 5) for word in ("--other", f"theme {i}")]
    data = as_json("verdict", TOGETHER, *OPTIONS, *themes)
    assert (data["state"], data["reasons"]) == ("lower_since", ["others_too"])
    assert data["brake"]["p_others"] >= 0.10


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--other", "theme 1", "--other", "theme 2"], "needs three different columns or more"),
        (["--other", "theme 1"] * 3, "needs three different columns or more"),
        (["--other", "value", "--other", "theme 1", "--other", "theme 2"], "none of them the measure's own"),
        (["--kind", "score", *["--other", "theme 1"] * 3], "--other is for counts"),
        (
            ["--other", "theme 1", "--other", "theme 2", "--other", "theme 9"],
            "theme 9",
        ),
    ],
)
def test_other_themes_that_cannot_be_used_are_refused(answer, more, message):
    done = answer("verdict", TOGETHER, *OPTIONS, *more)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize("given", [["25"], ["1"], ["25", "--plan"]])
def test_a_worthwhile_fall_given_in_per_cent_is_refused(answer, given):
    """25 for a quarter would be 25 times as many: nothing falls by that, and no measure would ever show it."""
    options = ["--plan", "--better", "down"] if "--plan" in given else OPTIONS
    done = answer("verdict", NARROWED, *options, "--worthwhile", given[0])
    assert done.returncode == 2 and "Give a part of 1: 0.25 is a quarter of a count" in done.stderr
