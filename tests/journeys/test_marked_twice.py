"""A tablet that loses the connection, a moderation meeting, and a neighbouring auditor who tries to see more."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from goldthread.demo.second_marks import TITLE
from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
# Another script of the page keeps addresses there; no word of what was typed.
_ON_THE_DEVICE = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, await indexedDB.databases(), await caches.keys()
])"""
_LOST = "No connection. What you typed is kept in this page"


def _open_a_file(page: Page) -> str:
    """Open the first file that is to be marked a second time, and return its address."""
    page.goto("/practice/second-marks/")
    press(page.locator("main li a").first)
    return page.url


def test_an_auditor_on_a_tablet_loses_the_connection(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    page.set_viewport_size({"width": 768, "height": 1024})
    address = _open_a_file(page)
    why = page.get_by_label("Why that grade")
    why.fill("The daughter was asked. ")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.context.set_offline(True)
    why.press_sequentially("The reason is on the second page.")
    expect(page.get_by_role("alert").filter(has_text=_LOST)).to_be_visible()
    accessible(page)
    # Save waits: the page stays, with the words in it, and nothing of them is on the device.
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=_LOST)).to_be_visible()
    expect(why).to_have_value("The daughter was asked. The reason is on the second page.")
    assert page.url == address and "daughter" not in page.evaluate(_ON_THE_DEVICE)
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.get_by_text("Saved. You can go on later.")).to_be_visible()
    expect(page.get_by_text("This form was sent before")).to_have_count(0)
    page.goto(address)
    expect(page.get_by_label("Why that grade")).to_have_value(
        "The daughter was asked. The reason is on the second page."
    )
    expect(page.get_by_text("Draft", exact=False)).to_have_count(0)


def test_a_connection_that_goes_unnoticed_is_noticed_by_save(sit_down):
    page = sit_down("Grace Adeyinka")
    _open_a_file(page)
    page.get_by_label("Why that grade").fill("Nobody noticed.")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    # The tablet thinks that it is connected; what it sends gets nowhere.
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=_LOST)).to_be_visible()
    expect(page.get_by_label("Why that grade")).to_have_value("Nobody noticed.")
    with page.expect_navigation():
        page.unroute("**/*")
    expect(page.get_by_text("Saved. You can go on later.")).to_be_visible()


def test_a_moderator_agrees_a_grade_with_both_marks_in_sight(sit_down, accessible):
    page = sit_down("Ian Prettejohn")
    page.goto("/practice/")
    press(page.get_by_role("link", name=TITLE))
    accessible(page)
    press(page.get_by_role("link", name="Files marked twice, moderation and external auditors"))
    accessible(page)
    expect(page.get_by_text("10 with both marks in, of which 3 got two grades; 1 agreed")).to_be_visible()
    row = page.locator("tr", has_text="Not agreed yet").filter(has_text="Outstanding")
    reference = row.locator("td, th").first.inner_text()
    press(row.get_by_role("link", name="Agree grade"))
    expect(page.get_by_text("First grade")).to_be_visible()
    accessible(page)
    page.get_by_label("Good", exact=True).check()
    page.get_by_label("Why this grade was agreed").fill("The plan was made without the daughter.")
    press(page.get_by_role("button", name="Agree grade"))
    agreed = page.locator("tr", has_text=re.sub(r"\s+", " ", reference).strip()).filter(
        has_text="Outstanding"
    )
    expect(agreed).to_contain_text("by Ian Prettejohn: The plan was made without the daughter.")
    expect(page.get_by_text("2 agreed")).to_be_visible()


def test_a_neighbouring_auditor_tries_to_see_more(sit_down, accessible):
    page = sit_down("Alec Thornber")
    expect(page.get_by_role("heading", name="Second marks")).to_be_visible()
    expect(page.get_by_text(f"{TITLE} is open to you until")).to_be_visible()
    accessible(page)
    lead = sit_down("Ian Prettejohn")
    lead.goto("/practice/")
    press(lead.get_by_role("link", name=TITLE))
    theirs = lead.url.partition("/practice/")[2]
    for address in (
        "/practice/", f"/practice/{theirs}", f"/practice/{theirs}fairness/", f"/practice/{theirs}sample/",
        "/practice/audits/", "/practice/tools/", "/practice/my-grades/", "/feedback/", "/search/?q=carer", "/more/",
        "/help/", "/notifications/", "/learning/lessons/", "/people/", "/audit/", "/reviews/", "/evidence/",
    ):  # fmt: skip
        assert page.goto(address).status in (403, 404), address
    address = _open_a_file(page)
    accessible(page)
    assert "Chidi Nwosu" not in page.content() and "Rob Ellacott" not in page.content()
    for question in page.locator("fieldset").all():
        question.get_by_label("Yes", exact=True).first.check() if question.get_by_label(
            "Yes", exact=True
        ).count() else None
    page.get_by_label("Good", exact=True).check()
    press(page.get_by_role("button", name="Finish"))
    expect(page.get_by_text("Finished.")).to_be_visible()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    # Its first mark is in too, so that both are shown now; of no other file.
    page.goto(address)
    expect(page.get_by_text("First grade")).to_be_visible()
    # Closed, they are out at once.
    lead.goto(f"/practice/{theirs}fairness/")
    press(lead.get_by_role("link", name="Close to Alec Thornber"))
    press(lead.get_by_role("button", name="Close round"))
    expect(lead.get_by_text("Closed on")).to_be_visible()
    page.goto("/practice/second-marks/")
    expect(page.get_by_role("heading", name="Second marks")).to_have_count(0)
