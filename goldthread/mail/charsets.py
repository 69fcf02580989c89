"""Bytes of an e-mail as text, also where the message names the wrong charset or none."""

from __future__ import annotations

import codecs
import re
from email.header import decode_header

from goldthread.cell_text import without_controls

# What browsers and mail programs take for one: text that says iso-8859-1 holds Windows' quotation marks and dashes.
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
# No charset of any e-mail: they read a text as a program or as a name of the web.
_NO_CHARSET = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def decoded(content: bytes, named: str | None) -> str:
    """Return the text of bytes: as UTF-8 where they are that, else by the charset named, else as Windows writes it."""
    if not _NOT_ASCII.search(content):
        charset = _known(named)
        if charset in _WESTERN or charset in ("", "utf-8"):
            return content.decode("ascii")
    charset = _known(named)
    tries = ["utf-8", "cp1252"] if charset in _WESTERN or not charset else [charset, "utf-8", "cp1252"]
    for each in tries:
        try:
            return content.decode(each)
        except (UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def _known(named: str | None) -> str:
    """Return Python's name of a charset, "" where there is none of that name."""
    try:
        found = codecs.lookup((named or "").strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return ""
    # Python keeps ciphers and compression under the same roof.
    if found.name in _NO_CHARSET or not getattr(found, "_is_text_encoding", True):
        return ""
    return found.name


def _piece(piece_and_charset: tuple[str | bytes, str | None]) -> str:
    piece, charset = piece_and_charset
    if isinstance(piece, str):
        return piece
    # What stands between encoded words is given as the library keeps it.
    return piece.decode("raw-unicode-escape") if charset is None else decoded(piece, charset)


def header_text(raw: str) -> str:
    """Return a header in one line, with its encoded words read; raw: as the parser holds it, bytes as surrogates."""
    try:
        plain = decoded(raw.encode("ascii", "surrogateescape"), None)
    except UnicodeEncodeError:
        plain = raw
    try:
        pieces = decode_header(plain.replace("\r", "").replace("\n", ""))
        text = "".join(map(_piece, pieces))
    except Exception:
        # A word that is encoded wrongly is shown as it stands.
        text = plain
    return " ".join(without_controls(text).split())
