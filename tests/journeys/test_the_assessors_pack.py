"""A director signs the self-assessment; an assessor opens a pack on a machine without the product, by keyboard, in print."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press
from tests.journeys.test_print import _CUT

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_A4 = 703


@pytest.fixture
def pack(sit_down, tmp_path) -> str:
    """Return the address of the HTML file of a pack that was sent, saved on a disk."""
    page = sit_down("Grace Adeyinka")
    page.goto("/evidence/packs/")
    press(page.locator("tbody tr", has_text="All statements").get_by_role("link").first)
    with page.expect_download() as given:
        page.get_by_role("button", name="HTML", exact=True).click()
    file = tmp_path / given.value.suggested_filename
    given.value.save_as(file)
    return file.as_uri()


def test_an_assessor_opens_the_pack_without_the_product(pack, browser, accessible):
    # Without any network, and without scripts: what is not in the file is not there.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pack)
    assert asked == [pack]
    accessible(page)
    page.set_viewport_size({"width": 375, "height": 800})
    accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gaps", exact=True)).to_be_focused()
    # From a claim by its evidence to the words: two links.
    first = page.locator("a[href^='#evidence-']").first
    first.focus()
    page.keyboard.press("Enter")
    assert "#evidence-" in page.url
    proof = page.url.rpartition("#")[2]
    words = page.locator(f"#{proof} ~ p a[href^='#words-']").first
    words.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{page.url.rpartition('#')[2]}")).to_be_in_viewport()
    assert "#words-" in page.url and asked == [pack]

    page.set_viewport_size({"width": _A4, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate(_CUT) == []
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join("\n".join(each.extract_text() for each in printed.pages).split())
    assert "How to check this pack" in text and len(printed.pages) > 5
    context.close()


def test_a_director_signs(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    page.goto("/evidence/self-assessments/")
    press(page.get_by_role("link", name="Self-assessment for the next assessment"))
    accessible(page)
    expect(page.get_by_role("button", name="Sign self-assessment", exact=True)).to_have_count(0)
    address = page.url
    page.get_by_role("link", name="Safeguarding", exact=True).click()
    press(page.get_by_role("button", name="Write section", exact=True))
    page.get_by_role("textbox", name=re.compile("^Text")).fill(
        "We look at each concern on the day. We are behind in asking what people wanted."
    )
    page.get_by_role("radio", name=re.compile("^3: ")).check()
    page.get_by_role("textbox", name=re.compile("^Reasons")).fill("Timely; people are asked too seldom.")
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator("main")).to_contain_text("Names a weakness and no plan near it")
    accessible(page)

    director = sit_down("Helen Castledine")
    director.goto(address)
    press(director.get_by_role("button", name="Sign self-assessment", exact=True))
    press(director.get_by_role("button", name="Sign self-assessment", exact=True))
    expect(director.locator("main")).to_contain_text("A text, a score or its reasons are missing under")
    for name in director.request.get(address).text().split('href="/evidence/sections/')[1:]:
        section = name.split("/")[0]
        director.goto(f"/evidence/sections/{section}/write/")
        if not director.get_by_role("textbox", name=re.compile("^Reasons")).input_value():
            director.get_by_role("radio", name=re.compile("^3: ")).check()
            director.get_by_role("textbox", name=re.compile("^Reasons")).fill("As last year, made up.")
            press(director.get_by_role("button", name="Save", exact=True))
    director.goto(address)
    press(director.get_by_role("button", name="Sign self-assessment", exact=True))
    accessible(director)
    press(director.get_by_role("button", name="Sign self-assessment", exact=True))
    expect(director.locator("main")).to_contain_text("Signed, and kept as it was")
