"""A complaints manager gives back a shop's street that was wrongly hidden, and it stays given back."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

COMPLAINTS_MANAGER = "Dilys Okafor"
# Invented, like every name here.
_SAID = (
    "The chemist has moved to 14 Larkhill Rise and my mother has dementia and cannot walk that far for her tablets. "
    "Mrs Perpetua Vantongeren at the counter said so. The lady of the blue house drives us."
)


def _write_down(page: Page, said: str) -> str:
    today = datetime.date.today()
    page.goto("/feedback/new/complaint/")
    page.get_by_label("What they said").fill(said)
    group = page.get_by_role("group", name="Date it was received")
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        group.get_by_label(label).fill(str(value))
    page.get_by_role("button", name=re.compile("^(Keep|Write|Save)")).click()
    expect(page.get_by_role("heading", name="What was said")).to_be_visible()
    return page.url


def test_a_street_that_was_wrongly_hidden_is_given_back_and_stays(sit_down, accessible):
    # Given a complaint in which a chemist's street was hidden with a name
    page = sit_down(COMPLAINTS_MANAGER)
    case = _write_down(page, _SAID)
    expect(page.get_by_text("has moved to [address]").first).to_be_visible()
    expect(page.get_by_text("It tells of health")).to_be_visible()
    accessible(page)

    # When the complaints manager looks at what was hidden
    page.get_by_role("link", name=re.compile("What was hidden in the words")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What was hidden")
    expect(page.get_by_text("Larkhill")).to_have_count(0)
    accessible(page)

    # And asks to see those words, saying why
    page.get_by_role("button", name="See the words that were hidden").click()
    accessible(page)
    page.get_by_role("button", name="Show the words that were hidden").click()
    expect(page.get_by_role("alert").get_by_text("Enter why you need to see what was hidden")).to_be_visible()
    page.get_by_label("Why you need to see what was hidden").fill("It reads like a shop, not a home")
    page.get_by_role("button", name="Show the words that were hidden").click()
    expect(page.get_by_text("14 Larkhill Rise")).to_be_visible()
    accessible(page)

    # And shows the street again, with a reason
    page.get_by_role("link", name=re.compile("Show this again.*address")).click()
    accessible(page)
    page.get_by_label("Why it points at nobody").fill("It is the chemist's own address")
    page.get_by_role("button", name="Show it again").click()
    expect(page.get_by_text("It is shown again everywhere")).to_be_visible()
    expect(page.get_by_role("table", name="What people decided")).to_contain_text(
        "It is the chemist's own address"
    )
    accessible(page)

    # Then the text and search show the street, and still not the name
    page.goto(case)
    expect(page.get_by_text("has moved to 14 Larkhill Rise").first).to_be_visible()
    page.goto("/search/?q=Larkhill+chemist")
    expect(
        page.get_by_role("link", name=re.compile("The chemist has moved to 14 Larkhill Rise"))
    ).to_be_visible()
    expect(page.get_by_text("Vantongeren")).to_have_count(0)

    # And it stays so when the case is looked at again
    page.goto(case)
    page.get_by_role("link", name=re.compile("What was hidden in the words")).click()
    page.get_by_role("button", name="Look for personal data again").click()
    expect(page.get_by_text("What people decided was kept to")).to_be_visible()
    page.goto(case)
    expect(page.get_by_text("has moved to 14 Larkhill Rise").first).to_be_visible()
    expect(page.get_by_text("Vantongeren")).to_have_count(0)


def test_words_left_standing_are_marked_in_the_text_and_hidden(sit_down, accessible):
    # Given a complaint in which words point at somebody and no name stands in them
    page = sit_down(COMPLAINTS_MANAGER)
    case = _write_down(page, _SAID.replace("tablets", "medicine"))
    page.get_by_role("link", name=re.compile("What was hidden in the words")).click()
    page.get_by_role("button", name="Hide something else").click()
    accessible(page)

    # When they are marked in the text
    page.evaluate(
        """() => {
            const said = document.querySelector('[data-pick-into] blockquote').firstChild
            const start = said.data.indexOf('lady of the blue house')
            document.getSelection().setBaseAndExtent(said, start, said, start + 'lady of the blue house'.length)
        }"""
    )
    expect(page.get_by_label("Words to hide")).to_have_value("lady of the blue house")
    page.get_by_label("Somebody's name, or words that point at one person").check()
    page.get_by_label("Why they must be hidden").fill("There is one blue house")
    page.get_by_role("button", name="Hide these words").click()

    # Then they are hidden, on a narrow screen too
    expect(page.get_by_text("They are hidden everywhere in this feedback")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    accessible(page)
    page.goto(case)
    expect(page.get_by_text("blue house")).to_have_count(0)
