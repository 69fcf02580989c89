"""Similar cases and a text that came again nearly the same, in a browser: set into the record's page, or by its link."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

_WORDS = (
    "Please keep the quillfeather reading room open on Saturdays, since many of us have no other warm place."
)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_that_came_again_with_other_words_is_said_on_its_page(sit_down, accessible, javascript):
    page = sit_down("Dilys Okafor", javascript=javascript)
    kind = "with a script" if javascript else "without one"
    for letter in (f"{_WORDS} I read there {kind}.", f"{_WORDS} I read there {kind}, and my sister too."):
        page.goto("/feedback/new/suggestion/")
        page.get_by_label("Comment").fill(letter)
        press(page.get_by_role("button", name="Save", exact=True).last)
    heading = page.get_by_role("heading", name="Similar cases", exact=True)
    if not javascript:
        press(page.get_by_role("link", name="Similar cases", exact=True))
    heading.wait_for()
    notice = page.locator(".govuk-inset-text", has_text="Possible duplicate of")
    notice.wait_for()
    assert notice.count() == 1
    assert page.locator("section", has=heading).get_by_text("Same text").count() >= 1
    if javascript:
        accessible(page)
    press(page.get_by_role("link", name="Check duplicates"))
    assert _WORDS in page.locator("main").inner_text()
