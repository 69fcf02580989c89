"""A policy officer compares what reports of two scores describe, and reads the passages behind a number."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.browser import press


def test_each_number_opens_as_many_reports_with_their_passages(sit_down, accessible):
    officer = sit_down("Grace Adeyinka")
    officer.goto("/sector/counting/differences/")
    expect(officer.locator("#results")).to_contain_text("association, not cause")
    accessible(officer)
    number = officer.get_by_role("link", name=re.compile("People told what changed, scored 3 or 4")).first
    count = int(number.inner_text().split()[0])
    press(number)
    expect(officer.locator("main h2")).to_have_count(count)
    accessible(officer)
    press(officer.get_by_role("link", name=re.compile("In its place")).first)
    expect(officer.locator("h1")).to_contain_text("Learning, improvement and innovation")


def test_who_else_has_a_portal_is_answered_with_what_is_said_of_it(sit_down, accessible):
    officer = sit_down("Grace Adeyinka")
    officer.goto("/sector/counting/systems/")
    accessible(officer)
    officer.get_by_label("Kind of system").select_option("portal")
    press(officer.get_by_role("button", name="Show", exact=True))
    expect(officer.locator("#results")).to_contain_text("Ashcombe Vale Borough Council")
    expect(officer.locator("#results")).to_contain_text("shaped by experts by experience")
    accessible(officer)
    officer.goto("/sector/counting/figures/")
    expect(officer.locator("main")).to_contain_text("Staff turnover")
    accessible(officer)
