"""A quality lead builds a statement in a browser: a claim with evidence and what others said, and a weakness with its plan."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
STATEMENT = "/evidence/supporting-people-to-live-healthier-lives/"
CLAIM = "Anybody who asks for a walking group near them is told of one the same day."
WEAK = "We do not know how many people who asked for a walking group went to one."


class _Clicks:
    """Counts what somebody presses, ticks and chooses; typing is none."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, control) -> None:
        self.count += 1
        press(control)

    def check(self, control) -> None:
        self.count += 1
        control.check()

    def choose(self, control, **option) -> None:
        self.count += 1
        control.select_option(**option)


def _add_claim(page, clicks: _Clicks, text: str) -> None:
    clicks.press(page.get_by_role("button", name="Add claim"))
    page.get_by_label("Claim", exact=True).fill(text)
    clicks.check(page.get_by_label("No, it claims no change"))
    clicks.press(page.get_by_role("button", name="Add claim"))


@pytest.mark.slow(reason="twelve pages in a browser, each looked at by axe")
@pytest.mark.parametrize("width", [1280, 375])
def test_a_statement_is_built_from_nothing(sit_down, accessible, width):
    page, clicks = sit_down("Grace Adeyinka"), _Clicks()
    # What is said at one width stays there at the next.
    stated, weak = f"{CLAIM} Tried at {width}.", f"{WEAK} Tried at {width}."
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/evidence/")
    accessible(page)
    clicks.press(page.get_by_role("link", name="Supporting people to live healthier lives", exact=True).first)
    accessible(page)

    # A claim with its evidence: 4 clicks for the claim, 4 for the evidence, 2 to mark it ready.
    _add_claim(page, clicks, stated)
    clicks.choose(page.get_by_label("Type of evidence"), label="Feedback")
    clicks.press(page.get_by_role("button", name="Search").last)
    clicks.check(page.get_by_role("checkbox").first)
    clicks.press(page.get_by_role("button", name="Add evidence"))
    text = page.inner_text("main")
    assert "1 from people" in text or "No people’s own words" in text
    assert "1 source" in text and "Nobody asked whether it is felt" in text
    accessible(page)
    claim = page.url
    # Built, with the evidence there, by ten clicks from the coverage at most.
    assert clicks.count <= 10

    clicks.press(page.get_by_role("link", name="Add what others said"))
    page.get_by_label("What they said").fill("They ring back with a name and a time. We send people to them.")
    page.get_by_label("Who said it").fill("Two surgeries")
    page.get_by_label("Where it is to be found").fill("Minutes of the primary care network, item 4")
    for part, value in (("day", "3"), ("month", "2"), ("year", "2026")):
        page.locator(f"#id_said_on-{part}").fill(value)
    clicks.check(page.get_by_label("It may be quoted"))
    accessible(page)
    clicks.press(page.get_by_role("button", name="Save"))
    assert "1 said by others, 1 quotable" in page.inner_text("main")
    assert clicks.count <= 13

    clicks.press(page.get_by_role("button", name="Mark ready"))
    clicks.press(page.get_by_role("button", name="Mark ready"))
    assert "Ready" in page.inner_text(".gt-head")
    assert clicks.count <= 15

    page.goto(STATEMENT)
    _add_claim(page, clicks, weak)
    page.goto(STATEMENT)
    clicks.press(page.get_by_role("link", name=weak).first)
    assert "No evidence" in page.inner_text("main")
    clicks.press(page.get_by_role("link", name="Name it a weakness, with its plan"))
    accessible(page)
    clicks.choose(page.get_by_label("Action that is the plan"), index=1)
    clicks.press(page.get_by_role("button", name="Save"))
    assert "Weakness we name, with its plan by" in page.inner_text("main")
    accessible(page)
    assert clicks.count <= 22

    page.goto(STATEMENT)
    text = page.inner_text("main")
    assert stated in text and weak in text and "Weakness we name, with its plan" in text
    assert "They ring back with a name and a time." in text
    accessible(page)
    page.goto(f"{STATEMENT}sources/")
    accessible(page)
    page.goto("/evidence/framework/")
    accessible(page)
    page.goto("/evidence/framework/changes/")
    accessible(page)
    assert claim
