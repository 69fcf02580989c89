"""The coproduction lead fills a vacancy and says what changed; a board member reads their own page, plain and easy."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
LEAD, MEMBER = "Tom Wheelhouse", "Jean Follett"


def _date(page, name: str, day: datetime.date) -> None:
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name={name}-{part}]").fill(str(number))


def test_a_vacancy_is_filled_and_the_year_is_answered(sit_down, accessible):
    page, today = sit_down(LEAD), datetime.date.today()
    page.goto("/meetings/boards/")
    accessible(page)
    expect(page.get_by_text("Nothing changed, 2 years running")).to_be_visible()
    press(page.get_by_role("link", name="Older People's Panel"))
    accessible(page)
    press(page.get_by_role("link", name=re.compile("Fill seat.*Person over 85")))
    page.locator("[name=name]").fill("Nell Ashby")
    _date(page, "until", today + datetime.timedelta(days=700))
    page.get_by_label("Or came another way").select_option("surgery")
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("2 of 2 seats held")).to_be_visible()
    expect(page.get_by_text("Nell Ashby until")).to_be_visible()

    page.goto("/meetings/boards/")
    press(page.get_by_role("link", name="County Digital Leads Network"))
    press(page.get_by_role("button", name="Answer for this year"))
    accessible(page)
    _date(page, "answered_on", today)
    page.get_by_label("What changed").fill("We buy one alarm system with two other councils.")
    press(page.get_by_role("button", name="Save answer"))
    if page.get_by_text("already").count():
        # Its last answer is of this year: that before it was asked earlier.
        _date(page, "answered_on", today - datetime.timedelta(days=2 * 365))
        press(page.get_by_role("button", name="Save answer"))
    expect(page.get_by_text("Changed something in 1 of 3 years")).to_be_visible()
    accessible(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_member_reads_their_page_plain_and_in_easy_read(sit_down, accessible, width):
    page = sit_down(MEMBER, width=width)
    page.goto("/my-board/")
    accessible(page)
    expect(page.get_by_role("heading", name="Our meetings")).to_be_visible()
    press(page.get_by_role("link", name="Easy read, with pictures"))
    expect(page.get_by_role("heading", name="Our board", exact=True)).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 375])
def test_anybody_reads_the_page_for_the_public(sit_down, accessible, width):
    page = sit_down(LEAD, width=width)
    page.goto("/boards-of/avonshire/")
    accessible(page)
    press(page.get_by_role("link", name="Avonshire Voices"))
    expect(page.get_by_role("heading", name="Issues raised")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
