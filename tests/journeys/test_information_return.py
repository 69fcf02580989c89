"""An information return in a browser: the sheet loaded, an item given a document, redacted, and signed off by another."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_SHEET = b"""Item no,Information requested,Quality statement,Lead,Our notes
JR1,Reviews that are overdue,QS1,Dilys Okafor,made up
JR2,What carers say,QS3,Tom Wheelhouse,
"""


def _day(page, name: str, day: str, month: str, year: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        page.locator(f"#id_{name}-{part}").fill(value)


@pytest.mark.slow(reason="a dozen pages in a browser, each looked at by axe, and two people")
@pytest.mark.parametrize("width", [1280, 375])
def test_a_sheet_becomes_items_and_an_item_is_signed_off_by_another(sit_down, accessible, width):
    page = sit_down("Grace Adeyinka")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/evidence/returns/")
    accessible(page)
    press(page.get_by_role("button", name="Add information return"))
    page.get_by_label("Title", exact=True).fill("A return by sheet")
    _day(page, "received_on", "2", "3", "2026")
    _day(page, "due_on", "1", "1", "2099")
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    accessible(page)

    press(page.get_by_role("button", name="Load items from a sheet").first)
    page.locator("#id_file").set_input_files({"name": "items.csv", "mimeType": "text/csv", "buffer": _SHEET})
    accessible(page)
    press(page.get_by_role("button", name="Match columns"))
    assert "Reviews that are overdue" in page.inner_text("main")
    accessible(page)
    press(page.get_by_role("button", name="Load items"))
    assert "0 of 2 items ready or sent" in page.inner_text("main")
    accessible(page)

    press(page.locator(".gt-numbers a").first)
    accessible(page)
    press(page.get_by_role("link", name="Reviews that are overdue"))
    item = page.url
    press(page.get_by_role("button", name="Add document"))
    page.get_by_label("Document", exact=True).select_option(index=1)
    page.get_by_label("Section or page").fill("p. 3")
    accessible(page)
    press(page.get_by_role("button", name="Add document"))
    press(page.get_by_role("button", name="Finish gathering"))
    _day(page, "as_at", "1", "3", "2026")
    page.get_by_label("Needed", exact=True).check()
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    assert "To redact" in page.inner_text("main")
    press(page.get_by_role("button", name="Record redaction"))
    press(page.get_by_role("button", name="Save"))
    assert "To sign off" in page.inner_text("main")
    accessible(page)

    owner = sit_down("Dilys Okafor")
    owner.goto(item)
    assert "somebody else signs it off" in owner.inner_text("main")
    assert owner.get_by_role("button", name="Sign off").count() == 0

    director = sit_down("Helen Castledine")
    director.goto(item)
    press(director.get_by_role("button", name="Sign off"))
    press(director.get_by_role("button", name="Save"))
    text = director.inner_text("main")
    assert "Ready" in text and "Signed off by" in text
    accessible(director)
