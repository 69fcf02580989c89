"""The words, pairs of words and pieces of words of a text, as the theme suggester counts them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

# How much all pieces of a word, and a pair of words, count beside a whole word: set on held-out examples
# of the codebook and on open data (docs/codebook.md has the figures).
PIECES, PAIRS = 2.5, 0.4
PIECE_SIZES = (3, 4, 5)
# In how many of the texts that people confirmed a word must stand to be learned.
FEWEST_SAID = 3
# What comes after this many characters is not read: a text this long is not one point.
LONGEST = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\b\d\d?\b")
# Words that say nothing of what a text is about.
_EMPTY_WORDS = """a about after again all also am an and any are as at be because been before being best both
but by came can come could council did do does done during each else even ever every few first for from get
gets getting give given go goes going gone good got had has have having he her here hers him his how however i
if in into is it its just know last like made make many may me might more most much must my new no nobody not
now of off on one only or other our out over own people person put quite rather really said same say says see
seem shall she should since so some still such take than thank thanks that the their them then there these they
thing things this those though three through to told too two under until up upon us very want was way we well
went were what when where whether which while who whom why will with within would yet you your d i'm i've i'd
it's ll m re s t that's they're ve we've you're"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


class Token(NamedTuple):
    """A word in lower case and where it stands in the text as given."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the words of a text in lower case, with their places; nothing after its first 20,000 characters."""
    for match in _WORD.finditer(text[:LONGEST]):
        yield Token(match.group().lower().replace("’", "'"), match.start(), match.end())


def places_of(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """Return each word and each pair of neighbours with the numbers of the tokens where it begins."""
    places: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        if token.word not in _EMPTY:
            places.setdefault(token.word, []).append(number)
        if number + 1 < len(tokens):
            after = tokens[number + 1].word
            if not (token.word in _EMPTY and after in _EMPTY):
                places.setdefault(f"{token.word} {after}", []).append(number)
    return places


def features_of(unit: str) -> Iterator[tuple[str, float]]:
    """Yield the features of a word (itself and its pieces) or of a pair, with how much each counts."""
    if " " in unit:
        yield unit, PAIRS
        return
    yield unit, 1.0
    if len(unit) > 2:
        edged = f"<{unit[:30]}>"
        cut = [edged[i : i + n] for n in PIECE_SIZES for i in range(len(edged) - n + 1)]
        for piece in cut:
            yield f"#{piece}", PIECES / math.sqrt(len(cut))


def vocabulary(own: Sequence[str], others: Sequence[str] = ()) -> tuple[dict[str, int], np.ndarray]:
    """Return the features worth learning and how rare each is.

    own: the codebook's texts, whose every word counts. others: what people said, whose words must stand in
    three texts, so that a model does not carry a name that somebody mentioned once. A piece of a word must
    stand in two texts, and come from a word that counts.
    """
    known: Counter[str] = Counter()
    for text in own:
        known.update(_units(text))
    said: Counter[str] = Counter()
    for text in others:
        said.update(_units(text))
    units = {unit for unit in known | said if known[unit] or said[unit] >= FEWEST_SAID}
    found: Counter[str] = Counter()
    for text in (*own, *others):
        found.update({name for unit in _units(text) if unit in units for name, _ in features_of(unit)})
    names = sorted(name for name, count in found.items() if count > 1 or not name.startswith("#"))
    counts = np.array([found[name] for name in names], dtype=float)
    rarity = (1 + np.log((1 + len(own) + len(others)) / (1 + counts))).astype(np.float32)
    return {name: place for place, name in enumerate(names)}, rarity


def _units(text: str) -> set[str]:
    return set(places_of(list(tokens_of(text))))
