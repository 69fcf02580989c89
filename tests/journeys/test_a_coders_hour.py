"""A coder's hour: twenty issues by keyboard, an undo, a skip, second coding, adjudication, and coding accuracy."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import press

pytestmark = pytest.mark.journey

_HEADING = "Code this issue"


def _open_queue(page: Page) -> None:
    """Open the issues to code once suggestions have been made; a worker trains on the codebook first."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        page.goto("/themes/to-code/")
        if page.get_by_text("Suggested:").count() and not page.get_by_text("Suggestions in progress").count():
            return
        time.sleep(0.5)
    raise AssertionError("no suggestions were made for the issues to code")


def _text(page: Page) -> str:
    return page.locator("figure.gt-quote blockquote").inner_text()


def _tick(page: Page) -> None:
    """Tick the first suggestion by its key, or search for a theme by its name where nothing is suggested."""
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
    # Given Ian at the issues to code, some of which somebody else has coded already
    page = sit_down("Ian Prettejohn")
    _open_queue(page)
    accessible(page)
    expect(page.get_by_text("Second coding").first).to_be_visible()
    press(page.get_by_role("button", name="Code issues"))

    # Then he is not shown what was decided, and nothing is ticked for him
    expect(page.get_by_role("heading", level=1)).to_contain_text("Second coding")
    expect(page.locator("input[name=theme]:checked")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^Open F-"))).to_have_count(0)
    accessible(page)

    # When he codes twenty issues without touching the mouse
    for number in range(20):
        expect(page.get_by_role("heading", level=1)).to_contain_text(_HEADING)
        if number == 12:
            # skips one, with the reason
            skipped = _text(page)
            page.keyboard.press("s")
            expect(page.get_by_label("I will come back to it")).to_be_focused()
            page.keyboard.press("ArrowDown")
            expect(page.get_by_label("The meaning is not clear")).to_be_checked()
            _save(page)
            assert _text(page) != skipped
        if number == 4:
            # one with no suitable theme
            page.keyboard.press("0")
            expect(page.get_by_label("No suitable theme")).to_be_checked()
        else:
            _tick(page)
        if number == 9:
            # and changes his mind about one
            decided = _text(page)
            _save(page)
            page.keyboard.press("u")
            expect(page.get_by_text("Your last decision is undone")).to_be_visible()
            assert _text(page) == decided
            _tick(page)
        _save(page)
    page.goto("/themes/to-code/")
    expect(page.get_by_role("button", name="Undo last decision")).to_be_visible()

    # And what he skipped is offered to somebody else, with the reason
    grace = sit_down("Grace Adeyinka", width=375)
    grace.goto("/themes/to-code/")
    accessible(grace)
    expect(grace.get_by_text("Skipped: the meaning is not clear").first).to_be_visible()

    # When Dilys opens an issue that two people coded differently, she sees both and adjudicates
    dilys = sit_down("Dilys Okafor", width=375)
    dilys.goto("/themes/to-code/")
    # Which issues are double coded is decided by their keys, so a second coding may come before it in the queue.
    differs = dilys.locator(".gt-cards > li").filter(has_text="Adjudication").first
    press(differs.get_by_role("link").first)
    expect(dilys.get_by_text("Two people coded this issue differently")).to_be_visible()
    accessible(dilys)
    dilys.get_by_role("checkbox").first.check()
    adjudicated = _text(dilys)
    press(dilys.get_by_role("button", name="Save and next"))
    dilys.wait_for_url("**/issues/**")
    assert _text(dilys) != adjudicated

    # And the coding accuracy page compares suggestions with people
    page.goto("/themes/accuracy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Coding accuracy")
    expect(page.get_by_text("Of 100 themes that people coded,")).to_be_visible()
    page.get_by_text("Figures for analysts").click()
    expect(page.get_by_role("table", name="Agreement over all issues and themes")).to_contain_text("kappa")
    accessible(page)


def test_shortcuts_are_off_while_somebody_types_and_can_be_turned_off(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    _open_queue(page)
    page.goto("/themes/to-code/next/")
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
    page.get_by_label("Use shortcuts on this computer").uncheck()
    page.locator("main h1").click()
    page.keyboard.press("0")
    expect(page.get_by_label("No suitable theme")).not_to_be_checked()
    page.reload()
    page.keyboard.press("0")
    expect(page.get_by_label("No suitable theme")).not_to_be_checked()
    # Turned on again, they are back
    page.locator("#keys summary").click()
    page.get_by_label("Use shortcuts on this computer").check()
    page.locator("main h1").click()
    page.keyboard.press("0")
    expect(page.get_by_label("No suitable theme")).to_be_checked()


def test_coding_works_without_a_script(sit_down, served):
    page = sit_down("Grace Adeyinka", javascript=False)
    page.goto("/themes/to-code/next/")
    expect(page.get_by_label("Use shortcuts on this computer")).to_be_hidden()
    first = _text(page)
    page.locator("summary").filter(has_text="Skip this issue").click()
    page.get_by_label("Somebody who knows this service should code it").check()
    press(page.get_by_role("button", name="Skip issue"))
    assert _text(page) != first
    page.get_by_role("checkbox", name="No suitable theme").check()
    press(page.get_by_role("button", name="Save and next"))
    page.goto("/themes/to-code/")
    press(page.get_by_role("button", name="Undo last decision"))
    expect(page.get_by_text("Your last decision is undone")).to_be_visible()


def test_danger_is_opened_from_the_top_of_home_and_reviewed(sit_down, accessible):
    page = sit_down("Dilys Okafor", width=375)
    accessible(page)
    press(page.get_by_role("region", name="Danger now?").get_by_role("link").first)
    expect(page.get_by_text("lying on the kitchen floor since last night").first).to_be_visible()
    page.get_by_label("I raised a safeguarding concern").check()
    press(page.get_by_role("button", name="Save review"))
    expect(page.get_by_text("lying on the kitchen floor")).to_have_count(0)
    page.goto("/themes/safeguarding/duty/")
    page.get_by_label("Person").select_option(label="Dilys Okafor")
    page.get_by_label("Every week on").select_option(label="Sunday")
    press(page.get_by_role("button", name="Add to duty list"))
    press(page.get_by_role("button", name="Remove Dilys Okafor, every Sunday"))
    expect(page.get_by_text("Dilys Okafor is no longer on duty every Sunday.")).to_be_visible()


def test_a_possible_safeguarding_concern_is_reviewed(sit_down, accessible):
    page = sit_down("Dilys Okafor", width=375)
    page.goto("/themes/safeguarding/")
    accessible(page)
    page.locator("ul.gt-cards li", has_text="May tell of").locator("a").first.click()
    expect(page.locator("blockquote mark").first).to_be_visible()
    accessible(page)
    text = _text(page)
    press(page.get_by_role("button", name="Save review"))
    expect(page.get_by_role("alert")).to_contain_text("What did you do?")
    page.get_by_label("I read it and it is not a safeguarding concern").check()
    press(page.get_by_role("button", name="Save review"))
    expect(page.get_by_text(re.compile("Review of .* saved"))).to_be_visible()
    assert text not in page.content()
