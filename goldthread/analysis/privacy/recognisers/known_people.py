"""People the case already names, in every form: parts, initials, nicknames, joined up, misspelt.

What a council knows of a case (who complained, who is cared for, which workers) is the surest list of names there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.tokens import WORD
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson
from goldthread.analysis.text.normalisation import NormalisedText, fold

DOTTED = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[ ]?[^\W\d_]){1,3}(?:\.|(?![^\W_]))")
PATTERNS = {"dotted initials": DOTTED}
_SHORTEST_MISSPELT = 5
_FEW = 100  # words of one beginning and length that a word is compared with


@dataclass(frozen=True)
class Forms:
    """Every form of some people's names, in lower case, each with why it points at them."""

    parts: dict[str, str]
    joined: frozenset[str]
    initials: frozenset[str]
    long_parts: dict[tuple[str, int], tuple[str, ...]]
    common: dict[str, str]  # parts that are common words: only beside another part of a name


@lru_cache(maxsize=1)
def nicknames() -> dict[str, frozenset[str]]:
    """Given name to its short forms, and each short form to the full names it may stand for."""
    text = (
        resources.files("goldthread.analysis.privacy")
        .joinpath("data", "nicknames.txt")
        .read_text(encoding="utf-8")
    )
    pairs: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            full, *short = line.split()
            pairs.setdefault(full, set()).update(short)
            for name in short:
                pairs.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in pairs.items()}


def name_parts(name: str) -> list[str]:
    """The words of a name in lower case without titles: "Mrs Doreen O'Hara" gives doreen, o'hara."""
    words = [fold(match.group()) for match in WORD.finditer(NormalisedText(name).text)]
    return [word for word in words if word not in lx.TITLES]


def joined_forms(words: Sequence[str]) -> set[str]:
    """A name as it stands in file names and user names: doreensmith, dsmith, smithd, doreens."""
    if len(words) < 2:
        return set()
    first, last = words[0], words[-1].replace("'", "").replace("-", "")
    return {first + last, last + first, first[0] + last, last + first[0], first + last[0]}


@lru_cache(maxsize=512)
def _forms(known: tuple[KnownPerson, ...]) -> Forms:
    parts: dict[str, str] = {}
    common: dict[str, str] = {}
    joined: set[str] = set()
    initials: set[str] = set()
    for person in known:
        for number, written in enumerate((person.name, *person.aliases)):
            words = [word for word in name_parts(written) if word not in lx.ROLES]
            for word in words:
                if len(words) > 1 and not lx.spreads(word):
                    common[word] = "part of a name the case knows"
                elif len(word) > 1 and word not in lx.PARTICLES:
                    parts.setdefault(
                        word, "a name the case knows" if number == 0 else "an alias the case knows"
                    )
                    for piece in word.split("-"):
                        if len(piece) > 2:
                            parts.setdefault(piece, "part of a name the case knows")
            if words and number == 0:
                for short in nicknames().get(words[0], ()):
                    parts.setdefault(short, "a short form of a name the case knows")
            joined |= joined_forms(words)
            if len(words) > 1:
                initials |= {"".join(word[0] for word in words), words[0][0] + words[-1][0]}
    return Forms(
        parts,
        frozenset(form for form in joined if len(form) > 3),
        frozenset(initials),
        _by_beginning(part for part in parts if len(part) >= _SHORTEST_MISSPELT),
        common,
    )


def _by_beginning(parts: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    """Words by first letter and length, so that a near-spelling is compared with few."""
    by: dict[tuple[str, int], tuple[str, ...]] = {}
    for part in parts:
        key = (part[0], len(part))
        by[key] = (*by.get(key, ()), part)[:_FEW]
    return by


def nearly(a: str, b: str) -> bool:
    """Return whether two words differ by one letter put in, left out, changed or swapped with its neighbour."""
    if abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = len(rest_a) > 1 and rest_a[1] + rest_a[0] + rest_a[2:] == rest_b
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]


def _beside_a_part(text: str, words: Sequence[re.Match[str]], k: int, forms: Forms) -> bool:
    """Return whether the word before or after word `k` is a part of a name too: "Grace Best"."""
    for other in (k - 1, k + 1):
        if 0 <= other < len(words):
            left, right = sorted((words[k], words[other]), key=lambda match: match.start())
            low = fold(words[other].group())
            if text[left.end() : right.start()] == " " and (low in forms.parts or low in forms.common):
                return words[other].group()[0].isupper()
    return False


class KnownPeople:
    """Recogniser of the people whom the case already names."""

    name = "known"

    def __init__(self) -> None:
        self._lex = lx.lexicon()

    def __reduce__(self) -> tuple[type[KnownPeople], tuple[()]]:
        """Be sent to another process without the lists, which that has too."""
        return KnownPeople, ()

    def find(self, text: str, known: Sequence[KnownPerson]) -> Iterator[Detection]:
        """Every form of the `known` people's names in `text`."""
        if not known:
            return
        forms = _forms(tuple(known))
        words = list(WORD.finditer(text))
        before: Detection | None = None  # a hit that a common part of the same name may go on from
        for k, match in enumerate(words):
            word = match.group()
            low = fold(word)
            if low.endswith("'s"):
                word, low = word[:-2], low[:-2]
            end = match.start() + len(word)
            reason = self._reason(text, words, k, word, low, forms)
            goes_on = (
                reason
                and before is not None
                and text[before.end : match.start()] == " "
                and (low in forms.common or fold(text[before.start : before.end]) in forms.common)
            )
            if goes_on and before is not None:
                before = Detection(before.start, end, Kind.PERSON, before.reason, 0.9)
                continue
            if before is not None:
                yield before
            before = Detection(match.start(), end, Kind.PERSON, reason, 0.9) if reason else None
            if reason:
                continue
            if word.isupper() and low in forms.initials and len(low) > 1 and low not in lx.ACRONYMS:
                yield Detection(match.start(), end, Kind.PERSON, "initials of a name the case knows", 0.7)
        if before is not None:
            yield before
        for match in DOTTED.finditer(text):
            letters = "".join(char for char in fold(match.group()) if char.isalpha())
            if letters in forms.initials:
                yield Detection(*match.span(), Kind.PERSON, "initials of a name the case knows", 0.8)

    def _reason(
        self, text: str, words: list[re.Match[str]], k: int, word: str, low: str, forms: Forms
    ) -> str | None:
        reason = forms.parts.get(low)
        if reason is None and low in forms.common:
            return forms.common[low] if word[0].isupper() and _beside_a_part(text, words, k, forms) else None
        if reason is None and low.endswith("s") and low[:-1] in forms.parts and len(low) > 4:
            # "garys sister", where the case knows Gary
            base = low[:-1]
            if low not in self._lex.words and base not in self._lex.words and low not in self._lex.surnames:
                return forms.parts[base]
        if reason is None and "-" in low:
            reason = next((forms.parts[p] for p in low.split("-") if p in forms.parts and len(p) > 2), None)
        if reason is None:
            if low in forms.joined:
                return "a name the case knows, joined up"
            split = (
                re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word) if not word.islower() and len(word) < 60 else word
            )
            if " " in split and any(part in forms.parts for part in split.lower().split() if len(part) > 2):
                return "a name the case knows, joined up"
            return self._misspelt(word, low, forms)
        if low not in self._lex.words and low not in self._lex.places:
            return reason if len(low) > 2 or word[0].isupper() else None
        # Also a word or a place: it must look like a name here.
        if not word[0].isupper():
            return None
        after = words[k + 1].group() if k + 1 < len(words) else ""
        gap = text[words[k].end() : words[k + 1].start()] if after else ""
        if gap == " " and after.lower() in lx.ORG_WORDS and (after[0].isupper() or after in lx.ALWAYS_ORG):
            return None
        starts = k == 0 or any(mark in text[words[k - 1].end() : words[k].start()] for mark in ".!?\n")
        first_word = starts and low in self._lex.words and low in lx.NOT_FIRST
        if first_word and after.lower() not in lx.STRONG_VERBS and fold(after) not in forms.parts:
            return None
        return reason

    def _misspelt(self, word: str, low: str, forms: Forms) -> str | None:
        if len(low) < _SHORTEST_MISSPELT or not forms.long_parts:
            return None
        if low in self._lex.words or low in self._lex.places or low in lx.ROLES or low in lx.ORG_WORDS:
            return None
        if low in self._lex.given or low in self._lex.surnames:
            return None  # a name in its own right: names.py finds it, as someone else
        near = any(
            nearly(part, low)
            for length in (len(low) - 1, len(low), len(low) + 1)
            for part in forms.long_parts.get((low[0], length), ())
        )
        return (
            "a near-spelling of a name the case knows"
            if near and (word[0].isupper() or len(low) > 5)
            else None
        )
