"""A joint complaint: the provider answers by its link, the reply goes out; a question is asked, asked again and answered."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _link(page, name: str):
    return page.get_by_role("link", name=name, exact=True)


def _button(page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def _case(page) -> str:
    """Open a case that is looked into and is not joint yet, and return its address."""
    page.goto("/casework/?state=open&sort=-received_on")
    press(page.locator("tbody th a").first)
    return page.url


@pytest.fixture
def without_account(served, browser):
    """Return a function that opens an address on somebody's telephone, not signed in."""
    contexts = []

    def visit(address: str, width: int = 375):
        context = browser.new_context(base_url=served, viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


def _private_link(page) -> str:
    press(_button(page, "Make private link"))
    address = page.get_by_label("Link").input_value()
    press(page.get_by_role("button", name="Done"))
    return address


def test_a_joint_complaint_from_asking_the_provider_to_the_one_reply(sit_down, accessible, without_account):
    page = sit_down("Dilys Okafor")
    case = _case(page)
    press(_link(page, "Agree who leads"))
    accessible(page)
    press(_button(page, "Save"))
    assert "The council leads and sends the one reply" in page.inner_text("main")
    press(_link(page, "Ask an organisation for its part"))
    page.get_by_label("Organisation").select_option(label="Fenway Home Care")
    page.get_by_label("About").fill("The visits of that week")
    page.get_by_label("What you ask").fill("Please send the visit log of the week.")
    page.get_by_label("Issue 1").check()
    accessible(page)
    press(_button(page, "Save part"))
    accessible(page)
    press(page.get_by_role("button", name="Make private link"))
    assert "What the page shows" in page.inner_text("main")
    address = _private_link(page)
    # The reply is not complete without the part.
    page.goto(case.replace("/feedback/", "/casework/") + "reply/")
    assert "not complete without the part by Fenway Home Care" in page.inner_text("main")

    theirs = without_account(address)
    assert "Please send the visit log of the week." in theirs.inner_text("main")
    accessible(theirs)
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 375
    press(_button(theirs, "Send answer"))
    accessible(theirs)
    theirs.get_by_label("Your answer").fill("The carer was ill, and the office saw it in the evening.")
    press(_button(theirs, "Send answer"))
    assert "Your answer has been sent" in theirs.inner_text("main")
    accessible(theirs)

    page.goto(case)
    assert "Answered" in page.locator("#parts ~ table").first.inner_text()
    page.goto(case.replace("/feedback/", "/casework/") + "reply/")
    page.get_by_label("Reply").fill("We are sorry that nobody came. The office looks at the log at noon now.")
    press(_button(page, "Save reply"))
    assert "Reply sent" in page.inner_text("main")


def test_a_question_is_asked_asked_again_and_answered(sit_down, accessible, without_account):
    page = sit_down("Dilys Okafor")
    case = _case(page)
    press(_link(page, "Ask the person a question"))
    page.get_by_label("About").fill("The Tuesday")
    page.get_by_label("Question", exact=True).fill("At what time did you ring us on the Tuesday?")
    accessible(page)
    press(_button(page, "Save question"))
    question = page.url
    press(page.get_by_role("button", name="Make private link"))
    old = _private_link(page)
    assert "At what time did you ring us" in without_account(old).inner_text("main")
    press(_link(page, "Ask again"))
    press(_button(page, "Ask again"))
    gone = without_account(old)
    assert "This link has ended" in gone.inner_text("main")
    assert "At what time" not in gone.inner_text("main")
    accessible(gone)
    page.goto(question)
    press(page.get_by_role("button", name="Make private link"))
    theirs = without_account(_private_link(page))
    theirs.get_by_label("Your answer").fill("At ten in the morning, and again at noon.")
    press(_button(theirs, "Send answer"))
    page.goto(question)
    assert "At ten in the morning" in page.inner_text("main") and "Answered" in page.inner_text("main")
    accessible(page)
    page.goto(case)
    assert "The Tuesday" in page.inner_text("main")
