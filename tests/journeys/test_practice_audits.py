"""Practice audits in a browser: a sheet of Microsoft Forms becomes a round in one sitting; an auditor works on a tablet."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import press
from tests.practice.sheets import FORMS, forms_row, workbook

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.slow(reason="five pages in a browser, each looked at by axe")
def test_a_sheet_becomes_a_round_with_its_figures_and_findings_in_one_sitting(sit_down, accessible):
    rows = [forms_row(7000 + number) for number in range(12)]
    rows.append(forms_row(7012, **{FORMS[9]: "Goodish"}))
    page = sit_down("Ian Prettejohn")
    page.goto("/practice/")
    accessible(page)
    press(page.get_by_role("button", name="Load audit sheet", exact=True))
    sheet = {"name": "Case file audits.xlsx", "mimeType": _XLSX, "buffer": workbook(rows).getvalue()}
    page.get_by_label("Spreadsheet").set_input_files(sheet)
    press(page.get_by_role("button", name="Match columns"))
    # One word that is none of the scale's answers, among twelve that are: it is named by its cell.
    column = page.get_by_label(FORMS[9], exact=True)
    expect(column.locator("option:checked")).to_have_text("Question: Yes, partly or no")
    errors = page.get_by_role("table", name="Cells to mend")
    expect(errors).to_contain_text("Goodish")
    expect(errors).to_contain_text("14")
    accessible(page)
    page.get_by_label("Load the rows without errors").check()
    page.get_by_label("Findings").fill("Why a decision was made is seldom in the file.")
    press(page.get_by_role("button", name="Load round"))
    main = page.locator("main")
    expect(main).to_contain_text("12 audits")
    expect(main).to_contain_text("100% (12 of 12; likely 76% to 100%)")
    expect(main).to_contain_text("Why a decision was made is seldom in the file.")
    accessible(page)

    page.goto("/practice/rounds/load/")
    page.get_by_label("Spreadsheet").set_input_files(sheet)
    press(page.get_by_role("button", name="Match columns"))
    page.get_by_label("Load the rows without errors").check()
    press(page.get_by_role("button", name="Load round"))
    expect(page.locator("main")).to_contain_text("Every audit of this sheet is here already")


@pytest.mark.slow(reason="three pages in a browser, each looked at by axe")
def test_an_auditor_works_on_a_tablet_and_the_worker_reads_it(sit_down, accessible):
    page = sit_down("Samuel Aryee")
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto("/practice/audits/")
    accessible(page)
    press(page.get_by_role("heading", level=3).get_by_role("link").first)
    accessible(page)
    first = page.locator("main textarea").first
    expect(first).to_have_attribute("name", "strengths")
    assert (
        page.get_by_label("Yes", exact=True).first.evaluate(
            "e => e.closest('.govuk-radios__item').offsetHeight"
        )
        >= 40
    )
    press(page.get_by_role("button", name="Finish"))
    expect(page.get_by_role("alert")).to_contain_text("Enter what went well")
    first.fill("The first visit is told so that one can see it.")
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator("main textarea").first).to_have_value(
        "The first visit is told so that one can see it."
    )
    for group in page.locator("fieldset:has(input[name^='answer_'])").all():
        group.get_by_label("Yes", exact=True).check()
    page.get_by_label("Asked, and answered").check()
    page.get_by_label("What the person says", exact=True).fill("She came when she said she would.")
    page.get_by_label("Good", exact=True).check()
    press(page.get_by_role("button", name="Finish"))
    main = page.locator("main")
    expect(main).to_contain_text("She came when she said she would.")
    went_well, answers = main.inner_text().find("What went well"), main.inner_text().find("Answers")
    assert 0 < went_well < answers
    accessible(page)
