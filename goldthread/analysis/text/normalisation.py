"""Text normalisation with positions: hidden characters removed, odd spaces, quotes and digits replaced.

People paste from Word, web pages and phones. A name split by an invisible character, a number in
full-width digits or a non-breaking space must be found all the same, and each find must still point at
the right place in the text as it was written. `Plain` keeps the way back.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

# Zero-width, direction and joining marks, soft hyphen, variation selectors: seen by nobody.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_ENTITY = (
    r"&(?:nbsp|amp|quot|apos|lsquo|rsquo|ndash|mdash|hyphen|shy|zwnj|zwj|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});"
)
_ODD = re.compile(f"[A-Za-z][\u0300-\u036f]{{1,4}}|[{_INVISIBLE}]{{1,64}}|{_ENTITY}|[^\x00-\x7f]")
_MARK_AFTER = re.compile("[\u0300-\u036f]")
# A paragraph ends at an empty line; what comes nearer is one line that was broken, or set out with tabs.
_BREAK = re.compile(r"[ \t]{0,8}(?:\r\n?|\n)[ \t]{0,8}(?![ \t\r\n])|[ \t]{2,8}|\t")

PATTERNS = {"odd": _ODD, "accents": _MARK_AFTER, "breaks": _BREAK}

_NAMED = {
    "nbsp": " ",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "lsquo": "'",
    "rsquo": "'",
    "ndash": "-",
    "mdash": "-",
    "hyphen": "-",
    "shy": "",
    "zwnj": "",
    "zwj": "",
}
_USUAL = {
    **dict.fromkeys("‘’‛ʼ´`′", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
}


@lru_cache(maxsize=4096)
def _usual(piece: str) -> str:
    """The plain spelling of one odd piece: nothing, one character, or itself."""
    if len(piece) > 1 and piece[0] == "&":
        body = piece[1:-1]
        if body in _NAMED:
            return _NAMED[body]
        code = int(body[2:], 16) if body[1] in "xX" else int(body[1:])
        return _usual(chr(code)) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
    if re.fullmatch(f"[{_INVISIBLE}]+", piece):
        return ""
    if piece in _USUAL:
        return _USUAL[piece]
    if len(piece) > 1:
        # A letter and its accent written apart.
        whole = unicodedata.normalize("NFC", piece)
        return whole if len(whole) == 1 else piece[0]
    if piece.isspace():
        return "\n" if piece in "\n\r" else " "
    if piece.isdecimal():
        return str(unicodedata.decimal(piece))
    # Full-width and mathematical letters dodge a search; accented letters are left as they are.
    if not piece.isascii() and unicodedata.decomposition(piece).startswith("<"):
        wide = unicodedata.normalize("NFKC", piece)
        return wide if len(wide) == 1 else piece
    return piece


class NormalisedText:
    """A text made plain (`text`) and the way back to the original positions."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, original: str) -> None:
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        if original.isascii() and "&" not in original:
            self.text = original
            return
        out: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        moved = False
        for match in _ODD.finditer(original):
            start, end = match.span()
            plain = _usual(match.group())
            out += (original[last:start], plain)
            starts.extend(range(last, start))
            ends.extend(range(last + 1, start + 1))
            if plain:
                starts.append(start)
                ends.append(end)
            moved = moved or end - start != len(plain)
            last = end
        out.append(original[last:])
        self.text = "".join(out)
        if moved:
            starts.extend(range(last, len(original)))
            ends.extend(range(last + 1, len(original) + 1))
            self._starts, self._ends = starts, ends

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that `text[start:end]` came from."""
        if self._starts is None:
            return start, end
        return self._starts[start], self._ends[end - 1]


class FlowingText:
    """A plain text as one line for each paragraph (`text`), and the way back to the positions in the plain text.

    A telephone number, an address or a reference may be broken over two lines, or stand below its label.
    """

    __slots__ = ("_pieces", "text")

    def __init__(self, plain: str) -> None:
        out: list[str] = []
        # Where each stretch begins in the flowing text, and by how much it is moved.
        self._pieces: list[tuple[int, int]] = [(0, 0)]
        last = length = 0
        for match in _BREAK.finditer(plain):
            out += (plain[last : match.start()], " ")
            length += match.start() - last + 1
            last = match.end()
            self._pieces.append((length, last - length))
        out.append(plain[last:])
        self.text = "".join(out)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the plain text that `text[start:end]` came from."""
        return self._back(start), self._back(end - 1) + 1

    def _back(self, at: int) -> int:
        return at + self._pieces[bisect_right(self._pieces, (at, math.inf)) - 1][1]


def fold(word: str) -> str:
    """A word in lower case without accents, as the lists of names and words are written."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.lower())
    return (
        _MARK_AFTER.sub("", decomposed)
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("đ", "d")
        .replace("ß", "ss")
    )
