"""Notes, a colleague told of one, a file and a related record, in a real browser: with a script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_LETTER = {"name": "Letter.txt", "mimeType": "text/plain", "buffer": b"A made-up letter."}


def _open_a_lesson(page: Page) -> None:
    page.goto("/learning/")
    press(page.get_by_role("link", name="Updates for people who are waiting"))


def test_a_note_that_names_a_colleague_is_one_click_and_they_are_told(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False)
    _open_a_lesson(page)
    page.get_by_label("Add a note").fill("@Dilys Okafor do the letters say so now?")
    press(page.get_by_role("button", name="Save note"))
    note = page.locator(".gt-timeline > li").first
    expect(note).to_contain_text("@Dilys Okafor do the letters say so now?")
    expect(note).to_contain_text("Told Dilys Okafor.")
    other = sit_down("Dilys Okafor", javascript=False)
    other.goto("/notifications/")
    expect(other.get_by_role("main")).to_contain_text("You are mentioned in a note on L-")


def test_colleagues_are_chosen_from_a_list_and_what_was_typed_comes_along(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    _open_a_lesson(page)
    page.get_by_label("Add a note").fill("Half a thought about the letters")
    press(page.get_by_role("button", name="Tell a colleague"))
    accessible(page)
    expect(page.get_by_label("Note")).to_have_value("Half a thought about the letters")
    page.get_by_label("Ian Prettejohn").check()
    press(page.get_by_role("button", name="Save note"))
    expect(page.locator(".gt-timeline > li").first).to_contain_text("Told Ian Prettejohn.")
    # One's own, and nobody else's.
    press(page.locator(".gt-timeline > li").first.get_by_role("link", name="Change note"))
    page.get_by_label("Note").fill("A whole thought about the letters")
    press(page.get_by_role("button", name="Save note"))
    expect(page.locator(".gt-timeline > li").first).to_contain_text("A whole thought")
    other = sit_down("Dilys Okafor")
    _open_a_lesson(other)
    note = other.locator(".gt-timeline > li", has_text="A whole thought")
    assert note.get_by_role("link", name="Change note").count() == 0


def test_a_file_is_attached_downloaded_and_removed(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    _open_a_lesson(page)
    press(page.get_by_role("link", name="Add file"))
    accessible(page)
    page.get_by_label("File").set_input_files(_LETTER)
    page.get_by_label("Nobody is named or pictured in it").check()
    press(page.get_by_role("button", name="Add file"))
    with page.expect_download() as begun:
        page.get_by_role("link", name="Letter.txt").click()
    assert begun.value.suggested_filename == "Letter.txt"
    assert begun.value.path().read_bytes() == _LETTER["buffer"]
    accessible(page)
    press(page.locator(".gt-timeline > li", has_text="Letter.txt").get_by_role("link", name="Remove file"))
    press(page.get_by_role("button", name="Remove file"))
    expect(page.locator(".gt-timeline > li", has_text="File removed").first).to_be_visible()
    assert page.get_by_role("link", name="Letter.txt").count() == 0


def test_a_restricted_file_is_downloaded_with_a_reason(sit_down):
    page = sit_down("Dilys Okafor", javascript=False)
    _open_a_lesson(page)
    press(page.get_by_role("link", name="Add file"))
    page.get_by_label("File").set_input_files({**_LETTER, "name": "To the family.txt"})
    press(page.get_by_role("button", name="Add file"))
    press(page.get_by_role("link", name="To the family.txt"))
    page.get_by_label("Reason").fill("to answer the family")
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download file").click()
    assert begun.value.path().read_bytes() == _LETTER["buffer"]
    other = sit_down("Grace Adeyinka", javascript=False)
    _open_a_lesson(other)
    expect(other.get_by_role("main")).to_contain_text("To the family.txt")
    assert other.get_by_role("link", name="To the family.txt").count() == 0


def test_another_record_is_linked_and_unlinked(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    _open_a_lesson(page)
    press(page.get_by_role("link", name="Link a record"))
    page.get_by_label("Other record").fill("l-2")
    page.get_by_label("Reason").fill("see also")
    press(page.get_by_role("button", name="Link records"))
    related = page.locator(".gt-card", has=page.get_by_role("heading", name="Related records"))
    expect(related).to_contain_text("see also")
    accessible(page)
    press(related.get_by_role("button", name="Remove link").first)
    expect(page.get_by_text("Link removed.")).to_be_visible()


def test_the_newest_complaint_is_used_as_evidence_and_in_a_lesson_from_its_page(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False)
    page.goto("/feedback/?source=complaint&sort=-received_on")
    press(page.locator("tbody a").first)
    press(page.get_by_role("link", name="Use as evidence"))
    page.get_by_role("radio").first.check()
    press(page.get_by_role("button", name="Add evidence"))
    expect(page.get_by_text("added as evidence").first).to_be_visible()
    page.goto("/feedback/?source=complaint&sort=-received_on")
    press(page.locator("tbody a").first)
    press(page.get_by_role("link", name="Add to a lesson"))
    page.get_by_label("Lesson").select_option(index=1)
    press(page.get_by_role("button", name="Add to this lesson"))
    expect(page.get_by_text("added to lesson").first).to_be_visible()


def test_on_a_phone_state_and_next_steps_come_before_the_words(sit_down, accessible):
    page = sit_down("Grace Adeyinka", width=375)
    _open_a_lesson(page)
    steps, work = page.get_by_role("heading", name="Next steps"), page.locator(".gt-work")
    assert steps.bounding_box()["y"] < work.bounding_box()["y"]
    assert not page.get_by_text("Recorded by").is_visible()
    page.locator("summary", has_text="Details").click()
    assert page.get_by_text("Recorded by").first.is_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_rail_stays_in_sight_beside_long_work(sit_down):
    page = sit_down("Grace Adeyinka")
    _open_a_lesson(page)
    first = page.get_by_role("heading", level=1)
    page.mouse.wheel(0, 900)
    expect(first).not_to_be_in_viewport()
    expect(page.get_by_role("heading", name="Next steps")).to_be_in_viewport()
