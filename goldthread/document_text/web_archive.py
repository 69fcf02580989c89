"""A web page saved as a single file (.mht, .mhtml): its page is taken out, its pictures and frames are not."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

from goldthread.document_text.blocks import MOST_BYTES

_BEGINS = re.compile(rb"\s*(?:[A-Za-z][\w-]{1,40}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n){0,20}){2,40}?\s*\n")
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\r\n;]{1,200})\"?", re.I)
_TYPE = re.compile(rb"^content-type:\s*text/html\b([^\n]*(?:\n[ \t][^\n]*){0,5})", re.I | re.M)
_CHARSET = re.compile(rb"charset\s*=\s*\"?([\w.:-]{1,40})", re.I)
_CODED = re.compile(rb"^content-transfer-encoding:\s*([\w-]{1,40})", re.I | re.M)
_MOST_PARTS = 2_000


def page_in_archive(content: bytes) -> bytes:
    """Return the first page in what a browser saved as one file; anything else as it is."""
    head = content[:16_000].replace(b"\r\n", b"\n")
    if not re.search(rb"^mime-version:", head, re.I | re.M) or b"multipart/related" not in head.lower():
        return content
    begins, boundary = _BEGINS.match(head), _BOUNDARY.search(head)
    if not begins or not boundary:
        return content
    for part in content.split(b"--" + boundary[1].strip(), _MOST_PARTS)[1:]:
        part = part.replace(b"\r\n", b"\n").lstrip(b"\n")
        about, _, words = part.partition(b"\n\n")
        kind = _TYPE.search(about)
        if kind:
            return _as_utf8(_plain(words, about), kind[1])
    return content


def _plain(words: bytes, about: bytes) -> bytes:
    coded = _CODED.search(about)
    how = coded[1].lower() if coded else b""
    if how == b"quoted-printable":
        return quopri.decodestring(words)[:MOST_BYTES]
    if how == b"base64":
        try:
            return base64.b64decode(words)[:MOST_BYTES]
        except (binascii.Error, ValueError):
            return words
    return words


def _as_utf8(words: bytes, about: bytes) -> bytes:
    """Return the page's bytes, from the encoding that the file gives beside them, if it gives one."""
    charset = _CHARSET.search(about)
    if not charset:
        return words
    try:
        return words.decode(charset[1].decode("ascii")).encode("utf-8")
    except (LookupError, UnicodeError, ValueError):
        return words
