"""What a file is, by its content and not its name, and its paragraphs."""

from __future__ import annotations

import re

from goldthread.cell_text import shown
from goldthread.document_text.blocks import MOST_BYTES, Document, NotRead
from goldthread.document_text.html_page import read_html
from goldthread.document_text.lines import read_lines
from goldthread.document_text.pdf_file import read_pdf
from goldthread.document_text.web_archive import page_in_archive
from goldthread.document_text.word_file import read_word

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, a saved e-mail, or locked with a password"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture, sound or film"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed folder (7z)"),
    (b"Rar!", "a compressed folder (RAR)"),
    (b"SQLite format 3\0", "a database"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
)
_SAVE_AS = "Save it as text, a web page (HTML), Word (.docx) or PDF without a password, and give that."
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|main|article|div|meta|title)\b",
    re.I | re.S,
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_TAGS = re.compile(r"<(?:h[1-6]|p|div|ul|table)\b[^<>]{0,300}>", re.I)
_ODD = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))


def open_document(content: bytes, name: str) -> Document:
    """Return a file's paragraphs; raises NotRead for what is empty, too large, of another kind, or made to do harm."""
    if not content.strip():
        raise NotRead(f"{shown(name)} is empty. Check that it was saved, and give it again.")
    if len(content) > MOST_BYTES:
        raise NotRead(f"{shown(name)} is larger than {MOST_BYTES // 1024**2} MB. Give a smaller part of it.")
    if b"%PDF-" in content[:1024] and content[:1024].lstrip()[:1] != b"<":
        return read_pdf(content, name)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_word(content, name)
    for signature, what in _OTHERS:
        if content.startswith(signature):
            raise NotRead(f"{shown(name)} is {what}, which is not read. {_SAVE_AS}")
    content = page_in_archive(content)
    text = decoded(content, name)
    start = text[:20_000]
    if _HTML.match(start) or (name.lower().endswith((".html", ".htm")) and _TAGS.search(start)):
        return read_html(text)
    if start.lstrip().startswith(("<?xml", "<!DOCTYPE")):
        raise NotRead(f"{shown(name)} is an XML file, which is not read. {_SAVE_AS}")
    return read_lines(text)


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file in any usual encoding; raises NotRead for bytes that are no text."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return content.decode("utf-32", "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even <= len(head) * 0.02:
        return content.decode("utf-16-le", "replace")
    if even > len(head) * 0.3 and odd <= len(head) * 0.02:
        return content.decode("utf-16-be", "replace")
    if b"\0" in content or len(head.translate(None, _ODD)) < len(head) * 0.95:
        raise NotRead(f"{shown(name)} is no text: it holds bytes that no text has. {_SAVE_AS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(head)
    if declared:
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
