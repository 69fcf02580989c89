"""A decision of the ombudsman with three remedies, one late: from the complaints manager's, the director's and the owner's side."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
DECIDED, LATE = "Four visits that nobody made", "Payment for the distress of four days without care"
WAITING = "Who arranges care when somebody leaves hospital on a Friday"


def test_a_decision_with_three_remedies_one_of_them_late(sit_at, accessible):
    page = sit_at("Helen Castledine")
    # On the director's home: what is late, and whose it is; and the reply that waits for her.
    late = page.get_by_role("link", name=LATE)
    expect(late).to_be_visible()
    expect(page.get_by_text("Chidi Nwosu's remedy for the ombudsman was due on")).to_be_visible()
    press(page.get_by_role("link", name=WAITING))
    accessible(page)
    press(page.get_by_role("button", name="Authorise reply"))
    accessible(page)
    expect(page.get_by_text("You authorise it as Helen Castledine")).to_be_visible()
    press(page.get_by_role("button", name="Authorise reply"))
    expect(page.get_by_text("Authorised, to be sent")).to_be_visible()
    # She signs and does not send: that is the complaints manager's.
    expect(page.get_by_role("button", name="Record reply sent")).to_have_count(0)

    page = sit_at("Dilys Okafor")
    page.goto("/casework/ombudsman/")
    accessible(page)
    press(page.get_by_role("link", name=WAITING))
    press(page.get_by_role("button", name="Record reply sent"))
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Reply sent in time")).to_be_visible()
    page.goto("/casework/ombudsman/")
    press(page.get_by_role("link", name=DECIDED))
    accessible(page)
    remedies = page.get_by_role("table", name="Ombudsman’s recommendations")
    expect(remedies.get_by_text("Accepted by the ombudsman")).to_have_count(2)
    expect(remedies.get_by_text("Overdue")).to_have_count(1)
    expect(page.get_by_role("heading", name="The same fault since")).to_be_visible()

    # Whoever must act finds it on their home, carries it out, and says what shows it.
    page = sit_at("Chidi Nwosu")
    press(page.get_by_role("link", name=LATE))
    accessible(page)
    press(page.get_by_role("button", name="Mark done"))
    page.get_by_label("Proof").fill("Paid on Monday; the bank's reference is kept.")
    press(page.get_by_role("button", name="Mark done"))
    expect(page.get_by_text("Done late")).to_be_visible()

    page = sit_at("Dilys Okafor")
    page.goto("/casework/ombudsman/")
    press(page.get_by_role("link", name=DECIDED))
    press(page.get_by_role("link", name=LATE))
    press(page.get_by_role("button", name="Record that the ombudsman accepted it"))
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Accepted by the ombudsman", exact=True)).to_be_visible()
    page.goto("/casework/ombudsman/")
    press(page.get_by_role("link", name=DECIDED))
    press(page.get_by_role("button", name="Record compliance"))
    page.get_by_label("Complied with late").check()
    accessible(page)
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Complied with late,")).to_be_visible()
