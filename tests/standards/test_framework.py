"""CQC's framework: found by whatever name a page uses, and ratings worked out by hand."""

from __future__ import annotations

import pytest

from goldthread.standards import framework

# Sum of nine scores, the whole per cent of 36, and the rating: worked out by hand.
BY_HAND = [
    (9, 25, "inadequate"),
    (10, 28, "inadequate"),
    (11, 31, "inadequate"),
    (12, 33, "inadequate"),
    (13, 36, "inadequate"),
    (14, 39, "requires-improvement"),
    (15, 42, "requires-improvement"),
    (16, 44, "requires-improvement"),
    (17, 47, "requires-improvement"),
    (18, 50, "requires-improvement"),
    (19, 53, "requires-improvement"),
    (20, 56, "requires-improvement"),
    (21, 58, "requires-improvement"),
    (22, 61, "requires-improvement"),
    (23, 64, "good"),
    (24, 67, "good"),
    (25, 69, "good"),
    (26, 72, "good"),
    (27, 75, "good"),
    (28, 78, "good"),
    (29, 81, "good"),
    (30, 83, "good"),
    (31, 86, "good"),
    (32, 89, "outstanding"),
    (33, 92, "outstanding"),
    (34, 94, "outstanding"),
    (35, 97, "outstanding"),
    (36, 100, "outstanding"),
]


@pytest.mark.parametrize(("total", "percent", "slug"), BY_HAND)
def test_rating_of_nine_statements(total: int, percent: int, slug: str) -> None:
    rating = framework.current().rating(total)
    assert (rating.percent, rating.band.slug, rating.most) == (percent, slug, 36)


def test_a_rating_of_fewer_statements_rounds_half_up() -> None:
    # 5 of 8 is 62.5%, which rounds to 63 and so to good.
    rating = framework.current().rating(5, statements=2)
    assert (rating.percent, rating.name) == (63, "Good")


@pytest.mark.parametrize(("total", "statements"), [(8, 9), (37, 9), (0, 0), (5, 1), (-1, 9)])
def test_a_sum_that_cannot_be_has_no_rating(total: int, statements: int) -> None:
    with pytest.raises(ValueError, match="cannot sum"):
        framework.current().rating(total, statements)


def test_every_sum_of_any_number_of_statements_has_a_rating() -> None:
    book = framework.current()
    for statements in range(1, 40):
        for total in range(statements, 4 * statements + 1):
            assert book.rating(total, statements).band in book.bands


@pytest.mark.parametrize(
    ("called", "number"),
    [
        ("Supporting people to lead healthier lives", 2),
        ("supporting people to live healthier lives", 2),
        ("Safe systems, pathways and transitions", 6),
        ("safe pathways, systems & transitions", 6),
        ("Leadership, improvement and innovation", 9),
        ("learning-improvement-innovation", 9),
        ("Learning, improvement and innovation", 9),
        ("QS9", 9),
        ("9", 9),
        ("  EQUITY in experience and outcomes ", 3),
        ("care-provision-integration-and-continuity", 4),
    ],
)
def test_a_statement_is_found_by_the_names_in_use(called: str, number: int) -> None:
    assert framework.current().statement(called).number == number


@pytest.mark.parametrize("called", ["", "10", "QS0", "leadership", "something else"])
def test_no_statement_is_guessed(called: str) -> None:
    with pytest.raises(KeyError):
        framework.current().statement(called)


def test_no_name_belongs_to_two_statements() -> None:
    book = framework.current()
    for statement in book.statements:
        for name in (statement.slug, statement.name, str(statement.number), *statement.aliases):
            assert book.statement(name) is statement


def test_the_shape_of_the_framework() -> None:
    book = framework.current()
    assert [s.number for s in book.statements] == list(range(1, 10))
    assert {s.theme for s in book.statements} == {t.slug for t in book.themes}
    assert [book.theme_of(s).name for s in book.statements] == (
        ["Working with people"] * 3
        + ["Providing support"] * 2
        + ["Ensuring safety within the system"] * 2
        + ["Leadership"] * 2
    )
    assert [c.slug for c in book.categories_used()] == [
        "people",
        "staff_and_leaders",
        "partners",
        "processes",
    ]
    assert (len(book.categories), len(book.priorities)) == (6, 5)
    assert [book.label(score) for score in (1, 3)] == [
        "Evidence shows significant shortfalls",
        "Evidence shows a good standard",
    ]
    assert [s.number for s in book.statements if s.commitment] == [9]


def test_versions_differ_in_category_scores_and_one_is_current() -> None:
    old, new = framework.versions()
    assert (old.scores_categories, new.scores_categories) == (True, False)
    assert [v.current for v in (old, new)] == [False, True]
    assert framework.version(old.slug) is old
    with pytest.raises(KeyError):
        framework.version("cqc-la-1999")


def test_the_limiter_is_off_and_says_that_it_is_not_confirmed() -> None:
    (limiter,) = framework.current().limiters
    assert not limiter.on
    assert limiter.caution.startswith("Not confirmed.")
