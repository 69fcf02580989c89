"""Character encoding of a text file, worked out from the whole file, so that no £ or ŵ comes out wrong."""

import codecs
import re
from typing import NamedTuple

from goldthread.sheets.errors import SheetError
from goldthread.sheets.source import CHUNK, Source

_BOMS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that Windows-1252 gives no letter to.
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ODD_BYTES = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r\x1a\x1b\0"))
AS_UTF8 = "Open it in Excel, save it as “CSV UTF-8 (Comma delimited)”, and upload the new file."


class Encoding(NamedTuple):
    """`name` as told to people, `codec` and `errors` as given to Python, and how many line ends there are."""

    name: str
    codec: str
    errors: str
    lines: int


def _windows_letter(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252: for files glued together from two systems."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    letters = (bytes([byte]).decode("latin-1" if byte in _NOT_CP1252 else "cp1252") for byte in wrong)
    return "".join(letters), error.end


codecs.register_error("goldthread_windows", _windows_letter)


def find_encoding(source: Source) -> Encoding:
    """One pass over the file, in constant memory.

    Raises SheetError for bytes that are not text: NULs, a broken UTF-16, UTF-32, or mostly control codes.
    """
    head = source.head(4096)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            if not codec:
                raise SheetError(
                    "This file is written in UTF-32, which no spreadsheet program uses.", AS_UTF8
                )
            name = codec
            break
    else:
        name = _unmarked_utf16(head)
    if name.startswith("utf-16"):
        return Encoding(name, name, "strict", _check_utf16(source, name))
    if len(head.translate(None, _ODD_BYTES)) < len(head) * 0.95:
        raise _not_text()
    return _eight_bit(source, name)


def _unmarked_utf16(head: bytes) -> str:
    """English text in UTF-16 has a NUL for every second byte; nothing else does."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    many, few = len(head) * 0.3, len(head) * 0.02
    if odd > many and even <= few:
        return "utf-16-le"
    if even > many and odd <= few:
        return "utf-16-be"
    return ""


def _check_utf16(source: Source, codec: str) -> int:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    lines = 0
    with source.open() as stream:
        try:
            while chunk := stream.read(CHUNK):
                text = decoder.decode(chunk)
                if "\0" in text:
                    raise _nul(lines + text[: text.index("\0")].count("\n") + 1)
                lines += text.count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise SheetError(
                f"This text file (UTF-16) is damaged or was cut short, near line {lines + 1:,}.", AS_UTF8
            ) from None
    return lines


def _eight_bit(source: Source, name: str) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    utf8, pairs, odd_for_windows, lines = True, False, False, 0
    returns = 0
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            if b"\0" in chunk:
                raise _nul(lines + chunk[: chunk.index(b"\0")].count(b"\n") + 1)
            lines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            pairs = pairs or bool(_UTF8_PAIR.search(chunk))
            odd_for_windows = odd_for_windows or len(chunk.translate(None, _NOT_CP1252)) < len(chunk)
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
                    decoder.reset()
        if utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                utf8 = False
    lines = max(lines, returns)
    if utf8:
        return Encoding(name or "utf-8", "utf-8-sig" if name else "utf-8", "strict", lines)
    if pairs or name:
        return Encoding("utf-8 with cp1252", "utf-8-sig" if name else "utf-8", "goldthread_windows", lines)
    if odd_for_windows:
        return Encoding("latin-1", "latin-1", "strict", lines)
    return Encoding("cp1252", "cp1252", "strict", lines)


def encoding_warning(name: str) -> str | None:
    """Return what to tell the person where the letters had to be guessed."""
    if name == "cp1252":
        return "The file does not say how it writes its letters; it was read as Windows text (cp1252). Check £ signs and apostrophes in the preview."
    if name == "latin-1":
        return "The file is neither UTF-8 nor Windows text; it was read as Latin-1. Check £ signs and accents in the preview, or save it as “CSV UTF-8”."
    if name == "utf-8 with cp1252":
        return "The file mixes two ways of writing letters (UTF-8 and Windows); each was read as what it is. Check £ signs and apostrophes in the preview."
    return None


def _nul(line: int) -> SheetError:
    return SheetError(
        f"Line {line:,} holds NUL bytes, which no text has: the file is damaged, or it is not a CSV file at all.",
        "Export it again from the system it came from, or open it in Excel and save it as “CSV UTF-8”.",
    )


def _not_text() -> SheetError:
    return SheetError(
        "This file is neither an Excel workbook nor text: it is mostly control codes.",
        "Upload an Excel workbook (.xlsx) or a CSV file.",
    )
