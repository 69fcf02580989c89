"""A safeguarding adult review from the referral to embedding shown: the lead's side, and the agency's by its link."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
SUBJECT = "A fire in sheltered housing that four services had warned of"
FOUND = "Nobody owned the plan about fire, and each service thought that another did."


def _day(page: Page, name: str, ago: int) -> None:
    on = timezone.localdate() - datetime.timedelta(days=ago)
    for part, number in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f'[name="{name}-{part}"]').fill(str(number))


def _save(page: Page, text: str = "Save") -> None:
    press(page.get_by_role("button", name=text, exact=True))


def test_a_review_from_referral_to_embedding_shown(sit_at, accessible):
    page = sit_at("Ian Prettejohn")
    page.goto("/reviews/safeguarding/")
    accessible(page)
    press(page.get_by_role("button", name="Record referral"))
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label("Who referred it").fill("The fire service")
    _day(page, "referred_on", 200)
    page.get_by_label("What happened, and why a review is asked for").fill(
        "One person died. Four had warned."
    )
    accessible(page)
    _save(page, "Save referral")
    expect(page.get_by_text("Not decided", exact=True).first).to_be_visible()

    press(page.get_by_role("button", name="Record decision"))
    page.get_by_label("Mandatory review, section 44(1) to (3)").check()
    page.get_by_label("Reason").fill("There is concern about how the agencies worked together.")
    _day(page, "decided_on", 190)
    page.get_by_label("Who decided").fill("The chair of the board")
    accessible(page)
    _save(page)
    expect(page.get_by_text("From referral to decision")).to_be_visible()
    referral = page.url

    # The report comes with one finding, and is published.
    page.goto("/reviews/new/safeguarding_adult_review/")
    page.get_by_label("Title").fill("Safeguarding adult review: a fire (made up)")
    _day(page, "decided_on", 100)
    page.get_by_label("Mandatory or discretionary").select_option("Mandatory, section 44(1) to (3)")
    page.locator('[name="text_1"]').fill(FOUND)
    _save(page)
    page.goto(referral)
    press(
        page.get_by_role("link", name="Link concluded review").or_(
            page.get_by_role("button", name="Link concluded review")
        )
    )
    page.get_by_label("Concluded review").select_option(label="Safeguarding adult review: a fire (made up)")
    _save(page)
    press(
        page.get_by_role("link", name="Record publication").or_(
            page.get_by_role("button", name="Record publication")
        )
    )
    _day(page, "published_on", 90)
    page.get_by_label("Where").fill("The board's website")
    _save(page)
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()
    accessible(page)

    # Two agencies are asked; one answers that it is done, and months later what shows that it stayed so.
    page.goto("/reviews/findings/?words=owned+the+plan+about+fire")
    press(page.get_by_role("link", name=FOUND[:30]))
    press(page.get_by_role("link", name="Ask agencies"))
    page.get_by_label("Avonshire Police").check()
    page.get_by_label("Royal Avonshire Infirmary").check()
    _day(page, "asked_on", 85)
    accessible(page)
    _save(page, "Ask")
    press(page.get_by_role("link", name="Avonshire Police"))
    accessible(page)
    for answer, ago, proof in (
        ("Implemented", 60, "The sergeant owns the plan, by name of the post."),
        ("Evidence of embedding", 5, "Of twenty plans looked at, twenty name an owner."),
    ):
        press(page.get_by_role("button", name="Record answer"))
        page.get_by_label(answer, exact=True).check()
        page.get_by_label("What shows it").fill(proof)
        _day(page, "on", ago)
        _save(page, "Save answer")
        expect(page.get_by_text(proof)).to_be_visible()
    expect(page.get_by_text("85 days")).to_be_visible()
    accessible(page)
    page.goto("/reviews/agencies/")
    accessible(page)

    # The board's section is made at one press.
    page.goto("/reports/")
    kind = page.locator(".gt-kinds li", has_text="Safeguarding adults board: reviews section")
    press(kind.get_by_role("button"))
    expect(page.get_by_role("heading", name="Findings that are not implemented, and why")).to_be_visible()
    accessible(page)
