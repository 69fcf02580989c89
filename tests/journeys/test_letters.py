"""Letters in a browser: the acknowledgement in three clicks, a paragraph inserted without a script, a template of one's own."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import docx
import pytest

from tests.journeys.browser import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def _complaint(page, text: str, name: str) -> str:
    """Enter a complaint that is Dilys Okafor's, and return the address of its page."""
    page.goto("/feedback/new/complaint/")
    page.get_by_label("Comment", exact=True).fill(text)
    page.locator("#id_owner").select_option(label="Dilys Okafor")
    page.locator("#id_name").fill(name)
    page.locator("#id_address").fill("8 Letter Lane, Avonbridge, AV1 8LL")
    press(page.get_by_role("button", name="Save", exact=True).last)
    return urlsplit(page.url).path


def test_the_acknowledgement_is_written_and_sent_in_three_clicks(sit_down, accessible):
    page = sit_down("Dilys Okafor")
    case = _complaint(page, "Nobody answered the letter that I sent in March.", "Mr Lysander Fothergill")
    page.goto("/")
    press(page.locator(f"main a[href='{case}']").first)
    press(page.locator("main a", has_text="Write acknowledgement").first)
    accessible(page)
    press(page.get_by_role("button", name="Send by post"))
    assert "Posted" in page.inner_text("main")
    accessible(page)
    page.goto(case)
    assert "Being looked into" in page.inner_text("main")
    accessible(page)


def test_a_paragraph_is_found_and_inserted_without_a_script(sit_down):
    page = sit_down("Dilys Okafor", javascript=False)
    case = _complaint(page, "The forms for the grant never came.", "Ms Ianthe Merriweather")
    page.goto(f"/casework/{case.strip('/').rpartition('/')[2]}/letters/write/?kind=holding")
    page.get_by_text("Standard paragraphs").first.click()
    page.get_by_label("Words in it").fill("advocate")
    press(page.get_by_role("button", name="Find paragraphs"))
    press(page.get_by_role("button", name="Insert Help from an advocate"))
    letter = page.input_value("textarea")
    assert letter.index("independent to help you") < letter.index("Yours sincerely")
    press(page.get_by_role("button", name="Save draft"))
    assert "Draft" in page.inner_text("main") and "independent to help you" in page.inner_text("main")


@pytest.mark.slow(reason="a template from its first draft to a Word file that is refused, over six pages")
def test_a_template_is_written_tried_and_given_a_word_file(sit_down, accessible, tmp_path):
    page = sit_down("Dilys Okafor")
    page.goto("/casework/letters/templates/")
    accessible(page)
    press(page.locator("main a", has_text="Referral to safeguarding").first)
    accessible(page)
    press(page.locator("main a", has_text="Copy and change").first)
    press(page.get_by_role("button", name="Save"))
    press(page.locator("main a", has_text="Change words").first)
    page.get_by_label("Letter", exact=True).fill("Dear {nam}\n\nWe have passed it on.")
    page.get_by_label("Reason").fill("In our own words.")
    press(page.get_by_role("button", name="Save"))
    assert "{nam} is not a field" in page.inner_text(".govuk-error-summary")
    accessible(page)
    page.get_by_label("Letter", exact=True).fill("Dear {name}\n\nWe have passed it on.")
    press(page.get_by_role("button", name="Save"))
    assert "Dear Mrs Ada Example" in page.inner_text("main")
    accessible(page)
    for said, shown in (
        ("{{ nam }} {{ letter }}", "nam }} is not a field"),
        ("{{ letter }}", "was filled with a made-up case"),
    ):
        file, out = docx.Document(), io.BytesIO()
        file.add_paragraph(said)
        file.save(out)
        (tmp_path / "paper.docx").write_bytes(out.getvalue())
        if not page.get_by_label("Word file").count():
            press(page.locator("main a", has_text="Upload Word file").first)
        page.set_input_files("input[type=file]", tmp_path / "paper.docx")
        press(page.get_by_role("button", name="Upload file"))
        assert shown in page.inner_text("#main-content")
        accessible(page)
    press(page.get_by_role("button", name="Take into use"))
    assert "in use for new letters" in page.inner_text("#main-content")
