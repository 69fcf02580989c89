"""A complaints manager works a complaint from receipt to the final letter by keyboard alone; the director signs it off."""

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


def _write(page, name: str, text: str) -> None:
    """Reach a box, and write into it in place of what stands there."""
    _reach(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


@pytest.mark.slow(reason="some hundred keys, each waited for, over a dozen pages")
def test_from_receipt_to_the_final_letter_without_a_mouse(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/feedback/new/complaint/")
    _reach(page, "Comment")
    page.keyboard.type("I was promised a call by Friday and nobody rang, by the keyboard's account.")
    _write(page, "Name", "Mrs Keziah Thistlewood")
    _write(page, "Postal address", "3 Key Street, Avonbridge, AV1 9ZZ")
    _enter(page, "Save")
    case = page.url
    assert "To acknowledge" in page.inner_text("main")
    accessible(page)

    _enter(page, "Write acknowledgement")
    accessible(page)
    assert "We expect to reply to you by" in page.input_value("textarea")
    _enter(page, "Send by post")
    assert "Posted" in page.inner_text("main")
    accessible(page)
    _enter(page, "Print what was sent")
    assert "Dear Mrs Keziah Thistlewood" in page.inner_text("main")
    accessible(page)

    page.goto(case)
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

    _enter(page, "Write final letter")
    letter = page.input_value("textarea")
    assert "Upheld. The log shows that nobody rang." in letter and "{remedies}" in letter
    letter = letter.replace("{remedies}", "- This apology").replace("{how_considered}", "We read the log.")
    # Somebody else's name, as it slips in from another letter: the letter stops, and says which.
    _write(page, "Letter", letter + "\n\nAs Mrs Hesper Quarrington told us.")
    _reach(page, "Signed off by")
    page.keyboard.type("Helen")
    _enter(page, "Ask for sign-off")
    assert "Hesper Quarrington" in page.inner_text(".govuk-error-summary")
    accessible(page)
    _write(page, "Letter", letter)
    _reach(page, "Signed off by")
    page.keyboard.type("Helen")
    _enter(page, "Ask for sign-off")
    assert "Awaiting sign-off" in page.inner_text("main")
    waiting = page.url

    director = sit_down("Helen Castledine")
    director.goto(waiting)
    accessible(director)
    _enter(director, "Sign off letter")
    assert "Ready to send" in director.inner_text("main")

    page.goto(waiting)
    _enter(page, "Send letter")
    accessible(page)
    _enter(page, "Send letter")
    assert "Posted" in page.inner_text("main")
    page.goto(case)
    assert "Reply sent" in page.inner_text("main")
    accessible(page)
