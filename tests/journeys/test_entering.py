"""Entering feedback in a browser, in as many clicks as people will give it: pages opened and buttons pressed count."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


class Clicks:
    """The pages opened and buttons pressed on one page of a browser."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def link(self, name: str | re.Pattern, **options) -> None:
        """Follow a link."""
        self.count += 1
        press(self.page.get_by_role("link", name=name, **options).first)

    def button(self, name: str, *, leads_on: bool = True) -> None:
        """Press a button."""
        self.count += 1
        button = self.page.get_by_role("button", name=name, exact=True).first
        press(button) if leads_on else button.click()


def test_a_telephone_complaint_with_three_issues_assigned_in_six_clicks(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    clicks = Clicks(page)
    clicks.link("Add a complaint")
    accessible(page)
    letter = "Nobody rang back.\n---\nThe quincunx never came.\n---\nThe bill was wrong."
    page.get_by_label("Comment").fill(letter)
    page.get_by_label("Received by").select_option(label="Telephone")
    page.get_by_label("Owner").select_option(label="Grace Adeyinka")
    clicks.button("Split into issues")
    assert page.get_by_label("Another issue (3)").input_value() == "The bill was wrong."
    assert page.get_by_label("Owner").evaluate("box => box.selectedOptions[0].text") == "Grace Adeyinka"
    clicks.button("Save")
    assert clicks.count <= 6
    text = page.locator("main").inner_text()
    assert "The quincunx never came." in text and "Grace Adeyinka" in text
    page.set_viewport_size({"width": 375, "height": 800})
    accessible(page)


def test_selected_words_of_a_letter_become_an_issue(sit_down):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/new/complaint/")
    box = page.get_by_label("Comment")
    box.fill("Dear Sir. Nobody rang back. The bill was wrong.")
    box.evaluate("box => { box.focus(); box.setSelectionRange(10, 27) }")
    page.get_by_role("button", name="Make the selected words an issue").click()
    assert page.get_by_label("Another issue (2)").input_value() == "Nobody rang back."
    assert box.input_value() == "Dear Sir.\n\nThe bill was wrong."
    press(page.get_by_role("button", name="Save", exact=True).last)
    text = page.locator("main").inner_text()
    assert "Nobody rang back." in text and "The bill was wrong." in text


def test_a_letter_is_split_without_a_script(sit_down):
    page = sit_down("Dilys Okafor", javascript=False)
    page.goto("/feedback/new/complaint/")
    assert not page.get_by_role("button", name="Make the selected words an issue").is_visible()
    page.get_by_label("Comment").fill("It was cold.\n\nIt was damp.")
    press(page.get_by_role("button", name="Split into issues"))
    assert page.get_by_label("Another issue (2)").input_value() == "It was damp."


@pytest.mark.parametrize("javascript", [True, False])
def test_a_compliment_on_a_phone_in_two_clicks(sit_down, accessible, javascript):
    page = sit_down("Kelly Burdock", width=375, javascript=javascript)
    clicks = Clicks(page)
    clicks.link("Quick add")
    if javascript:
        accessible(page)
    small = page.locator(".gt-tap label, .gt-quick button:visible, .gt-quick summary").evaluate_all(
        "targets => targets.filter(target => target.getBoundingClientRect().height < 47.5).map(t => t.textContent)"
    )
    assert not small
    assert page.get_by_role("radio", name="Compliment").is_checked()
    page.get_by_label("What they said, in their words").fill(f"The man was kind ({javascript}).")
    clicks.button("Save")
    assert clicks.count <= 2
    assert "Saved as F-" in page.locator("main").inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_case_of_a_caller_by_surname_in_two_clicks(sit_down, accessible, javascript):
    page = sit_down("Dilys Okafor", javascript=javascript)
    clicks = Clicks(page)
    page.get_by_label("Name, telephone number or e-mail address").fill("pococke")
    clicks.button("Search contact details")
    if javascript:
        accessible(page)
        page.set_viewport_size({"width": 375, "height": 800})
        accessible(page)
    assert "Darren Pocock" in page.locator("main").inner_text()
    assert "pocock" not in page.url.lower()
    clicks.link(re.compile("Nobody has rung back about two falls"))
    assert clicks.count <= 2
    assert page.locator("h1").inner_text().endswith("Nobody has rung back about two falls")


def test_a_name_is_hidden_in_a_case_in_two_clicks(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/new/complaint/")
    page.get_by_label("Comment").fill("The quincunx lady told me that nobody would come, and nobody came.")
    press(page.get_by_role("button", name="Save", exact=True).last)
    clicks = Clicks(page)
    page.evaluate("""() => {
        const words = document.createTreeWalker(document.querySelector('[data-redact-from]'), NodeFilter.SHOW_TEXT)
        while (words.nextNode()) {
            const at = words.currentNode.data.indexOf('quincunx lady')
            if (at < 0) continue
            const range = document.createRange()
            range.setStart(words.currentNode, at)
            range.setEnd(words.currentNode, at + 'quincunx lady'.length)
            getSelection().removeAllRanges()
            getSelection().addRange(range)
            return
        }
    }""")
    button = page.get_by_role("button", name="Redact selected words")
    button.wait_for()
    accessible(page)
    clicks.button("Redact selected words")
    assert clicks.count <= 2
    text = page.locator("main").inner_text()
    assert "Redacted everywhere in F-" in text and "quincunx lady" not in text


def test_what_was_opened_lately_is_in_the_frame(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/")
    press(page.locator("tbody a").first)
    reference = re.search(r"F-\d+", page.locator("main").inner_text())[0]
    page.goto("/themes/")
    page.get_by_text("Recent", exact=True).click()
    accessible(page)
    press(page.get_by_role("link", name=f"Feedback {reference}", exact=True))
    assert reference in page.locator("main").inner_text()
