"""The annual report: made at one press, written in, approved by another, published, and opened in every form."""

from __future__ import annotations

import io

import docx
import openpyxl
import pypdf
from playwright.sync_api import expect

from goldthread.documents.as_pdf import is_available
from tests.journeys.browser import press

MATTERS = "People wait without being told how long. We ring each of them on Fridays now."


def _download(page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_text(name, exact=True).first.click()
    return download.value.path().read_bytes()


def test_the_annual_report_from_one_press_to_every_form(sit_down, accessible):
    manager = sit_down("Dilys Okafor")
    manager.goto("/reports/")
    accessible(manager)
    kind = manager.locator(".gt-kinds li", has_text="Annual report on complaints")
    press(kind.get_by_role("button"))
    expect(manager.get_by_role("status")).to_contain_text("made.")
    heading = manager.locator("h1").inner_text()
    press(manager.get_by_role("button", name="Write in it"))
    manager.get_by_label("Matters of general importance, and how they were handled").fill(MATTERS)
    press(manager.get_by_role("button", name="Save", exact=True))
    press(manager.get_by_role("button", name="Ask for comments"))
    press(manager.get_by_role("button", name="Ask for comments"))
    address = manager.url
    director = sit_down("Helen Castledine")
    director.goto(address)
    expect(director.get_by_text(MATTERS)).to_be_visible()
    press(director.get_by_role("button", name="Approve"))
    press(director.get_by_role("button", name="Approve"))
    manager.goto(address)
    press(manager.get_by_role("button", name="Publish"))
    press(manager.get_by_role("button", name="Publish"))
    expect(manager.locator("main")).to_contain_text("Published")
    accessible(manager)

    number = manager.get_by_role("row", name="Complaints received", exact=False).first.locator("td").first
    received = number.inner_text()
    word = docx.Document(io.BytesIO(_download(manager, "Word")))
    assert any(
        row.cells[0].text == "Complaints received" and row.cells[1].text == received
        for table in word.tables
        for row in table.rows
    )
    assert any(MATTERS in paragraph.text for paragraph in word.paragraphs)
    sheet = openpyxl.load_workbook(io.BytesIO(_download(manager, "Figures in Excel"))).active
    [row] = [row for row in sheet.iter_rows(values_only=True) if row[2] == "Complaints received"]
    assert f"{row[3]:,}" == received and row[9] == "financial year"
    if is_available():
        paper = pypdf.PdfReader(io.BytesIO(_download(manager, "PDF")))
        text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
        assert heading in text and MATTERS in text and f"Complaints received {received}" in text

    press(number.get_by_role("link"))
    expect(manager.locator("main")).to_contain_text(f"{received} results")
    councillor = sit_down("Councillor Margaret Innes-Pole", width=375)
    councillor.goto(address)
    expect(councillor.get_by_text(MATTERS)).to_be_visible()
    assert councillor.locator(".gt-sheet a").count() == 0
    accessible(councillor)
