"""Tokens of a text: what the lists say of each word, and its context."""

from __future__ import annotations

import re
from functools import lru_cache

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.text.normalisation import fold

# One word: letters, with inner apostrophes and hyphens. Nothing here can backtrack far.
WORD = re.compile(r"[^\W\d_]{1,80}(?:['\-][^\W\d_]{1,80}){0,4}")
_GAELIC = re.compile(r"(?:mc|mac|o'|d'|fitz)[a-z]{4,40}")
_INNER_CAPITAL = re.compile(r"(?:Mc|Mac|O'|D'|Fitz|De|Le|Al-|El-|Ap|Van|St)[A-Z]")
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]", re.ASCII)
_CONTRACTION = re.compile(r"'(?:ve|d|ll|re|m|t)$")
PATTERNS = {
    "word": WORD,
    "Gaelic": _GAELIC,
    "inner capital": _INNER_CAPITAL,
    "contraction": _CONTRACTION,
    "mixed": _MIXED,
}
_LONGEST = 60


def _stem(low: str) -> str:
    """A word without its commonest endings, so that plurals and past forms of listed words count as words."""
    for ending, put in (
        ("ies", "y"),
        ("ing", ""),
        ("es", ""),
        ("ed", ""),
        ("s", ""),
        ("er", ""),
        ("d", ""),
        ("n", ""),
    ):
        if low.endswith(ending):
            stem = low[: -len(ending)] + put
            if stem in lx.lexicon().words:
                return stem
    return low


def _singular(low: str) -> str:
    """A family's name without the ending that makes several of it: "joneses", "okonjos"."""
    return low[:-2] if low.endswith(("ses", "xes", "zes", "shes", "ches")) else low.removesuffix("s")


def _compound(low: str) -> bool:
    """Return whether two everyday words make up one that no list has: "spreadsheet", "breadwinner"."""
    words = lx.lexicon().words
    return any(low[:k] in words and low[k:] in words for k in range(4, len(low) - 3))


class Word:
    """One spelling of a word with what the lists say about it; `cut` letters of a possessive are left out."""

    __slots__ = (
        "begins",
        "cap",
        "clear",
        "clear_given",
        "compound",
        "cut",
        "gaelic",
        "given",
        "initial",
        "low",
        "odd_small",
        "phrases",
        "place",
        "plain",
        "plural_name",
        "surname",
        "unknown",
        "upper",
    )

    def __init__(self, word: str) -> None:
        lex = lx.lexicon()
        low = fold(word)
        self.cut = 2 if low.endswith("'s") else 0
        if self.cut:
            low, word = low[:-2], word[:-2]
        self.low = low
        self.phrases = lex.organisations.get(low, ()) + (
            lex.organisations.get(low + "'s", ()) if self.cut else ()
        )
        self.cap = word[:1].isupper()
        self.upper = len(word) > 1 and word.isupper()
        self.initial = len(word) == 1 and self.cap
        self.plain = (
            low in lex.words
            or bool(_CONTRACTION.search(low))
            or (len(low) > 4 and low not in lex.given and low not in lex.surnames and _stem(low) in lex.words)
        )
        self.place = low in lex.places
        bare = low.replace("'", "")
        self.given = bare in lex.given
        self.surname = bare in lex.surnames
        if "-" in low:
            self._hyphened(low.split("-"), lex)
        elif _GAELIC.fullmatch(low) and not self.plain:
            self.surname = self.surname or "'" in low or bool(_INNER_CAPITAL.match(word)) or not self.cap
        elif self.cap and not self.plain and _INNER_CAPITAL.match(word):
            self.surname = True
        self.gaelic = bool(self.cap and not self.plain and "'" in low and _GAELIC.fullmatch(low))
        odd = self.plain or self.place
        # "the Okonjos": several of one family.
        self.plural_name = self.cap and not odd and _singular(low) in lex.surnames
        # A listed name and nothing else.
        self.clear = (self.given or self.surname) and not odd
        self.clear_given = self.given and not odd
        # A capitalised word in no list that could be a name.
        self.unknown = (
            self.cap
            and not word[:3].isupper()
            and 2 < len(word) < _LONGEST
            and not (self.given or self.surname or odd)
            and low not in lx.ACRONYMS
            and low not in lx.ROLES
            and low not in lx.ORG_WORDS
            and not low.endswith(lx.WORDISH)
            and not (low.endswith("s") and low[:-1] in lx.ROLES)
        )
        if self.unknown and _MIXED.search(word) and not _INNER_CAPITAL.match(word):
            # "POhWER", "WhatsApp"; "JoAnne" begins with a name
            self.unknown = any(low[:k] in lex.given for k in range(2, len(low) - 2))
        self.compound = self.unknown and _compound(low)
        # A word in small letters in no list: a name only where it is said to be one.
        self.odd_small = (
            not self.cap
            and 2 < len(word) < 20
            and not (self.given or self.surname or odd)
            and not (low in lx.ROLES or low in lx.ORG_WORDS or low in lx.ACRONYMS or low in lx.TITLES)
            and not low.endswith(lx.WORDISH)
        )
        self.begins = (
            self.initial
            or (len(word) == 1 and low not in "aios")
            or (
                self.cap
                and (self.given or self.surname or self.unknown or self.plain or self.upper or self.place)
            )
            or self.given
            or self.odd_small
            or (low.endswith("s") and low[:-1] in lex.given)
            or low in lx.TITLES
        )

    def _hyphened(self, parts: list[str], lex: lx.Lexicon) -> None:
        self.given = self.given or all(part in lex.given for part in parts)
        if self.cap and parts[-1] in lex.surnames and parts[0] not in lx.ROLES:
            self.surname = self.surname or not all(part in lex.words for part in parts)
        if not (self.given or self.surname):
            self.plain = self.plain or all(part in lex.words for part in parts)

    @property
    def name(self) -> bool:
        """Return whether some list has it as a name."""
        return self.given or self.surname


@lru_cache(maxsize=16384)
def read_word(word: str) -> Word:
    """Return what the lists say of a word as written; remembered, as most words come again."""
    return Word(word)


class TextTokens:
    """A text as words, and what stands around each of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tagged = "#" in text
        self.words: list[Word] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        capitals = 0
        for match in WORD.finditer(text):
            start, end = match.span()
            written = text[start:end]
            word = read_word(written) if end - start < _LONGEST else Word(written)
            self.words.append(word)
            self.starts.append(start)
            self.ends.append(end - word.cut)
            capitals += word.cap
        # Where nearly everything begins with a capital, capitals say nothing.
        self.shouting = len(self.words) >= 6 and capitals > 0.7 * len(self.words)

    def low(self, i: int) -> str:
        """Word `i` in lower case, or nothing beyond the ends."""
        return self.words[i].low if 0 <= i < len(self.words) else ""

    def gap(self, i: int) -> str:
        """Return what stands between word i - 1 and word i, a possessive's ending left out."""
        if i <= 0:
            return self.text[: self.starts[0]]
        return self.text[self.ends[i - 1] + self.words[i - 1].cut : self.starts[i]]

    def possessive(self, i: int) -> bool:
        """Return whether word `i` ends in 's."""
        return self.words[i].cut > 0

    def adjacent(self, i: int) -> bool:
        """Return whether word i follows word i - 1 with only a space, or a full stop after an initial or a title."""
        if i <= 0 or i >= len(self.words) or self.words[i - 1].cut:
            return False
        gap = self.gap(i)
        if gap in (" ", "  "):
            return True
        before = self.words[i - 1]
        return gap in (".", ". ") and (len(before.low) == 1 or before.low in lx.TITLES or before.low == "st")

    def starts_sentence(self, i: int) -> bool:
        """Return whether a sentence, a line or a quotation begins at word i."""
        if i == 0:
            return True
        gap = self.gap(i)
        if gap == " " or not any(mark in gap for mark in '.!?\n:;"*>•'):
            return False
        return not self.adjacent(i)

    def dotted(self, i: int) -> bool:
        """Return whether a full stop follows word i at once."""
        return self.text[self.ends[i] : self.ends[i] + 1] == "."
