"""Static text embedding: 256 numbers a text, near where texts mean alike.

The table holds one row for each word piece, made once from an Apache-2.0 sentence model by `tools/distil`
and shipped in the package; a text is the mean of its pieces' rows, made length one. Being a mean, it can be
told apart again: what a word adds is what its pieces add, and that is how a suggestion can say why. A placeholder
adds nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from goldthread.analysis.text.matter import matter_of
from goldthread.analysis.text.placeholders import without_placeholders

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DIMENSIONS = 256
# A text is read this far: what somebody says in 20,000 characters does not change its drift after that.
READ = 20_000
_WORD = re.compile(r"[^\W_]+")
# A longer word is a link or a key that fell asleep: it says nothing.
_LONGEST = 60
_REMEMBERED = 200_000
_AT_ONCE = 4096


class Piece(NamedTuple):
    """A piece of a word: its row in the table and where it stands in the text."""

    row: int
    start: int
    end: int


class Table:
    """The rows of the table and the way from a word to its pieces; get it from `table`."""

    def __init__(self, pieces: Sequence[str], vectors: np.ndarray, about: dict[str, str]) -> None:
        self.vectors = vectors
        self.about = about
        self._rows = {piece: row for row, piece in enumerate(pieces)}
        self._known: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def of_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Return the pieces of one word as (row, start, end) within it; empty where it is not known."""
        known = self._known.get(word)
        if known is None:
            known = tuple(self._split(word))
            if len(self._known) < _REMEMBERED:
                self._known[word] = known
        return known

    def _split(self, word: str) -> Iterator[tuple[int, int, int]]:
        """Yield the longest known beginning, then the longest that goes on from there, to the word's end."""
        if len(word) > _LONGEST:
            return
        plain = _folded(word)
        # Where folding changed the length, places in it are not places in the word: all pieces stand for it all.
        same_length = len(plain) == len(word)
        start, pieces = 0, []
        while start < len(plain):
            end = len(plain)
            while end > start:
                row = self._rows.get(("##" if start else "") + plain[start:end])
                if row is not None:
                    break
                end -= 1
            else:
                return
            pieces.append((row, start, end) if same_length else (row, 0, len(word)))
            start = end
        yield from pieces


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the table that comes with Goldthread."""
    with resources.files("goldthread.analysis").joinpath("data", "pieces.npz").open("rb") as file:
        data = np.load(file, allow_pickle=False)
        vectors = data["vectors"].astype(np.float32) * data["scale"][:, None]
        return Table(str(data["pieces"]).split("\n"), vectors, json.loads(str(data["about"])))


def pieces(text: str) -> list[Piece]:
    """Return the known pieces of the text's first 20,000 characters, in order, with their places."""
    of_word = table().of_word
    return [
        Piece(row, match.start() + start, match.start() + end)
        for match in _WORD.finditer(without_placeholders(text[:READ]))
        for row, start, end in of_word(match.group())
    ]


def counts(texts: Sequence[str]) -> csr_array:
    """Return how often each piece stands in each text: texts by rows of the table, float32."""
    from scipy.sparse import csr_array

    of_word = table().of_word
    rows: list[int] = []
    ends = [0]
    for text in texts:
        for word in _WORD.findall(without_placeholders(text[:READ])):
            rows.extend([row for row, _, _ in of_word(word)])
        ends.append(len(rows))
    shape = (len(texts), len(table().vectors))
    matrix = csr_array(
        (np.ones(len(rows), dtype=np.float32), np.array(rows, dtype=np.int32), ends), shape=shape
    )
    matrix.sum_duplicates()
    return matrix


def encode(texts: Sequence[str]) -> np.ndarray:
    """Return one row of 256 numbers (float32) for each text, of length one; all zeros where nothing is known.

    A text means what its matter means: an opening that many letters share has no weight.
    """
    out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for start in range(0, len(texts), _AT_ONCE):
        part = counts([matter_of(text[:READ]) for text in texts[start : start + _AT_ONCE]]) @ table().vectors
        length = np.sqrt((part**2).sum(1, keepdims=True))
        out[start : start + len(part)] = part / np.where(length > 0, length, 1)
    return out


def _folded(word: str) -> str:
    """Return a word in small letters without accents, as the table's pieces are."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in spread if unicodedata.category(letter) != "Mn")
