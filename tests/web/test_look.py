"""The gallery and the default pages in a real browser: focus, width, accessibility, paper, and what a script adds."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Page, Route, expect

from tests.web import gallery, records

pytestmark = pytest.mark.journey

_POLICY = "; ".join(
    f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)


def html_of(name: str) -> str:
    """Return a page of `records`, or the gallery."""
    if name == "gallery":
        template = engines["jinja2"].from_string((Path(__file__).parent / "gallery.html").read_text())
        return template.render(gallery.context(), gallery.request())
    return records.html(name)


@pytest.fixture
def looked_at(browser: Browser) -> Callable[..., Any]:
    """Return a function that opens a page under the real security policy and returns what `look` returns of it."""

    def open_and_look(
        look: Callable[[Page], Any], *, name: str = "gallery", width: int = 1280, javascript: bool = True
    ) -> Any:
        html = html_of(name)

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix("http://goldthread.test")
            if path.startswith("/static/"):
                file = Path(finders.find(path.removeprefix("/static/")))
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                route.fulfill(body=file.read_bytes(), content_type=kind)
            elif path == "/":
                headers = {"Content-Security-Policy": _POLICY}
                route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
            else:
                route.abort()

        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        try:
            context.route("**/*", answer)
            page = context.new_page()
            page.goto("http://goldthread.test/")
            return look(page)
        finally:
            context.close()

    return open_and_look


def test_each_error_link_moves_focus_to_its_input(looked_at):
    def look(page: Page) -> list[tuple[str, str]]:
        page.wait_for_selector("body.govuk-frontend-supported")
        expect(page.locator(".govuk-error-summary").first).to_be_focused()
        focused = []
        for link in page.query_selector_all(".govuk-error-summary a"):
            link.click()
            focused.append((link.get_attribute("href"), page.evaluate("'#' + document.activeElement.id")))
        return focused

    focused = looked_at(look)
    assert len(focused) > 10
    assert [pair for pair in focused if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", ["gallery", *records.PAGES])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(looked_at, name, width):
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def look(page: Page) -> tuple[list[str], int, int]:
        page.wait_for_selector("body.govuk-frontend-supported")
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        page.evaluate(axe)
        result = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
        )
        faults = [f"{v['id']}: {v['nodes'][0]['html']}" for v in result["violations"]]
        return faults, len(result["passes"]), page.evaluate("document.documentElement.scrollWidth")

    faults, passes, across = looked_at(look, name=name, width=width)
    assert faults == []
    assert passes > 20
    assert across <= width


def test_a_field_opens_with_its_answer_and_without_a_script_is_always_there(looked_at):
    def look(page: Page) -> list[bool]:
        reason = page.locator("#id_reason")
        page.wait_for_selector("#id_reason", state="hidden")
        page.get_by_label("Not implemented").check()
        opened = reason.is_visible()
        page.get_by_label("Accepted").check()
        return [opened, reason.is_visible()]

    assert looked_at(look) == [True, False]
    assert looked_at(lambda page: page.locator("#id_reason").is_visible(), javascript=False)


def test_on_paper_the_furniture_is_left_out(looked_at):
    def look(page: Page) -> tuple[bool, bool, str]:
        page.emulate_media(media="print")
        after = page.evaluate("getComputedStyle(document.querySelector('.gt-cards a'), '::after').content")
        return page.locator("nav").first.is_visible(), page.locator("h1").is_visible(), after

    navigation, heading, address = looked_at(look)
    assert (navigation, heading, address) == (False, True, "none")


@pytest.mark.parametrize("width", [375, 700, 961, 1200])
def test_a_list_fits_its_screen_with_its_filters_open(looked_at, width):
    def look(page: Page) -> int:
        page.wait_for_selector("body.govuk-frontend-supported")
        page.locator("summary", has_text="Filters").click()
        page.wait_for_selector("#filter_q", state="visible")
        return page.evaluate("document.documentElement.scrollWidth")

    assert looked_at(look, name="list", width=width) <= width


def test_filters_are_closed_at_first_and_open_when_asked(looked_at):
    def look(page: Page) -> list[bool]:
        box = page.get_by_label("Words or reference")
        first = box.is_visible()
        page.locator("summary", has_text="Filters").click()
        page.wait_for_selector("#filter_q", state="visible")
        return [first, box.is_visible()]

    assert looked_at(look, name="list") == [False, True]


def test_without_a_script_the_filters_open_and_ask_for_the_list_again(looked_at):
    def look(page: Page) -> str:
        page.locator("summary", has_text="Filters").click()
        page.get_by_label("Forum").uncheck()
        page.get_by_label("Quality circle").check()
        with page.expect_request("**/*kind=*") as asked:
            page.get_by_role("button", name="Apply filters").click(no_wait_after=True)
        return asked.value.url

    url = looked_at(look, name="list", javascript=False)
    assert "kind=circle" in url and "kind=forum" not in url and "sort=held_on" in url


@pytest.mark.parametrize(("width", "rail_first"), [(1280, False), (375, True)])
def test_what_is_to_be_done_comes_before_the_work_on_a_phone_and_beside_it_on_a_desk(
    looked_at, width, rail_first
):
    def look(page: Page) -> tuple[bool, bool]:
        steps = page.get_by_role("heading", name="Next steps").bounding_box()
        timeline = page.get_by_role("heading", name="Timeline").bounding_box()
        details = page.locator(".gt-fold .gt-pairs").is_visible()
        return steps["x"] <= timeline["x"] + 20 and steps["y"] < timeline["y"], details

    assert looked_at(look, name="record", width=width) == (rail_first, not rail_first)
