"""Files that are no spreadsheet: each is named for what it is, and the person is told what to do."""

import io
import zipfile

import pytest

from goldthread.sheets import SheetError

from .workbooks import excel, opened, package, sheet_xml, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "what", "todo"),
    [
        (b"", "is empty", "fully copied"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF", "spreadsheet behind it"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a picture", "Upload a spreadsheet"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a picture", "Upload a spreadsheet"),
        (b"GIF89a" + b"\0" * 50, "a picture", "Upload a spreadsheet"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "a picture", "Upload a spreadsheet"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel file", "Excel Workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password", "empty the password"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document", "Upload a spreadsheet"),
        (OLE + "__substg1.0_0037001F".encode("utf-16-le"), "a saved email", "Upload a spreadsheet"),
        (b"\r\n <HTML><body><table><tr><td>1</td></tr></table>", "a web page", "Save As"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "a web page", "Save As"),
        ("<table><tr><td>1</td></tr></table>".encode("utf-16"), "a web page", "Save As"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "2003",
            "Save As",
        ),
        (b'<?xml version="1.0"?><feed/>', "an XML file", "Save As"),
        (b'[{"ref": 1}]', "JSON", "CSV"),
        (b"{\\rtf1\\ansi", "Rich Text", "Upload a spreadsheet"),
        (b"\x1f\x8b\x08\0", "gzip", "Unpack"),
        (b"7z\xbc\xaf\x27\x1c\0", "7z", "Unpack"),
        (b"MZ\x90\0\x03\0", "a program", "Upload a spreadsheet"),
        (b"SQLite format 3\0" + b"\0" * 50, "a database", "CSV"),
        (bytes(range(1, 32)) * 40, "control codes", "Upload an Excel workbook"),
        (zipped({"list.csv": "a,b"}), "a zip folder", "Extract All"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods", "LibreOffice"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "OpenDocument",
            "Upload a spreadsheet",
        ),
        (zipped({"xl/workbook.bin": "x"}), ".xlsb", "Save As"),
        (zipped({"word/document.xml": "<w/>"}), "a Word document", "Upload a spreadsheet"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "a PowerPoint", "Upload a spreadsheet"),
        (zipped({"Index/Document.iwa": "x"}), "Numbers", "Export To"),
        (package(sheet_xml(), {"xl/vbaProject.bin": "x"}), "macros", "without macros"),
        (zipped({}), "a zip folder", "Extract All"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_each_wrong_file_is_named_and_told_what_to_do(content, what, todo):
    with pytest.raises(SheetError) as caught:
        opened(content, "report.xlsx")
    assert what in caught.value.wrong
    assert todo in caught.value.todo
    assert str(caught.value) == f"{caught.value.wrong} {caught.value.todo}"
    assert str(caught.value).endswith(".")


def test_content_counts_not_the_name_and_the_person_hears_of_it():
    sheet = opened("Ref,Comment\n1,x\n", "old.xls")
    assert (sheet.kind, sheet.columns) == ("csv", ["Ref", "Comment"])
    assert "plain text" in sheet.warnings[0]
    sheet = opened(excel([["Ref", "Comment"], [1, "x"]]), "list.csv")
    assert sheet.kind == "xlsx"
    assert "is an Excel workbook" in sheet.warnings[0]


def test_headings_that_look_like_signatures_are_still_headings():
    assert opened("MZ,Comment\n1,x\n").columns == ["MZ", "Comment"]
    assert opened("ID;Postcode\n1;x\n").columns == ["ID", "Postcode"]


def test_a_zip_with_a_lying_directory_is_refused():
    good = zipped({"a.txt": "hello"})
    assert zipfile.ZipFile(io.BytesIO(good)).namelist() == ["a.txt"]
    with pytest.raises(SheetError):
        opened(good[:-12] + b"\xff" * 12, "x.xlsx")
