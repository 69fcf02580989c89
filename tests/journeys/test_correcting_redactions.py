"""A complaints manager undoes the redaction of a shop's street, and redacts words that were missed."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import press

pytestmark = pytest.mark.journey

COMPLAINTS_MANAGER = "Dilys Okafor"
# Invented, like every name here.
_TEXT = (
    "The chemist has moved to 14 Larkhill Rise and my mother has dementia and cannot walk that far for her tablets. "
    "Mrs Perpetua Vantongeren at the counter said so. The lady of the blue house drives us."
)


def _add_feedback(page: Page, text: str) -> str:
    today = datetime.date.today()
    page.goto("/feedback/new/complaint/")
    page.get_by_label("Comment").fill(text)
    group = page.get_by_role("group", name="Date received")
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        group.get_by_label(label).fill(str(value))
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="Issues")).to_be_visible()
    return page.url


def test_a_wrong_redaction_is_undone_and_stays_undone(sit_down, accessible):
    # Given a complaint in which a chemist's street was redacted with a name
    page = sit_down(COMPLAINTS_MANAGER)
    case = _add_feedback(page, _TEXT)
    expect(page.get_by_text("has moved to [address]").first).to_be_visible()
    expect(page.get_by_text("Sensitive information: health.")).to_be_visible()
    accessible(page)

    # When the complaints manager opens the redactions
    press(page.get_by_role("link", name=re.compile(r"^Redactions \(")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Redactions")
    expect(page.get_by_text("Larkhill")).to_have_count(0)
    accessible(page)

    # And asks to see those words, with a reason
    press(page.get_by_role("button", name="Show redacted words"))
    accessible(page)
    press(page.get_by_role("button", name="Show redacted words"))
    expect(page.get_by_role("alert").get_by_text("Enter reason")).to_be_visible()
    page.get_by_label("Reason").fill("It reads like a shop, not a home")
    press(page.get_by_role("button", name="Show redacted words"))
    expect(page.get_by_text("14 Larkhill Rise")).to_be_visible()
    accessible(page)

    # And undoes the redaction, with a reason
    press(page.get_by_role("link", name=re.compile("Undo redaction.*address")))
    accessible(page)
    page.get_by_label("Reason").fill("It is the chemist's own address")
    press(page.get_by_role("button", name="Undo redaction"))
    expect(page.get_by_text(re.compile("^Redaction undone in F-"))).to_be_visible()
    expect(page.get_by_role("table", name="Corrections")).to_contain_text("It is the chemist's own address")
    accessible(page)

    # Then the text and search show the street, and still not the name
    page.goto(case)
    expect(page.get_by_text("has moved to 14 Larkhill Rise").first).to_be_visible()
    page.goto("/search/?q=Larkhill+chemist")
    expect(page.get_by_role("main")).to_contain_text("The chemist has moved to 14 Larkhill Rise")
    expect(page.get_by_text("Vantongeren")).to_have_count(0)

    # And it stays so when the case is redacted again
    page.goto(case)
    press(page.get_by_role("link", name=re.compile(r"^Redactions \(")))
    press(page.get_by_role("button", name="Redact again"))
    expect(page.get_by_text(re.compile("^Feedback F-.* redacted"))).to_be_visible()
    page.goto(case)
    expect(page.get_by_text("has moved to 14 Larkhill Rise").first).to_be_visible()
    expect(page.get_by_text("Vantongeren")).to_have_count(0)


def test_words_that_were_missed_are_selected_in_the_text_and_redacted(sit_down, accessible):
    # Given a complaint in which words identify somebody without a name
    page = sit_down(COMPLAINTS_MANAGER)
    case = _add_feedback(page, _TEXT.replace("tablets", "medicine"))
    press(page.get_by_role("link", name=re.compile(r"^Redactions \(")))
    press(page.get_by_role("button", name="Redact more"))
    accessible(page)

    # When they are selected in the text
    page.evaluate(
        """() => {
            const text = document.querySelector('[data-pick-into] blockquote').firstChild
            const start = text.data.indexOf('lady of the blue house')
            document.getSelection().setBaseAndExtent(text, start, text, start + 'lady of the blue house'.length)
        }"""
    )
    expect(page.get_by_label("Words to redact")).to_have_value("lady of the blue house")
    page.get_by_label("A name, or words that identify one person").check()
    page.get_by_label("Reason").fill("There is one blue house")
    press(page.get_by_role("button", name="Redact words"))

    # Then they are redacted, on a narrow screen too
    expect(page.get_by_text(re.compile("^Redaction added to F-"))).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    accessible(page)
    page.goto(case)
    expect(page.get_by_text("blue house")).to_have_count(0)
