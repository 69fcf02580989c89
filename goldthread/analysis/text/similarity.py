"""Similar texts: the same sent twice, the same typed again, or another that speaks of the same.

What is the same is told by the letters; what is alike by meaning and letters together. Whoever asks finds what lies
near in meaning first (`goldthread.council.records.vectors`) and has it ranked here; `bench/similarity.py` measures the two together,
and `docs/accuracy-emerging-topics.md` has what it found.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from goldthread.analysis.text import embedding
from goldthread.analysis.text.matter import content_of, matter_of
from goldthread.analysis.text.placeholders import without_placeholders

# Two texts that share so many of their groups of three letters are one text typed again, or with a name changed.
RETYPED = 0.6
# Shorter texts must share so many to be taken for copies where texts are grouped, which no person has to undo.
COPIED = 0.75
# How much letters count beside meaning, as measured.
LETTERS = 0.2
# How much of meaning is that of the words which say something ("ramp", not "would like"), read by themselves.
CONTENT = 0.5
# Shorter than this, two people may well say nearly the same by themselves: of real comments of 40 to 60 letters 1 in 17
# shares as much with another, of 60 to 100 letters 1 in 90, of longer ones none.
LETTERS_FOR_THE_SAME = 60
_ASCII_WORD = re.compile(r"[a-z0-9]+")


def normalised(text: str) -> str:
    """Return a text's letters and numbers in small letters with single spaces: what stays when it is sent again."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    if folded.isascii():
        return " ".join(_ASCII_WORD.findall(folded))
    letters = (letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())


def fingerprint(text: str) -> str:
    """Return a mark that two texts share where they are the same but for case, stops and spaces; "" for no letters.

    All of a text is read, however long: two that differ at their very end have two marks.
    """
    letters = normalised(text)
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def trigrams(text: str) -> frozenset[str]:
    """Return the groups of three letters in a text, its words' edges among them."""
    return _groups(f" {normalised(text)} ")


def retyped_share(one: str, other: str) -> float:
    """Return how far two texts are one text typed again: the groups of three letters they share, 0 to 1 (Jaccard)."""
    return _shared(trigrams(one), trigrams(other))


def is_retyped(one: str, other: str) -> bool:
    """Return whether one text is the other typed again: both of 60 letters or more, six in ten of their threes shared.

    So must their matter be: two letters do not become one by a long opening and closing.
    """
    long = min(len(normalised(one)), len(normalised(other))) >= LETTERS_FOR_THE_SAME
    return (
        long
        and retyped_share(one, other) >= RETYPED
        and retyped_share(matter_of(one), matter_of(other)) >= RETYPED
    )


def retyped_among(text: str, others: Sequence[str]) -> list[bool]:
    """Say of each of many texts whether it is one text typed again: as `is_retyped`, with that one read once."""
    letters = normalised(text)
    if len(letters) < LETTERS_FOR_THE_SAME:
        return [False] * len(others)
    own, found = _groups(f" {letters} "), []
    for other in others:
        said = normalised(other)
        # As many groups of three as two more than its letters at most: too short a text cannot share six in ten.
        short = len(said) < LETTERS_FOR_THE_SAME or len(said) < RETYPED * len(own)
        alike = not short and _shared(own, _groups(f" {said} ")) >= RETYPED
        found.append(alike and retyped_share(matter_of(text), matter_of(other)) >= RETYPED)
    return found


def _groups(letters: str) -> frozenset[str]:
    return frozenset(map("".join, zip(letters, letters[1:], letters[2:], strict=False)))


def is_copy(one: str, other: str) -> bool:
    """Return whether two texts are one typed again, or with a name changed: short ones share more of their letters."""
    long = min(len(normalised(one)), len(normalised(other))) >= LETTERS_FOR_THE_SAME
    return retyped_share(one, other) >= (RETYPED if long else COPIED)


class SimilarText(NamedTuple):
    """A text like the one asked about: its position, how alike (up to 1), and whether it is the same text again."""

    position: int
    score: float
    same: bool


def rank_similar(text: str, others: Sequence[str], meaning: Sequence[float]) -> list[SimilarText]:
    """Return other texts by how much they are like this one, the same text again before all others, then likest first.

    meaning: for each of `others` how near it is in meaning, -1 to 1; it makes two parts of five of the score, how near
    the words that say something are by themselves two more, the groups of three letters they share the fifth, or what they share by itself where that is more. Letters of an opening
    ("I am writing to complain about") and of placeholders do not count (`matter_of`). The same is what has the same
    letters, or is typed again (`is_retyped`). Raises ValueError where the two are not as many.
    """
    text = without_placeholders(text)
    letters, whole, own = normalised(text), trigrams(text), trigrams(matter_of(text))
    content = embedding.encode([content_of(text), *map(content_of, others)])
    near_in_content = (content[1:] @ content[0]).tolist()
    likes = []
    for position, (other, near, in_content) in enumerate(
        zip(map(without_placeholders, others), meaning, near_in_content, strict=True)
    ):
        whole_share, matter = _shared(whole, trigrams(other)), matter_of(other)
        share = whole_share if matter == other and own == whole else _shared(own, trigrams(matter))
        # What shares too little is not typed again, and need not be read once more.
        same = whole_share >= RETYPED and bool(letters)
        same = same and (letters == normalised(other) or is_retyped(text, other))
        if same:
            share = max(share, whole_share)
        # Slips take a short text's meaning away before its letters: what is typed nearly alike is alike, whatever it
        # is taken to mean, though it may be too short to be called the same.
        meant = (1 - CONTENT) * float(near) + CONTENT * in_content
        likes.append(SimilarText(position, max((1 - LETTERS) * meant + LETTERS * share, share), same))
    return sorted(likes, key=lambda like: (not like.same, -like.score, like.position))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
