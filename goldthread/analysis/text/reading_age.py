"""How old a reader is, on average, who follows a text: words, sentences and syllables counted.

The formula is Flesch and Kincaid's grade (J. P. Kincaid and others, "Derivation of new readability formulas for Navy
enlisted personnel", 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59. Five years are added, the age at which
its first grade is left behind. It counts; it does not understand: a text of short words can still be unclear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COUNTED = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?]+(?=[\s\"'”’)]|$)|\n\s*\n|\n(?=\s*[-•*])|\n")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
# Fewer words give a figure that the next word would overturn.
LEAST_WORDS = 30
_YOUNGEST, _OLDEST = 5, 22


@dataclass(frozen=True)
class Readability:
    """What was counted in a text. age: in whole years, None where it has too few words to say."""

    words: int
    sentences: int
    syllables: int
    age: int | None


def word_count(text: str) -> int:
    """Return how many words a text has, numbers among them."""
    return len(_COUNTED.findall(text))


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by its groups of vowels: near enough for a text, not for each word."""
    word = re.sub(r"[^a-zàáâäèéêëìíîïòóôöùúûü]", "", word.lower())
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def readability(text: str) -> Readability:
    """Return what a text asks of its reader."""
    words = _WORD.findall(text)
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    spoken = sum(syllables(word) for word in words)
    age = None
    if len(words) >= LEAST_WORDS:
        grade = 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59
        age = min(max(round(grade + 5), _YOUNGEST), _OLDEST)
    return Readability(word_count(text), sentences, spoken, age)
