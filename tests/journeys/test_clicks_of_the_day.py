"""How many clicks three tasks of the day take, from the person's home: a spreadsheet, coding, and a measure's readings.

The others of the sixteen are counted where their pages are tried: test_entering, test_lists, test_work,
test_clicks_of_the_thread and test_the_board_page.
"""

from __future__ import annotations

import datetime
import io
import re

import openpyxl
from playwright.sync_api import expect

from goldthread.dates import add_months, last_whole_month
from tests.journeys.test_clicks_of_the_thread import Clicks

_MONTHS = 12


WORDS = (
    "The bath lift squeaks and the man who came could not say whom to ring.",
    "I was told of the charge after the care had begun.",
)
TEAMS = ("Loc. North (ASC)", "Fin. Assessments")


def spreadsheet(words: tuple[str, str] = WORDS, teams: tuple[str, str] = TEAMS) -> bytes:
    """Return a workbook as a council keeps it: its own headings and team names, dates as text, a line of totals."""
    today = datetime.date.today()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Dt recd", "Details of complaint / what customer said", "Owning team"])
    for days, said, team in zip((3, 9), words, teams, strict=True):
        day = today - datetime.timedelta(days=days)
        sheet.append([f"{day.day} {day:%b %Y}", said, team])
    sheet.append(["TOTAL", 2, None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_odd_spreadsheet_is_brought_in_in_seven_clicks(sit_down, accessible):
    clicks, page = Clicks(), sit_down("Dilys Okafor")
    clicks.press(page.get_by_role("button", name="Import feedback"))
    page.get_by_label("Type of feedback").select_option(label="Complaints")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files(
        {"name": "log.xlsx", "mimeType": kind, "buffer": spreadsheet()}
    )
    clicks.press(page.get_by_role("button", name="Upload spreadsheet"))
    for field, column in (("Date received", "Dt recd"), ("Comment", "Details of"), ("Team", "Owning team")):
        box = page.get_by_label(re.compile(f"^{field}")).first
        box.select_option(
            label=next(text for text in box.locator("option").all_inner_texts() if column in text)
        )
    accessible(page)
    clicks.press(page.get_by_role("button", name="Check rows"))
    expect(page.get_by_role("heading", name="Values to match")).to_be_visible(timeout=150_000)
    page.get_by_label(re.compile("Loc. North")).select_option(label="Locality North")
    page.get_by_label(re.compile("Fin. Assessments")).select_option(label="Financial Assessment and Charging")
    accessible(page)
    clicks.press(page.get_by_role("button", name="Match values and check again"))
    ready = page.get_by_role("button", name=re.compile("^Import 2 rows"))
    expect(ready).to_be_visible(timeout=150_000)
    clicks.press(ready)
    shown = page.get_by_role("button", name="View imported feedback")
    expect(shown).to_be_visible(timeout=150_000)
    clicks.press(shown)
    assert clicks.count <= 7
    expect(page.get_by_role("table").first).to_contain_text("Financial Assessment and Charging")


def test_coding_is_three_clicks_away_and_two_keys_an_issue(sit_down):
    clicks, page = Clicks(), sit_down("Grace Adeyinka")
    clicks.press(page.get_by_role("link", name=re.compile("issues? to code$")))
    if page.get_by_role("button", name="Code issues").count():
        clicks.press(page.get_by_role("button", name="Code issues"))
    assert clicks.count <= 3
    for _ in range(3):
        before = page.url
        expect(page.get_by_role("heading", level=1)).to_contain_text("Code this issue")
        # A suggestion by its number; without one "no suitable theme". Then Enter.
        page.keyboard.press("1" if page.locator("input[aria-keyshortcuts='1']").count() else "0")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before and "/next/" not in url)


def test_twelve_readings_are_pasted_in_two_clicks(sit_down, accessible):
    clicks, page = Clicks(), sit_down("Grace Adeyinka")
    clicks.press(page.get_by_role("link", name="Calls given up before they were answered", exact=True).first)
    last = last_whole_month(datetime.date.today())
    rows = [f"{add_months(last, -n):%b %Y}\t{100 + n % 3}" for n in range(_MONTHS - 1, -1, -1)]
    page.get_by_text("Paste readings from a spreadsheet").click()  # a fold of this page
    page.get_by_label("Rows copied from a spreadsheet").fill("\n".join(rows))
    accessible(page)
    clicks.press(page.get_by_role("button", name="Save readings"))
    assert clicks.count == 2
    expect(page.get_by_role("status")).to_contain_text("readings")
