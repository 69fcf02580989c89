"""Word and PDF of a document: the same words as on the page, found by whoever reads by headings or does not see."""

from __future__ import annotations

import io
import socket
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from goldthread.analysis.drawing.small_charts import bar_chart
from goldthread.cli import doctor
from goldthread.documents import as_pdf as pdf
from goldthread.documents.as_html import article
from goldthread.documents.as_word import as_word
from goldthread.documents.model import Box, Document, Figure, Heading, Listing, Paragraph, Run, Table
from goldthread.documents.pictures import as_png, height_of
from tests.documents import reading

needs_pango = pytest.mark.skipif(not pdf.is_available(), reason="Pango is not on this machine")
CHART = bar_chart(["Care at home", "Being heard"], [123, 62], "Themes")
ALT = "Care at home 123, being heard 62."
DOCUMENT = Document(
    "What people told us",
    [
        Box([Heading("In brief"), Listing([["We heard ", Run("1,204", bold=True)], "And 7 more"], numbered=True)], "tinted"),
        Box(
            [
                Box([Heading("Themes"), Figure(CHART, ALT, 86, "In 3 months")]),
                Box([Heading("Not known"), Heading("Why", 3), Paragraph("<b>5 & 6</b>", note=True)]),
            ],
            "columns",
        ),
        Listing(["It begins again with one"], numbered=True),
        Table("By team", ["Team", "Issues"], [["North", "41"], ["South", ["12 ", Run("of 20", quiet=True)]]], frozenset({1})),
        Paragraph([Run("Its list", href="/feedback/?page=9")]),
    ],
    subtitle="July 2026",
    author="Avonshire",
)  # fmt: skip


def test_page_and_word_say_the_same():
    page, word = reading.words_of_html(article(DOCUMENT)), reading.words_of_word(as_word(DOCUMENT))
    assert page.replace(" ", "") == word.replace(" ", "")
    assert reading.numbers(page)["1,204"] == 1


@needs_pango
def test_page_and_pdf_say_the_same_numbers():
    page, paper = article(DOCUMENT), pdf.as_pdf(DOCUMENT)
    found = reading.numbers(reading.words_of_pdf(paper))
    # What the list's own markers and the drawing print stands there too.
    wanted = reading.numbers(reading.words_of_html(page))
    assert wanted - found == {}
    assert set(found - wanted) <= {"1.", "2.", "1", "2", "123", "62"}


def test_words_are_no_markup_and_a_link_is_for_whoever_may_open_it():
    page = article(DOCUMENT, may_open=lambda address: False)
    assert "&lt;b&gt;5 &amp; 6&lt;/b&gt;" in page and "<a " not in page
    assert '<a class="govuk-link" href="/feedback/?page=9">Its list</a>' in article(DOCUMENT)


def test_a_drawing_on_the_page_says_its_text_and_no_other():
    page = article(DOCUMENT)
    assert f'aria-label="{ALT}"' in page
    assert "<title" not in page and "<desc" not in page and "labelledby" not in page


@pytest.mark.parametrize(
    "parts", [[Heading("Too deep", 3)], [Figure(CHART, " ", 40)]], ids=["level left out", "no text"]
)
def test_what_could_not_be_read_is_refused(parts):
    with pytest.raises(ValueError):
        Document("Title", parts)
    with pytest.raises(ValueError):
        Document(" ", [])


def test_word_has_its_language_title_headings_texts_and_header_rows():
    content = as_word(DOCUMENT)
    word = docx.Document(io.BytesIO(content))
    assert (word.core_properties.title, word.core_properties.language) == ("What people told us", "en-GB")
    language = word.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "What people told us"),
        ("Heading 2", "In brief"),
        ("Heading 2", "Themes"),
        ("Heading 2", "Not known"),
        ("Heading 3", "Why"),
    ]
    [picture] = word.inline_shapes
    assert picture._inline.docPr.get("descr") == ALT
    [table] = word.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    numbered = [p for p in word.paragraphs if p.style.name == "List Number"]
    lists = [p._p.pPr.numPr.numId.val for p in numbered]
    assert lists[0] == lists[1] != lists[2], "each list begins with 1"
    assert not any(
        name.startswith("docProps/thumbnail") for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )


def test_a_picture_has_the_shape_of_its_drawing():
    png = as_png(CHART, 86)
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert width == round(86 / 25.4 * 300)
    assert height == round(height_of(CHART, width))


@needs_pango
def test_a_pdf_says_that_it_is_tagged_its_language_and_its_title():
    paper = reading.reader(pdf.as_pdf(DOCUMENT))
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title == "What people told us" and paper.metadata.author == "Avonshire"
    metadata = root["/Metadata"].get_data().decode()
    assert 'pdfuaid:part="1"' in metadata
    assert all(page["/Tabs"] == "/S" for page in paper.pages if "/Annots" in page)
    fonts = [font.get_object() for page in paper.pages for font in page["/Resources"]["/Font"].values()]
    embedded = [f["/DescendantFonts"][0].get_object()["/FontDescriptor"] for f in fonts]
    assert fonts and all(any(key.startswith("/FontFile") for key in each) for each in embedded)


@needs_pango
def test_a_pdf_has_its_tags_in_reading_order_and_a_text_for_each_drawing():
    found = reading.tags(pdf.as_pdf(DOCUMENT))
    kinds = [kind for kind, _ in found]
    assert [kind for kind in kinds if kind[0] == "H" and kind[1:].isdigit()] == ["H1", "H2", "H2", "H2", "H3"]
    assert [alt for kind, alt in found if kind == "Figure"] == [ALT]
    assert kinds.count("Table") == 1 and kinds.count("TH") == 4 and kinds.count("L") == 2
    assert kinds.count("Link") == 0, "a file that is handed on leads nowhere"


@needs_pango
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_nothing_is_fetched_for_a_pdf(scheme, caplog):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        address = f"http://127.0.0.1:{port}/x.png" if scheme == "http" else "file:///etc/hostname"
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
            f'<image href="{address}" width="9" height="9"/></svg>'
        )
        with pytest.raises(ValueError, match="cannot be written"):
            pdf.as_pdf(Document("Title", [Figure(drawing, "A picture from elsewhere", 20)]))
        with pytest.raises(BlockingIOError):
            server.accept()
    assert caplog.text == "", "the words of a document belong in no log"


def test_without_pango_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)
    assert not pdf.is_available()
    with pytest.raises(pdf.NoPdf, match=r"libpango-1\.0-0"):
        pdf.as_pdf(DOCUMENT)


def test_doctor_says_whether_pdf_files_can_be_written(monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)
    assert "apt-get install libpango-1.0-0" in doctor._pdf_files()
    monkeypatch.setattr(pdf, "_weasyprint", lambda: object())
    assert doctor._pdf_files() == "can be written"
