"""Lists in a browser: last week's complaints in two clicks, sorted and narrowed by keyboard, and without a script."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _heads(page) -> dict[str, str]:
    return {
        th.inner_text().strip(): th.get_attribute("aria-sort") or "" for th in page.locator("thead th").all()
    }


@pytest.mark.parametrize("javascript", [True, False])
def test_last_weeks_complaints_oldest_first_in_two_clicks(sit_down, accessible, javascript):
    page = sit_down("Dilys Okafor", javascript=javascript)
    press(page.get_by_role("link", name="Feedback", exact=True))
    press(page.get_by_role("link", name="Last week's complaints", exact=True))
    assert "sort=received_on" in page.url
    tags = page.get_by_label("Filters in use")
    assert "Received on: Last week, Monday to Sunday" in tags.inner_text()
    assert "Type of feedback: Complaints" in tags.inner_text()
    assert (
        page.get_by_label("Views of this list").locator("[aria-current]").inner_text()
        == "Last week's complaints"
    )
    if javascript:
        accessible(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_list_is_usable_wide_and_narrow(sit_down, accessible, width):
    page = sit_down("Dilys Okafor", width=width)
    page.goto("/feedback/?source=complaint&waiting=1&rows=50")
    assert page.locator("tbody tr").count() > 5
    page.locator("summary", has_text="Filters").click()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/feedback/?since=31/2/2026")
    assert page.get_by_role("link", name="Received on or after must be a date, like 1/9/2026").is_visible()
    accessible(page)


def test_a_list_is_sorted_and_narrowed_by_keyboard_and_back_keeps_it(sit_down):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/")
    assert _heads(page)["Received"] == "descending"
    with page.expect_navigation():
        page.get_by_role("link", name="Received", exact=True).press("Enter")
    assert _heads(page)["Received"] == "ascending"
    summary = page.locator("summary", has_text="Filters")
    summary.press("Enter")
    page.get_by_label("Type of feedback").focus()
    with page.expect_response(re.compile("source=complaint")):
        page.get_by_label("Type of feedback").select_option("complaint")
    page.wait_for_function("location.search.includes('source=complaint')")
    assert _heads(page)["Received"] == "ascending"
    kinds = {cell.inner_text().strip() for cell in page.locator("td[data-label=Type]").all()}
    assert kinds == {"Complaint"}
    first = page.locator("tbody th a").first.inner_text()
    with page.expect_navigation():
        page.locator("tbody th a").first.press("Enter")
    page.go_back()
    page.wait_for_selector("text=Type of feedback: Complaints")
    assert page.locator("tbody th a").first.inner_text() == first
    assert _heads(page)["Received"] == "ascending"
