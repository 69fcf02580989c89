"""A complaints manager copies a procedure, sets a time of her own, and takes it into use."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def test_a_procedure_is_copied_changed_and_taken_into_use(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    page.goto("/casework/procedures/")
    accessible(page)
    press(page.get_by_role("link", name="MP's enquiry", exact=True))
    accessible(page)
    press(page.get_by_role("button", name="Copy this procedure"))
    page.get_by_label("Name").fill("MPs' enquiries here")
    press(page.get_by_role("button", name="Save"))
    accessible(page)
    press(page.get_by_role("link", name="Change step Reply to the MP"))
    page.get_by_label("Time allowed").fill("7")
    accessible(page)
    press(page.get_by_role("button", name="Save step"))
    assert page.get_by_text("7 working days from receipt").is_visible()
    press(page.get_by_role("button", name="Take into use"))
    assert page.get_by_role("button", name="Write new edition").is_visible()
    accessible(page)
    # As it is saved: in use, with the time she set, and no step of it can be changed any more.
    page.reload()
    assert page.get_by_text("7 working days from receipt").is_visible()
    assert page.get_by_text("In use", exact=True).first.is_visible()
    assert page.get_by_role("link", name="Change step Reply to the MP").count() == 0
