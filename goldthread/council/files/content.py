"""What a file is, by its content and never by its name; what is read in it, and what is refused with a way out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from xml.parsers import expat

from goldthread.cell_text import without_controls
from goldthread.council.errors import Refused
from goldthread.council.files.heic import NotRead, as_jpeg, is_heic
from goldthread.council.files.models import FileKind
from goldthread.council.files.photographs import BrokenPicture, without_camera_data
from goldthread.council.files.sounds import kind_of_sound

MOST_BYTES = 20 * 1024 * 1024
"""A scanned letter of thirty pages or a telephone's photograph is well below this; a film is not for here."""
MOST_READ = 50_000
"""The most characters of a file that search reads: some twenty pages."""

_MOST_PARTS = 5_000
_MOST_XML = 20 * 1024 * 1024
_MAIN_PARTS = {
    "word/document.xml": FileKind.WORD,
    "xl/workbook.xml": FileKind.EXCEL,
    "ppt/presentation.xml": FileKind.POWERPOINT,
}
REFUSED: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an old Office file, a saved email (.msg), or one locked with a password. Save it as .docx, .xlsx or "
        "PDF without a password, and add that.",
    ),
    (b"GIF8", "This is a GIF picture. Save it as PNG, and add that."),
    (
        b"RIFF",
        "This is a picture or film of a kind that is not taken. Save a picture as JPEG, and add that.",
    ),
    (b"{\\rtf", "This is a Rich Text document. Save it as .docx or PDF, and add that."),
    (b"MZ", "This is a program, and programs are never taken."),
    (b"\x7fELF", "This is a program, and programs are never taken."),
)


def as_kept(content: bytes) -> tuple[FileKind, bytes]:
    """Return what a file is and its content as it is kept: of an iPhone's photograph a JPEG; raises Refused.

    A picture is kept without what a camera wrote beside it, such as where it was taken.
    """
    if len(content) <= MOST_BYTES and is_heic(content):
        try:
            content = as_jpeg(content)
        except NotRead:
            raise Refused(
                "This photograph (HEIC) could not be read. Save it as JPEG, or take a screenshot of it, and add that.",
                field="file",
            ) from None
    kind = kind_of_content(content)
    return kind, cleaned(kind, content)


def kind_of_content(content: bytes) -> FileKind:
    """Return what a file is; raises Refused, in words fit to show, for what is not taken."""
    if not content:
        raise Refused("The file is empty. Check that it was saved, and add it again.", field="file")
    if len(content) > MOST_BYTES:
        raise Refused("The file must be 20 MB or smaller.", field="file")
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    sound = kind_of_sound(content)
    if sound is not None:
        return sound
    if content[4:8] == b"ftyp":
        raise Refused(
            "This is a film, or a picture of a kind that is not taken. Save a picture as JPEG, and add that.",
            field="file",
        )
    for signature, words in REFUSED:
        if content.startswith(signature):
            raise Refused(words, field="file")
    if _decoded(content) is None:
        raise Refused(
            "This kind of file is not taken. Add a PDF, Word, Excel, PowerPoint or text file, a photograph, or a sound recording.",
            field="file",
        )
    return FileKind.TEXT


def _office(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
        raise Refused("This file is damaged. Open it, save it again, and add that.", field="file") from None
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_PARTS or any(entry.flag_bits & 1 for entry in entries):
        raise Refused(
            "This file is locked or damaged. Save it without a password, and add that.", field="file"
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(
            "This file holds macros (small programs), which are never taken. Save it without them.",
            field="file",
        )
    for part, kind in _MAIN_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    raise Refused(
        "This is a zip folder. Take the files out of it, and add each. Add a PDF, Word, Excel, PowerPoint or text file, a photograph, or a sound recording.",
        field="file",
    )


def cleaned(kind: FileKind, content: bytes) -> bytes:
    """Return a file as it is kept: a picture without where it was taken; raises Refused for a broken one."""
    if kind not in (FileKind.JPEG, FileKind.PNG):
        return content
    try:
        return without_camera_data(content)
    except BrokenPicture:
        raise Refused(
            "This picture is damaged. Open it, save it again, and add that.", field="file"
        ) from None


def text_in(kind: FileKind, content: bytes) -> str:
    """Return the text of a text or Office file, as far as search reads it; "" for any other (a PDF: `reading.py`)."""
    text = (_decoded(content) or "") if kind == FileKind.TEXT else _office_text(kind, content)
    return without_controls(text)[:MOST_READ].strip()


def name_as(kind: FileKind, filename: str) -> str:
    """Return a file's name with the ending that its content asks for, and without what no name should hold."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]', " ", PurePath(filename).name)
    stem = " ".join(plain.split()).strip(". ") or "file"
    known = {
        kind.value,
        *({"jpeg"} if kind == FileKind.JPEG else {}),
        *({"csv", "eml"} if kind == FileKind.TEXT else {}),
        *({"opus"} if kind == FileKind.OGG else {}),
        *({"mp4", "3gp"} if kind == FileKind.M4A else {}),
    }
    first, dot, ending = stem.rpartition(".")
    if dot and ending.lower() in known:
        stem, kept = first, ending.lower()
    elif dot and kind == FileKind.JPEG and ending.lower() in ("heic", "heif"):
        stem, kept = first, kind.value
    else:
        kept = kind.value
    return f"{stem[:120].strip('. ') or 'file'}.{kept}"


def _decoded(content: bytes) -> str | None:
    """Return the text of a text file; None for what is none."""
    if b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\n\v\f\r")
        return text if controls == 0 else None
    return None


@dataclass(frozen=True)
class _Words:
    """Where the words of an Office file stand: its parts by their names, the elements of words, spaces and lines."""

    parts: re.Pattern[str]
    words: str
    line: str
    spaces: tuple[str, ...] = ()


_WORDS = {
    FileKind.WORD: _Words(re.compile(r"word/document\.xml"), "t", "p", ("tab", "br")),
    # What stands in its cells: numbers are nothing to look for.
    FileKind.EXCEL: _Words(re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml"), "t", "si"),
    FileKind.POWERPOINT: _Words(re.compile(r"ppt/(slides|notesSlides)/[^/]+\.xml"), "t", "p", ("br",)),
}
_UNREADABLE = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    EOFError,
)


def _office_text(kind: FileKind, content: bytes) -> str:
    """Return the text of an Office file, a paragraph or cell a line; "" where it cannot be read, which is no fault of the file."""
    if kind not in _WORDS:
        return ""
    where, pieces, left = _WORDS[kind], [], _MOST_XML
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in sorted(package.namelist()):
                if where.parts.fullmatch(name) and left > 0 and sum(map(len, pieces)) < MOST_READ:
                    with package.open(name) as part:
                        xml = part.read(left)
                    left -= len(xml)
                    # Most worksheets name the texts of another part; those need not be read element by element.
                    if not name.startswith("xl/worksheets/") or b"inlineStr" in xml:
                        pieces.append(_words_in(xml, where))
    except _UNREADABLE:
        return ""
    return "\n".join(pieces)


def _words_in(xml: bytes, where: _Words) -> str:
    """Return the words of a part; of one that is longer than is read, as far as it is read."""
    pieces: list[str] = []
    length, within = 0, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        name = name.rpartition(":")[2]
        within = name == where.words
        if name in where.spaces:
            pieces.append(" ")

    def end(name: str) -> None:
        nonlocal within
        within = False
        if name.rpartition(":")[2] in (where.line, "is"):
            pieces.append("\n")

    def data(text: str) -> None:
        nonlocal length
        if within and length < MOST_READ:
            pieces.append(text)
            length += len(text)

    def refuse(*_: object) -> None:
        raise ValueError("a document type, which no Office program writes")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, False)
    return "".join(pieces)
