"""Text of a cell: without what cannot be seen, as it is quoted in a message, and as two are compared."""

from __future__ import annotations

import re
import unicodedata

# Invisible characters that carry no meaning in running text. Not among them: the joiners (U+200C, U+200D),
# which hold emoji families and Persian words together; the marks and isolates that keep Arabic, Urdu and
# Hebrew in order; and the tag letters of Wales's and Scotland's flags. Overrides (U+202D, U+202E) go: they
# can make a text read backwards.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\u202d\u202e"
_CONTROL = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
_DROP = {ord(character): None for character in _INVISIBLE + _CONTROL}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_LINES = dict.fromkeys(map(ord, "\n\x0b\x0c\x85\u2028\u2029"), "\n")
_ONLY_CONTROLS = {**{ord(each): None for each in _CONTROL}, **_LINES, 9: "\t", 10: "\n", 13: "\r"}
_TIDY = {**_DROP, **_SPACES, **_LINES, ord("\t"): "\t"}
_SURROGATES = re.compile("[\ud800-\udfff]")
# One look tells whether there is anything to tidy: most text has nothing, and translating it is slow.
_UNTIDY = re.compile("[\ud800-\udfff" + re.escape("".join(map(chr, _TIDY.keys() - {9, 10}))) + "]")
_APART = re.compile(r"[\W_]+")
_EDGES = " \t\n\u200c\u200d\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"


def clean_text(text: str) -> str:
    """The same words with line ends as `\\n` and without invisible and control characters or outer space.

    Letters of every language, emoji and right-to-left text stay; accents are composed (Unicode NFC), so
    that “ŵ” typed in either way is found. Cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    if _UNTIDY.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SURROGATES.sub("", text.translate(_TIDY))
    text = text.strip(_EDGES)
    return (
        text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text).strip(_EDGES)
    )


def without_controls(text: str) -> str:
    """The same text without control characters and halves of characters; a break of a line or page is a line's.

    Nothing else is touched: spaces, tabs, line ends and what cannot be seen stay as they were typed.
    """
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATES.sub("", text.translate(_ONLY_CONTROLS))


def plain(text: str) -> str:
    """A text as it is compared: letters and digits in small, "&" as "and", one space for whatever else is between.

    "Not  stated." and "not-stated" are one; full-width letters are the usual ones, and accents count.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return _APART.sub(" ", folded).strip()


def word_list(listed: str) -> frozenset[str]:
    """The parts of a list, each as `plain` makes it: one a line, or with | between them."""
    return frozenset(part.strip() for part in listed.replace("\n", "|").split("|") if part.strip())


def shown(value: object, most: int = 40) -> str:
    """A value in quotation marks, short enough to stand in a message."""
    text = clean_text(str(value)[:2000]).replace("\n", " ")
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"
