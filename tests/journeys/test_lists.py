"""Lists in a browser: last week's complaints in two clicks, sorted and narrowed by keyboard, and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _heads(page) -> dict[str, str]:
    return {
        th.inner_text().strip(): th.get_attribute("aria-sort") or "" for th in page.locator("thead th").all()
    }


def _open_filters(page) -> None:
    """Open the filters by keyboard: they are open already for whoever left them so."""
    if page.locator("details.gt-panel[open]").count() == 0:
        page.locator("summary", has_text="Filters").press("Enter")
    assert page.get_by_label("Type of feedback").is_visible()


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
    _open_filters(page)
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
    _open_filters(page)
    page.get_by_label("Type of feedback").focus()
    with page.expect_response(re.compile("source=complaint")):
        page.get_by_label("Type of feedback").select_option("complaint")
    expect(page).to_have_url(re.compile("source=complaint"))
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


@pytest.mark.parametrize("javascript", [True, False])
def test_five_cases_are_assigned_to_a_colleague_in_four_clicks(sit_down, accessible, javascript):
    page = sit_down("Dilys Okafor", javascript=javascript)
    press(page.get_by_role("link", name="Feedback", exact=True))
    boxes = page.locator("tbody .gt-pick input")
    assert not page.locator(".gt-bulk").is_visible()
    for n in range(5):
        boxes.nth(n).check()
    assert page.locator(".gt-bulk").is_visible()
    if javascript:
        accessible(page)
    page.get_by_label("Owner").last.select_option(label="Grace Adeyinka")
    press(page.get_by_role("button", name="Assign", exact=True))
    assert "assigned to Grace Adeyinka" in page.locator("main").inner_text()
    press(page.get_by_role("button", name="Undo"))
    assert "put back as before" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_bar_and_the_columns_stay_in_the_page(sit_down, accessible, width):
    page = sit_down("Dilys Okafor", width=width)
    page.goto("/feedback/?source=complaint&rows=50")
    page.locator("tbody .gt-pick input").first.check()
    page.locator("summary", has_text="Columns").click()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("checkbox", name="Outcome", exact=True).check()
    press(page.get_by_role("button", name="Show these columns"))
    assert "outcome" in page.url
    if width == 1280:
        assert "Outcome" in _heads(page)
        page.get_by_label("Select all 50 on this page").check()
        assert page.locator("tbody .gt-pick input:checked").count() == 50


def test_open_filters_are_remembered_for_the_person_on_any_machine(sit_down):
    page = sit_down("Grace Adeyinka")
    page.goto("/feedback/")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("summary", has_text="Filters").click()
    other = sit_down("Grace Adeyinka", javascript=False)
    other.goto("/feedback/")
    assert other.get_by_label("Type of feedback").is_visible()
    press(other.get_by_role("button", name="Start with filters hidden"))
    assert not other.get_by_label("Type of feedback").is_visible()
