"""How many clicks the tasks of the thread take: pages opened and buttons pressed, from the person's home page."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from goldthread.dates import add_months, last_whole_month
from tests.journeys.browser import press

pytestmark = pytest.mark.journey


class Clicks:
    """Counts what is pressed; what is typed or ticked is not counted."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, control: Locator) -> None:
        """Press a link or a button that opens a page."""
        press(control)
        self.count += 1


def _menu(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Goldthread").get_by_role("link", name=name, exact=True)


def _type_date(page: Page, label: str, day: datetime.date) -> None:
    group = page.get_by_role("group", name=label)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box).fill(str(value))


def test_from_a_themes_chart_to_a_lesson_an_action_and_its_measure(sit_down, accessible):
    today, clicks = datetime.date.today(), Clicks()
    page = sit_down("Grace Adeyinka")
    clicks.press(_menu(page, "Themes"))
    clicks.press(page.get_by_role("link", name="Care at home", exact=True).first)
    expect(page.locator("figure.gt-chart svg").first).to_be_visible()
    accessible(page)
    clicks.press(page.get_by_role("link", name="Issues", exact=True))
    accessible(page)
    boxes = page.get_by_role("checkbox", name=re.compile("^Select F-"))
    boxes.nth(0).check()
    boxes.nth(1).check()
    clicks.press(page.get_by_role("button", name="Record a lesson from selected"))
    page.get_by_label("Title").fill("Visits that come late")
    page.get_by_label("What we learned").fill("People wait for a visit and nobody rings.")
    clicks.press(page.get_by_role("button", name="Save lesson"))
    clicks.press(page.get_by_role("button", name="Agree an action"))
    page.get_by_label("What will be done").fill("The agency rings when a visit is late")
    page.get_by_label("Owner").select_option(label="Rob Ellacott")
    _type_date(page, "Date agreed", today)
    _type_date(page, "Due date", today + datetime.timedelta(days=60))
    # What the measure could show is said while it is chosen: of the theme of the issues, and again at each answer.
    shown = page.locator("#could_detect")
    expect(shown).to_contain_text(re.compile("months after could show|could be told from chance|are needed"))
    page.get_by_label("Or its past months").fill(" ".join(["40", "44", "38", "41"] * 4))
    page.get_by_label("Or its past months").blur()
    expect(shown).to_contain_text("Based on 16 months")
    page.get_by_label("Measure", exact=True).fill("Late visits without a call")
    page.get_by_label("Lower is better").check()
    accessible(page)
    clicks.press(page.get_by_role("button", name="Agree action").last)
    clicks.press(page.get_by_role("button", name="Set up measure").first)
    assert clicks.count == 8
    press(page.get_by_role("button", name="Set up measure"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Late visits without a call")

    # And twelve readings copied from Excel are on the page of the measure in one click, and two with opening it
    last = last_whole_month(today)
    rows = [f"{add_months(last, -n):%b %Y}\t{20 + n % 3}" for n in range(11, -1, -1)]
    accessible(page)
    page.get_by_label("Rows copied from a spreadsheet").fill("\n".join(rows))
    press(page.get_by_role("button", name="Save readings"))
    expect(page.get_by_text("12 readings saved")).to_be_visible()
    expect(page.locator("figure.gt-chart svg").first).to_be_visible()
    accessible(page)

    # The chart is taken as a picture, made in the browser
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download chart (PNG)").click()
    assert taken.value.suggested_filename.endswith(".png")
    assert taken.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_button_shows_what_a_measure_could_show_without_a_script(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False)
    page.goto("/learning/")
    press(page.get_by_role("rowheader").get_by_role("link").first)
    press(page.get_by_role("button", name="Agree an action"))
    page.get_by_label("What will be done").fill("Typed before asking")
    page.get_by_label("Or its past months").fill("12 14 x")
    press(page.get_by_role("button", name="Show what it could show"))
    expect(page.locator("#could_detect")).to_contain_text("“x” is not a number")
    expect(page.get_by_label("What will be done")).to_have_value("Typed before asking")


def test_a_claim_with_three_citations_and_a_pack(sit_down, accessible):
    clicks = Clicks()
    page = sit_down("Grace Adeyinka")
    clicks.press(_menu(page, "Evidence"))
    clicks.press(page.get_by_role("link", name="Learning, improvement and innovation").first)
    clicks.press(page.get_by_role("button", name="Add claim"))
    page.get_by_label("Claim", exact=True).fill("We read what people tell us about late visits.")
    clicks.press(page.get_by_role("button", name="Add claim"))
    for kind in ("Measure", "Briefing", "Feedback"):
        page.get_by_role("checkbox", name=re.compile(f"^{kind}: ")).first.check()
    accessible(page)
    clicks.press(page.get_by_role("button", name="Add evidence"))
    assert clicks.count == 5
    expect(page.get_by_text("3 records added as evidence")).to_be_visible()
    expect(page.get_by_role("button", name="Remove")).to_have_count(3)

    page.goto("/")
    packs = Clicks()
    packs.press(_menu(page, "Evidence"))
    packs.press(page.get_by_role("button", name="Create evidence pack"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="HTML", exact=True).click()
    assert packs.count + 1 == 3
    assert "We read what people tell us about late visits." in taken.value.path().read_text()


def test_an_assessor_comes_from_a_claim_to_the_words_under_it(sit_down):
    from goldthread.demo import content

    name = next(
        person["name"]
        for person in content.toml("cast")["people"]
        if person["council"] == "avonshire" and person["role"] == "assessor"
    )
    page = sit_down(name)
    page.goto("/evidence/learning-improvement-and-innovation/")
    clicks = Clicks()
    clicks.press(page.locator("main h3 a").first)
    if not page.locator("figure.gt-quote blockquote").count():
        clicks.press(page.get_by_role("link", name="View trail"))
    expect(page.locator("figure.gt-quote blockquote").first).to_be_visible()
    assert clicks.count <= 2
