"""Back, with the browser's back/forward cache on: after signing out it shows nothing, and before it loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import CHROMIUM, FLAGS, press

WORDS = "Nobody rang her back about the ramp."
COMPLAINT = "/feedback/new/complaint/"


@pytest.fixture(scope="module")
def browser_with_back_cache(browser: Browser) -> Iterator[Browser]:
    """Return a Chromium as people have it: Playwright turns its back/forward cache off."""
    opened = browser.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield opened
    opened.close()


@pytest.fixture
def desk(served: str, browser_with_back_cache: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that seats the quality lead at a browser of her own, signed in."""
    contexts = []

    def sit(*, javascript: bool = True) -> Page:
        context = browser_with_back_cache.new_context(base_url=served, java_script_enabled=javascript)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/demo/users/")
        press(page.get_by_role("button", name="Grace Adeyinka", exact=True))
        return page

    yield sit
    for context in contexts:
        context.close()


def test_the_back_cache_is_on(desk):
    """Or the others would show nothing: a page open to all is brought back as it was left."""
    page = desk()
    context = page.context
    context.clear_cookies()
    page.goto("/accessibility/")
    page.evaluate("window.leftHere = true")
    page.goto("/privacy/")
    page.evaluate("history.back()")
    expect(page).to_have_url(re.compile("/accessibility/$"))
    assert page.evaluate("window.leftHere")


@pytest.mark.parametrize("javascript", [True, False])
def test_back_after_signing_out_shows_no_complaint(desk, javascript):
    page = desk(javascript=javascript)
    page.goto("/feedback/?source=complaint")
    press(page.locator("main a[href^='/feedback/']").first)
    heading = page.get_by_role("heading", level=1).inner_text()
    press(page.get_by_role("button", name="Sign out"))
    for _ in range(2):
        # Not until it is loaded: a page from the back/forward cache never is.
        page.go_back(wait_until="commit")
        page.get_by_label("Email address").wait_for(timeout=5000)
        assert heading not in page.content()


def test_back_brings_what_was_typed(desk, accessible):
    page = desk()
    page.goto(COMPLAINT)
    page.get_by_label("Comment").fill(WORDS)
    page.locator("[data-draft-state]").wait_for()
    press(page.get_by_role("link", name="Home", exact=True))
    page.go_back()
    assert page.get_by_label("Comment").input_value() == WORDS
    assert page.get_by_text("restored. It is not saved yet.").is_visible()
    accessible(page)
    press(page.get_by_role("button", name="Discard draft"))
    assert page.get_by_label("Comment").input_value() == ""


def test_signing_out_in_the_middle_of_a_word_loses_nothing(desk):
    page = desk()
    page.goto(COMPLAINT)
    page.get_by_label("Comment").press_sequentially(WORDS)
    press(page.get_by_role("button", name="Sign out"))
    page.goto("/demo/users/")
    press(page.get_by_role("button", name="Grace Adeyinka", exact=True))
    page.goto(COMPLAINT)
    assert page.get_by_label("Comment").input_value() == WORDS
    press(page.get_by_role("button", name="Discard draft"))


def test_without_a_script_back_brings_what_was_sent_and_not_saved(desk):
    page = desk(javascript=False)
    page.goto(COMPLAINT)
    page.get_by_label("Comment").fill(WORDS)
    page.locator("[name='received_on-day']").fill("99")
    press(page.get_by_role("button", name="Save", exact=True).last)
    press(page.get_by_role("link", name="Home", exact=True))
    page.goto(COMPLAINT)
    assert page.get_by_label("Comment").input_value() == WORDS
    assert page.locator("[name='received_on-day']").input_value() == "99"
    press(page.get_by_role("button", name="Discard draft"))
