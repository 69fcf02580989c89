"""Figures in made-up passages, each worked out by hand; and that no text whatever stops the reader."""

from __future__ import annotations

import string
import sys
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.reports.figures import ReadFigures, read_figures
from goldthread.analysis.reports.types import Place
from tests.analysis.reports.figures_in_counts import COUNTS
from tests.analysis.reports.figures_in_last_pages import LAST_PAGES
from tests.analysis.reports.figures_in_more_pages import MORE_PAGES
from tests.analysis.reports.figures_in_newest_pages import NEWEST_PAGES
from tests.analysis.reports.figures_in_nothing import NOTHING
from tests.analysis.reports.figures_in_pages import PAGES
from tests.analysis.reports.figures_in_pages_of_councils import PAGES_OF_COUNCILS
from tests.analysis.reports.figures_in_shares import SHARES
from tests.analysis.reports.figures_in_unseen_pages import UNSEEN_PAGES
from tests.analysis.reports.figures_made_up import Passage

ALL = [
    *SHARES,
    *COUNTS,
    *NOTHING,
    *PAGES,
    *MORE_PAGES,
    *LAST_PAGES,
    *UNSEEN_PAGES,
    *NEWEST_PAGES,
    *PAGES_OF_COUNCILS,
]
HERE = Place(paragraph=7, page=2)


def read(text: str) -> ReadFigures:
    return read_figures([(text, HERE)])


def parts(found: ReadFigures) -> list[dict]:
    return [
        {name: part for name, part in asdict(figure).items() if name != "place"} for figure in found.figures
    ]


@pytest.mark.parametrize("passage", ALL, ids=lambda passage: passage.text[:60])
def test_what_stands_in_a_passage_is_read_with_all_its_parts(passage: Passage) -> None:
    found = read(passage.text)
    assert parts(found) == list(passage.figures)
    assert tuple(date.printed for date in found.dates) == passage.dates
    assert tuple(cadence.printed for cadence in found.cadences) == passage.cadences


@pytest.mark.parametrize("passage", ALL, ids=lambda passage: passage.text[:60])
def test_all_that_is_said_stands_in_the_passage_as_printed(passage: Passage) -> None:
    text = passage.text.replace("\u00a0", " ").replace("*", "")
    found = read(passage.text)
    for figure in found.figures:
        for words in (figure.printed, figure.period, figure.comparator, figure.counts):
            assert words is None or words in text
        assert figure.place == HERE
    for dated in (*found.dates, *found.cadences):
        assert dated.printed in text
        assert dated.of in text
        assert dated.printed in dated.of


def test_a_share_of_two_printed_numbers_is_what_they_come_to() -> None:
    for passage in ALL:
        for figure in read(passage.text).figures:
            if figure.unit == "%" and figure.numerator is not None and figure.denominator:
                assert figure.value == pytest.approx(100 * figure.numerator / figure.denominator, abs=0.51)


def test_figures_of_several_passages_keep_their_order_and_places() -> None:
    found = read_figures(
        [("12 people came.", Place(paragraph=1)), ("9 councils and 61% of staff.", Place(paragraph=2))]
    )
    assert [(figure.value, figure.place.paragraph) for figure in found.figures] == [(12, 1), (9, 2), (61, 2)]


def test_a_passage_says_nothing_of_the_one_before() -> None:
    found = read_figures(
        [("In 2023/24 there were 40 complaints.", HERE), ("This meant 5 complaints were upheld.", HERE)]
    )
    assert [figure.period for figure in found.figures] == ["2023/24", None]


# Marks of emphasis, signs with several forms, and words whose hyphens a report writes in its own way.
@pytest.mark.parametrize(
    "text",
    ["61% of staff agreed.", "61 % of staff agreed.", "61\u00a0% of staff agreed.", "**61%** of staff agreed.", "61\\% of staff agreed.",
     "61 per cent of staff agreed.", "61 percent of staff agreed.", "Sixty-one per cent of staff agreed.", "61\uff05 of staff agreed."],
)  # fmt: skip
def test_a_percentage_is_read_however_it_is_written(text: str) -> None:
    (figure,) = read(text).figures
    assert (figure.value, figure.unit, figure.counts) == (61, "%", "staff")


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("2022/23", "financial year"), ("2022-23", "financial year"), ("2022–23", "financial year"), ("2022-2023", "financial year"),
     ("2022/2023", "financial year"), ("22/23", "financial year"), ("between April 2022 and March 2023", "financial year"),
     ("April 2022 to March 2023", "financial year"), ("year ending March 2023", "financial year"), ("2023", "calendar year"),
     ("March 2023", "month"), ("31 March 2023", "day"), ("January to June 2023", "months"), ("Q3 2022/23", "quarter"),
     ("2023/23", "misprint"), ("2023/22", "misprint"), ("the last 12 months", "relative")],
)  # fmt: skip
def test_a_period_is_kept_as_printed_with_its_kind(printed: str, kind: str) -> None:
    (figure,) = read(f"The council received 84 complaints in {printed}.").figures
    assert (figure.period or "").removeprefix("in ") == printed
    assert figure.period_kind == kind


PIECES = (
    "61% 4 of 5 out the complaints were upheld in 2023/24 compared with England average per 100,000 £3m of which from to between "
    "and two thirds quarterly July 2018 (31%) n=5 1 1,204 3-year section 42 £ % . , ; : ( ) - – – \n 2023/23 people who use"
)
WORDS = st.sampled_from(PIECES.split(" "))


@pytest.mark.slow(reason="three hundred made-up texts")
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(WORDS, max_size=60).map(" ".join),
        st.text(string.digits + " .,-/%£()", max_size=300),
    )
)
@settings(max_examples=300, deadline=None)
def test_no_text_stops_the_reader_and_nothing_printed_is_made_up(text: str) -> None:
    found = read(text)
    digits = set(text)
    for figure in found.figures:
        assert set(figure.printed) - {" "} <= digits
        if figure.numerator is not None and figure.denominator is not None:
            assert 0 <= figure.numerator <= figure.denominator


LONG = 200_000
UNITS = ["9", "9 ", "1,", "1.", "1 of ", "61% ", "(", "a ", " ", "\n", ". ", "2023/24 ", "two ", "£", "one hundred and ", "compared with the ",
         "7 cases, ", "12 of 13 people. ", "7 Cases. ", "In 2023/24, 61% of staff. ", "from 5 to ", "people who use "]  # fmt: skip


def steps(text: str) -> int:
    """Return how many calls of a function reading a text takes: the same on every machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.slow(reason="each text has two hundred thousand letters")
@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text_takes_steps_that_grow_with_its_length(unit: str) -> None:
    short, long = steps(unit * (LONG // 4 // len(unit))), steps(unit * (LONG // len(unit)))
    assert long < 5 * short + 1000
