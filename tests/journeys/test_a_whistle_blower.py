"""A whistle-blower speaks up, is asked and answered; an administrator who looks everywhere finds nothing of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
WORDS = "The sluice room stays unlocked all night, and gloopish water stands on its floor."


def test_a_whistle_blower_and_an_administrator_who_cannot_read_it(sit_down, accessible, browser):
    page = sit_down("Nadia Rowbotham")
    press(page.get_by_role("link", name="More", exact=True))
    press(page.get_by_role("link", name="Speaking up", exact=True))
    expect(page.get_by_text("Whoever runs the server could still read the database")).to_be_visible()
    accessible(page)
    press(page.get_by_role("button", name="Speak up"))
    page.get_by_label("Somebody who draws on care may be at risk").check()
    page.get_by_label("What you want to say").fill(WORDS)
    page.get_by_label("No", exact=True).check()
    accessible(page)
    press(page.get_by_role("button", name="Send"))
    link = page.get_by_label("Your private link").input_value()
    accessible(page)

    reader = sit_down("Grace Adeyinka")
    reader.goto("/speaking-up/read/")
    accessible(reader)
    found = _open_the_matter(reader)
    accessible(reader)
    press(reader.get_by_role("button", name="Acknowledge"))
    press(reader.get_by_role("link", name="Ask a question"))
    reader.get_by_label("Question").fill("Since when, and in which house?")
    accessible(reader)
    press(reader.get_by_role("button", name="Ask question"))

    # From another device, without an account.
    follower = browser.new_context().new_page()
    follower.goto(link)
    expect(follower.get_by_text("Since when, and in which house?")).to_be_visible()
    assert "gloopish" not in follower.content()
    accessible(follower)
    follower.get_by_label("Your answer").fill("Since May, in Linden House.")
    press(follower.get_by_role("button", name="Send"))
    expect(follower.get_by_text("The two who read it see it")).to_be_visible()
    follower.context.close()

    reader.reload()
    expect(reader.get_by_text("Since May, in Linden House.")).to_be_visible()

    administrator = sit_down("Maureen Tapsell")
    for address in (found, "/speaking-up/read/", f"{found}ask/", "/speaking-up/people/"):
        answer = administrator.goto(address)
        assert answer.status in (403, 404), address
    for address in (
        "/audit/",
        "/people/",
        "/settings/",
        "/",
        "/more/",
        "/notifications/",
        "/speaking-up/",
        "/help/",
    ):
        administrator.goto(address)
        assert "gloopish" not in administrator.content() and found not in administrator.content(), address
    # They make a link to sign in as one of the two, and she is told, and shut out until another confirms it.
    administrator.goto("/people/")
    press(administrator.get_by_role("link", name="Grace Adeyinka"))
    press(administrator.get_by_role("button", name="Create password link"))
    reader.goto("/speaking-up/")
    expect(reader.get_by_text("Your sign-in was changed")).to_be_visible()
    accessible(reader)
    assert reader.goto("/speaking-up/read/").status == 404
    other = sit_down("Tom Wheelhouse")
    other.goto("/speaking-up/people/")
    expect(other.get_by_text("Grace Adeyinka: A link to choose a new password was made")).to_be_visible()
    accessible(other)
    press(other.get_by_role("button", name="Confirm that Grace Adeyinka wished this"))
    assert reader.goto("/speaking-up/read/").status == 200


def _open_the_matter(page) -> str:
    """Open the matter that was told last; return its address."""
    press(page.get_by_role("table").get_by_role("link").first)
    expect(page.get_by_text("gloopish")).to_be_visible()
    return page.url.removeprefix(page.url.split("/speaking-up/")[0])
