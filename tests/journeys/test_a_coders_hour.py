"""A coder's hour: twenty points by keyboard, an undo, a skip with its reason, second and third looks, and the card."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

_WHAT = "What is this about?"


def _at_the_desk(page: Page) -> None:
    """Open the desk once the machine has read what came; a worker learns the codebook first."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        page.goto("/themes/desk/")
        if page.get_by_text("Suggested:").count() and not page.get_by_text("not read yet").count():
            return
        time.sleep(2)
    raise AssertionError("the points on the desk were never read")


def _words(page: Page) -> str:
    return page.locator("figure.gt-quote blockquote").inner_text()


def _choose(page: Page) -> None:
    """Tick the first suggestion by its key, or find a theme by its name where nothing is suggested."""
    if page.locator("input[aria-keyshortcuts='1']").count():
        page.keyboard.press("1")
    else:
        page.keyboard.press("/")
        page.keyboard.type("kept inf")
        page.keyboard.press("Enter")
    expect(page.locator("input[name=theme]:checked")).to_have_count(1)


def _save(page: Page) -> None:
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before and "/next/" not in url)


def test_a_coders_hour(sit_down, accessible):
    # Given Ian at the desk, where points wait that somebody else has coded already
    page = sit_down("Ian Prettejohn")
    _at_the_desk(page)
    accessible(page)
    expect(page.get_by_text("Second look").first).to_be_visible()
    page.get_by_role("button", name="Start with the first").click()

    # Then he is not shown what was decided, and nothing is ticked for him
    expect(page.get_by_role("heading", level=1)).to_contain_text("Second look")
    expect(page.locator("input[name=theme]:checked")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^Open F-"))).to_have_count(0)
    accessible(page)

    # When he decides about twenty points without touching the mouse
    for number in range(20):
        expect(page.get_by_role("heading", level=1)).to_contain_text(_WHAT)
        if number == 12:
            # passes one over, with the reason
            passed_over = _words(page)
            page.keyboard.press("s")
            expect(page.get_by_label("I will come back to it")).to_be_focused()
            page.keyboard.press("ArrowDown")
            expect(page.get_by_label("I cannot tell what is meant")).to_be_checked()
            _save(page)
            assert _words(page) != passed_over
        if number == 4:
            # one of which nothing in the codebook fits
            page.keyboard.press("0")
            expect(page.get_by_label("Nothing in the codebook fits")).to_be_checked()
        else:
            _choose(page)
        if number == 9:
            # and changes his mind about one
            decided = _words(page)
            _save(page)
            page.keyboard.press("u")
            expect(page.get_by_text("Your last decision is undone")).to_be_visible()
            assert _words(page) == decided
            _choose(page)
        _save(page)
    page.goto("/themes/desk/")
    expect(page.get_by_role("button", name="Undo your last decision")).to_be_visible()

    # And what he passed over waits for somebody else, with the reason
    grace = sit_down("Grace Adeyinka", width=375)
    grace.goto("/themes/desk/")
    accessible(grace)
    expect(grace.get_by_text("Skipped: i cannot tell what is meant").first).to_be_visible()

    # When Dilys meets a point that two people read differently, she sees both and settles it
    dilys = sit_down("Dilys Okafor", width=375)
    dilys.goto("/themes/desk/")
    # Which points two people look at is decided by their keys, so a second look may stand before it in the queue.
    differs = dilys.locator(".gt-cards > li").filter(has_text="Third look: two differ").first
    differs.get_by_role("link").first.click()
    expect(dilys.get_by_text("Two people read this differently")).to_be_visible()
    accessible(dilys)
    dilys.get_by_role("checkbox").first.check()
    settled = _words(dilys)
    dilys.get_by_role("button", name="Save and go on").click()
    dilys.wait_for_url("**/point/**")
    assert _words(dilys) != settled

    # And the card sets the machine beside people
    page.goto("/themes/card/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How well the machine and people agree")
    expect(page.get_by_text("Of 100 themes that people gave, the machine found")).to_be_visible()
    page.get_by_text("The figures behind this, as an analyst reads them").click()
    expect(page.get_by_role("table", name=re.compile("Agreement"))).to_contain_text("Kappa")
    accessible(page)


def test_keys_rest_while_somebody_types_and_can_be_turned_off(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    _at_the_desk(page)
    page.goto("/themes/desk/next/")
    here = page.url
    # What is typed into a box is typed, and nothing else
    page.keyboard.press("/")
    page.keyboard.type("us01 zzz")
    expect(page.get_by_label("Find another theme")).to_have_value("us01 zzz")
    expect(page.locator("input[name=theme]:checked")).to_have_count(0)
    page.keyboard.press("Escape")
    assert page.url == here
    # Turned off, no key does anything of itself
    page.locator("#keys summary").click()
    accessible(page)
    page.get_by_label("Use these keys on this computer").uncheck()
    page.locator("main h1").click()
    page.keyboard.press("0")
    expect(page.get_by_label("Nothing in the codebook fits")).not_to_be_checked()
    page.reload()
    page.keyboard.press("0")
    expect(page.get_by_label("Nothing in the codebook fits")).not_to_be_checked()
    # Turned on again, they are back
    page.locator("#keys summary").click()
    page.get_by_label("Use these keys on this computer").check()
    page.locator("main h1").click()
    page.keyboard.press("0")
    expect(page.get_by_label("Nothing in the codebook fits")).to_be_checked()


def test_the_desk_works_without_a_script(sit_down, served):
    page = sit_down("Grace Adeyinka", javascript=False)
    page.goto("/themes/desk/next/")
    expect(page.get_by_label("Use these keys on this computer")).to_be_hidden()
    first = _words(page)
    page.get_by_text("Skip it, with a reason").click()
    page.get_by_label("Somebody who knows this service should say").check()
    page.get_by_role("button", name="Skip it for now").click()
    assert _words(page) != first
    page.get_by_role("checkbox", name="Nothing in the codebook fits").check()
    page.get_by_role("button", name="Save and go on").click()
    page.goto("/themes/desk/")
    page.get_by_role("button", name="Undo your last decision").click()
    expect(page.get_by_text("Your last decision is undone")).to_be_visible()


def test_what_may_tell_of_harm_is_looked_at_by_those_who_may(sit_down, accessible):
    page = sit_down("Dilys Okafor", width=375)
    page.goto("/themes/harm/")
    accessible(page)
    page.locator("ul.gt-cards a").first.click()
    expect(page.locator("blockquote mark").first).to_be_visible()
    accessible(page)
    read = _words(page)
    page.get_by_role("button", name="Keep what I did").click()
    expect(page.get_by_role("alert")).to_contain_text("What did you do?")
    page.get_by_label("I read it, and it does not tell of harm").check()
    page.get_by_role("button", name="Keep what I did").click()
    expect(page.get_by_text("What you did is kept.")).to_be_visible()
    assert read not in page.content()
