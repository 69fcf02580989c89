"""Work in a browser: taking a case on, assigning it, a wrong team, and my work, counted in clicks and without a script."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _link(page, name: str):
    return page.get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_last_weeks_complaints_not_yet_assigned_in_two_clicks(sit_down, accessible, javascript):
    page = sit_down("Dilys Okafor", javascript=javascript)
    press(_link(page, "Feedback"))
    press(_link(page, "Last week's complaints, not assigned"))
    tags = page.get_by_label("Filters in use").inner_text()
    assert "Owner: Nobody yet" in tags and "Received on: Last week, Monday to Sunday" in tags
    assert "sort=received_on" in page.url
    if javascript:
        accessible(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_case_is_taken_on_and_assigned_in_two_clicks_each(sit_down, accessible, width):
    page = sit_down("Dilys Okafor", width=width)
    page.goto("/feedback/?source=complaint&whose=nobody&sort=-received_on")
    press(page.locator("tbody th a").first)
    accessible(page)
    press(page.get_by_role("button", name="Take this on"))
    assert "is yours now." in page.get_by_role("status").inner_text()
    press(_link(page, "Change owner"))
    accessible(page)
    page.get_by_label("Owner").select_option(label="Grace Adeyinka")
    press(page.get_by_role("button", name="Assign", exact=True))
    assert "assigned to Grace Adeyinka" in page.get_by_role("status").inner_text()
    accessible(page)


def test_a_wrong_team_is_corrected_with_the_reason_in_three_clicks(sit_down):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/?source=complaint&whose=nobody&sort=-received_on")
    page.get_by_role("row").nth(2).locator("th a").evaluate("a => a.id = 'case'")
    case = page.locator("#case").get_attribute("href")
    page.goto(f"{case}assign/")
    page.get_by_label("Owner").select_option(label="Dilys Okafor")
    page.get_by_label("Note").fill("Mine until it is with the right team")
    press(page.get_by_role("button", name="Assign", exact=True))
    page.goto("/work/")
    # From My work: the case, its team, save.
    press(page.locator(f"main a[href='{case}']").first)
    press(_link(page, "Correct team"))
    page.get_by_label("Team").select_option(label="Sensory and Equipment")
    page.get_by_label("Reason").fill("The equipment is what it is about")
    press(page.get_by_role("button", name="Save"))
    assert "Sensory and Equipment" in page.locator(".gt-rail").inner_text()


@pytest.mark.parametrize("width", [1280, 375])
def test_my_work_is_one_click_from_everywhere_and_says_what_the_header_counts(sit_down, accessible, width):
    page = sit_down("Dilys Okafor", width=width)
    page.goto("/themes/")
    header = page.get_by_role("link", name=re.compile(r"^My work"))
    counted = int(re.sub(r"\D", "", header.first.inner_text()) or 0)
    press(header.first)
    assert page.get_by_role("heading", level=1).inner_text() == "My work"
    assert page.locator("tbody tr").count() == counted > 0
    accessible(page)
    press(page.get_by_label("Whose work").get_by_role("link", name=re.compile("^All")))
    assert page.get_by_role("heading", level=1).inner_text() == "All work"
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_work_is_handed_over_for_leave_and_taken_back(sit_down, accessible):
    page = sit_down("Bronwen Hartill")
    press(page.get_by_role("link", name=re.compile(r"^My work")).first)
    press(page.get_by_role("button", name="Hand over my work"))
    accessible(page)
    page.get_by_label("Colleague").select_option(label="Pete Lavender")
    last = page.get_by_role("group", name="Last day")
    for box, value in (("Day", "1"), ("Month", "6"), ("Year", "2031")):
        last.get_by_label(box).fill(value)
    press(page.get_by_role("button", name="Hand over", exact=True))
    assert "in the hands of Pete Lavender" in page.locator("main").inner_text()
    accessible(page)
    colleague = sit_down("Pete Lavender")
    colleague.goto("/work/")
    assert "You cover for Bronwen Hartill" in colleague.locator("main").inner_text()
    press(page.get_by_role("button", name="Take back"))
    assert "in your own hands again" in page.get_by_role("status").inner_text()


def test_an_update_is_asked_for_and_given_without_a_script(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False)
    page.goto("/work/?whose=all")
    rows = page.locator("tbody tr").filter(has_text="Dilys Okafor").filter(has_text="F-")
    case = rows.first.locator("th a").get_attribute("href")
    page.goto(case)
    ask = page.get_by_role("button", name="Ask for an update")
    if ask.count():
        press(ask)
    assert "Grace Adeyinka asked for an update" in page.locator(".gt-rail").inner_text()
    owner = sit_down("Dilys Okafor", javascript=False)
    owner.goto(case)
    press(owner.get_by_role("button", name="Give update"))
    owner.get_by_label("How does it stand?").fill("The visit is on Friday.")
    press(owner.get_by_role("button", name="Give update"))
    assert "The visit is on Friday." in owner.locator("main").inner_text()
    page.goto("/notifications/")
    assert "has the update that you asked for" in page.locator("main").inner_text()
