"""The pages that the web server in front shows where Goldthread cannot, in a real browser, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest

import goldthread

_PAGES = sorted((Path(goldthread.__file__).parent / "web" / "proxy").glob("*.html"))


@pytest.mark.parametrize("file", _PAGES, ids=lambda file: file.stem)
def test_a_page_of_the_web_server_in_front_can_be_used_by_everyone(file, browser, accessible):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
