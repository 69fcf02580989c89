"""The golden thread from a spreadsheet to a claim and back, as the quality lead follows it."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from goldthread.dates import add_months, last_whole_month, months_between
from tests.journeys.browser import press

pytestmark = pytest.mark.journey

_COMPLAINT = "The taxi that takes me to the day centre is late every Tuesday and nobody rings to tell me why."


def _spreadsheet() -> bytes:
    today = datetime.date.today()
    rows = [
        "Date received,Complaint details,Team",
        f'{today:%d/%m/%Y},"{_COMPLAINT}",Locality North',
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


def test_from_a_spreadsheet_to_a_claim_and_back(sit_down, accessible, served):
    today = datetime.date.today()

    # Given Grace, who leads on quality, on her home page
    page = sit_down("Grace Adeyinka")
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    accessible(page)

    # When she imports a spreadsheet with errors in two rows
    press(page.get_by_role("button", name="Import feedback"))
    accessible(page)
    page.get_by_label("Type of feedback").select_option(label="Complaints")
    page.locator("input[type=file]").set_input_files(
        {"name": "complaints.csv", "mimeType": "text/csv", "buffer": _spreadsheet()}
    )
    press(page.get_by_role("button", name="Upload spreadsheet"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Match columns")
    accessible(page)
    press(page.get_by_role("button", name="Check rows"))

    # Then both rows are listed with their errors, and nothing has been saved
    expect(page.get_by_role("heading", name="Rows to fix")).to_be_visible(timeout=150_000)
    expect(page.get_by_role("table")).to_contain_text("Team Nowhere")
    accessible(page)

    # When she imports the two others
    press(page.get_by_role("button", name="Import 2 rows without errors"))
    expect(page.get_by_role("button", name="View imported feedback")).to_be_visible(timeout=150_000)
    press(page.get_by_role("button", name="View imported feedback"))
    # It is called by its type and team until it has a subject or a theme: never by words of its text.
    press(page.get_by_role("link", name=re.compile("Complaint, Locality North")))
    expect(page.get_by_text(_COMPLAINT).first).to_be_visible()
    accessible(page)
    feedback = page.url
    of_feedback = f"a[href='{feedback.removeprefix(served)}']"

    # And codes the issue
    press(page.get_by_role("link", name="Code this issue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Code this issue")
    accessible(page)
    for box in page.get_by_role("checkbox", checked=True).all():
        box.uncheck()
    page.get_by_role("checkbox", name="Days, work and community life").check()
    press(page.get_by_role("button", name=re.compile("^Save (and next|themes)")))

    # Then the theme's page has the issue and a chart
    page.goto("/themes/")
    accessible(page)
    press(page.get_by_role("link", name="Days, work and community life", exact=True))
    expect(page.locator("figure.gt-chart svg").first).to_be_visible()
    accessible(page)
    press(page.get_by_role("link", name="Issues", exact=True))
    expect(page.get_by_text("The taxi that takes me to the day centre").first).to_be_visible()
    accessible(page)

    # When she records a lesson from it
    page.goto(feedback)
    press(page.get_by_role("link", name=re.compile("Record a lesson")).first)
    page.get_by_label("Title").fill("Calls about late transport")
    page.get_by_label("What we learned").fill(
        "People can plan for a late taxi if somebody rings. Nobody was asked to."
    )
    accessible(page)
    press(page.get_by_role("button", name="Save lesson"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Calls about late transport")
    accessible(page)
    lesson = page.url

    # And agrees an action, with the measure that would show that it worked
    page.get_by_role("link", name="Agree an action").or_(
        page.get_by_role("button", name="Agree an action")
    ).click()
    page.get_by_label("What will be done").fill(
        "The transport desk rings everyone whose taxi is more than ten minutes late"
    )
    page.get_by_label("Owner").select_option(label="Rob Ellacott")
    _type_date(page, "Date agreed", today)
    _type_date(page, "Due date", today + datetime.timedelta(days=30))
    page.get_by_label("Measure", exact=True).fill(
        "Taxis to day centres more than ten minutes late without a call"
    )
    page.get_by_label("Monthly count").check()
    page.get_by_label("Lower is better").check()
    page.get_by_label("Smallest change worth having (%)").fill("40")
    accessible(page)
    press(page.get_by_role("button", name="Agree action"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The transport desk rings everyone")
    accessible(page)

    # And sets up the measure and enters three readings
    press(page.get_by_role("button", name="Set up measure").first)
    accessible(page)
    press(page.get_by_role("button", name="Set up measure"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Taxis to day centres")
    measure = page.url
    for month, value in zip(_months_before(3), (9, 11, 8), strict=True):
        page.goto(measure + "reading/")
        group = page.get_by_role("group", name="Month")
        group.get_by_label("Month").fill(str(month.month))
        group.get_by_label("Year").fill(str(month.year))
        page.get_by_label("Number").fill(str(value))
        accessible(page)
        press(page.get_by_role("button", name="Save reading"))
    page.goto(measure)
    expect(page.locator("figure.gt-chart")).to_be_visible()
    accessible(page)

    # And adds the measure as evidence for a claim of the self-assessment
    page.goto("/evidence/")
    accessible(page)
    press(page.get_by_role("link", name="Learning, improvement and innovation").first)
    accessible(page)
    press(page.get_by_role("button", name="Add claim"))
    text = "We now ring people when their taxi is late, because somebody told us that silence is worse."
    page.get_by_label("Claim", exact=True).fill(text)
    accessible(page)
    press(page.get_by_role("button", name="Add claim"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add evidence")
    claim = page.url.partition("evidence/?")[0].removesuffix("evidence/")
    page.get_by_label("Words").fill("taxis")
    press(page.get_by_role("main").get_by_role("button", name="Search", exact=True))
    page.get_by_role("checkbox", name=re.compile("Taxis to day centres")).check()
    accessible(page)
    press(page.get_by_role("button", name="Add evidence"))

    # It is not ready: somebody is asked what it claims, and no result shows it yet
    page.goto(claim)
    accessible(page)
    press(page.get_by_role("button", name="Mark ready"))
    accessible(page)
    press(page.get_by_role("button", name="Mark ready"))
    expect(page.get_by_role("alert")).to_contain_text("This claim is not ready.")
    page.goto(claim)
    press(page.get_by_role("link", name="Confirm whether it claims a change"))
    page.get_by_role("radio", name=re.compile("^Yes")).check()
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Change not shown")).to_be_visible()
    press(page.get_by_role("link", name="Override gaps"))
    accessible(page)

    # Then the trail of the claim leads down to the feedback
    page.goto(claim)
    press(page.get_by_role("link", name="View trail"))
    accessible(page)
    down = page.get_by_role("region", name="Based on")
    for name in (
        "Taxis to day centres",
        "The transport desk rings",
        "Calls about late transport",
    ):
        expect(down.get_by_role("link", name=re.compile(name))).to_be_visible()
    press(down.locator(of_feedback))
    assert page.url == feedback

    # And the trail of the feedback leads up to the claim
    press(page.get_by_role("link", name="View trail"))
    up = page.get_by_role("region", name="Led to")
    expect(
        up.get_by_role("link", name=re.compile("We now ring people when their taxi is late"))
    ).to_be_visible()

    # And a person of the other council may open none of it
    stranger = _stranger(sit_down)
    for address in (feedback, lesson, measure, claim):
        assert stranger.goto(address).status == 404
    stranger.goto("/search/?q=taxi+day+centre")
    expect(stranger.get_by_text("No results")).to_be_visible()


def _stranger(sit_down) -> Page:
    from goldthread.demo import content

    name = next(
        person["name"]
        for person in content.toml("cast")["people"]
        if person["council"] == "brackenmoor" and person["role"] == "quality_lead"
    )
    return sit_down(name)
