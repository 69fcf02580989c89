"""Values a case remembers (numbers, addresses, added words), matched in any spacing and punctuation.

"07700 900123", "07700-900-123" and "07700900123" are one value: only letters and digits count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goldthread.analysis.privacy.types import Kind
from goldthread.analysis.text.normalisation import NormalisedText, fold

_LONGEST = 200
_BARE = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}


def bare(value: str, kind: Kind | None = None) -> str:
    """Letters and digits only, in lower case without accents, so that one value in two spellings is one value."""
    letters = "".join(char for char in fold(NormalisedText(value).text) if char.isalnum())
    if kind is Kind.PHONE and letters.startswith("44"):
        letters = "0" + letters[2:].lstrip("0")
    return letters


def occurrences(text: str, values: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Return where any of the bare `values` stands in plain `text` as whole words: (start, end, value).

    One reading of the text, whatever the number of values: at each beginning of a word the letters and digits
    that follow are looked up for every length there is among the values.
    """
    wanted = {value for value in values if 0 < len(value) <= _LONGEST}
    if not wanted:
        return
    if text.isascii():
        # Most texts hold none of them, which is seen at once: what does not stand in the bare text stands nowhere.
        standing = text.translate(_BARE)
        wanted = {value for value in wanted if value in standing}
        if not wanted:
            return
    lengths = sorted({len(value) for value in wanted}, reverse=True)
    chars: list[str] = []
    positions: list[int] = []
    begins: list[int] = []
    within = False
    for position, char in enumerate(text):
        if not char.isalnum():
            within = False
            continue
        if not within:
            begins.append(len(chars))
            within = True
        for piece in char.lower() if char.isascii() else fold(char):
            chars.append(piece)
            positions.append(position)
    letters = "".join(chars)
    whole_to = 0
    for begin in begins:
        if begin < whole_to:
            continue
        for length in lengths:
            end = begin + length
            value = letters[begin:end]
            if len(value) < length or value not in wanted:
                continue
            last = positions[end - 1]
            spread = last + 1 - positions[begin]
            if (last + 1 == len(text) or not text[last + 1].isalnum()) and spread <= 3 * length + 8:
                yield positions[begin], last + 1, value
                whole_to = end
                break
