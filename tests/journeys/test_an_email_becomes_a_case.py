"""A thread of three e-mails in a real browser: the first becomes a case by one press, and the answers join it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.browser import press
from tests.mail.letters import plain, reply

_FIRST = plain(
    "I wish to complain: I was billed three times for one week in May, says Ruth Ockwell.",
    Subject="Three bills for one week",
    Message_ID="<journey-1@example.org>",
)
_OURS = reply(
    "Thank you. We will look into it.",
    to="journey-1@example.org",
    message_id="journey-2@avonshire.example",
    sender="Dilys Okafor <dilys.okafor@avonshire.example>",
    Subject="RE: Three bills for one week",
)
_AGAIN = reply(
    "A fourth bill came this morning.\n\nOn 1 June Dilys Okafor wrote:\n> We will look into it.",
    to="journey-2@avonshire.example",
    message_id="journey-3@example.org",
    Subject="Re: Three bills for one week",
)


def _add(page: Page, name: str, message: bytes) -> None:
    page.goto("/mailbox/")
    press(page.get_by_role("button", name="Add saved e-mail"))
    page.get_by_label("Saved e-mail").set_input_files(
        {"name": name, "mimeType": "message/rfc822", "buffer": message}
    )
    press(page.get_by_role("button", name="Add e-mail"))


def test_a_thread_becomes_a_case_and_its_answer_joins_it(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    _add(page, "first.eml", _FIRST)
    _add(page, "ours.eml", _OURS)
    expect(page.get_by_role("main")).to_contain_text("The same thread")
    page.goto("/mailbox/")
    accessible(page)
    press(page.get_by_role("link", name="Three bills for one week", exact=True))
    expect(page.get_by_role("main")).to_contain_text("It seems to be: complaint")
    expect(page.get_by_role("main")).not_to_contain_text("Ockwell")
    accessible(page)
    press(page.get_by_role("button", name="Add as complaint"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Three bills for one week")
    case = page.url
    timeline = page.locator(".gt-timeline")
    expect(timeline).to_contain_text("Came by e-mail")
    expect(timeline).to_contain_text("E-mail from the council")

    _add(page, "again.eml", _AGAIN)
    expect(page.get_by_role("main")).to_contain_text("Joined to F-")
    expect(page.get_by_text("Earlier messages that it quotes")).to_be_visible()
    accessible(page)
    page.goto(case)
    expect(timeline).to_contain_text("E-mail from the person")
    expect(timeline).to_contain_text("A fourth bill came this morning.")
    expect(timeline).not_to_contain_text("On 1 June")
    accessible(page)
    # Read once more, nothing is there twice.
    _add(page, "again.eml", _AGAIN)
    expect(page.get_by_role("main")).to_contain_text("here already")


def test_the_settings_and_what_is_done_with_one_that_is_no_feedback(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/mailbox/")
    press(page.get_by_role("link", name="Automatic reply: Bill for March"))
    press(page.get_by_role("link", name="Set aside"))
    accessible(page)
    page.get_by_label("No feedback").check()
    press(page.get_by_role("button", name="Set aside"))
    expect(page.get_by_role("link", name="Automatic reply: Bill for March")).to_have_count(0)
    page.goto("/mailbox/?state=unreadable")
    press(page.get_by_role("link", name="E-mail that could not be read"))
    accessible(page)
