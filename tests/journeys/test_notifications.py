"""Notifications in a browser: the bell, choosing, e-mail that a real worker sends, and the calendar's address."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request

import pytest

from tests.council.notifications.mail_server import mail_server
from tests.journeys.browser import press


def test_from_the_bell_to_what_was_assigned_in_two_clicks(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    bell = page.locator(".gt-bell")
    before = int(bell.locator(".gt-count").inner_text())
    press(bell)
    accessible(page)
    told = page.locator(".gt-told--unread a").filter(has_text=re.compile(r"[A-Z]-\d+")).first
    reference = re.search(r"[A-Z]-\d+", told.inner_text())[0]
    press(told)
    assert reference in page.locator("main").inner_text()
    left = page.locator(".gt-bell .gt-count")
    assert (int(left.inner_text()) if left.count() else 0) == before - 1


def test_all_are_marked_as_read(sit_down, accessible):
    page = sit_down("Chidi Nwosu", javascript=False)
    page.goto("/notifications/")
    press(page.get_by_role("button", name="Mark all as read"))
    assert page.get_by_role("heading", name="Nothing unread").is_visible()
    assert page.locator(".gt-bell .gt-count").count() == 0


@pytest.mark.parametrize("width", [1280, 375])
def test_each_page_is_accessible_at_both_widths(sit_down, accessible, width):
    page = sit_down("Pete Lavender", width=width)
    for address in ("/notifications/", "/notifications/?show=all", "/notifications/choose/"):
        page.goto(address)
        accessible(page)
    page.goto("/notifications/calendar/")
    press(page.get_by_role("button", name="Make", exact=False).first)
    accessible(page)


def test_what_one_chose_is_kept(sit_down):
    page = sit_down("Farida Hussein")
    page.goto("/account/")
    press(page.get_by_role("link", name="Choose notifications"))
    page.get_by_label("My work is overdue").select_option("none")
    press(page.get_by_role("button", name="Save choices"))
    page.goto("/notifications/choose/")
    assert page.get_by_label("My work is overdue").input_value() == "none"


def test_an_administrator_sets_e_mail_and_a_real_worker_sends_a_test(sit_down, accessible):
    with mail_server() as server:
        page = sit_down("Maureen Tapsell")
        page.goto("/settings/email/")
        page.get_by_label("Send e-mail").check()
        page.get_by_label("Mail server").fill("127.0.0.1")
        page.get_by_role("textbox", name="Port").fill(str(server.port))
        page.get_by_label("None: only to a server on the council's own network").check()
        page.get_by_label("From address").fill("goldthread@avonshire.example")
        press(page.get_by_role("button", name="Save settings"))
        accessible(page)
        press(page.get_by_role("button", name="Send test message to myself"))
        deadline = time.monotonic() + 60
        while not server.taken and time.monotonic() < deadline:
            time.sleep(0.2)
        [(recipients, message)] = server.taken
        assert recipients == ["maureen.tapsell@avonshire.example"]
        assert message["Subject"] == "Goldthread: test message"
        page.goto("/settings/email/")
        assert "E-mail is on, through 127.0.0.1; last sent" in page.locator("main").inner_text()
        page.get_by_label("Send e-mail").uncheck()
        press(page.get_by_role("button", name="Save settings"))
        assert "E-mail is off." in page.locator("main").inner_text()


def test_a_calendar_reads_its_address_until_it_is_ended(sit_down, served):
    page = sit_down("Lorraine Peake")
    page.goto("/notifications/")
    press(page.get_by_role("link", name="Calendar of what is due"))
    press(page.get_by_role("button", name="Make calendar address"))
    address = page.get_by_label("Your private address").input_value()
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.read().startswith(b"BEGIN:VCALENDAR\r\n")
    press(page.get_by_role("button", name="End this address"))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address, timeout=30)
