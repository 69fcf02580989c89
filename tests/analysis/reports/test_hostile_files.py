"""Files made to do harm, and what nobody would call a report: refused in words, or read without harm."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_files import LAYOUTS, zipped
from made_up_pages import PAGES

from goldthread.analysis.reports.as_data import as_data, rows
from goldthread.analysis.reports.reading import read_report
from goldthread.document_text import NotRead, blocks, open_document
from goldthread.document_text.blocks import MOST_BYTES
from goldthread.standards import framework

PARAGRAPH = "<w:p><w:r><w:t>Staff liked it.</w:t></w:r></w:p>"
_BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refused(content: bytes, name: str = "file.docx") -> str:
    with pytest.raises(NotRead) as error:
        open_document(content, name)
    return str(error.value)


def read(content: bytes, name: str = "file.txt") -> list:
    pages = read_report(open_document(content, name), source=name, rules=framework.current())
    assert as_data(pages) and list(rows(pages))
    return pages


def test_a_zip_bomb_is_not_unpacked() -> None:
    assert "far more than a real document" in refused(zipped(PARAGRAPH + " " * 20_000_000))


def test_xml_entities_are_refused() -> None:
    assert "declares a document type" in refused(zipped("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", before=_BOMB))


def test_macros_are_refused() -> None:
    assert "macros" in refused(zipped(PARAGRAPH, parts={"word/vbaProject.bin": b"x"}))


def test_other_zips_are_told_apart() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert "is a spreadsheet" in refused(held.getvalue(), "sheet.xlsx")
    assert "damaged" in refused(zipped(PARAGRAPH)[:-30])
    assert "XML is broken" in refused(zipped("<w:p><w:r>"))


def test_a_locked_zip_is_refused() -> None:
    content = bytearray(zipped(PARAGRAPH))
    # The mark of encryption, set in the directory of the zip.
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "locked with a password" in refused(bytes(content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Office file"),
        (b"MZ\x90\0", "a program"),
        (b"abc\0def", "is no text"),
        (b"<?xml version='1.0'?><Cases/>", "an XML file"),
        (b"a" * (MOST_BYTES + 1), "larger than"),
        (bytes(range(1, 9)) * 100, "is no text"),
    ],
)
def test_what_is_no_report_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refused(content, "file.txt")


@pytest.mark.skipif(importlib.util.find_spec("pypdf") is None, reason="what reads PDF is not installed")
@pytest.mark.slow(reason="starts three processes that read PDF")
def test_a_pdf_that_is_broken_locked_or_a_scan_is_refused() -> None:
    import pypdf

    assert "is damaged" in refused(b"%PDF-1.7\n" + b"x" * 500, "a.pdf")
    for lock, words in ((False, "has no text"), (True, "locked with a password")):
        writer, held = pypdf.PdfWriter(), io.BytesIO()
        writer.add_blank_page(200, 200)
        if lock:
            writer.encrypt("secret", algorithm="RC4-128")
        writer.write(held)
        assert words in refused(held.getvalue(), "a.pdf")


def test_a_pdf_without_its_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from goldthread.document_text import pdf_file

    def run(*_: object, **__: object) -> subprocess.CompletedProcess:
        return subprocess.CompletedProcess([], pdf_file.NO_READER, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    assert "Install goldthread[web]" in refused(b"%PDF-1.4\n", "a.pdf")


def test_what_is_longer_than_is_read_is_said_with_where_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldthread.document_text.lines.MOST_BLOCKS", 7)
    (page,) = read(b"Staff liked it.\n\n" * 12)
    (note,) = [each for each in page.unread if "longer than is read" in each.what]
    assert note.place is not None and note.place.paragraph == 7
    monkeypatch.setattr("goldthread.document_text.lines.MOST_LETTERS", 40)
    (page,) = read(b"Staff liked it.\n\n" * 10)
    assert any("longer than is read" in each.what for each in page.unread)
    assert blocks.MOST_LETTERS == 2_000_000


_PIECES = st.sampled_from(
    [
        "Score: 3", "Score:", "3", "Safeguarding", "Learning, improvement and innovation", "Key findings for this quality statement",
        "The local authority commitment", "What people expect", "# ", "## Heading", "---", "***", "| a | 2 |", "|---|", "**bold**", "[a](b)",
        "Avonshire Council: local authority assessment", "Published: 9 December 2025", "Staff said 61% of 40 complaints were upheld in 2023/23.",
        "I have care.", "We work with people.", "\f", "Page 1 of 3", "exam-", "ple", "> ", "- ", "\\-", "&nbsp;", "<p>", "<div", "</div>", "<!--", "-->",
        "<html>", "<table><tr><td>", "</h2>", "<script>", "\u00a0", "ﬁ", "Overall rating: Good", "scored 78 out of 100 overall", "Theme 1: How", "© CQC",
        "just over half", "4 of the 5", "January 2018", "monthly", "...", "(", "[", "“", "\n", "\n\n", " ", "\t", "\u202e", "\ud800",
    ]
)  # fmt: skip


@pytest.mark.slow(reason="tries many texts")
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(_PIECES, st.text(max_size=30)), max_size=40),
    st.sampled_from(["", "\n", " ", "\n\n"]),
    st.booleans(),
)
def test_any_text_is_read_or_refused(pieces: list[str], between: str, is_html: bool) -> None:
    text = ("<html><body>" if is_html else "") + between.join(pieces)
    try:
        pages = read(text.encode("utf-8", "surrogatepass"), "page.html" if is_html else "page.md")
    except NotRead:
        return
    for page in pages:
        assert page.score in (None, 1, 2, 3, 4)
        assert page.overall_percent is None or 0 < page.overall_percent <= 100
        assert page.score is not None or page.unread or page.scores


@pytest.mark.slow(reason="tries many damaged files")
@settings(max_examples=120, deadline=None)
@given(st.sampled_from([each for each in LAYOUTS if each != "pdf"]), st.sampled_from(PAGES), st.data())
def test_any_damage_to_a_file_is_borne(layout: str, page: object, data: st.DataObject) -> None:
    ending, write = LAYOUTS[layout]
    content = bytearray(write(page))  # type: ignore[arg-type]
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[at] = data.draw(st.integers(0, 255))
        else:
            del content[at : at + data.draw(st.integers(1, 400))]
        if not content:
            return
    try:
        read(bytes(content), f"page{ending}")
    except NotRead:
        return


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read(content)
    except NotRead:
        return


_LARGE = """
import sys
from pathlib import Path
from goldthread.analysis.reports.reading import read_report
from goldthread.document_text import open_document
from goldthread.standards import framework
piece = sys.argv[1].encode().decode("unicode_escape").encode()
content = (sys.argv[2].encode() + piece * (10_000_000 // len(piece) + 1))[:10_000_000]
pages = read_report(open_document(content, "large"), source="large", rules=framework.current())
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""
# The peak that the system counts of this program alone: what getrusage tells has that of whoever started it in it too.


@pytest.mark.slow(reason="reads files of 10 MB in processes of their own")
@pytest.mark.parametrize(
    ("piece", "before"),
    [
        ("Staff told us that 61% of complaints in 2023/24 were upheld. ", ""),
        ("a b\\n", ""),
        ("[a](b", ""),
        ("> ", ""),
        ("**a* _", ""),
        ("e.g. A ", ""),
        ("Safeguarding\\nScore: 3\\nKey findings\\nStaff liked it.\\n", ""),
        ("<a ", "<html>"),
        ("<div>", "<html>"),
        ('<a b="', "<html>"),
        ("Aa Bb and Cc of ", ""),
    ],
)
def test_ten_megabytes_take_less_than_300(piece: str, before: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LARGE, piece, before],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < 300 * 1024
