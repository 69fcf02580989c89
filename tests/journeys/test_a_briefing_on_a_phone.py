"""A front-line worker reads a briefing on a phone, answers its two questions and says that the team discussed it."""

from __future__ import annotations

from playwright.sync_api import expect

from goldthread.demo.learning_hub import BESIDE
from tests.journeys.test_clicks_of_the_thread import Clicks

_TITLE = "Self-neglect and choice: learning from a safeguarding adult review"


def test_a_worker_reads_answers_and_says_we_discussed_it_in_two_clicks_and_three_ticks(sit_down, accessible):
    asked = BESIDE["walter"]["questions"]
    clicks, page = Clicks(), sit_down("Kelly Burdock")
    page.set_viewport_size({"width": 375, "height": 780})
    clicks.press(page.get_by_role("link", name=_TITLE).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(_TITLE)
    expect(page.get_by_role("heading", name="What to do")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    accessible(page)
    # Some four hundred letters stand open: what it is about and what to do. The rest is a tap away.
    for answer in (asked["first_right"], asked["second_right"], "We discussed it in our team"):
        page.get_by_label(answer, exact=True).check()
    clicks.press(page.get_by_role("button", name="Mark as read"))
    expect(page.get_by_role("status").first).to_contain_text("Your answers were right.")
    assert clicks.count == 2, "beside three ticks"
    expect(page.get_by_role("link", name=_TITLE)).to_have_count(0)


def test_standard_briefing_and_lesson_are_found_in_one_search(sit_down, accessible):
    page = sit_down("Kelly Burdock")
    page.set_viewport_size({"width": 375, "height": 780})
    page.goto("/briefings/hub/")
    page.get_by_label("What are you looking for?").fill("waiting")
    page.get_by_role("button", name="Search").last.click()
    for group in ("Standards and other documents", "Briefings", "Lessons"):
        expect(page.get_by_role("heading", name=group)).to_be_visible()
    accessible(page)
