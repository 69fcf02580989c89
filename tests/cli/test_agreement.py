"""`goldthread agreement`: grades as people type them, and what is no grade, no rater and no file."""

import pytest

FOUR = "Inadequate,Requires improvement,Good,Outstanding"


def sheet(pairs: str, header: str = "file,a,b") -> str:
    """Return a table of files 1, 2, 3, ... from "1 2|2 2", a row each."""
    rows = (
        ",".join([str(i), *pair.split(" ")]).replace("_", " ") for i, pair in enumerate(pairs.split("|"), 1)
    )
    return "\n".join([header, *rows])


WORDS = sheet(
    "Inadequate Requires_improvement|Requires_improvement Requires_improvement|Good Good|Outstanding Outstanding|"
    "Inadequate Inadequate|Good Outstanding|Requires_improvement Good|Good Good"
)


def test_words_are_ranked_by_grades_only(as_json):
    # 5 of 8 the same; all others one grade apart: weights 1 - 1/9, pa 1 - 3/8/9 = .95833.
    ranked = as_json("agreement", WORDS, "--grades", FOUR)
    assert (ranked["exact"]["pa"], ranked["within_one"]) == (0.625, 1.0)
    assert ranked["kappa"]["pa"] == pytest.approx(1 - 3 / 72)
    nominal = as_json("agreement", WORDS)
    assert nominal["within_one"] is None and nominal["kappa"]["pa"] == 0.625
    assert "Weighted" not in nominal["sentence"] and "--grades" in nominal["notes"][0]


@pytest.mark.parametrize(
    "pairs",
    [
        "3 3.0|2 2|1 1.00|4 4|2 2",
        "Good good|GOOD Good|Poor poor_|Fair Fair|Poor Poor.",
        "Requires_improvement Requires-improvement|Requires__improvement requires_Improvement|Good Good",
        "Met_&_noted Met_and_noted|Met Met|Unmet Unmet",
        "\N{NO-BREAK SPACE}Good Good|Poor Poor|Poor Poor",
    ],
)
def test_one_grade_however_it_is_typed(as_json, pairs):
    data = as_json("agreement", sheet(pairs))
    assert data["exact"]["pa"] == 1.0


@pytest.mark.parametrize(
    "none", ["n/a", "N/A", "-", "Not_graded", "not_assessed", "ungraded", "", "[x]", "TBC", "#N/A"]
)
def test_a_file_not_graded_is_no_agreement(as_json, none):
    pairs = "|".join([f"{none} {none}"] * 5) + "|1 2|2 2|3 3|4 4"
    data = as_json("agreement", sheet(pairs))
    assert (data["twice"], data["exact"]["pa"]) == (4, 0.75)
    assert data["categories"] == ["1", "2", "3", "4"]
    assert bool(data["notes"]) is bool(none)


def test_a_word_that_grades_name_is_a_grade(as_json):
    data = as_json(
        "agreement", sheet("n/a n/a|Met Met|Not_met Met"), "--grades", "Not met,n/a,Met", "--no-order"
    )
    assert (data["twice"], data["within_one"]) == (3, None)


SIGNS = sheet("+ +|++ +|++ ++|+ +|- -")


def test_pluses_are_grades_and_a_dash_beside_them_is_asked_about(answer, as_json):
    data = as_json("agreement", sheet("+ +|++ +|++ ++|+ +|n/a n/a"))
    assert (data["twice"], data["exact"]["pa"], data["categories"]) == (4, 0.75, ["+", "++"])
    done = answer("agreement", SIGNS)
    assert done.returncode == 2 and "line 6, column 'a': beside '+', '-' may be a grade" in done.stderr
    graded = as_json("agreement", SIGNS, "--grades=-,+,++")
    assert (graded["twice"], graded["exact"]["pa"]) == (5, 0.8)
    without = as_json("agreement", SIGNS, "--grades=+,++")
    assert (without["twice"], without["exact"]["pa"]) == (4, 0.75)


def test_how_far_grades_are_apart_is_read_from_the_numbers(as_json):
    # 1, 2 and 4 were given: 2 and 4 are two grades apart, though nobody gave 3.
    data = as_json("agreement", sheet("1 1|2 4|4 4|2 2|1 2"))
    assert data["within_one"] == 0.8 and "Nobody gave 3" in data["notes"][0]
    assert data["kappa"]["pa"] == pytest.approx((3 + (1 - 4 / 9) + (1 - 1 / 9)) / 5)


FULL = "|".join(["1 2", "2 2", "3 3", "4 4", "1 1", "2 2", "3 3", "4 3", "1 1", "2 2", "3 4", "4 4"])


def wider(column: str, *cells: str, pairs: str = FULL) -> str:
    """Return the table with one column more."""
    rows = sheet(pairs).splitlines()
    return "\n".join(
        [f"{rows[0]},{column}", *(f"{row},{cell}" for row, cell in zip(rows[1:], cells, strict=True))]
    )


@pytest.mark.parametrize(
    ("table", "location"),
    [
        (
            wider("graded on", *(f"{n}/04/2025" for n in range(1, 13))),
            "line 2, column 'graded on': '1/04/2025'",
        ),
        (wider("case", *(f"C-{n}" for n in range(101, 113))), "line 2, column 'case': 'C-101'"),
        (wider("record", *map(str, range(480101, 480113))), "line 2, column 'record': '480101'"),
        (
            wider(
                "why",
                *(["A long comment on what was seen and why the grade was given at some length."] * 12),
            ),
            "'why'",
        ),
        (wider("team", *(["North", "South"] * 6)), "line 2, column 'team': 'North'"),
        (wider("age", *map(str, range(81, 93))), "column 'age': '81'"),
        (wider("n", *map(str, range(1, 13))), "column 'n': '1'"),
    ],
)
def test_a_column_that_is_no_rater_is_refused_with_its_place(answer, table, location):
    done = answer("agreement", table)
    assert done.returncode == 2 and location in done.stderr and "--raters" in done.stderr
    assert answer("agreement", table, "--raters", "a,b").returncode == 0


def test_a_date_is_refused_even_where_raters_name_it(answer):
    table = wider("on", *(f"2025-04-{n:02d}" for n in range(1, 13)))
    assert "holds dates" in answer("agreement", table, "--raters", "a,on").stderr
    assert "holds dates" in answer("agreement", table, "--grades", "1,2,3,4").stderr


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("file,a,b\n7,1,1\n8,2,2\n7,1,2", "line 4, column 'file': the file '7' is on line 2 already"),
        ("file,a,b\nF-1,1,1\nf 1,2,2", "line 3, column 'file': the file 'f 1' is on line 2 already"),
        ("file,a,b\n1,1,1\n2,2,2\nTotal,3,3", "line 4: 'Total' adds up"),
        ("file,a,b\n1,1,1\n2,2,2\nAverage,1.5,1.5", "line 4: 'Average' adds up"),
        ("a,b,c\n1,1,2\n2,2,2\n1,1,1\n2,2,1", "the first column, 'a', holds grades"),
        ("file,a,b\n1,Good,Good\n2,Poor,Goood", "line 3, column 'b'"),
    ],
)
def test_what_would_be_counted_wrongly_is_refused_with_its_place(answer, table, message):
    done = answer("agreement", table, *(["--grades", "Poor,Good"] if "Goood" in table else []))
    assert done.returncode == 2 and message in done.stderr


def test_a_slip_of_the_keyboard_is_refused_and_a_grade_by_another_letter_is_none(answer):
    slip = answer("agreement", sheet("Outstanding Outstanding|Outstanding Outstandng|Good Good"))
    assert slip.returncode == 2 and "line 3, column 'b': 'Outstandng' is nearly 'Outstanding'" in slip.stderr
    assert answer("agreement", sheet("Grade_A Grade_B|Grade_A Grade_A")).returncode == 0
    assert answer("agreement", sheet("Adequate Inadequate|Adequate Adequate")).returncode == 0


def test_the_reason_for_a_low_kappa_is_given_only_where_it_holds(as_json):
    even = "|".join(f"{g} {g}" for g in "1111122222333334444 4".replace(" ", ""))
    far = as_json("agreement", sheet(even + "|1 4|4 1" * 3))
    assert (
        "where they differ, they are 3 grades apart" in far["sentence"]
        and "nearly all" not in far["sentence"]
    )
    skewed = as_json("agreement", sheet("|".join(["3 3"] * 38 + ["3 2", "2 3"])))
    assert "because nearly all files get one grade" in skewed["sentence"]
    near = as_json("agreement", sheet(even + "|1 2|3 2"))
    assert near["low_because"] is None
