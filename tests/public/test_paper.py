"""The blank form on paper: every question, in each language and reading, with where to send it."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.urls import reverse

from goldthread.documents.as_pdf import as_pdf
from goldthread.documents.model import Heading, Paragraph, every_part, plain
from goldthread.public.manner import manner_from
from goldthread.public.paper.contact import contact_of, set_contact
from goldthread.public.paper.document import paper_form

pytestmark = pytest.mark.django_db
CONTACT = {
    "address": "Freepost CARE\nAvonshire County Council",
    "phone": "01632 960101",
    "hours": "Monday to Friday, 9 to 5",
    "worried_phone": "01632 960100",
}


def _form(avonshire, manner: str, door: str = "public"):
    return paper_form(avonshire.council, contact_of(avonshire.council), manner_from(manner), door)


def _headings(document) -> list[str]:
    return [plain(part.text) for part in every_part(document.parts) if isinstance(part, Heading)]


def test_it_asks_every_question_in_its_order(avonshire):
    asked = _headings(_form(avonshire, "en-GB"))
    assert asked[0] == "1. What would you like to do?" and asked[-1] == "Send this form"
    assert [each.partition(". ")[2] for each in asked[4:7]] == [
        "The person",
        "What do you want to tell us?",
        "What would put it right?",
    ]
    easy = _headings(_form(avonshire, "en-GB easy"))
    assert len(easy) == len(asked) and easy[0] == "1. What do you want to tell us?"
    assert _headings(_form(avonshire, "pl"))[0] == "1. Co chcesz zrobić?"


def test_a_council_without_an_address_says_whom_to_give_it(brackenmoor):
    words = [
        plain(part.text)
        for part in every_part(_form(brackenmoor, "en-GB").parts)
        if isinstance(part, Paragraph)
    ]
    assert any(text.startswith("Give it to anybody who works for the council") for text in words)


def test_the_councillors_form_asks_theirs(avonshire):
    asked = " ".join(_headings(_form(avonshire, "en-GB", "councillor")))
    assert "Your name and ward" in asked and "Who are you?" not in asked


def test_it_says_where_to_send_it_and_whom_to_ring(avonshire):
    page = reverse("public:paper", args=[avonshire.slug, "public"])
    client = avonshire.client("administrator")
    assert "Freepost TELL US" in client.get(page).content.decode()
    assert client.post(reverse("public:contact"), CONTACT, follow=True).status_code == 200
    shown = client.get(page).content.decode()
    for words in ("Freepost CARE", "01632 960101", "Monday to Friday, 9 to 5", "01632 960100, day or night"):
        assert words in shown
    assert avonshire.client("quality_lead").get(reverse("public:contact")).status_code == 403


@pytest.mark.slow(reason="writes two PDF files with drawings")
@pytest.mark.parametrize(
    ("manner", "words"), [("en-GB easy", "You can tell us about your care."), ("pl", "Wyślij ten formularz")]
)
def test_it_is_a_tagged_pdf_in_its_language(avonshire, manner, words):
    set_contact(by=avonshire.person("administrator"), **CONTACT)
    read = pypdf.PdfReader(io.BytesIO(as_pdf(_form(avonshire, manner))))
    root = read.trailer["/Root"]
    assert root["/Lang"] == manner.split()[0] and root["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in read.pages)
    assert words in " ".join(text.split()) and "Freepost CARE" in text


def test_anybody_may_print_it(avonshire, client):
    page = client.get(reverse("public:paper", args=[avonshire.slug, "public"]) + "?reading=easy")
    assert page.status_code == 200 and b"<svg" in page.content
    pdf = client.get(reverse("public:paper_pdf", args=[avonshire.slug, "public"]))
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF-")
    assert client.get(f"/tell-us/{avonshire.slug}/paper/nowhere/").status_code == 404
