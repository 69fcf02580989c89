"""A framework as a spreadsheet: every version can be written and read back, and what is wrong is named by its row."""

from __future__ import annotations

from io import BytesIO

import pytest

from goldthread.evidence.frameworks.difference import difference, suggested
from goldthread.evidence.frameworks.file import read_rows, write_file
from goldthread.evidence.frameworks.rows import NotAFramework, framework_of, to_rows
from goldthread.standards import framework as frameworks


def rows_of(book=None) -> list[dict]:
    """Return the rows of a version as a file has them: the first below the headings is row 2."""
    return [{"row": n, **row} for n, row in enumerate(to_rows(book or frameworks.current()), start=2)]


@pytest.mark.parametrize("book", frameworks.versions(), ids=lambda book: book.slug)
def test_each_version_is_the_same_when_written_and_read_back(book):
    again = framework_of(read_rows(BytesIO(write_file(book)), "framework.csv"), slug=book.slug)
    for part in ("themes", "scores", "bands", "categories", "priorities", "limiters"):
        assert getattr(again, part) == getattr(book, part), part
    for was, now in zip(book.statements, again.statements, strict=True):
        assert (was.slug, was.name, was.number, was.theme, was.aliases, was.commitment) == (
            now.slug, now.name, now.number, now.theme, now.aliases, now.commitment
        )  # fmt: skip
    assert again.rating(14).band.slug == "requires-improvement"


def _with(rows: list[dict], where: str, **fields: str) -> list[dict]:
    return [{**row, **fields} if row["slug"] == where else row for row in rows]


def _row_of(slug: str) -> int:
    return next(row["row"] for row in rows_of() if row["slug"] == slug)


@pytest.mark.parametrize(
    ("slug", "fields", "says"),
    [
        ("safeguarding", {"of": "Leadershp"}, "Belongs to “Leadershp”, which is no theme of the file"),
        ("safeguarding", {"number": "6"}, "Number 6 is that of another statement too"),
        ("safeguarding", {"number": "six"}, "Number must be a whole number from 1 to 99, not “six”"),
        ("safeguarding", {"number": "0000001"}, "Number must be a whole number from 1 to 99, not “0000001”"),
        ("people", {"slug": "People-" + "x" * 34}, "needs a short name of 40 letters or fewer"),
        ("safeguarding", {"name": "n" * 201}, "Name is longer than 200 letters"),
        ("safeguarding", {"source": ""}, "names no source"),
        ("safeguarding", {"confirmed": "maybe"}, "Confirmed must be yes or no"),
        ("safeguarding", {"holds_from": "31/02/2026"}, "Holds from"),
        ("safeguarding", {"part": "Chapter"}, "“Chapter” is no part of a framework"),
        ("good", {"lowest": "62"}, "Good begins at 62, and Requires improvement ends at 62"),
        ("people", {"applies": "often"}, "Applies must be yes or no"),
        ("low-score-caps-rating", {"applies": "yes"}, "A limiter is kept and never applied"),
        (
            "safeguarding",
            {"slug": "assessing-needs"},
            "“assessing-needs” is the short name of another row too",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_row(slug, fields, says):
    with pytest.raises(NotAFramework) as refused:
        framework_of(_with(rows_of(), slug, **fields))
    [found] = [text for text in refused.value.wrong if says in text and f"Row {_row_of(slug)}:" in text]
    assert found.endswith(".")


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ("framework", "one row whose part is Framework, and has 0"),
        ("theme", "no row whose part is Theme"),
        ("score", "The scores must be 1, 2 and so on"),
        ("band", "no row whose part is Rating"),
        ("category", "no row whose part is Evidence category"),
    ],
)
def test_what_is_missing_is_said(without, says):
    with pytest.raises(NotAFramework, match=says):
        framework_of([row for row in rows_of() if row["part"] != without])


def test_a_file_with_other_columns_says_which_are_missing():
    with pytest.raises(NotAFramework, match="no column called Part, Source"):
        read_rows(BytesIO(b"Name,Amount\nA,1\nB,2\n"), "other.csv")
    with pytest.raises(NotAFramework):
        read_rows(BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 200), "picture.png")


def test_rating_characteristics_and_i_statements_come_with_the_file():
    more = [
        {"part": "I statement", "of": "Safeguarding", "text": "I feel safe.", "source": "Draft", "confirmed": "no"},
        {"part": "Rating characteristic", "of": "7", "number": "3", "text": "People are kept safe.",
         "source": "Draft 2", "confirmed": "no", "holds_from": "3 March 2026"},
    ]  # fmt: skip
    rows = [*rows_of(), *({"row": 900 + n, **row} for n, row in enumerate(more))]
    book = framework_of(rows)
    statement = book.statement("safeguarding")
    assert statement.expects == ("I feel safe.",)
    [look] = book.characteristics_of(statement)
    assert (look.score, look.text, look.caution) == (3, "People are kept safe.", "Not confirmed.")


def test_what_changed_is_added_removed_or_changed_by_short_name():
    rows = _with(
        rows_of(),
        "partnerships-and-communities",
        slug="working-together",
        name="Working together",
        also="partnerships and communities",
    )
    rows = _with(rows, "safeguarding", name="Safeguarding adults")
    rows = _with(_with(rows, "good", highest="89"), "outstanding", lowest="90")
    rows = _with(rows, "outcomes", applies="yes")
    new = framework_of(rows, slug="next")
    found = difference(frameworks.current(), new)
    assert {(each.part, each.what, each.was, each.now) for each in found.changes} == {
        ("Statement", "Removed", "Partnerships and communities", ""),
        ("Statement", "Added", "", "Working together"),
        ("Statement, name", "Changed", "Safeguarding", "Safeguarding adults"),
        ("Rating", "Changed", "Good: 63 to 87%", "Good: 63 to 89%"),
        ("Rating", "Changed", "Outstanding: 88 to 100%", "Outstanding: 90 to 100%"),
        ("Evidence category, used for councils", "Changed", "not used", "used"),
    }
    assert [each.slug for each in found.gone] == ["partnerships-and-communities"]
    assert found.suggested("partnerships-and-communities") == "working-together"
    assert suggested(new, "no-such-statement") == ""


def test_nothing_changed_between_a_version_and_itself():
    assert difference(frameworks.current(), frameworks.current()).changes == ()
