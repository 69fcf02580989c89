"""A quality lead tries an idea: it does not begin without its DPIA, is not called shown, is stopped, and why is found later."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_DAY = datetime.timedelta(days=1)


def _on(page, name: str, day: datetime.date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"#id_{name}-{part}").fill(str(value))


def _save(page) -> str:
    press(page.get_by_role("button", name="Save", exact=True))
    return page.inner_text("main")


@pytest.mark.slow(reason="fourteen pages in a browser, each looked at by axe")
@pytest.mark.parametrize("width", [1280, 375])
def test_a_pilot_goes_from_idea_to_stopped_and_why(sit_down, accessible, width):
    page = sit_down("Grace Adeyinka")
    page.set_viewport_size({"width": width, "height": 900})
    today = timezone.localdate()
    title = f"Lanterns on the towpath, {width}"
    page.goto("/pilots/add/")
    accessible(page)
    press(page.get_by_role("link", name="Pilot", exact=True))
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Idea", exact=True).fill("A lantern for whoever walks home after the evening group.")
    page.get_by_label("Prediction").fill("Twice as many people come in winter.")
    page.get_by_label("Does it use data about people?").select_option(label="Yes")
    _on(page, "noted_on", today - 60 * _DAY)
    accessible(page)
    assert "Idea" in _save(page)
    pilot = page.url
    accessible(page)

    # It does not begin before its data protection is settled.
    press(page.get_by_role("button", name="Start pilot"))
    accessible(page)
    assert "Record its data protection impact assessment" in page.inner_text("main")
    press(page.get_by_role("link", name="Correct details"))
    _on(page, "dpia_on", today - 50 * _DAY)
    page.get_by_label("Reference of the DPIA").fill("DPIA-77")
    page.get_by_label("Reason for the correction").fill("The assessment is done.")
    accessible(page)
    assert "DPIA-77" in _save(page) or "DPIA-77" in page.content()
    page.goto(f"{pilot}start/")
    _on(page, "started_on", today - 40 * _DAY)
    _on(page, "stop_on", today + 12 * _DAY)
    text = _save(page)
    assert "Due to decide" in text and "Predicted before it began" in text

    # What was seen stands beside what was predicted.
    page.goto(f"{pilot}cycles/add/")
    page.get_by_label("Plan").fill("Ten lanterns for two weeks.")
    page.get_by_label("Prediction").fill("Eight of ten are taken each evening.")
    _on(page, "began_on", today - 30 * _DAY)
    accessible(page)
    _save(page)
    press(page.get_by_role("link", name="Record what was seen in cycle 1"))
    page.get_by_label("What was seen").fill("Two of ten were taken.")
    page.get_by_label("Not as predicted").check()
    accessible(page)
    text = _save(page)
    assert "Eight of ten are taken each evening." in text and "Two of ten were taken." in text
    assert "Not as predicted" in text
    accessible(page)

    # Nothing is called shown without a result; it is stopped, and why is found by a word of it.
    page.goto(f"{pilot}decide/")
    page.get_by_label("Spread: shown to work").check()
    page.get_by_label("Why").fill("The otters put every lantern out.")
    page.get_by_label("Who decided").fill("Programme board")
    accessible(page)
    assert "No measure was agreed for it" in _save(page)
    page.get_by_label("Stop", exact=True).check()
    assert "Stopped" in _save(page)
    accessible(page)
    page.goto("/pilots/?state=stop&words=otters")
    assert title in page.inner_text("main")
    accessible(page)
    page.goto("/pilots/pictures/")
    assert title in page.inner_text("main")
    accessible(page)
