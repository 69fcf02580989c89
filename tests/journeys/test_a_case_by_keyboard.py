"""A complaints manager works a complaint from receipt to "ready for the final letter" by keyboard alone."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

_MOST_TABS = 250
_NAMED = """() => {
  const at = document.activeElement;
  const labels = at.labels && at.labels.length ? [...at.labels].map(label => label.innerText).join(" ") : "";
  return (labels || at.innerText || at.value || "").trim();
}"""


def _reach(page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(_NAMED).startswith(name):
            return
    pytest.fail(f"{_MOST_TABS} tabs on {page.url} do not reach “{name}”")


def _enter(page, name: str) -> None:
    """Reach a link or a button, and press it."""
    _reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.slow(reason="some hundred keys, each waited for, over eight pages")
def test_from_receipt_to_ready_for_the_final_letter_without_a_mouse(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/new/complaint/")
    _reach(page, "Comment")
    page.keyboard.type("I was promised a call by Friday and nobody rang, by the keyboard's account.")
    _enter(page, "Save")
    assert "To acknowledge" in page.inner_text("main")
    accessible(page)

    _enter(page, "Acknowledge")
    _reach(page, "How, and what was agreed")
    page.keyboard.type("By telephone. We answer in writing.")
    _enter(page, "Save acknowledgement")
    assert "Being looked into" in page.inner_text("main")

    _enter(page, "Record finding")
    _reach(page, "Upheld")
    page.keyboard.press("Space")
    _reach(page, "What was found, and why")
    page.keyboard.type("The log shows that nobody rang.")
    _enter(page, "Save finding")
    assert "no decision on what was learned: issue 1" in page.inner_text("main")
    accessible(page)

    _enter(page, "Record learning decision")
    _reach(page, "It belongs to a lesson")
    page.keyboard.press("ArrowDown")
    _reach(page, "Why there is no lesson")
    page.keyboard.type("One call of one day, and they were rung the same evening.")
    _enter(page, "Save")
    assert "no decision on what was learned" not in page.inner_text("main")

    _enter(page, "Mark ready for final letter")
    _enter(page, "Mark ready")
    assert "Ready for the final letter" in page.inner_text("main")
    accessible(page)
