"""One thread, from a spreadsheet to a sentence of evidence and back, as the quality lead walks it."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from goldthread.dates import add_months, last_whole_month, months_between

pytestmark = pytest.mark.journey

_SAID = "The taxi that takes me to the day centre is late every Tuesday and nobody rings to tell me why."


def _spreadsheet() -> bytes:
    today = datetime.date.today()
    rows = [
        "Date received,Complaint details,Team",
        f'{today:%d/%m/%Y},"{_SAID}",Locality North',
        f'{today:%d/%m/%Y},"My review was done by telephone and I could not hear a word of it.",Locality South',
        '31/02/2026,"The thirty-first of February does not exist.",Locality North',
        f'{today:%d/%m/%Y},"This row names a team that is not there.",Team Nowhere',
    ]
    return "\n".join(rows).encode()


def _type_date(page: Page, label: str, day: datetime.date) -> None:
    group = page.get_by_role("group", name=label)
    group.get_by_label("Day").fill(str(day.day))
    group.get_by_label("Month").fill(str(day.month))
    group.get_by_label("Year").fill(str(day.year))


def _months_before(count: int) -> list[datetime.date]:
    last = last_whole_month(datetime.date.today())
    return months_between(add_months(last, 1 - count), last)


def test_from_a_spreadsheet_to_a_sentence_and_back(sit_down, accessible, served):
    today = datetime.date.today()

    # Given Grace, who leads on quality, at her desk
    page = sit_down("Grace Adeyinka")
    expect(page.get_by_role("heading", level=1)).to_contain_text("attention")
    accessible(page)

    # When she imports a spreadsheet with errors in two rows
    page.get_by_role("link", name="Bring in a spreadsheet of feedback").click()
    accessible(page)
    page.get_by_label("Type of feedback").select_option(label="Complaints")
    page.locator("input[type=file]").set_input_files(
        {"name": "complaints.csv", "mimeType": "text/csv", "buffer": _spreadsheet()}
    )
    page.get_by_role("button", name="Upload spreadsheet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Match columns")
    accessible(page)
    page.get_by_role("button", name="Check rows").click()

    # Then both rows are listed with their errors, and nothing has been saved
    expect(page.get_by_role("heading", name="Rows to fix")).to_be_visible(timeout=150_000)
    expect(page.get_by_role("table")).to_contain_text("Team Nowhere")
    accessible(page)

    # When she imports the two others
    page.get_by_role("button", name="Import 2 rows without errors").click()
    expect(page.get_by_role("button", name="View imported feedback")).to_be_visible(timeout=150_000)
    page.get_by_role("button", name="View imported feedback").click()
    page.get_by_role("link", name=re.compile("The taxi that takes me")).click()
    accessible(page)
    voice = page.url

    # And gives the point its theme
    page.get_by_role("link", name="Say what it is about").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is this about?")
    accessible(page)
    for box in page.get_by_role("checkbox", checked=True).all():
        box.uncheck()
    page.get_by_role("checkbox", name="Days, work and community life").check()
    page.get_by_role("button", name="Save and go on").click()

    # Then the theme's page holds what was said, and its chart
    page.goto("/themes/")
    accessible(page)
    page.get_by_role("link", name="Days, work and community life", exact=True).click()
    expect(page.locator("figure.gt-chart svg").first).to_be_visible()
    expect(page.get_by_text("The taxi that takes me to the day centre").first).to_be_visible()
    accessible(page)

    # When she draws a lesson from it
    page.goto(voice)
    page.get_by_role("link", name=re.compile("Draw a lesson")).first.click()
    page.get_by_label("The lesson in a line").fill("A late taxi is worse when nobody says why")
    page.get_by_label("What we learned").fill(
        "People can plan for a late taxi if somebody rings. Nobody was asked to."
    )
    accessible(page)
    page.get_by_role("button", name="Draw the lesson").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A late taxi is worse")
    accessible(page)
    lesson = page.url

    # And agrees an action, with the measure that would show that it worked
    page.get_by_role("link", name="Agree an action").or_(
        page.get_by_role("button", name="Agree an action")
    ).click()
    page.get_by_label("What will be done").fill(
        "The transport desk rings everyone whose taxi is more than ten minutes late"
    )
    page.get_by_label("Who sees to it").select_option(label="Rob Ellacott")
    _type_date(page, "Date it was agreed", today)
    _type_date(page, "Date it is due", today + datetime.timedelta(days=30))
    page.get_by_label("Measure", exact=True).fill(
        "Taxis to day centres more than ten minutes late without a call"
    )
    page.get_by_label("A count each month").check()
    page.get_by_label("Lower is better").check()
    page.get_by_label("Smallest change worth having, in %").fill("40")
    accessible(page)
    page.get_by_role("button", name=re.compile("Agree")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The transport desk rings everyone")
    accessible(page)

    # And sets the measure up and gives it a year of readings
    page.get_by_role("button", name="Set up the measure").click()
    accessible(page)
    page.get_by_role("button", name="Set up the measure").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Taxis to day centres")
    measure = page.url
    for month, value in zip(_months_before(3), (9, 11, 8), strict=True):
        page.goto(measure + "reading/")
        group = page.get_by_role("group", name="Month")
        group.get_by_label("Month").fill(str(month.month))
        group.get_by_label("Year").fill(str(month.year))
        page.get_by_label("Number").fill(str(value))
        accessible(page)
        page.get_by_role("button", name="Keep this reading").click()
    page.goto(measure)
    expect(page.locator("figure.gt-chart")).to_be_visible()
    accessible(page)

    # And cites the impact in a sentence of the self-assessment
    page.goto("/evidence/")
    accessible(page)
    page.get_by_role("link", name="Learning, improvement and innovation").first.click()
    accessible(page)
    page.get_by_role("link", name="Write a sentence").or_(
        page.get_by_role("button", name="Write a sentence")
    ).click()
    claim = "We now ring people when their taxi is late, because somebody told us that silence is worse."
    page.get_by_label("The sentence").fill(claim)
    accessible(page)
    page.locator("main form button[type=submit]").last.click()
    # The next page asks at once what the sentence rests on
    expect(page.get_by_role("heading", level=1)).to_contain_text("What does it rest on?")
    sentence = page.url.partition("cite/")[0]
    page.get_by_label("Words in it").fill("taxis")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("radio", name=re.compile("Taxis to day centres")).check()
    accessible(page)
    page.get_by_role("button", name="Rest the sentence on it").click()

    # Then the sentence leads down to the voice
    page.goto(sentence)
    accessible(page)
    page.get_by_role("link", name="Walk the whole thread from here").click()
    accessible(page)
    down = page.get_by_role("region", name="What it rests on")
    for name in (
        "Taxis to day centres",
        "The transport desk rings",
        "A late taxi is worse",
        "The taxi that takes me",
    ):
        expect(down.get_by_role("link", name=re.compile(name))).to_be_visible()
    down.get_by_role("link", name=re.compile("The taxi that takes me")).click()
    assert page.url == voice

    # And the voice leads up to the sentence
    page.get_by_role("link", name="Walk the whole thread from here").click()
    up = page.get_by_role("region", name="What became of it")
    expect(
        up.get_by_role("link", name=re.compile("We now ring people when their taxi is late"))
    ).to_be_visible()

    # And somebody of the other council finds none of it
    stranger = _stranger(sit_down)
    for address in (voice, lesson, measure, sentence):
        assert stranger.goto(address).status == 404
    stranger.goto("/search/?q=taxi+day+centre")
    expect(stranger.get_by_text("Nothing was found")).to_be_visible()


def _stranger(sit_down) -> Page:
    from goldthread.demo import content

    name = next(
        person["name"]
        for person in content.toml("cast")["people"]
        if person["council"] == "brackenmoor" and person["role"] == "quality_lead"
    )
    return sit_down(name)
