"""Names for a group of texts: phrases that its texts share and the others do not."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from goldthread.analysis.text.empty_words import EMPTY
from goldthread.analysis.text.particulars import without_particulars
from goldthread.analysis.text.placeholders import without_placeholders

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?;:,()\[\]\n\"“”]+")
_LONGEST_PHRASE = 3
_LONGEST_NAME = 60
# What comes after this many characters adds little to what a text is about.
READ = 4_000


def sentences(text: str) -> list[list[str]]:
    """Return the words of a text's first 4,000 characters in small letters, by the stretches between its stops."""
    read = without_placeholders(text[:READ], mark=".").lower().replace("’", "'")
    return [words for part in _BREAK.split(read) if (words := _WORD.findall(part))]


def phrases_of(text: str, longest: int = _LONGEST_PHRASE) -> set[str]:
    """Return the phrases of one to three words in a text, none with an empty word at either end."""
    phrases = set()
    for words in sentences(text):
        for start, word in enumerate(words):
            if word in EMPTY or len(word) < 3:
                continue
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                if words[end - 1] not in EMPTY and len(words[end - 1]) > 2:
                    phrases.add(" ".join(words[start:end]))
    return phrases


def _alike(phrase: str) -> str:
    """Return what a phrase is counted under, so that "visits" and "visit" are one."""
    return " ".join(
        word[:-1] if len(word) > 4 and word[-1] == "s" != word[-2] else word for word in phrase.split()
    )


def name_groups(texts: Sequence[str], numbers: Sequence[int], *, most: int = 5) -> dict[int, tuple[str, ...]]:
    """Return for each group the phrases that tell it from the other texts, the most telling first.

    numbers: the group of each text, -1 where it has none; such texts still count as "the others". A phrase
    must stand in two different texts of its group, or it is one person's words and not the group's: a text that was
    sent again, the same but for case, stops, spaces and particulars, counts once. Where one phrase stands inside another, the one
    that says more is kept and the other left out. The weight is class-based TF-IDF: the share of the group's texts
    that have the phrase, times log(1 + average / how many texts have it). A group that is
    one text, however often it was sent, is named by that text's own phrases, or by the text where it has none; so is
    one whose texts share no phrase, where more than half of it are copies of one text.
    """
    by_group: dict[int, Counter[str]] = {}
    everywhere: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = {}
    # Of copies the first in the texts' own order is read, so that the list's order changes nothing.
    ordered = sorted(zip(texts, numbers, strict=True), reverse=True)
    keys_of = [((number, without_particulars(text)), text) for text, number in ordered]
    once = dict(keys_of)
    copies, members = Counter(key for key, _ in keys_of), Counter(numbers)
    sizes = Counter(number for number, _ in once)
    for (number, _), text in once.items():
        keys: dict[str, str] = {}
        # In an order of its own: that of a set changes with every start of Python, and names would with it.
        for phrase in sorted(phrases_of(text)):
            keys.setdefault(_alike(phrase), phrase)
        everywhere.update(keys.keys())
        if number >= 0:
            by_group.setdefault(number, Counter()).update(keys.keys())
            for key, phrase in keys.items():
                spelt.setdefault(key, Counter())[phrase] += 1
    average = len(once) / max(1, len(sizes))
    named = {}
    for number, counted in by_group.items():
        weights = {
            key: count / sizes[number] * math.log(1 + average / everywhere[key]) * (1 + 0.25 * key.count(" "))
            for key, count in counted.items()
            if count > 1 or sizes[number] == 1
        }
        ranked = sorted(weights, key=lambda key: (-weights[key], key))
        chosen = _without_nested(ranked, counted, most)
        named[number] = tuple(min(spelt[key], key=lambda p: (-spelt[key][p], p)) for key in chosen)
    for one, text in once.items():
        number = one[0]
        if number >= 0 and not named.get(number) and 2 * copies[one] > members[number]:
            own = {_alike(phrase): phrase for phrase in sorted(phrases_of(text), reverse=True)}
            ranked = sorted(own, key=lambda phrase: (everywhere[phrase], -phrase.count(" "), phrase))
            chosen = _without_nested(ranked, Counter(own.keys()), most)
            named[number] = tuple(own[each] for each in chosen) or (" ".join(text.split())[:_LONGEST_NAME],)
    return named


def _without_nested(ranked: Sequence[str], counted: Counter[str], most: int) -> list[str]:
    """Return the first few phrases, of two that nest only the one that says more."""
    chosen: list[str] = []
    for key in ranked:
        inside = [other for other in chosen if f" {key} " in f" {other} "]
        around = [other for other in chosen if f" {other} " in f" {key} "]
        if inside:
            continue
        if around:
            # The longer phrase takes the shorter one's place where most who say the one say the other.
            if counted[key] * 2 >= counted[around[0]]:
                chosen[chosen.index(around[0])] = key
                chosen = [other for other in chosen if other == key or other not in around]
            continue
        if len(chosen) < most:
            chosen.append(key)
    return chosen


def word_vectors(texts: Sequence[str], dimensions: int = 128) -> np.ndarray:
    """Return what words and pairs of words say of each text in a few numbers: float32 (n, up to 128), rows of length 1.

    Words weighted by rarity (TF-IDF), reduced by a randomised singular value decomposition whose chance is
    fixed (Halko, Martinsson and Tropp 2011). A text none of whose words stands in another is all noughts.
    """
    from scipy.sparse import csr_array

    counted = [Counter(_units(text)) for text in texts]
    spread = Counter(unit for units in counted for unit in units)
    known = {unit: column for column, unit in enumerate(sorted(u for u, n in spread.items() if n > 1))}
    rows, columns, values = [], [], []
    for row, units in enumerate(counted):
        for unit, count in units.items():
            if unit in known:
                rows.append(row)
                columns.append(known[unit])
                values.append((1 + math.log(count)) * (1 + math.log((1 + len(texts)) / (1 + spread[unit]))))
    matrix = csr_array((np.array(values, np.float32), (rows, columns)), shape=(len(texts), len(known)))
    most = min(dimensions, len(known), len(texts))
    if most == 0:
        return np.zeros((len(texts), 0), dtype=np.float32)
    length = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    matrix = csr_array(matrix.multiply((1 / np.where(length > 0, length, 1))[:, None]), dtype=np.float32)
    start = (
        np.random.default_rng(0).standard_normal((len(known), min(most + 10, len(known)))).astype(np.float32)
    )
    basis, _ = np.linalg.qr(matrix @ start)
    for _ in range(2):
        turned, _ = np.linalg.qr(matrix.T @ basis)
        basis, _ = np.linalg.qr(matrix @ turned)
    left, sizes, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    reduced = (basis @ left[:, :most]) * sizes[:most]
    length = np.linalg.norm(reduced, axis=1, keepdims=True)
    return (reduced / np.where(length > 1e-6, length, 1)).astype(np.float32)


def _units(text: str) -> list[str]:
    """Return every word of a text, and every two that stand together."""
    units = []
    for words in sentences(text):
        units += words
        units += [f"{first} {second}" for first, second in itertools.pairwise(words)]
    return units
