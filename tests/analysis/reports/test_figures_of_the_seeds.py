"""Every figure of the five published reports that Goldthread starts from, with all its parts, worked out by hand.

The reports are the Care Quality Commission's and lie beside the checkout; without them these tests are skipped. Only the
words of a figure are quoted here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from goldthread.analysis.reports.figures import ReadFigures, read_figures
from goldthread.analysis.reports.types import Place

PARTS = (
    "value", "unit", "printed", "numerator", "denominator", "counts", "period", "period_kind", "comparator", "comparable",
)  # fmt: skip
N = None
YEAR_2023, YEAR_2022, YEAR_22 = "2023-2024", "2022-23", "2022/23"
FY, CY = "financial year", "calendar year"
# seed: value, unit, printed, numerator, denominator, counts, period, period_kind, comparator, comparable.
FIGURES: dict[str, list[tuple]] = {
    "000": [
        (2, "locality teams", "2 locality teams", N, N, N, N, N, N, False),
        (14, "councils", "14 councils", N, N, N, N, N, N, False),
        (40, "complaints", "40 complaints", N, N, N, YEAR_2023, FY, N, False),
        # Concerns beside complaints: no share of the one in the other is made.
        (28, "concerns", "28 concerns", N, N, N, YEAR_2023, FY, N, False),
        # Two themes together: of concerns, whose number is not given.
        (61, "%", "61%", N, N, "concerns", YEAR_2023, FY, N, False),
    ],
    "001": [
        (5.3, "%", "5.3 %", N, N, "staff", "2023/23", "misprint", "London average of 13%", False),
        (3, "Independent Living Assessors", "three Independent Living Assessors", N, N, N, N, N, N, False),
        (77, "%", "77%", N, N, "staff", "current", "current", "42% 6 years ago", False),
        (3, "social workers", "Three social workers", N, N, N, "2023", CY, N, False),
        (67, "%", "67%", N, N, "complaints", N, N, N, False),
        (110, "complaints", "110 statutory complaints", N, N, N, YEAR_2022, FY, N, False),
        # 41% of 110 is 45.1: the shares are rounded and no numerator is made of them.
        (41, "%", "41%", N, 110, "statutory complaints", YEAR_2022, FY, N, False),
        (21, "%", "21%", N, 110, "statutory complaints", YEAR_2022, FY, N, False),
    ],
    "002": [
        (N, N, "just over half", N, N, "complaints", N, N, N, False),
        (100, "%", "100%", N, N, "recommendations", N, N, N, False),
        (25, "%", "25%", N, N, "cases", N, N, N, False),
    ],
    "003": [
        (36, "complaints", "36 complaints", N, N, N, N, N, N, False),
        # 19 of 36 made is not the uphold rate, whose base is cases investigated: not joined.
        (19, "complaints", "19 were upheld", N, N, N, N, N, N, False),
    ],
    "004": [
        (5, "investigations", "5 investigations", N, N, N, YEAR_22, FY, N, False),
        # 4 out of the 5 is worked out again and agrees; five are too few to compare.
        (80, "%", "80%", 4, 5, "investigations", YEAR_22, FY, "other comparable local authorities", False),
        (2, "cases", "2 cases", N, N, N, YEAR_22, FY, N, False),
        (26, "complaints", "26 complaints", N, N, N, "2023", CY, N, False),
    ],
}
# A date with a word of what it is of.
DATES = {
    "000": [("2023", "staff survey"), ("July 2023", "conference"), ("January 2018", "Board"), ("2023-2025", "coproduction framework")],
    "001": [("2020", "apprentice programme"), ("July 2018", "LAG"), ("2020", "peer review")],
    "002": [("March 2023", "quality assurance visit"), ("2023", "percentage of complaints upheld")],
    "003": [("2023-2028", "joint Strategy"), ("2023", "Ofsted report")],
    "004": [("November 2023", "Improvement Plan")],
}  # fmt: skip
CADENCES = {
    "000": [],
    "001": [("monthly", "case file audits"), ("monthly", "LAG"), ("Weekly", "Loop Live")],
    "002": [("Quarterly", "reports"), ("Monthly", "case audits")],
    "003": [("Monthly", "quality circles")],
    "004": [],
}


def read_seed(shared: Path, number: str) -> tuple[str, ReadFigures]:
    """Return the text of a seed and what is read in it, a line a paragraph."""
    text = next((shared / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    return text, read_figures([(line, Place(paragraph=n)) for n, line in enumerate(lines, 1)])


@pytest.mark.parametrize("number", FIGURES)
def test_every_figure_is_read_with_all_its_parts_and_none_is_made_up(shared: Path, number: str) -> None:
    _, read = read_seed(shared, number)
    assert [tuple(getattr(figure, part) for part in PARTS) for figure in read.figures] == FIGURES[number]


@pytest.mark.parametrize("number", FIGURES)
def test_every_figure_stands_where_its_place_says(shared: Path, number: str) -> None:
    text, read = read_seed(shared, number)
    lines = [line for line in text.split("\n") if line.strip()]
    for figure in read.figures:
        assert figure.printed in lines[figure.place.paragraph - 1]
        assert figure.period is None or figure.period in lines[figure.place.paragraph - 1]
        assert figure.comparator is None or figure.comparator in lines[figure.place.paragraph - 1]


@pytest.mark.parametrize("number", DATES)
def test_dates_and_cadences_stand_apart_with_what_they_are_of(shared: Path, number: str) -> None:
    _, read = read_seed(shared, number)
    for found, expected in ((read.dates, DATES[number]), (read.cadences, CADENCES[number])):
        assert [date.printed for date in found] == [printed for printed, _ in expected]
        for date, (_, of) in zip(found, expected, strict=True):
            assert of in date.of
