"""The codebook: every theme whole, its examples its own, and its neighbours named."""

from __future__ import annotations

import re

from goldthread.standards import codebook


def test_the_codebook_is_whole() -> None:
    book = codebook.current()
    assert 28 <= len(book.themes) <= 36
    assert len(book.groups()) == 7
    assert len({theme.slug for theme in book.themes}) == len(book.themes)
    assert len({theme.name for theme in book.themes}) == len(book.themes)
    assert book.version
    assert "invented" in book.note
    for theme in book.themes:
        assert len(theme.examples) >= codebook.FEWEST_EXAMPLES, theme.slug
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", theme.slug)
        assert len(theme.slug) <= 80
        assert len(theme.name) <= 120
        assert 40 < len(theme.what_it_is) < 400, theme.slug


def test_no_example_stands_twice() -> None:
    every = [example for theme in codebook.current().themes for example in theme.examples]
    assert len(set(every)) == len(every)
    assert all(15 <= len(example) <= 320 for example in every)


def test_what_it_is_not_points_to_a_neighbour() -> None:
    themes = codebook.current().themes
    for theme in themes:
        others = [t.name for t in themes if t is not theme]
        assert any(name in theme.what_it_is_not for name in others), theme.slug


def test_examples_hold_no_personal_data() -> None:
    for theme in codebook.current().themes:
        for example in theme.examples:
            assert not re.search(
                r"@|\b\d{5,}\b|\b(?:Mr|Mrs|Miss|Dr) [A-Z]|\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b", example
            )


def test_records_are_what_a_council_begins_with() -> None:
    records = codebook.as_records()
    assert [r["slug"] for r in records] == [t.slug for t in codebook.current().themes]
    assert set(records[0]) == {"slug", "name", "group", "what_it_is", "what_it_is_not", "examples"}
    records[0]["examples"].append("a council's own")
    assert "a council's own" not in codebook.as_records()[0]["examples"]
