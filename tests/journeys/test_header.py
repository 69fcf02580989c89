"""The header of every page in a browser: search from anywhere, and a menu that folds on a phone."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press


def test_search_from_any_page_finds(sit_down, accessible):
    page = sit_down("Grace Adeyinka")
    page.goto("/evidence/")
    page.get_by_label("Search all records that you may see").fill("hospital discharge")
    press(page.get_by_role("button", name="Search", exact=True))
    assert page.get_by_label("Words or a reference").input_value() == "hospital discharge"
    assert page.locator(".gt-found li").count() > 0
    accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_menu_folds_on_a_phone_and_opens_by_keyboard(sit_down, accessible, javascript):
    page = sit_down("Grace Adeyinka", width=375, javascript=javascript)
    page.goto("/evidence/")
    themes = page.get_by_role("link", name="Themes", exact=True)
    assert not themes.is_visible()
    page.locator(".gt-menu > summary").focus()
    page.keyboard.press("Enter")
    assert themes.is_visible()
    if javascript:
        accessible(page)
    press(themes)
    assert page.url.endswith("/themes/")


def test_the_menu_is_open_on_a_wide_screen(sit_down):
    page = sit_down("Grace Adeyinka", javascript=False)
    page.goto("/evidence/")
    assert page.get_by_role("link", name="Themes", exact=True).is_visible()
    assert not page.locator(".gt-menu > summary").is_visible()
