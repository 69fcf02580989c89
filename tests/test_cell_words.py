"""What is no answer, no grade, a total or a hidden number, and what only looks like one."""

import itertools

import pytest

from goldthread import cell_words as words
from goldthread import no_answer
from goldthread.cell_text import plain


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "N/A",
        "n/a.",
        "-",
        "–",
        ".",
        "None",
        "nil",
        "NULL",
        "Not Provided",
        "#N/A",
        "TBC",
        "Don't know",
    ],
)
def test_no_value(cell):
    assert words.is_empty(cell) and words.is_not_stated(cell) and words.is_not_graded(cell)


@pytest.mark.parametrize(
    "cell", ["No", "None of my visits came", "Nilima", "0", "Name", "N", "Nan", "No change"]
)
def test_a_value_is_not_taken_for_none(cell):
    assert not words.is_empty(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "Prefer not to say",
        "prefer-not-to-say",
        "Declined",
        "Not stated",
        "Unknown",
        "NOT KNOWN",
        "I'd rather not say",
        "I would rather not say",
        "I don't want to answer",
        "They chose not to state their religion",
        "He refused to say",
    ],
)
def test_a_group_that_nobody_stated(cell):
    assert words.is_not_stated(cell)


@pytest.mark.parametrize(
    "cell", ["Other", "No religion", "None of these", "Refugee", "Women", "Rather not", "I say not"]
)
def test_a_group_like_any_other(cell):
    assert not words.is_not_stated(cell)


@pytest.mark.parametrize("cell", ["not graded", "Ungraded", "[x]", "*", "Not assessed", "pending"])
def test_no_grade(cell):
    assert words.is_not_graded(cell)


@pytest.mark.parametrize("cell", ["C", "x", "0", "Inadequate", "Not met", "No", "Low", "+", "++", "+/-"])
def test_a_grade_is_a_grade(cell):
    assert not words.is_not_graded(cell)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Total",
            "TOTAL ",
            "Totals:",
            "Grand total",
            "Sub-total",
            "Subtotal",
            "All",
            "ALL TEAMS",
            "Overall",
            "England",
        ),
        *(
            "Avonshire total",
            "Total (all teams)",
            "All ages",
            "Whole council",
            "Average",
            "England average",
            "Sum",
        ),
        *(
            "All people",
            "United Kingdom",
            "Team total",
            "Total 2024/25",
            "Council-wide",
            "Total of the above",
            "Mean score",
        ),
        *("Total Q1", "Total for April 2025", "Q1 total", "Totals for quarter 2", "Total year to date"),
    ],
)
def test_a_total(label):
    assert words.is_total(label)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Total Care Ltd",
            "All Saints ward",
            "All other groups",
            "Overall Homecare",
            "England Lane day centre",
            "Sumner",
        ),
        *(
            "Allerton",
            "Women",
            "Meanwood",
            "Average Road",
            "New England",
            "National",
            "Combined",
            "A",
            "",
            "Total Mayhem",
            "Total may vary",
        ),
    ],
)
def test_a_name_that_begins_like_a_total(label):
    assert not words.is_total(label)


def test_england_beside_wales_is_one_among_others():
    assert words.is_total("England", ["Avonshire", "Borsetshire"])
    assert not words.is_total("England", ["England", "Wales", "Scotland"])
    assert not words.is_total("England", ["England", "Rest of the UK", "EU", "Other"])
    assert words.is_total("United Kingdom", ["England", "United Kingdom", "Avonshire"])


@pytest.mark.parametrize(
    "cell", ["<5", "< 10", "*", "[c]", "[x]", "z", "..", "≤5", "fewer than 5", "1-4", "Suppressed", "[low]"]
)
def test_a_suppressed_number(cell):
    assert words.is_suppressed(cell)


@pytest.mark.parametrize("cell", ["5", "-5", "5*", "five", "2024", "1-40", "[5]", "<five"])
def test_a_number_or_a_slip_is_not_suppressed(cell):
    assert not words.is_suppressed(cell)


def test_each_word_is_in_one_list_and_as_cells_are_compared():
    lists = [no_answer._LISTED, words._EMPTY, words._NOT_STATED, words._NOT_GRADED]
    assert all(lists)
    assert [word for each in lists for word in each if plain(word) != word] == []
    assert [one & other for one, other in itertools.combinations(lists, 2) if one & other] == []
