"""Features of a text word by word, so that every score can be divided into its words.

A word is known by itself, by its pieces and by its meaning (a static embedding); a pair of words by itself. A text
is the sum of its words, brought to length one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from goldthread.analysis.text import embedding
from goldthread.analysis.theming.tokens import EMPTY, Token, pieces_of, units_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# How much all pieces of a word, a pair of words, and a word that says nothing by itself count beside a whole word.
PIECES, PAIRS, EMPTY_WORDS = 1.6, 0.7, 0.5
# In how many of the texts that people confirmed a word must stand to be learned: a name that somebody mentioned
# once is not carried in the model.
FEWEST_CONFIRMED = 3
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Bag:
    """Texts as counts of units: texts by units, each 1 + the logarithm of how often; and the units' names."""

    counts: csr_array
    units: list[str]

    @classmethod
    def of(cls, texts: Iterable[Sequence[Token]], known: dict[str, int] | None = None) -> Bag:
        """Count the words and pairs of texts, each as its tokens; where known is given, only the pairs in it."""
        column_of: dict[str, int] = {}
        columns: list[int] = []
        often: list[float] = []
        ends = [0]
        for text in texts:
            units = units_of([token.word for token in text])
            for unit, times in Counter(units).items():
                if known is None or unit in known or " " not in unit:
                    columns.append(column_of.setdefault(unit, len(column_of)))
                    often.append(1.0 if times == 1 else 1 + math.log(times))
            ends.append(len(columns))
        return cls(_rows(often, columns, ends, len(column_of)), list(column_of))

    def texts_with(self) -> Counter[str]:
        """Return in how many of the texts each unit stands."""
        times = np.bincount(self.counts.indices, minlength=len(self.units))
        return Counter(dict(zip(self.units, times.tolist(), strict=True)))


@dataclass(frozen=True)
class Vocabulary:
    """The features worth learning, in order, and how rare each is."""

    columns: dict[str, int]
    rarity: np.ndarray

    @classmethod
    def of(cls, own: Bag, confirmed: Bag) -> Vocabulary:
        """Learn it from the codebook's texts, whose every word counts, and from what people said.

        Of what people said a word or pair must stand in three texts; a piece must come from a word that counts.
        Pairs and pieces must stand in two texts of all.
        """
        in_own, in_confirmed = own.texts_with(), confirmed.texts_with()
        counted: Counter[str] = Counter()
        for unit in in_own | in_confirmed:
            if not in_own[unit] and in_confirmed[unit] < FEWEST_CONFIRMED:
                continue
            counted[unit] = often = in_own[unit] + in_confirmed[unit]
            if " " not in unit:
                for piece in set(pieces_of(unit)):
                    counted[piece] += often
        names = sorted(
            name for name, often in counted.items() if often > 1 or (name[0] != "#" and " " not in name)
        )
        texts = own.counts.shape[0] + confirmed.counts.shape[0]
        counts = np.minimum([counted[name] for name in names], texts)
        rarity = (1 + np.log((1 + texts) / (1 + counts))).astype(np.float32)
        return cls({name: column for column, name in enumerate(names)}, rarity)

    def features(self, units: Sequence[str]) -> csr_array:
        """Return units by features; a unit of which nothing is known is an empty row."""
        column_of = self.columns
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for unit in units:
            whole = column_of.get(unit)
            if " " in unit:
                if whole is not None:
                    columns.append(whole)
                    values.append(PAIRS)
            else:
                share = EMPTY_WORDS if unit in EMPTY else 1.0
                if whole is not None:
                    columns.append(whole)
                    values.append(share)
                cut = pieces_of(unit)
                here = [column_of[piece] for piece in cut if piece in column_of]
                columns += here
                values += [share * PIECES / math.sqrt(len(cut))] * len(here)
            ends.append(len(columns))
        rare = self.rarity[np.array(columns, dtype=np.int32)]
        return _rows(np.array(values, dtype=np.float32) * rare, columns, ends, len(column_of))

    def squares(self, units: Sequence[str], features: csr_array) -> np.ndarray:
        """Return the squared length of each unit.

        A word never seen counts as well: it says something, though not known what, and a text about something
        else becomes less sure and not more.
        """
        squares = np.asarray(features.multiply(features).sum(axis=1), dtype=np.float32).ravel()
        strange = [" " not in unit and unit not in self.columns for unit in units]
        squares[strange] += float(self.rarity.max(initial=1.0)) ** 2
        return squares


def meanings(units: Sequence[str]) -> np.ndarray:
    """Return units by 256 numbers: the sum of the embeddings of a word's pieces; of a pair nothing."""
    table = embedding.table()
    rows: list[int] = []
    ends = [0]
    for unit in units:
        if " " not in unit:
            rows += [row for part in _PART.findall(unit) for row, _, _ in table.of_word(part)]
        ends.append(len(rows))
    return _rows(np.ones(len(rows)), rows, ends, len(table.vectors)) @ table.vectors


def inverse_root(squares: np.ndarray) -> np.ndarray:
    """Return one over the square root of each; 0 where there is nothing."""
    root = np.sqrt(squares).astype(np.float32)
    return np.divide(1, root, out=np.zeros_like(root), where=root > 1e-6)


def _rows(values: Sequence[float] | np.ndarray, columns: list[int], ends: list[int], width: int) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array(
        (
            np.asarray(values, dtype=np.float32),
            np.array(columns, dtype=np.int32),
            np.array(ends, dtype=np.int32),
        ),
        shape=(len(ends) - 1, width),
    )
