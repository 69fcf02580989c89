"""Which texts are like this one: the same sent twice, the same typed again, or another that speaks of the same.

What is the same is told by the letters; what is alike by meaning (`embedding`) and letters together.
`docs/accuracy-discovery.md` has what was measured.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from goldthread.analysis import embedding
from goldthread.analysis.neighbours import unit_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Two texts that share so many of their groups of three letters are one text typed again, or with a name changed.
RETYPED = 0.6
# From here on the letters alone say which is likest: a short text typed again with several slips.
_NEARLY = 0.45
# How much letters count beside meaning, as measured.
LETTERS = 0.2
_SIZES = (3, 4, 5)
_COLUMNS = 1 << 18
# Shorter than this, two people may well say the same by themselves ("The staff were very kind").
LETTERS_FOR_THE_SAME = 60
READ = 4_000
_BANDS, _ROWS = 32, 3
_PRIME = (1 << 61) - 1


def plain(text: str) -> str:
    """Return a text's letters and numbers in small letters with single spaces: what stays when it is sent again."""
    folded = unicodedata.normalize("NFKD", text[:READ]).casefold()
    kept = (letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def mark(text: str) -> str:
    """Return a mark that two texts share where they are the same but for case, stops and spaces; "" for no letters."""
    letters = plain(text)
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def trigrams(text: str) -> frozenset[str]:
    """Return the groups of three letters in a text, its words' edges among them."""
    letters = f" {plain(text)} "
    return (
        frozenset(letters[at : at + 3] for at in range(len(letters) - 2)) if len(letters) > 2 else frozenset()
    )


def retyped(one: str, other: str) -> float:
    """Return how far two texts are one text typed again: the groups of three letters they share, 0 to 1 (Jaccard)."""
    a, b = trigrams(one), trigrams(other)
    return len(a & b) / len(a | b) if a and b else 0.0


class Like(NamedTuple):
    """A text like the one asked about: its place, how alike (0 to 1), and whether it is the same text again."""

    place: int
    score: float
    same: bool


class Likeness:
    """Texts to be asked which of them are like a given one.

    Memory: about 2 kB a text. Asking takes a few milliseconds at 10,000 texts. Exact: every text is looked at.
    """

    def __init__(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> None:
        """vectors: (n, 256) as `embedding.encode` gives them, where they are at hand already."""
        self._marks = [mark(text) for text in texts]
        self._trigrams = [trigrams(text) for text in texts]
        self._meaning = unit_rows(embedding.encode(texts) if vectors is None else vectors)
        counted = _letter_counts(texts)
        spread = np.bincount(counted.indices, minlength=_COLUMNS)
        self._rarity = (1 + np.log((1 + len(texts)) / (1 + spread))).astype(np.float32)
        self._letters = _weighted(counted, self._rarity).T.tocsr()

    def __len__(self) -> int:
        return len(self._marks)

    def nearest(
        self, texts: Sequence[str], most: int = 5, *, apart_from: Sequence[int] = ()
    ) -> list[list[Like]]:
        """Return for each text those most like it, likest first; the same text again always comes first.

        apart_from: for each text the place that is itself, or -1; empty where none is.
        """
        meaning = unit_rows(embedding.encode(texts))
        letters = _weighted(_letter_counts(texts), self._rarity)
        found = []
        for start in range(0, len(texts), 256):
            part = slice(start, start + 256)
            spelt = (letters[part] @ self._letters).toarray()
            score = (1 - LETTERS) * (meaning[part] @ self._meaning.T) + LETTERS * spelt
            for row in range(len(score)):
                itself = apart_from[start + row] if len(apart_from) else -1
                found.append(self._ranked(texts[start + row], score[row], spelt[row], most, itself))
        return found

    def _ranked(self, text: str, score: np.ndarray, spelt: np.ndarray, most: int, itself: int) -> list[Like]:
        """Rank those that are most alike, and those spelt most alike: the same text typed again is among these."""
        candidates = {*_highest(score, most + 1).tolist(), *_highest(spelt, 5).tolist()} - {itself}
        own_mark, own, long = mark(text), trigrams(text), len(plain(text)) >= LETTERS_FOR_THE_SAME
        likes = []
        for place in candidates:
            other = self._trigrams[place]
            share = len(own & other) / len(own | other) if own and other else 0.0
            same = bool(own_mark) and (self._marks[place] == own_mark or (long and share >= RETYPED))
            alike = max(score[place], 0.5 + share / 2) if share >= _NEARLY else score[place]
            likes.append(Like(place, float(np.clip(alike, 0, 1)), same))
        likes.sort(key=lambda like: (not like.same, -like.score, like.place))
        return likes[:most]


def _highest(score: np.ndarray, most: int) -> np.ndarray:
    """Return the places of the highest few."""
    most = min(most, len(score))
    return np.argpartition(-score, most - 1)[:most] if most else np.empty(0, dtype=np.int64)


def _letter_counts(texts: Sequence[str]) -> csr_array:
    """Return how often each group of 3 to 5 letters stands in each text; groups share 2^18 columns by a hash."""
    from scipy.sparse import csr_array

    ends, columns = [0], []
    for text in texts:
        letters = np.frombuffer(f" {plain(text)} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        ends.append(ends[-1])
        for size in _SIZES:
            if len(letters) < size:
                continue
            value = np.full(len(letters) - size + 1, size, dtype=np.uint64)
            for offset in range(size):
                value = value * np.uint64(0x100000001B3) ^ letters[offset : len(letters) - size + 1 + offset]
            columns.append(((value ^ (value >> np.uint64(29))) % np.uint64(_COLUMNS)).astype(np.int32))
            ends[-1] += len(value)
    joined = np.concatenate(columns) if columns else np.empty(0, dtype=np.int32)
    return csr_array((np.ones(len(joined), np.float32), joined, ends), shape=(len(texts), _COLUMNS))


def _weighted(counted: csr_array, rarity: np.ndarray) -> csr_array:
    """Return counts as rows of length 1, each column weighted by its rarity."""
    weighted = counted.copy()
    weighted.sum_duplicates()
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    length = np.sqrt(weighted.multiply(weighted).sum(axis=1))
    weighted.data /= np.repeat(np.where(length > 0, length, 1), np.diff(weighted.indptr)).astype(np.float32)
    return weighted


@dataclass(frozen=True)
class Campaign:
    """One text that several people sent: to be counted as one campaign of so many people, not as so many findings.

    members: places of the texts, in order. senders: how many different people; a text whose sender is not known
    counts as a person of its own.
    """

    members: tuple[int, ...]
    senders: int


def campaigns(
    texts: Sequence[str],
    senders: Sequence[Hashable | None] | None = None,
    *,
    fewest: int = 3,
    alike: float = RETYPED,
) -> list[Campaign]:
    """Return the texts that `fewest` people or more sent, the same or retyped, largest first.

    Texts of fewer than 60 letters are left out: many say "Thank you" by themselves. Pairs are found by MinHash
    (Broder 1997) and then compared letter by letter, so nothing is put together that is not alike.
    """
    kept = [place for place, text in enumerate(texts) if len(plain(text)) >= LETTERS_FOR_THE_SAME]
    grams = {place: trigrams(texts[place]) for place in kept}
    parent = {place: place for place in kept}

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in _candidates(kept, grams):
        if root(one) != root(other) and len(grams[one] & grams[other]) >= alike * len(
            grams[one] | grams[other]
        ):
            parent[max(root(one), root(other))] = min(root(one), root(other))
    together: dict[int, list[int]] = {}
    for place in kept:
        together.setdefault(root(place), []).append(place)
    found = []
    for places in together.values():
        names = [None if senders is None else senders[place] for place in places]
        people = len({name for name in names if name is not None}) + sum(name is None for name in names)
        if people >= fewest:
            found.append(Campaign(tuple(places), people))
    return sorted(found, key=lambda campaign: (-campaign.senders, campaign.members))


def _candidates(places: Sequence[int], grams: dict[int, frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that fall into one bucket of some band: nearly every pair that shares six in ten."""
    chance = np.random.default_rng(0)
    factors = chance.integers(1, _PRIME, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    seeds: dict[str, int] = {}
    buckets: dict[tuple[int, bytes], int] = {}
    for place in places:
        numbers = np.array([seeds.setdefault(gram, _number(gram)) for gram in grams[place]], dtype=np.uint64)
        mixed = numbers[:, None] * factors[None, :]
        least = (mixed ^ (mixed >> np.uint64(31))).min(axis=0)
        for band in range(_BANDS):
            key = (band, least[band * _ROWS : (band + 1) * _ROWS].tobytes())
            first = buckets.setdefault(key, place)
            if first != place:
                yield first, place


def _number(gram: str) -> int:
    return int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")
