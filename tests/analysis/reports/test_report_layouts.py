"""Every made-up page in every layout is read as the same parts, which are written down by hand in made_up_pages.py."""

from __future__ import annotations

import importlib.util

import pytest
from made_up_files import LAYOUTS
from made_up_pages import PAGES, Page

from goldthread.analysis.reports.reading import read_report
from goldthread.analysis.reports.types import PublishedPage
from goldthread.document_text import open_document
from goldthread.standards import framework

CASES = [(layout, page) for layout in LAYOUTS for page in PAGES]
assert len(CASES) > 40


def read(content: bytes, name: str) -> list[PublishedPage]:
    return read_report(open_document(content, name), source=name, rules=framework.current())


@pytest.mark.parametrize(
    ("layout", "page"), CASES, ids=[f"{layout}: {page.council}" for layout, page in CASES]
)
def test_a_page_in_a_layout(layout: str, page: Page) -> None:
    if layout == "pdf" and importlib.util.find_spec("pypdf") is None:
        pytest.skip("what reads PDF is not installed")
    ending, write = LAYOUTS[layout]
    (found,) = read(write(page), f"page{ending}")
    assert (found.council, found.council_in_text) == (page.council, None)
    assert (found.statement, found.score, found.label) == (page.statement, page.score, page.label)
    assert (found.indicative, found.rating, found.overall_percent) == (False, None, None)
    assert found.published == page.published
    assert found.unread == ()
    assert found.commitment == page.commitment
    if layout != "doubled score":
        assert found.expectations == page.expectations
    # No word of the findings is lost, and none comes to them.
    assert " ".join(passage.text for passage in found.passages).split() == page.words()
    for heading, paragraphs in page.sections:
        under = " ".join(passage.text for passage in found.passages if passage.section == heading)
        assert under == " ".join(paragraphs)
    headings = [section.heading for section in found.sections if section.kind == "findings"]
    assert [heading for heading in headings if heading and not heading.startswith("Key findings")] == [
        heading for heading, _ in page.sections
    ]
    places = [passage.place.paragraph for passage in found.passages]
    assert places == sorted(places) and len(set(places)) >= 2


@pytest.mark.parametrize("page", PAGES, ids=[page.council for page in PAGES])
def test_figures_are_the_same_in_every_layout(page: Page) -> None:
    (first,) = read(LAYOUTS["a line each"][1](page), "page.txt")
    for layout in ("markdown of a converter", "pdf as text", "saved web page", "word"):
        ending, write = LAYOUTS[layout]
        (found,) = read(write(page), f"page{ending}")
        assert [(each.printed, each.value, each.unit) for each in found.figures] == [
            (each.printed, each.value, each.unit) for each in first.figures
        ], layout
