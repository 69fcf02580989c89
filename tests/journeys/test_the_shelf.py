"""A policy officer asks the shelf who else has a portal shaped by people who use it, and what came of it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import press

QUESTION = "Who else has a portal shaped by people who use it, and what came of it?"


def test_a_question_is_answered_by_a_passage_in_its_place(sit_down, accessible):
    officer = sit_down("Grace Adeyinka")
    officer.goto("/sector/")
    press(officer.get_by_role("button", name="Search the reports"))
    officer.get_by_label("Words").fill(QUESTION)
    box = officer.get_by_role("search", name="Search published reports")
    press(box.get_by_role("button", name="Search", exact=True))
    found = officer.locator("#results")
    expect(found).to_contain_text("Farrowmere Borough Council")
    accessible(officer)
    first = found.get_by_role("link", name="Farrowmere Borough Council").first
    press(first)
    expect(officer.locator("h1")).to_contain_text("Farrowmere Borough Council")
    # What came of it stands in the passages that follow.
    expect(officer.locator("main")).to_contain_text("fell from 41% to 18%")
    accessible(officer)


def test_a_pasted_page_is_confirmed_and_an_idea_is_kept_of_it(sit_down, accessible):
    officer = sit_down("Grace Adeyinka")
    officer.goto("/sector/add/")
    accessible(officer)
    officer.get_by_label("Or paste its text").fill(
        "# Dunmoor Council: local authority assessment\n\n# Learning, improvement and innovation\n\n"
        "## Score: 3\n\n3 - Evidence shows a good standard\n\n## Key findings for this quality statement\n\n"
        "### Learning from feedback\n\nPeople told us that a llama farm had made visits easier and had helped them.\n"
    )
    press(officer.get_by_role("button", name="Read the report"))
    expect(officer.get_by_label("Council", exact=True)).to_have_value("Dunmoor Council")
    accessible(officer)
    press(officer.get_by_role("button", name="Confirm", exact=True))
    expect(officer.get_by_role("status")).to_contain_text("counts on the shelf")
    press(officer.get_by_role("link", name="Keep as an idea").first)
    officer.get_by_label("Idea", exact=True).fill("Visits on a farm")
    officer.get_by_label("Why it interests us").fill("Two groups asked for something like it.")
    press(officer.get_by_role("button", name="Keep idea"))
    expect(officer.locator("main")).to_contain_text("Two groups asked for something like it.")
    accessible(officer)
