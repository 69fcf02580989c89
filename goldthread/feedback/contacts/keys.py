"""The keys by which contact details are found: a name's words, how they sound and their misspellings; numbers; addresses.

Whole keys are compared, never parts of words: only what is equal can be looked up under row-level security.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

NAME, PHONE, EMAIL = "name", "telephone number", "e-mail address"
LONGEST = 60
# So few letters of a name, or figures of a number, are nobody's in particular.
_SHORTEST_WORD, _SHORTEST_NUMBER = 2, 6
_MISSPELLED_FROM = 5
_SAME_SOUND = 85
_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "lady", "lord", "dame", "and"]
)
_WORD = re.compile(r"[a-z]+")
_NOT_FIGURES = re.compile(r"\D")
# What sounds alike, in the order in which it is put: "Catherine" and "Kathryn", "Phillips" and "Filips".
_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("gh", "g"),
    ("wr", "r"),
    ("kn", "n"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("v", "f"),
)
_SILENT = re.compile(r"[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")


def kind_of_words(words: str) -> str:
    """Return what was typed: an e-mail address, a telephone number or a name."""
    if "@" in words:
        return EMAIL
    return PHONE if len(_NOT_FIGURES.sub("", words)) >= _SHORTEST_NUMBER else NAME


def words_of_name(name: str) -> list[str]:
    """Return the words of a name in small plain letters, without "Mrs" and such; "O'Hara" is "ohara"."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("'", "").replace("’", ""))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return [word for word in _WORD.findall(letters) if len(word) >= _SHORTEST_WORD and word not in _TITLES]


def number_of(phone: str) -> str:
    """Return the figures of a telephone number as it is dialled in this country: "+44 (0)1632 960123" is "01632960123"."""
    figures = _NOT_FIGURES.sub("", phone)
    for abroad in ("0044", "44"):
        if figures.startswith(abroad) and len(figures) > len(abroad) + 8:
            return "0" + figures.removeprefix(abroad).lstrip("0")
    return figures


def keys_of(contact: Mapping[str, str]) -> set[str]:
    """Return the keys of contact details, by what they are of; none where nothing is given."""
    keys = {key for word in words_of_name(contact.get("name") or "") for key in _of_word(word)}
    number = number_of(contact.get("phone") or "")
    if len(number) >= _SHORTEST_NUMBER:
        # People say the end of a number, and leave out the code of their own town.
        keys |= {f"p:{number}", f"p:{number[-_SHORTEST_NUMBER:]}"}
    email = "".join((contact.get("email") or "").lower().split())
    if email:
        keys.add(f"e:{email}")
    return {key[:LONGEST] for key in keys}


def wanted_keys(words: str) -> set[str]:
    """Return the keys under which what was typed would be found."""
    kind = kind_of_words(words)
    if kind == EMAIL:
        return keys_of({"email": words})
    if kind == PHONE:
        number = number_of(words)
        # A whole number is looked for whole.
        return {f"p:{number}"}
    return keys_of({"name": words})


def normal_form(words: str) -> str:
    """Return what was typed in the one form in which all its spellings of spaces, case and order are the same."""
    kind = kind_of_words(words)
    if kind == EMAIL:
        return "".join(words.lower().split())
    return number_of(words) if kind == PHONE else " ".join(sorted(words_of_name(words)))


def alike(word: str, other: str) -> float:
    """Return how alike two words of names are, of 100; those that sound the same are so however they are written."""
    likeness = fuzz.ratio(word, other)
    return max(likeness, _SAME_SOUND) if _sound(word) == _sound(other) else likeness


def _of_word(word: str) -> Iterable[str]:
    yield f"n:{word}"
    yield f"s:{_sound(word)}"
    if len(word) >= _MISSPELLED_FROM:
        # A letter too many, too few or another one: both spellings have the word without it.
        yield from (f"d:{word[:at]}{word[at + 1 :]}" for at in range(len(word)))
        yield f"d:{word}"


def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return word[0] + _DOUBLED.sub(r"\1", _SILENT.sub("", word[1:]))
