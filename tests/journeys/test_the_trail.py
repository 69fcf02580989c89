"""The trail as it is drawn, in a real browser: by keyboard and without a script, and as a list on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _open_a_trail(page: Page) -> None:
    page.goto("/learning/")
    press(page.get_by_role("link", name="Updates for people who are waiting"))
    press(page.get_by_role("link", name="View trail"))


def test_by_keyboard_without_a_script(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False)
    _open_a_trail(page)
    skip = page.get_by_role("link", name="Skip the drawing")
    skip.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Drawing of the trail")).to_be_focused()
    # Box by box from the left; the trail's own record is marked.
    boxes = page.locator(".gt-trail__node")
    assert boxes.count() > 4
    for at in range(boxes.count()):
        page.keyboard.press("Tab")
        expect(boxes.nth(at)).to_be_focused()
    assert page.locator(".gt-trail__node[aria-current=true]").count() == 1
    lefts = [float(boxes.nth(at).locator("rect").last.get_attribute("x")) for at in range(boxes.count())]
    assert lefts == sorted(lefts)
    skip.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#trail-list")
    boxes.last.focus()
    name = boxes.last.get_attribute("aria-label")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/thread/" not in url)
    assert page.locator("h1").inner_text()[:20] in name


def test_a_phone_has_the_list_alone(sit_down, accessible):
    page = sit_down("Grace Adeyinka", width=375)
    _open_a_trail(page)
    assert not page.locator(".gt-chart--trail").is_visible()
    based_on = page.get_by_role("region", name="Based on")
    headings = based_on.get_by_role("heading", level=3).all_inner_texts()
    assert headings[0].startswith("Feedback") and headings[-1].startswith("Themes")
    assert based_on.get_by_role("link").count() > 4
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    accessible(page)


def test_the_small_form_and_the_trail_of_a_statement(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    page.goto("/learning/")
    press(page.get_by_role("link", name="Updates for people who are waiting"))
    assert page.locator(".gt-chart--trail-line").is_visible()
    accessible(page)
    page.goto("/evidence/learning-improvement-and-innovation/")
    press(page.get_by_role("button", name="View trail"))
    assert page.locator(".gt-chart--trail").is_visible()
    accessible(page)
    # A box of many opens the list that it counts.
    fold = page.locator(".gt-trail__node", has_text="pieces of").first
    words = fold.get_attribute("aria-label").split(".")[0]
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    accessible(page)
