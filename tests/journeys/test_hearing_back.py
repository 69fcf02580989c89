"""A carer hears back through a private link and says what they think; a board member disagrees; the public reads what was done."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
LEAD, MEMBER = "Tom Wheelhouse", "Jean Follett"
TITLE = "A telephone number that somebody answers in the evening"


def _link(page, name: str):
    return page.get_by_role("link", name=name, exact=True)


def _button(page, name: str):
    return page.get_by_role("button", name=name, exact=True)


@pytest.fixture
def without_account(served, browser):
    """Return a function that opens an address on somebody's telephone, not signed in."""
    contexts = []

    def visit(address: str, width: int = 375):
        context = browser.new_context(base_url=served, viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.slow(
    reason="a request from the words of a carer to their own view of the answer, over nine pages"
)
def test_a_carer_hears_back(sit_down, accessible, without_account):
    page = sit_down(LEAD)
    page.goto("/feedback/?speaker=carer&source=survey_comment&sort=-received_on")
    press(page.locator("tbody th a").first)
    press(_link(page, "Record a request"))
    if page.get_by_role("link", name="Record a request on this").count():
        press(page.get_by_role("link", name="Record a request on this").first)
    accessible(page)
    page.get_by_label("Asked for", exact=True).check()
    page.get_by_label("What is asked for").fill(TITLE)
    press(_button(page, "Save request"))
    expect(page.get_by_text("Answer owed").first).to_be_visible()
    accessible(page)
    press(_button(page, "Answer"))
    accessible(page)
    page.get_by_role("textbox", name="Answer").fill("From June somebody is there until ten in the evening.")
    page.get_by_label("Will do").check()
    press(_button(page, "Save answer"))
    expect(page.get_by_text("Answered, not told").first).to_be_visible()
    press(_link(page, "Make private link for their view"))
    press(_button(page, "Make private link"))
    address = page.get_by_label("Link").input_value()
    press(page.get_by_role("button", name="Done"))

    theirs = without_account(address)
    expect(theirs.get_by_text("From June somebody is there")).to_be_visible()
    accessible(theirs)
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 375
    theirs.get_by_label("I am partly happy with it").check()
    theirs.get_by_label("Tell us why").fill("Ten is early when he wakes at one.")
    press(_button(theirs, "Send what you think"))
    expect(theirs.get_by_text("has been sent")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Ten is early when he wakes at one.").first).to_be_visible()
    expect(page.get_by_text("Partly satisfied").first).to_be_visible()
    expect(page.get_by_text("Nobody can change what the asker said.")).to_be_visible()
    accessible(page)


@pytest.mark.slow(reason="a board member's page, their view, and the lead's list of who disagrees")
def test_a_board_member_disagrees_with_an_answer(sit_down, accessible):
    page = sit_down(MEMBER)
    page.goto("/my-board/")
    press(page.get_by_role("link", name="what you think of the answer").first)
    accessible(page)
    page.get_by_label("I disagree with it").check()
    page.get_by_role("textbox", name="Tell us why").fill("It is what we were told three years ago.")
    press(page.locator("main button[type=submit]"))
    expect(page.get_by_text("It is what we were told three years ago.").first).to_be_visible()
    accessible(page)

    page = sit_down(LEAD)
    page.goto("/requests/")
    accessible(page)
    press(_link(page, "Disagree"))
    expect(page.get_by_text("Disagrees with the answer").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.slow(reason="the public page, plain and in easy read, and its feed")
def test_anybody_reads_what_was_said_and_done(without_account, accessible, width):
    page = without_account("/you-said/avonshire/", width)
    expect(page.get_by_role("heading", name="You said, we did", exact=True)).to_be_visible()
    expect(page.get_by_text("It did not work").first).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    feed = page.request.get(page.get_by_role("link", name="News feed of this page").get_attribute("href"))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    press(_link(page, "Easy read"))
    expect(page.get_by_text("Now we write them with you.")).to_be_visible()
    accessible(page)


def test_who_is_to_be_told(sit_down, accessible):
    page = sit_down(LEAD)
    page.goto("/requests/to-tell/")
    accessible(page)
    press(page.locator("tbody th a").first)
    accessible(page)
    assert "Does it feel different to you?" in page.get_by_label("What they are told").input_value()
    press(_button(page, "Record that they were told"))
    page.goto("/requests/figures/")
    expect(page.get_by_text("Told, of those who asked to hear")).to_be_visible()
    accessible(page)
