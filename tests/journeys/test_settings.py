"""An administrator's day in a browser: an organisation, a rule that is tried first, a team that is renamed, people and roles."""

from __future__ import annotations

import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
ADMINISTRATOR = "Maureen Tapsell"


@pytest.mark.parametrize("width", [1280, 375])
def test_settings_and_what_they_lead_to_can_be_used(sit_down, accessible, width):
    page = sit_down(ADMINISTRATOR, width=width)
    page.goto("/settings/")
    accessible(page)
    for link in (
        "People and roles as a matrix, last sign-in",
        "What each role may do",
        "Teams: rename, merge, split or close",
        "Organisations",
        "Rules for new feedback",
        "Retention periods",
    ):
        page.goto("/settings/")
        press(page.locator("main").get_by_role("link", name=link, exact=True))
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, link


def test_a_rule_is_tried_before_it_holds(sit_down, accessible):
    page = sit_down(ADMINISTRATOR)
    page.goto("/settings/")
    press(page.get_by_role("link", name="Rules for new feedback"))
    press(page.get_by_role("button", name="Add rule"))
    page.get_by_label("Name of the rule").fill("Compliments to First Contact")
    page.get_by_label("Type of feedback").select_option("compliment")
    page.get_by_label("Feedback from").select_option("leader")
    page.get_by_label("Team that it gets").select_option(label="First Contact")
    press(page.get_by_role("button", name="Try on last month"))
    assert page.get_by_role("heading", name="Tried on last month").is_visible()
    assert page.get_by_label("Name of the rule").input_value() == "Compliments to First Contact"
    accessible(page)
    press(page.get_by_role("button", name="Save rule"))
    assert page.get_by_text("Rule Compliments to First Contact saved.").is_visible()
    accessible(page)


def test_a_team_is_renamed_and_that_is_undone(sit_down, accessible):
    page = sit_down(ADMINISTRATOR)
    page.goto("/teams/")
    press(page.get_by_role("link", name="Sensory and Equipment"))
    assert page.get_by_text("Aids and Adaptations was renamed Sensory and Equipment on").is_visible()
    press(page.get_by_role("link", name="Rename", exact=True))
    page.get_by_label("New name").fill("Sensory, Equipment and Adaptations")
    accessible(page)
    press(page.get_by_role("button", name="Rename team"))
    assert page.get_by_role("heading", level=1).inner_text() == "Sensory, Equipment and Adaptations"
    press(page.get_by_role("button", name="Undo this change"))
    assert page.get_by_role("heading", level=1).inner_text() == "Sensory and Equipment"


@pytest.mark.parametrize("width", [1280, 375])
def test_a_providers_page_shows_themes_and_the_contract_that_changed(sit_down, accessible, width):
    page = sit_down("Grace Adeyinka", width=width)
    page.goto("/organisations/")
    accessible(page)
    press(page.get_by_role("link", name="Fenway Home Care"))
    assert page.get_by_role("heading", name="Feedback by theme").is_visible()
    assert page.get_by_text("What people say about it").first.is_visible()
    changed = page.locator("#organisation-actions ~ *").get_by_text("reported to the council the same day")
    assert changed.first.is_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    press(page.get_by_role("link", name="Feedback that names Fenway Home Care"))
    assert "Organisation: Fenway Home Care" in page.get_by_label("Filters in use").inner_text()
