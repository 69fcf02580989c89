"""Tasks of a day by keyboard alone, each from its page of home: nothing is clicked and nothing focused by script.

The first and the fifth, from the receipt of a complaint to its letters, are in test_a_case_by_keyboard too.
"""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from goldthread.dates import add_months, last_whole_month
from tests.journeys.keyboard import Keys
from tests.journeys.test_clicks_of_the_day import spreadsheet

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.slow(reason="some hundred keys over several pages of a browser"),
]

# Not those of the journey that clicks: what was matched once is not asked again.
_WORDS = ("The stair rail is loose at its foot.", "The letter on the charge was in small print.")
_TEAMS = ("North (keys)", "Charges (keys)")


def _menu(page: Page, name: str):
    return page.get_by_role("navigation", name="Goldthread").get_by_role("link", name=name, exact=True)


def _date(keys: Keys, label: str, day: datetime.date) -> None:
    group = keys.page.get_by_role("group", name=label)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        keys.write(group.get_by_label(box), str(value))


def _complaint(page: Page, text: str) -> str:
    """Enter a complaint by its name and address, and return the address of its page."""
    keys = Keys(page)
    page.goto("/feedback/new/complaint/")
    keys.write(page.get_by_label("Comment", exact=True), text)
    keys.choose(page.locator("#id_owner"), "Dilys Okafor")
    keys.write(page.locator("#id_name"), "Mr Leopold Vintner")
    keys.write(page.locator("#id_address"), "4 Tab Street, Avonbridge, AV1 4TT")
    keys.enter(page.get_by_role("button", name="Save", exact=True).last)
    return urlsplit(page.url).path


def test_a_telephone_complaint_with_three_issues(sit_down):
    page = sit_down("Dilys Okafor")
    keys = Keys(page)
    keys.enter(page.get_by_role("link", name="Add a complaint").first)
    keys.write(
        page.get_by_label("Comment"), "Nobody rang.\n---\nThe ramp is loose.\n---\nThe bill was wrong."
    )
    keys.choose(page.get_by_label("Received by"), "Telephone")
    keys.choose(page.get_by_label("Owner"), "Grace Adeyinka")
    keys.button("Split into issues")
    keys.enter(page.get_by_role("button", name="Save", exact=True).first)
    text = page.locator("main").inner_text()
    assert "The ramp is loose." in text and "Grace Adeyinka" in text


def test_last_weeks_complaints_not_assigned_and_five_cases_to_a_colleague(sit_down):
    page = sit_down("Dilys Okafor")
    keys = Keys(page)
    keys.enter(_menu(page, "Feedback"))
    keys.link("Last week's complaints, not assigned", exact=True)
    assert "Owner: Nobody yet" in page.get_by_label("Filters in use").inner_text()
    keys.enter(_menu(page, "Feedback"))
    boxes = page.locator("tbody .gt-pick input")
    for number in range(5):
        keys.tick(boxes.nth(number))
    keys.choose(page.get_by_label("Owner").last, "Grace Adeyinka")
    keys.button("Assign")
    assert "assigned to Grace Adeyinka" in page.locator("main").inner_text()
    keys.button("Undo")


def test_the_case_of_a_caller_by_surname(sit_down):
    page = sit_down("Dilys Okafor")
    keys = Keys(page)
    keys.write(page.get_by_label("Name, telephone number or e-mail address"), "pococke")
    keys.button("Search contact details")
    keys.enter(page.get_by_role("link", name=re.compile("Nobody has rung back about two falls")).first)
    assert page.locator("h1").inner_text().endswith("Nobody has rung back about two falls")


def test_an_acknowledgement_and_a_wrong_team(sit_down):
    page = sit_down("Dilys Okafor")
    keys = Keys(page)
    case = _complaint(page, "The quincunx lady said that somebody would come, and nobody came.")
    keys.enter(page.locator("main a", has_text="Write acknowledgement").first)
    keys.button("Send by post")
    assert "Posted" in page.inner_text("main")

    page.goto(case)
    keys.link("Correct team", exact=True)
    keys.choose(page.get_by_label("Team"), "Sensory and Equipment")
    keys.write(page.get_by_label("Reason"), "The equipment is what it is about")
    keys.button("Save")
    assert "Sensory and Equipment" in page.locator(".gt-rail").inner_text()


def test_a_spreadsheet_with_odd_headings_and_team_names(sit_down):
    page = sit_down("Dilys Okafor")
    keys = Keys(page)
    keys.button("Import feedback")
    keys.choose(page.get_by_label("Type of feedback"), "Complaints")
    keys.reach(page.locator("input[type=file]"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    chooser.value.set_files({"name": "log.xlsx", "mimeType": kind, "buffer": spreadsheet(_WORDS, _TEAMS)})
    keys.button("Upload spreadsheet")
    for field, column in (("Date received", "Dt recd"), ("Comment", "Details of"), ("Team", "Owning team")):
        box = page.get_by_label(re.compile(f"^{field}")).first
        options = [text.strip() for text in box.locator("option").all_inner_texts()]
        keys.choose(box, next(text for text in options if column in text))
    keys.button("Check rows")
    expect(page.get_by_role("heading", name="Values to match")).to_be_visible(timeout=150_000)
    for team, ours in zip(_TEAMS, ("Locality North", "Financial Assessment and Charging"), strict=True):
        keys.choose(page.get_by_label(re.compile(re.escape(team))), ours)
    keys.button("Match values and check again")
    ready = page.get_by_role("button", name=re.compile("^Import 2 rows"))
    expect(ready).to_be_visible(timeout=150_000)
    keys.enter(ready)
    shown = page.get_by_role("button", name="View imported feedback")
    expect(shown).to_be_visible(timeout=150_000)
    keys.enter(shown)
    expect(page.get_by_role("table").first).to_contain_text("Financial Assessment and Charging")


def test_issues_are_coded_and_readings_pasted(sit_down):
    page = sit_down("Grace Adeyinka")
    keys = Keys(page)
    keys.enter(page.get_by_role("link", name=re.compile("issues? to code$")).first)
    if page.get_by_role("button", name="Code issues").count():
        keys.button("Code issues")
    for _ in range(2):
        before = page.url
        page.keyboard.press("1" if page.locator("input[aria-keyshortcuts='1']").count() else "0")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before and "/next/" not in url)

    page.goto("/")
    keys.enter(page.get_by_role("link", name="Calls given up before they were answered", exact=True).first)
    last = last_whole_month(datetime.date.today())
    rows = [f"{add_months(last, -n):%b %Y}\t{100 + n % 3}" for n in range(11, -1, -1)]
    keys.open(page.locator("summary", has_text="Paste readings from a spreadsheet"))
    keys.write(page.get_by_label("Rows copied from a spreadsheet"), "\n".join(rows))
    keys.button("Save readings")
    expect(page.get_by_role("status")).to_contain_text("readings")


def test_from_a_themes_chart_to_a_lesson_an_action_and_its_measure(sit_down):
    today = datetime.date.today()
    page = sit_down("Grace Adeyinka")
    keys = Keys(page)
    keys.enter(_menu(page, "Themes"))
    keys.enter(page.get_by_role("link", name="Care at home", exact=True).first)
    keys.link("Issues", exact=True)
    keys.tick(page.get_by_role("checkbox", name=re.compile("^Select F-")).first)
    keys.button("Record a lesson from selected")
    keys.write(page.get_by_label("Title"), "Visits that come late, by keyboard")
    keys.write(page.get_by_label("What we learned"), "People wait for a visit and nobody rings.")
    keys.button("Save lesson")
    keys.button("Agree an action")
    keys.write(page.get_by_label("What will be done"), "The agency rings when a visit is late")
    keys.choose(page.get_by_label("Owner"), "Rob Ellacott")
    _date(keys, "Date agreed", today)
    _date(keys, "Due date", today + datetime.timedelta(days=60))
    keys.write(page.get_by_label("Measure", exact=True), "Late visits without a call, by keyboard")
    keys.tick(page.get_by_label("Lower is better"))
    keys.enter(page.get_by_role("button", name="Agree action").last)
    keys.enter(page.get_by_role("button", name="Set up measure").first)
    keys.enter(page.get_by_role("button", name="Set up measure").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Late visits without a call, by keyboard")


def test_a_claim_with_three_citations_and_a_pack(sit_down):
    page = sit_down("Grace Adeyinka")
    keys = Keys(page)
    keys.enter(_menu(page, "Evidence"))
    keys.enter(page.get_by_role("link", name="Learning, improvement and innovation").first)
    keys.button("Add claim")
    keys.write(page.get_by_label("Claim", exact=True), "We read what people tell us, key by key.")
    keys.button("Add claim")
    for kind in ("Measure", "Briefing", "Feedback"):
        keys.tick(page.get_by_role("checkbox", name=re.compile(f"^{kind}: ")).first)
    keys.button("Add evidence")
    expect(page.get_by_text("3 records added as evidence")).to_be_visible()

    keys.enter(_menu(page, "Evidence"))
    keys.button("Create evidence pack")
    keys.reach(page.get_by_role("button", name="HTML", exact=True))
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert "We read what people tell us, key by key." in taken.value.path().read_text()


def test_the_director_the_front_line_and_the_assessor(sit_down):
    page = sit_down("Helen Castledine")
    Keys(page).button("Board page")
    assert page.get_by_role("heading", name="In five sentences").is_visible()

    page = sit_down("Kelly Burdock", width=375)
    keys = Keys(page)
    keys.enter(page.get_by_role("link", name="Quick add").first)
    keys.tick(page.get_by_role("radio", name="Compliment"))
    keys.write(page.get_by_label("What they said, in their words"), "She was kind, key by key.")
    keys.button("Save")
    assert "Saved as F-" in page.locator("main").inner_text()

    page = sit_down(_assessor())
    page.goto("/evidence/learning-improvement-and-innovation/")
    keys = Keys(page)
    keys.enter(page.locator("main h3 a").first)
    if not page.locator("figure.gt-quote blockquote").count():
        keys.enter(page.get_by_role("link", name="View trail").first)
    expect(page.locator("figure.gt-quote blockquote").first).to_be_visible()


def _assessor() -> str:
    from goldthread.demo import content

    people = content.toml("cast")["people"]
    return next(
        each["name"] for each in people if each["council"] == "avonshire" and each["role"] == "assessor"
    )
