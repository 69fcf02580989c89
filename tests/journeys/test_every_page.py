"""Every page of the house in a real browser: nothing that axe finds; no word cut, covered or off the page in any mode.

Wide, at 320 px, with letters twice as large, and in high contrast.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from goldthread.council.models import Council
from tests import world
from tests.cast import Cast
from tests.house.pages import doors, make_what_a_quiet_day_lacks, sample
from tests.journeys.browser import press
from tests.journeys.modes import Looks

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

_DOORS = [door for door in doors() if door.permission]


@pytest.fixture(scope="module")
def seats() -> dict[str, Looks]:
    """Return the pages at which each role sits, so that each signs in once."""
    return {}


@pytest.fixture(scope="module")
def quiet_day(served, served_database, django_db_blocker) -> Iterator[None]:
    """Look for records in the database that is served, and give it one of each that Avonshire lacks."""
    with django_db_blocker.unblock(), world.connected_to(served_database):
        with transaction.atomic():
            make_what_a_quiet_day_lacks(Cast("avonshire").person("quality_lead"))
        yield


@pytest.mark.parametrize("door", _DOORS, ids=str)
def test_a_page_can_be_used_by_everyone(door, quiet_day, avonshire, seats, sit_at, accessible):
    with transaction.atomic():
        address, answer = sample(door, avonshire.client(door.right, checked=False), avonshire.enter)
        # What is written as some are opened, such as a line of the audit log, would hold up the server.
        transaction.set_rollback(True)
    if not answer.headers.get("Content-Type", "").startswith(
        "text/html"
    ) or not answer.content.lstrip().startswith(b"<!"):
        return  # a file to save, or a part that is set into other pages and checked there
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        return
    looks = seats.get(door.right)
    if looks is None:
        looks = seats[door.right] = Looks(sit_at(avonshire.person(door.right).name))
    looks.page.set_viewport_size({"width": 1280, "height": 900})
    looks.page.goto(address)
    accessible(looks.page)
    assert not (faults := looks.faults()), f"{address}\n" + "\n".join(faults)


@pytest.mark.parametrize(
    "address",
    ["/sign-in/", "/sign-in/out/", "/accessibility/", "/privacy/", "/demo/users/", "/nothing-here/"],
)
def test_a_page_for_anyone(address, browser, served, accessible):
    context = browser.new_context(base_url=served, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_emergency_sign_in(browser, served, accessible, settings):
    settings.OIDC_NAME = "your Avonshire account"
    Council.objects.update(passwords_off=True)
    html = Client().get("/sign-in/").content
    context = browser.new_context(base_url=served, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.route("**/sign-in/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/sign-in/")
    assert not page.get_by_label("Email address").is_visible()
    accessible(page)
    page.get_by_text("Emergency sign-in").click()
    assert page.get_by_label("Email address").is_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_home_page_without_a_script(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False, width=375)
    page.locator(".gt-menu > summary").click()
    press(page.get_by_role("link", name="Themes", exact=True))
    press(page.get_by_role("link", name="Being kept informed", exact=True).first)
    assert page.locator("figure.gt-chart svg:visible").first.is_visible()
    page.goto("/feedback/?source=complaint")
    assert page.locator("main a[href^='/feedback/']").count() > 5


def test_what_was_hidden_is_told_within_a_narrow_page(sit_down, accessible):
    page = sit_down("Grace Adeyinka", width=320)
    page.goto("/briefings/write/")
    page.locator("[name=lessons]").first.check()
    page.locator("[name=title]").fill("Cards read aloud")
    page.locator("[name=what_to_do]").fill(
        "Ask Brian Trowbridge, 01632 960456 or maureen.tapsell.at.work@avonshire.example."
    )
    press(page.locator("main form").last.get_by_role("button").last)
    assert page.get_by_role("heading", name="Redactions in what you saved").is_visible()
    accessible(page)
    press(page.get_by_role("button", name="maureen.tapsell.at.work"))
    assert "tapsell.at.work@" in page.get_by_role("status").inner_text()
    accessible(page)
