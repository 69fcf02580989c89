"""A quality lead makes an emerging topic a theme, and sees last year's issues on its chart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = pytest.mark.journey


def test_an_emerging_topic_becomes_a_theme_with_its_history(sit_down, accessible):
    # Given Grace, who leads on quality, and a small topic that is rising
    page = sit_down("Grace Adeyinka")
    rising = page.get_by_role("link", name=re.compile("Emerging topic:"))
    expect(rising).to_contain_text("parking")
    expect(
        page.get_by_text("6 in the last four weeks, 1 in the 12 months before; small numbers")
    ).to_be_visible()

    # When she opens the emerging topics
    page.goto("/themes/")
    press(page.get_by_role("link", name="Emerging topics"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Emerging topics")
    expect(page.get_by_text("Rising", exact=True)).to_have_count(1)
    accessible(page)

    # And opens the one with issues now and then for more than a year
    press(page.get_by_role("link", name=re.compile("cat · dog")))
    expect(page.get_by_text("Nobody could tell me who would feed my cat")).to_be_visible()
    expect(page.get_by_text(re.compile("7 issues in 7 months"))).to_be_visible()
    accessible(page)

    # And makes it a theme, with all but one of its issues
    page.get_by_role("link", name="Make it a theme").or_(
        page.get_by_role("button", name="Make it a theme")
    ).click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(7)
    page.get_by_role("checkbox", name=re.compile("Thank you to the worker")).uncheck()
    page.get_by_label("Name", exact=True).fill("Pets and what becomes of them")
    page.get_by_label("Group", exact=True).fill("Avonshire's own")
    page.get_by_label("Definition", exact=True).fill(
        "Who looks after somebody's animal while they are away for care."
    )
    accessible(page)
    press(page.get_by_role("button", name="Add theme"))

    # Then a reason is required, and nothing that she entered is lost
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Pets and what becomes of them")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(6)
    page.get_by_label("Reason").fill("People put off going into hospital over it, and no theme says so.")
    press(page.get_by_role("button", name="Add theme"))

    # Then the theme has last year's history on its chart
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pets and what becomes of them")
    expect(page.locator("figure.gt-chart svg").first).to_be_visible()
    # Five of the six were received in whole months of the two years before this one.
    months = page.get_by_role("navigation", name="Issues by month")
    expect(months.get_by_role("link", name=re.compile(": 1$")).first).to_be_visible()
    accessible(page)

    # And a month of last year leads to its issues
    press(months.get_by_role("link", name=re.compile(": 1$")).last)
    listed = page.get_by_role("table", name="Issues")
    expect(listed.get_by_role("rowheader").first).to_contain_text(re.compile("cat|dog"))
    accessible(page)

    # And the topic shows the decision, and by whom
    page.goto("/themes/emerging/")
    decision = page.get_by_role("listitem").filter(has_text="made a theme")
    expect(decision).to_contain_text("Grace Adeyinka")
    expect(decision.get_by_role("link", name="Pets and what becomes of them")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 800})
    accessible(page)
