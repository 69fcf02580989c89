"""Involvement in a browser: a stage seen differently by both sides, an invitation drawn, and the chart of first stages."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _day(page, name: str, day: str, month: str, year: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        page.locator(f"#id_{name}-{part}").fill(value)


@pytest.mark.slow(reason="eight pages in a browser, each looked at by axe")
@pytest.mark.parametrize("width", [1280, 375])
def test_a_stage_is_seen_differently_an_invitation_is_drawn_and_the_chart_is_read(
    sit_down, accessible, width
):
    page = sit_down("Tom Wheelhouse")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/coproduction/add/strategy/")
    page.get_by_label("Title", exact=True).fill("Buses that wait")
    page.get_by_label("What it is about").fill("Buses between the villages, and who can board them.")
    _day(page, "started_on", "3", "2", "2026")
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    work = page.url
    accessible(page)

    page.goto(f"{work}stages/start/")
    page.get_by_label("Yes", exact=True).check()
    _day(page, "asked_on", "9", "2", "2026")
    _day(page, "until_on", "23", "3", "2026")
    page.get_by_label("What people were asked").fill("Which bus do you not take, and why?")
    page.get_by_label("People who draw on care: how many took part").fill("14")
    page.locator("#id_council_step").select_option(label="6. Co-design")
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    page.goto(f"{work}stages/start/view/")
    page.get_by_label("4. Consultation").check()
    page.get_by_label("How many people said so").fill("11")
    page.get_by_label("What they said").fill("We were asked once, and heard nothing.")
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    text = page.inner_text("main")
    assert "6. Co-design" in text and "4. Consultation (11 people)" in text and "Seen differently" in text
    assert "42 days" in text
    accessible(page)

    press(page.get_by_role("link", name="Draw an invitation"))
    page.get_by_label("How many people to invite").fill("3")
    page.get_by_label("Seed of the draw").fill("11")
    _day(page, "respond_by", "1", "1", "2099")
    accessible(page)
    press(page.get_by_role("button", name="Draw"))
    assert "3 people drawn by lot of" in page.inner_text("main")
    accessible(page)
    press(page.get_by_role("button", name="Address labels"))
    accessible(page)

    page.goto("/coproduction/")
    press(page.get_by_role("button", name="When people were first asked"))
    text = page.inner_text("main")
    assert "People were asked from the start in" in text and "Buses that wait" in text
    accessible(page)
