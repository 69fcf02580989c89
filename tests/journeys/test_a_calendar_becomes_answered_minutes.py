"""A coproduction lead brings in a calendar, writes up a meeting, chooses what was raised, and answers it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

_ENTRY = """BEGIN:VEVENT
UID:{uid}@avonshire.example
SUMMARY:{title}
ATTENDEE;CN="Penhale, Dilys":mailto:dilys.penhale@avonshire.example
LOCATION:Guildhall
DTSTART:{day}T103000
DTEND:{day}T123000
END:VEVENT
"""
_MINUTES = """Nine members came.

Members asked for the hall to be warm.

A carer said that the letters about money cannot be understood."""


def _calendar(about: str) -> bytes:
    today = timezone.localdate()
    entries = (
        (f"{about}-1", f"Avonshire Voices: the {about}", today - datetime.timedelta(days=3)),
        (f"{about}-2", f"Avonshire Voices: after the {about}", today + datetime.timedelta(days=25)),
        (f"{about}-3", "Lunch with the printers", today),
    )
    events = "".join(_ENTRY.format(uid=uid, title=title, day=f"{day:%Y%m%d}") for uid, title, day in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n".replace("\n", "\r\n").encode()


@pytest.mark.slow(reason="from a calendar's file to an answer, over eight pages")
@pytest.mark.parametrize(("about", "javascript"), [("hall", True), ("stairs", False)])
def test_from_a_calendar_to_answered_minutes(sit_down, accessible, about, javascript):
    page = sit_down("Tom Wheelhouse", javascript=javascript)
    file = {"name": "calendar.ics", "mimeType": "text/calendar", "buffer": _calendar(about)}

    def read_it() -> None:
        page.goto("/meetings/")
        press(page.locator("main a", has_text="Import calendar"))
        page.set_input_files("input[type=file]", files=[file])
        press(page.get_by_role("button", name="Read calendar"))

    read_it()
    if javascript:
        accessible(page)
    voices = page.get_by_role("group", name=f"Avonshire Voices: the {about}")
    assert "1 new." in voices.inner_text() and "Penhale" not in page.content()
    assert (
        voices.get_by_label("Board or network").locator("option:checked").inner_text() == "Avonshire Voices"
    )
    assert voices.get_by_label("Comes in as").input_value() == "board"
    assert (
        page.get_by_role("group", name="Lunch with the printers").get_by_label("Comes in as").input_value()
        == ""
    )
    press(page.get_by_role("button", name="Import meetings"))
    assert "2 meetings saved" in page.inner_text("#main-content")
    # Read again, nothing comes in twice.
    read_it()
    assert "1 here already" in page.get_by_role("group", name=f"Avonshire Voices: the {about}").inner_text()

    page.goto("/")
    press(page.locator("main a", has_text=f"Avonshire Voices: the {about}").first)
    press(page.get_by_role("link", name="Write up").or_(page.get_by_role("button", name="Write up")).first)
    page.get_by_label("People who draw on care").fill("7")
    page.get_by_label("Unpaid carers").fill("2")
    page.get_by_label("Minutes").fill(_MINUTES)
    page.get_by_label("Decisions").fill("The hall is heated from nine.")
    press(page.get_by_role("button", name="Save", exact=True))
    if javascript:
        accessible(page)
    page.get_by_label("Members asked for the hall to be warm.").check()
    page.get_by_label("A carer said that the letters about money cannot be understood.").check()
    page.locator("#id_speaker_2").select_option(label="Unpaid carer")
    press(page.get_by_role("button", name="Save what was raised"))
    shown = page.inner_text("main")
    assert "0 of 2 answered" in shown and "Unpaid carer" in shown and "Answer owed" in shown
    if javascript:
        accessible(page)
    meeting = page.url
    for n in range(2):
        page.goto(meeting)
        press(page.locator(".gt-answer-line a").nth(n))
        press(page.locator("main a", has_text="Answer").first)
        page.get_by_label("Answer", exact=True).fill(
            "The hall is heated from nine, and we write shorter letters."
        )
        page.get_by_label("Will do").check()
        press(page.get_by_role("button", name="Save").last)
    page.goto(meeting)
    assert "2 of 2 answered" in page.inner_text("main")
    assert page.locator(".govuk-tag", has_text="Answered").first.is_visible()
