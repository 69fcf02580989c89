"""A person with a learning disability and their supporter, on a phone in easy read; axe at each step."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.council.records.test_telephone_files import heic_photo
from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_PHOTO = {"name": "IMG_0007.HEIC", "mimeType": "image/heic"}


@pytest.fixture
def phone(served: str, browser: Browser) -> Iterator[Page]:
    """Return a phone of somebody without an account."""
    context = browser.new_context(base_url=served, viewport={"width": 375, "height": 740}, has_touch=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def _on(page: Page, accessible, question: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375, page.url
    accessible(page)


@pytest.mark.slow(reason="ten pages in a browser, each looked at by axe")
def test_a_person_and_their_supporter_tell_us_in_easy_read(phone, accessible, sit_down):
    page = phone
    page.goto("/tell-us/avonshire/")
    press(page.get_by_role("link", name="Easy read, with pictures"))
    _on(page, accessible, "Tell us about your care")
    page.get_by_label("Something was wrong, and I want it looked into").check()
    press(page.get_by_role("button", name="Start"))
    _on(page, accessible, "Who are you?")
    page.get_by_label("I get care or support").check()
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "Photographs, letters and voice")
    page.get_by_label("Choose a file").set_input_files({**_PHOTO, "buffer": heic_photo()[:99]})
    press(page.get_by_role("button", name="Add this file"))
    expect(page.get_by_role("main")).to_contain_text("could not be read. Save it as JPEG")
    _on(page, accessible, "Photographs, letters and voice")
    page.get_by_label("Choose a file").set_input_files({**_PHOTO, "buffer": heic_photo()})
    press(page.get_by_role("button", name="Add this file"))
    expect(page.get_by_role("link", name="IMG_0007.jpg")).to_be_visible()
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "Tell us what happened")
    page.get_by_label("What happened?").fill(
        "my bus was took off me. now i cant go to the cafe group on fridays"
    )
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "What would make it better?")
    # The supporter has to go: they stop, and come back with the code.
    press(page.get_by_role("link", name="Stop and come back later"))
    _on(page, accessible, "Stop and come back later")
    code = page.locator(".govuk-panel__title").inner_text()
    press(page.get_by_role("button", name="I have the code. Close my form"))
    page.goto("/tell-us/avonshire/come-back/")
    page.get_by_label("Return code").fill(code)
    press(page.get_by_role("button", name="Open my form"))
    _on(page, accessible, "What would make it better?")
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "Do you want an answer?")
    page.get_by_label("Yes, please answer me").check()
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "How do you want the answer?")
    page.get_by_label("Easy read, with pictures").check()
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "How do we reach you?")
    page.get_by_label("Your phone number").fill("01632 960777")
    press(page.get_by_role("button", name="Save and continue"))
    _on(page, accessible, "Is this right?")
    expect(page.get_by_role("main")).to_contain_text("cafe group on fridays")
    press(page.get_by_role("button", name="Send"))
    _on(page, accessible, "Thank you. We have it")
    reference = re.search(r"F-\d+", page.get_by_role("main").inner_text())[0]
    staff = sit_down("Dilys Okafor", javascript=False)
    staff.goto(f"/search/?q={reference}")
    press(staff.get_by_role("main").get_by_role("link", name=re.compile(reference)).first)
    expect(staff.get_by_role("main")).to_contain_text("Easy read")
    expect(staff.get_by_role("main")).to_contain_text("IMG_0007.jpg")


@pytest.mark.slow(reason="four pages in a browser, each looked at by axe")
def test_somebody_reads_it_in_polish_and_prints_it(phone, accessible):
    page = phone
    page.goto("/tell-us/avonshire/")
    press(page.get_by_role("link", name="Polski"))
    _on(page, accessible, "Opowiedz nam o swojej opiece")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    press(page.get_by_role("link", name="Wydrukuj ten formularz i wypełnij ręcznie"))
    accessible(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Opowiedz nam o swojej opiece")
    press(page.get_by_role("link", name="Wersja łatwa do czytania, z obrazkami"))
    accessible(page)
    press(page.get_by_role("link", name="English"))
    expect(page.get_by_role("main")).to_contain_text("You can tell us about your care.")
