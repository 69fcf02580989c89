"""A complaints manager receives a subject access request, looks for the person, reads what was found, and gives it."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def test_a_request_is_looked_for_read_and_given(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/subject_access/")
    accessible(page)
    press(page.get_by_role("button", name="Add request"))
    page.get_by_label("What they ask for").fill("All that is held about my complaint")
    received = page.get_by_role("group", name="Date the request was received")
    day = datetime.date.today() - datetime.timedelta(days=3)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        received.get_by_label(part).fill(str(number))
    # Of whom there is nothing: what was looked into is said all the same.
    page.get_by_label("Their name").fill("Zebedee Wainscoting")
    accessible(page)
    press(page.get_by_role("button", name="Save request"))
    press(page.get_by_role("link", name="Add search term"))
    page.get_by_label("Telephone number").check()
    page.get_by_label("Name, number or date").fill("01632 960 999")
    accessible(page)
    press(page.get_by_role("button", name="Add search term"))
    press(page.get_by_role("button", name="Search every place"))
    heading = page.get_by_role("heading", name="Places not searched")
    for _ in range(300):
        if heading.is_visible():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(heading).to_be_visible()
    expect(page.get_by_role("rowheader", name="Backups")).to_be_visible()
    accessible(page)
    press(page.get_by_role("button", name="Put document together"))
    with page.expect_download() as loading:
        page.get_by_role("link", name="Word").click()
    assert loading.value.suggested_filename.endswith(".docx")
    press(page.get_by_role("button", name="Record that it was given"))
    page.get_by_label("I have read all of the document").check()
    accessible(page)
    press(page.get_by_role("button", name="Record document given"))
    expect(page.get_by_text("read by Dilys Okafor")).to_be_visible()


def test_what_was_found_is_read_one_after_the_other(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/subject_access/?state=open")
    press(page.get_by_role("link", name="Everything about my complaints"))
    accessible(page)
    press(page.get_by_role("link", name="Everything found"))
    accessible(page)
    page.go_back()
    press(page.get_by_role("button", name="Read what was found"))
    accessible(page)
    page.get_by_label("Leave it out").check()
    page.get_by_label("Why it is left out").fill("It is about somebody else of the same name.")
    press(page.get_by_role("button", name="Save and next"))
    expect(page.get_by_text("Decision saved")).to_be_visible()
