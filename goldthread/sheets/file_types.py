"""File type from the first bytes, whatever the name says, and a message for what cannot be read."""

import re
from typing import Literal

from goldthread.cell_text import shown
from goldthread.sheets.errors import SheetError
from goldthread.sheets.source import CHUNK, Source
from goldthread.sheets.xml_file import is_cases

Kind = Literal["zip", "text", "xml"]

AS_XLSX = "Open it in Excel, choose Save As “Excel Workbook (.xlsx)” or “CSV UTF-8”, and upload the new file."
SEND_A_SHEET = "Upload a spreadsheet: an Excel workbook (.xlsx) or a CSV file."

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Ask whoever made it for the spreadsheet behind it, and upload that."),
    (b"\x89PNG", "a picture (PNG)", SEND_A_SHEET),
    (b"\xff\xd8\xff", "a picture (JPEG)", SEND_A_SHEET),
    (b"GIF8", "a picture (GIF)", SEND_A_SHEET),
    (b"II*\0", "a picture (TIFF)", SEND_A_SHEET),
    (b"MM\0*", "a picture (TIFF)", SEND_A_SHEET),
    (b"RIFF", "a picture, sound or film", SEND_A_SHEET),
    (b"{\\rtf", "a Rich Text document", SEND_A_SHEET),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and upload the spreadsheet inside."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed folder (7z)", "Unpack it and upload the spreadsheet inside."),
    (b"Rar!", "a compressed folder (RAR)", "Unpack it and upload the spreadsheet inside."),
    (b"SQLite format 3\0", "a database (SQLite)", "Export the table you need as CSV, and upload that."),
    (b"PAR1", "a Parquet data file", "Export it as CSV, and upload that."),
    (b"MZ", "a program", SEND_A_SHEET),
    (b"\x7fELF", "a program", SEND_A_SHEET),
)
_MAIL_FIELD = re.compile(
    rb"^(from|to|date|subject|received|return-path|delivered-to|message-id|mime-version|content-type|x-[\w-]+): ",
    re.I | re.M,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div|script|style)\b", re.I | re.S
)


def kind_of(source: Source, filename: str) -> Kind:
    """`zip` (an .xlsx, perhaps), `text` (CSV and its kin) or `xml` (cases); raises SheetError naming anything else."""
    if source.size == 0:
        raise SheetError(
            f"{shown(filename)} is empty: it holds no bytes at all.",
            "Check that it was saved and fully copied, and upload it again.",
        )
    head = source.head(8192)
    if head.startswith(_OLE):
        raise _old_office(source, filename)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    for signature, what, todo in _SIGNATURES:
        if head.startswith(signature) and not (signature == b"MZ" and _looks_like_text(head)):
            raise SheetError(f"{shown(filename)} is {what}, not a spreadsheet.", todo)
    if head[4:12] in (b"ftypheic", b"ftypheif", b"ftypmif1", b"ftypavif"):
        raise SheetError(f"{shown(filename)} is a picture (HEIC), not a spreadsheet.", SEND_A_SHEET)
    if is_cases(head):
        return "xml"
    _refuse_markup(head, filename)
    _refuse_mail(head, filename)
    return "text"


def _refuse_mail(head: bytes, filename: str) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VCARD")):
        what = "a calendar" if start.startswith(b"BEGIN:VCAL") else "an address card"
        raise SheetError(f"{shown(filename)} is {what}, not a spreadsheet.", SEND_A_SHEET)
    fields = [match[1].lower() for match in _MAIL_FIELD.finditer(start[:4096].partition(b"\n\n")[0])]
    if _MAIL_FIELD.match(start) and b"from" in fields and {b"date", b"subject", b"to"} & set(fields):
        raise SheetError(f"{shown(filename)} is a saved email, not a spreadsheet.", SEND_A_SHEET)


def _refuse_markup(head: bytes, filename: str) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: enough of it to see the tags
        start = start[2:].replace(b"\0", b"").lstrip()
    if _HTML.match(start):
        raise SheetError(
            f"{shown(filename)} is a web page (HTML), not a spreadsheet, though Excel may open it. "
            "Some systems export web pages under a spreadsheet's name.",
            AS_XLSX,
        )
    if start.startswith(b"<?xml") or start.startswith(b"<Workbook"):
        old = b"urn:schemas-microsoft-com:office:spreadsheet" in start
        what = "an “XML Spreadsheet 2003”" if old else "an XML file, not a spreadsheet"
        raise SheetError(f"{shown(filename)} is {what}.", AS_XLSX)
    if re.match(rb'[\[{]\s*["{\[]', start):
        raise SheetError(
            f"{shown(filename)} is JSON data, not a spreadsheet.", "Export it as CSV, and upload that."
        )


def _looks_like_text(head: bytes) -> bool:
    return b"\0" not in head


def _old_office(source: Source, filename: str) -> SheetError:
    """Old .xls, a workbook locked with a password, and other old Office files share their first bytes."""
    names = {
        "locked": "EncryptedPackage".encode("utf-16-le"),
        "word": "WordDocument".encode("utf-16-le"),
        "mail": "__substg1.0_".encode("utf-16-le"),
    }
    streams = set()
    with source.open() as stream:
        tail = b""
        while chunk := stream.read(CHUNK):
            window = tail + chunk
            streams |= {what for what, name in names.items() if name in window}
            tail = window[-64:]
    if "locked" in streams:
        return SheetError(
            f"{shown(filename)} is locked with a password, so it cannot be read.",
            "Open it in Excel, choose File, Info, Protect Workbook, Encrypt with Password, empty the password, "
            "save, and upload it again.",
        )
    if streams:
        what = "a Word document" if "word" in streams else "a saved email"
        return SheetError(f"{shown(filename)} is {what}, not a spreadsheet.", SEND_A_SHEET)
    return SheetError(f"{shown(filename)} is an old Excel file (.xls), the format used before 2007.", AS_XLSX)


def refuse_zip(names: set[str], mimetype: bytes, filename: str) -> SheetError:
    """Return what a zip that is no .xlsx turned out to be, from the names of its parts."""
    if b"opendocument.spreadsheet" in mimetype:
        return SheetError(
            f"{shown(filename)} is an OpenDocument spreadsheet (.ods).",
            "Open it in LibreOffice or Excel, save it as “Excel Workbook (.xlsx)” or CSV, and upload the new file.",
        )
    if mimetype:
        return SheetError(f"{shown(filename)} is an OpenDocument file, not a spreadsheet.", SEND_A_SHEET)
    if "xl/workbook.bin" in names:
        return SheetError(f"{shown(filename)} is a binary Excel workbook (.xlsb).", AS_XLSX)
    for part, what in (
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint file"),
    ):
        if part in names:
            return SheetError(f"{shown(filename)} is {what}, not a spreadsheet.", SEND_A_SHEET)
    if any(name.endswith(".iwa") for name in names):
        return SheetError(
            f"{shown(filename)} is an Apple Numbers file.",
            "In Numbers choose File, Export To, Excel or CSV, and upload that.",
        )
    return SheetError(
        f"{shown(filename)} is a zip folder, not a spreadsheet.",
        "Open it, take the spreadsheet out (right-click, Extract All), and upload that.",
    )
