"""Telling the council on a telephone: paused and gone on with, sent once, seen where it is, and a question answered there."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_WORDS = "My father waits for his new chair, and sleeps in the old one, which is broken."


@pytest.fixture
def telephone(served, browser):
    """Return a function that opens an address on a telephone of somebody without an account."""
    contexts = []

    def visit(address: str):
        context = browser.new_context(base_url=served, viewport={"width": 375, "height": 740})
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


def _go_on(page, accessible) -> None:
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    press(page.get_by_role("button", name="Save and continue"))


def _choose(page, accessible, label: str) -> None:
    page.get_by_label(label).check()
    _go_on(page, accessible)


def test_a_daughter_tells_and_hears_where_it_is(telephone, sit_down, accessible):
    page = telephone("/tell-us/avonshire/")
    accessible(page)
    page.get_by_label("Complain").check()
    press(page.get_by_role("button", name="Start"))
    _choose(page, accessible, "I am telling you for somebody else")
    _choose(page, accessible, "Family")
    _choose(page, accessible, "They do not know yet")
    page.get_by_label("Their name").fill("Basil Ferrow")
    page.get_by_label("Their address").fill("4 Weir Lane, Avonbridge")
    _go_on(page, accessible)
    # No file is added.
    _go_on(page, accessible)
    # What is missing is said in the page, and nothing is lost.
    _go_on(page, accessible)
    assert "Write what you want to tell us" in page.inner_text("main")
    page.get_by_label("What do you want to tell us?").fill(_WORDS)
    _go_on(page, accessible)

    press(page.get_by_role("link", name="Stop and come back later"))
    accessible(page)
    code = re.search(r"\b[a-z0-9]{6}-[a-z0-9]{6}\b", page.inner_text("main"))[0]
    press(page.get_by_role("button", name="I have the code. Close my form"))
    assert "Your form is paused" in page.inner_text("main")
    page.go_back()
    assert _WORDS not in page.inner_text("body")

    page = telephone("/tell-us/avonshire/come-back/")
    accessible(page)
    page.get_by_label("Return code").fill(code.upper())
    press(page.get_by_role("button", name="Open my form"))
    page.get_by_label("What would put it right?").fill("Bring the chair.")
    _go_on(page, accessible)
    _choose(page, accessible, "Yes")
    _choose(page, accessible, "Telephone")
    page.get_by_label("Telephone number").fill("01632 960212")
    _go_on(page, accessible)
    accessible(page)
    assert _WORDS in page.inner_text("main")
    check = page.url
    press(page.get_by_role("button", name="Send", exact=True))
    accessible(page)
    reference = re.search(r"F-\d+", page.inner_text("main"))[0]
    link = page.get_by_label("Your link").input_value()
    page.goto(check)
    assert reference in page.inner_text("main")

    staff = sit_down("Dilys Okafor")
    staff.goto("/public-forms/")
    accessible(staff)
    press(staff.get_by_role("link", name=reference))
    accessible(staff)
    press(staff.locator("main dd a", has_text=reference).first)
    assert "Basil" not in staff.inner_text("main")
    case = staff.url
    theirs = telephone(link)
    accessible(theirs)
    assert "Received" in theirs.inner_text("main") or "We are looking into it" in theirs.inner_text("main")

    # Who speaks for him is asked and told nothing about his care before he himself has agreed.
    press(staff.get_by_role("link", name="Consent of the person"))
    accessible(staff)
    press(staff.get_by_role("button", name="Record what the person said"))
    staff.get_by_label("Agrees", exact=True).check()
    staff.get_by_label("How they answered").select_option(label="By telephone")
    press(staff.get_by_role("button", name="Save answer"))
    staff.goto(case)
    press(staff.get_by_role("link", name="Ask the person a question"))
    staff.get_by_label("About").fill("The old chair")
    staff.get_by_label("Question").fill("Which day did it break?")
    press(staff.get_by_role("button", name="Save question"))

    theirs = telephone(link)
    accessible(theirs)
    shown = theirs.inner_text("main")
    assert (
        "Which day did it break?" in shown and "sleeps in the old one" not in shown and "960212" not in shown
    )
    theirs.get_by_label("Your answer").fill("On the Sunday before last.")
    press(theirs.get_by_role("button", name="Send answer"))
    assert "Which day did it break?" not in theirs.inner_text("main")
    assert reference in theirs.inner_text("main")


def test_what_was_not_followed_up_is_tried_again(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/")
    press(page.get_by_role("link", name=re.compile("public forms? not followed up")))
    accessible(page)
    assert "Screen for possible harm: failed" in page.inner_text("main")
    press(page.get_by_role("button", name="Try again").first)
    assert "tried again." in page.inner_text("main")
    for _ in range(60):
        # A job does it, within seconds.
        page.goto("/public-forms/not-followed-up/")
        if "Every form was followed up." in page.inner_text("main"):
            break
        page.wait_for_timeout(500)
    assert "Every form was followed up." in page.inner_text("main")
