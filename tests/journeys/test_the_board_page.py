"""What a director tells the board: one click from home, printed on one sheet, kept as an edition that others read."""

from __future__ import annotations

import io

import pypdf
import pytest

from goldthread.documents.as_pdf import is_available
from tests.journeys.browser import press


@pytest.mark.parametrize("javascript", [True, False])
def test_the_board_page_is_one_click_from_home(sit_down, accessible, javascript):
    page = sit_down("Helen Castledine", javascript=javascript)
    press(page.get_by_role("button", name="Board page", exact=True))
    assert page.get_by_role("heading", name="What people told us, and what changed", level=1).is_visible()
    assert page.get_by_role("heading", name="In five sentences").is_visible()
    assert page.locator(".gt-sheet ol li").count() == 5
    if javascript:
        accessible(page)


def test_it_prints_on_one_sheet_without_the_frame(sit_down):
    page = sit_down("Helen Castledine")
    page.goto("/reports/board/")
    printed = pypdf.PdfReader(
        io.BytesIO(page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm")))
    )
    assert len(printed.pages) == 1
    text = printed.pages[0].extract_text()
    assert "What people told us, and what changed" in text
    assert "Make an edition" not in text and "Sign out" not in text


def test_an_edition_is_made_and_read_by_a_councillor(sit_down, accessible):
    page = sit_down("Helen Castledine")
    page.goto("/reports/board/")
    press(page.get_by_role("button", name="Make an edition"))
    page.get_by_label("What the board is asked to do").fill("Agree that letters are written anew.")
    press(page.get_by_role("button", name="Make edition"))
    assert page.get_by_role("status").inner_text().endswith("It stays as it is now.")
    assert page.get_by_text("Agree that letters are written anew.").is_visible()
    accessible(page)
    address = page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")
    if is_available():
        with page.expect_download() as download:
            page.get_by_role("button", name="PDF", exact=True).click()
        assert download.value.suggested_filename.endswith(".pdf")
    other = sit_down("Councillor Margaret Innes-Pole")
    assert other.get_by_role("heading", name="Did it work?").is_visible()
    accessible(other)
    other.goto(address)
    assert other.get_by_text("Agree that letters are written anew.").is_visible()


def test_help_on_a_page_leads_to_its_part(sit_down):
    page = sit_down("Helen Castledine")
    page.goto("/reports/board/")
    press(page.get_by_role("link", name="Help on this page"))
    assert page.url.endswith("/help/#reports")
    assert page.locator("#reports").is_visible()
