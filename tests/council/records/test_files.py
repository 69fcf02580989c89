"""Files on records: checked by content, kept in the database, downloaded only, searched and forgotten as they should."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.files import commands, jobs, reading
from goldthread.council.files.content import MOST_BYTES, MOST_READ, kind_of_content, name_as, text_in
from goldthread.council.files.models import Attachment, AttachmentPiece, FileKind
from goldthread.council.files.queries import content_of, size_in_words
from goldthread.council.models import AuditLine
from goldthread.council.records import people_named, redaction
from goldthread.council.records.pages import address
from goldthread.document_text import pdf_file, pdf_reader
from goldthread.feedback import forgetting
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson
from tests.council.records.test_notes import found
from tests.council.records.test_photographs import POSITION, exif, jpeg, segment

# Everybody here is invented.
TEXT = b"Zorvika Umarov rang about the quandary of the stairlift."


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def office(main: str, **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(main, more.pop("text", "<x/>"))
        for name, text in more.items():
            made.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


WORD = office(
    "word/document.xml",
    text='<w:document xmlns:w="u"><w:p><w:r><w:t>The visit </w:t></w:r><w:r><w:t>log.</w:t></w:r></w:p>'
    "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>Week 9</w:t></w:r></w:p></w:document>",
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", FileKind.PDF),
        (b"\xff\xd8\xff\xe0...", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n...", FileKind.PNG),
        (WORD, FileKind.WORD),
        (office("xl/workbook.xml"), FileKind.EXCEL),
        (office("ppt/presentation.xml"), FileKind.POWERPOINT),
        ("Café".encode(), FileKind.TEXT),
        ("Café, 5 £".encode("cp1252"), FileKind.TEXT),
        # Saved and never shown, it can do nothing.
        (b"<script>alert(1)</script>", FileKind.TEXT),
    ],
    ids=range(9),
)
def test_what_a_file_is_says_its_content(content, kind):
    assert kind_of_content(content) == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\0", "program"),
        (b"\x7fELF", "program"),
        (b"GIF89a", "GIF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"{\\rtf1", "Rich Text"),
        (b"\0\0\0\x18ftypisom", "film"),
        (b"RIFF....AVI ", "film"),
        (b"text\0text", "not taken"),
        (b"\x1f\x8b\x08\x01", "not taken"),
        (package(a_txt="x"), "zip folder"),
        (office("word/document.xml", word__vbaProject_bin="x"), "macros"),
        (WORD[:200], "damaged"),
        (b"a" * (MOST_BYTES + 1), "20 MB"),
    ],
    ids=range(14),
)
def test_what_is_not_taken_is_refused_with_a_way_out(content, words):
    with pytest.raises(Refused, match=words) as refused:
        kind_of_content(content)
    assert refused.value.field == "file"


EXCEL = office(
    "xl/workbook.xml",
    xl__sharedStrings_xml='<sst xmlns="u"><si><t>Visits</t></si><si><r><t>of the </t></r><r><t>week</t></r></si></sst>',
    xl__worksheets__sheet1_xml='<s xmlns="u"><c t="inlineStr"><is><t>Quandary</t></is></c><c><v>17</v></c></s>',
    xl__worksheets__sheet2_xml='<s xmlns="u"><c t="s"><v>0</v></c></s>',
)
SLIDES = office(
    "ppt/presentation.xml",
    ppt__slides__slide1_xml='<p:x xmlns:p="u" xmlns:a="v"><a:p><a:t>Aims</a:t></a:p></p:x>',
)


def pdf(*pages: str) -> bytes:
    """Return a PDF with so many pages, each with a line of text."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, starts = "%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    rows = "".join(f"{start:010} 00000 n \n" for start in starts)
    size, begins = len(objects) + 1, len(body)
    body += f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer << /Size {size} /Root 1 0 R >>\n"
    return f"{body}startxref\n{begins}\n%%EOF".encode()


def test_a_pdf_is_read_within_bounds_and_a_broken_one_says_nothing():
    assert reading.pdf_text(pdf("The visit log.", "Week 9")).split("\n") == ["The visit log.", "Week 9"]
    many = reading.pdf_text(pdf(*(f"page{n}" for n in range(reading.MOST_PAGES + 5))))
    assert many.split()[-1] == f"page{reading.MOST_PAGES - 1}"
    whole = pdf("The visit log.")
    for broken in (
        b"%PDF-1.7 nothing",
        whole[:300],
        whole.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        b"%PDF-",
    ):
        assert reading.pdf_text(broken) == ""


@pytest.mark.slow(reason="waits for a reader that is stopped after a second")
@pytest.mark.parametrize("does", ["while True: pass", "bytearray(4 * 1024**3)", "raise SystemExit(3)"])
def test_a_reader_that_takes_too_long_or_too_much_is_stopped(tmp_path, monkeypatch, does):
    reader = tmp_path / "reader.py"
    where = str(Path(pdf_reader.__file__).parent)
    limits = f"import sys\nsys.path.insert(0, {where!r})\nimport pdf_reader\npdf_reader._limit(1)\n"
    reader.write_text(limits + does)
    monkeypatch.setattr(pdf_file, "_READER", reader)
    assert reading.pdf_text(pdf("The visit log."), seconds=1) == ""


def test_the_text_of_text_and_office_files_is_read_and_of_no_other():
    assert text_in(FileKind.EXCEL, EXCEL).split("\n") == ["Visits", "of the week", "", "Quandary"]
    assert text_in(FileKind.POWERPOINT, SLIDES) == "Aims"
    assert text_in(FileKind.WORD, WORD) == "The visit log.\nWeek 9"
    assert text_in(FileKind.TEXT, "\ufeffCafé\x0b".encode()) == "Café"
    assert (
        text_in(FileKind.TEXT, b"long " * MOST_READ).startswith("long")
        and len(text_in(FileKind.TEXT, b"a" * 2 * MOST_READ)) == MOST_READ
    )
    assert text_in(FileKind.PDF, b"%PDF-1.7 text") == ""
    bomb = office("word/document.xml", text='<!DOCTYPE x [<!ENTITY a "aa">]><w:p><w:t>&a;</w:t></w:p>')
    assert text_in(FileKind.WORD, bomb) == ""


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (FileKind.PDF, "Visit log.pdf", "Visit log.pdf"),
        (FileKind.PDF, "invoice.html", "invoice.html.pdf"),
        (FileKind.TEXT, "figures.CSV", "figures.csv"),
        (FileKind.TEXT, "evil.html", "evil.html.txt"),
        (FileKind.JPEG, "IMG_1.jpeg", "IMG_1.jpeg"),
        (FileKind.WORD, "../../etc/passwd", "passwd.docx"),
        (FileKind.WORD, 'a"b\r\nSet-Cookie: x\u202egpj.docx', "a b Set-Cookie x gpj.docx"),
        (FileKind.TEXT, "...", "file.txt"),
    ],
)
def test_its_name_ends_as_its_content_asks(kind, given, kept):
    assert name_as(kind, given) == kept


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (84_000, "82 KB"), (2_500_000, "2.4 MB")])
def test_a_size_is_said_as_people_say_it(size, words):
    assert size_in_words(size) == words


# -- On a record -------------------------------------------------------------------------------------

db = pytest.mark.django_db


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def feedback(by):
    without_files = Feedback.objects.exclude(pk__in=Attachment.objects.values("origin_id"))
    return without_files.visible_to(by).filter(team__isnull=False, closed_on=None).order_by("number").last()


def attach(by, record, content=TEXT, name="log.txt", **options):
    return commands.attach_file(by=by, record=record, filename=name, content=content, **options)


@db
def test_a_large_file_comes_back_as_it_was(by, feedback):
    content = b"%PDF-" + bytes(range(256)) * 10_000
    file = attach(by, feedback, content, "Mrs Margaret Pemberton's letter.pdf")
    assert AttachmentPiece.objects.filter(attachment=file).count() == 3
    with content_of(file) as held:
        assert held.read() == content
    assert "Pemberton" not in file.name and file.name.endswith(".pdf")


@db
def test_a_photograph_is_kept_without_where_it_was_taken(by, feedback):
    file = attach(by, feedback, jpeg(segment(0xE1, exif(6))), "ramp.jpg")
    with content_of(file) as held:
        content = held.read()
    assert POSITION not in content and len(content) == file.size


@db
def test_a_file_that_names_nobody_is_a_download_that_cannot_run(avonshire, by):
    lesson = Lesson.objects.visible_to(by).first()
    file = attach(by, lesson, b"<script>alert(1)</script>", "poster.html", is_restricted=False)
    answer = avonshire.client("practitioner").get(reverse("download_file", args=[file.pk]))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="poster.html.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@db
@pytest.mark.parametrize(
    ("role", "restricted", "opens"),
    [
        ("quality_lead", False, 200),
        ("quality_lead", True, 302),
        ("complaints_manager", True, 302),
        ("assessor", False, 403),
        ("councillor", False, 403),
        ("administrator", False, 403),
    ],
)
def test_who_downloads_it(avonshire, by, feedback, role, restricted, opens):
    file = attach(by, feedback, is_restricted=restricted)
    answer = avonshire.client(role).get(reverse("download_file", args=[file.pk]))
    assert answer.status_code == opens
    if opens == 302:
        assert answer.url == reverse("open_file", args=[file.pk])


@db
def test_a_restricted_file_is_opened_with_a_reason_by_whoever_opens_original_text(avonshire, by, feedback):
    file = attach(by, feedback)
    page = reverse("open_file", args=[file.pk])
    assert avonshire.client("quality_lead").post(page, {"reason": "to ring back"}).status_code == 403
    client = avonshire.client("complaints_manager")
    assert "Enter reason" in client.post(page, {"reason": ""}).content.decode()
    assert b"".join(client.post(page, {"reason": "to ring back"}).streaming_content) == TEXT
    avonshire.enter()
    assert AuditLine.objects.filter(
        target_id=file.pk, command="council.open_file", reason="to ring back"
    ).exists()


@db
def test_another_teams_file_is_not_there(avonshire, by):
    manager = avonshire.person("team_manager")
    theirs = Feedback.objects.filter(council=by.council, withdrawn_on=None, team__isnull=False).exclude(
        team__in=manager.teams_for("feedback.read")
    )
    file = attach(by, theirs.first(), is_restricted=False)
    client = avonshire.client("team_manager")
    for name in ("file", "download_file", "remove_file"):
        assert client.get(reverse(name, args=[file.pk])).status_code == 404
    assert client.get(reverse("add_file", args=["feedback", theirs.first().pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        attach(manager, theirs.first())
    assert found(manager, "quandary") == []


@db
def test_it_is_added_on_a_page_and_stands_in_the_timeline(avonshire, feedback):
    client = avonshire.client("quality_lead")
    page = reverse("add_file", args=["feedback", feedback.pk])
    assert "Select a file" in client.post(page, {"form_token": "made-up"}).content.decode()
    wrong = SimpleUploadedFile("setup.pdf", b"MZ\x90\0")
    assert "programs are never taken" in client.post(page, {"file": wrong}).content.decode()
    answer = client.post(page, {"file": SimpleUploadedFile("log.txt", TEXT)})
    file = Attachment.objects.get(origin_id=feedback.pk)
    assert answer.url == f"{address(feedback)}#file-{file.pk}" and file.is_restricted
    shown = client.get(address(feedback)).content.decode()
    # Who may not open it sees that it is there.
    assert "log.txt" in shown and "restricted" in shown and reverse("open_file", args=[file.pk]) not in shown
    assert (
        reverse("open_file", args=[file.pk])
        in avonshire.client("complaints_manager").get(address(feedback)).content.decode()
    )


@db
def test_its_redacted_text_is_found_by_whoever_reads_notes(avonshire, by, feedback):
    file = attach(by, feedback)
    assert "Umarov" not in file.text and found(by, "quandary") == [file.pk] and found(by, "Umarov") == []


@db
def test_a_pdf_is_found_by_its_redacted_words_by_whoever_reads_its_record(avonshire, by, feedback):
    file = attach(by, feedback, pdf(TEXT.decode()), "letter.pdf")
    assert file.text == "" and found(by, "quandary") == [], "saving waits for no reader"
    jobs.read_file(by=by, file_id=str(file.pk))
    avonshire.enter()
    file.refresh_from_db()
    assert "quandary" in file.text and "Umarov" not in file.text
    assert found(by, "quandary") == [file.pk] and found(by, "Umarov") == []
    councillor = avonshire.person("councillor")
    assert found(councillor, "quandary") == []
    broken = attach(by, feedback, b"%PDF-1.7 nothing at all", "zebedeeqo.pdf")
    jobs.read_file(by=by, file_id=str(broken.pk))
    avonshire.enter()
    assert Attachment.objects.get(pk=broken.pk).text == ""


@db
def test_files_from_before_the_reader_was_there_are_read_in_the_night_once(avonshire, by, feedback):
    files = [attach(by, feedback, content, "letter.pdf") for content in (pdf("The quandary."), b"%PDF-1.7")]
    jobs.read_older(by=by)
    avonshire.enter()
    assert found(by, "quandary") == [files[0].pk]
    assert all(Attachment.objects.get(pk=file.pk).read_with == reading.READER for file in files)
    assert reading.not_read(by.council_id) is None, "a scan without words is not read again"


@db
def test_a_file_that_was_removed_before_it_was_read_stays_empty(avonshire, by, feedback):
    file = attach(by, feedback, pdf("The quandary of the stairlift."), "letter.pdf")
    commands.remove_file(by=by, file=file, on=timezone.localdate())
    jobs.read_file(by=by, file_id=str(file.pk))
    avonshire.enter()
    assert Attachment.objects.get(pk=file.pk).text == "" and found(by, "quandary") == []


@db
def test_a_name_hidden_later_is_hidden_in_what_is_found_of_it(by, feedback):
    file = attach(by, feedback, b"The zebedeeqo of the quandary.", "zebedeeqo.txt")
    names = people_named.named_in(feedback)
    names.add("zebedeeqo", reason="it is a name")
    people_named.save_names(feedback, names)
    assert file in redaction.hide_again(by=by, origin=feedback)
    file.refresh_from_db()
    assert "zebedee" not in file.text + file.name and found(by, "zebedeeqo") == []


@db
def test_a_removed_file_is_gone_at_once_and_only_by_whoever_may(avonshire, by, feedback):
    file = attach(avonshire.person("complaints_manager"), feedback, is_restricted=False)
    with pytest.raises(PermissionDenied):
        commands.remove_file(by=avonshire.person("director"), file=file, on=timezone.localdate())
    # May correct the record.
    client = avonshire.client("quality_lead")
    assert client.post(reverse("remove_file", args=[file.pk]), {"form_token": "made-up"}).status_code == 302
    avonshire.enter()
    assert not AttachmentPiece.objects.filter(attachment=file).exists() and found(by, "quandary") == []
    assert client.get(reverse("download_file", args=[file.pk])).status_code == 404
    assert "File removed" in client.get(address(feedback)).content.decode()


@db
def test_it_goes_with_the_text_of_its_record(avonshire, by, feedback):
    file = attach(by, feedback)
    forgetting.forget(by=avonshire.clock, feedback=[feedback], on=timezone.localdate())
    assert not Attachment.objects.filter(pk=file.pk).exists()
    assert not AttachmentPiece.objects.filter(attachment_id=file.pk).exists() and found(by, "quandary") == []
