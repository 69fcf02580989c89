"""Tokens of a text for the theme suggester: words and pairs of words, with their positions.

Pieces of words (three to five letters) belong to their word, so that "assessed" is near "assessment" and yet
everything a text says can be told apart word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from goldthread.analysis.text.placeholders import without_placeholders
from goldthread.no_answer import is_no_answer

# What comes after this many characters is not read: a text this long is not one point.
LONGEST = 20_000
PIECE_SIZES = (3, 4, 5)
# Marks that cannot be seen, which paste and screen readers leave inside words.
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
# A tag of HTML is passed over whole; no part of the expression can match the same characters in two ways.
_WORD = re.compile(rf"<[a-zA-Z/!][^<>]{{0,300}}>|([^\W\d_]+(?:['’{_UNSEEN}][^\W\d_]+)*|\b\d\d?\b)")
_NOT_SEEN = re.compile(f"[{_UNSEEN}]")
# No word is longer; what is glued together beyond it says nothing.
_LONGEST_WORD = 30
# Words that say nothing of what a text is about.
_EMPTY_WORDS = """a about after again all also am an and any are as at be because been before being best both
but by came can come could council did do does done during each else even ever every few first for from get
gets getting give given go goes going gone good got had has have having he her here hers him his how however i
if in into is it its just know last like made make many may me might more most much must my new no nobody not
now of off on one only or other our out over own people person put quite rather really said same say says see
seem shall she should since so some still such take than thank thanks that the their them then there these they
thing things this those though three through to told too two under until up upon us very want was way we well
went were what when where whether which while who whom why will with within would yet you your d i'm i've i'd
it's ll m re s t that's they're ve we've you're st nd rd th"""
EMPTY = frozenset(_EMPTY_WORDS.split())
# Words of kinship say of whom a text tells and not what it tells. They are learned like any other, since counting them
# for less made suggestions worse (docs/accuracy-coding.md), but an example of a codebook alone is no reason to suggest a theme by them.
_KIN_WORDS = """mum mums mummy mam mom mother mothers dad dads daddy father fathers parent parents husband husbands wife
wives partner partners spouse son sons daughter daughters brother brothers sister sisters sibling siblings nan nans
nana gran grans granny grandma grandmother grandad granddad grandpa grandfather grandson granddaughter grandparents
uncle uncles aunt aunts auntie aunty nephew nephews niece nieces cousin cousins"""
_KIN = frozenset(_KIN_WORDS.split())


class Token(NamedTuple):
    """A word in lower case and where it stands in the text as given."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text in lower case, with their places; nothing after its first 20,000 characters.

    A placeholder has no words: whose name was hidden says nothing of the theme or the tone. Nor has what is no answer
    ("N/A"), so that nothing is learned from it and nothing suggested for it.
    """
    tokens: list[Token] = []
    if is_no_answer(text):
        return tokens
    for match in _WORD.finditer(without_placeholders(text[:LONGEST])):
        word = match.group(1)
        if word:
            tokens.append(Token(_plain(word), match.start(1), match.end(1)))
    return tokens


def _plain(word: str) -> str:
    word = word.lower()
    if not word.isascii():
        word = _NOT_SEEN.sub("", word.replace("’", "'"))
    return word[:_LONGEST_WORD]


def is_kin(word: str) -> bool:
    """Return whether a word, as a token has it, names one of a person's kin: "mum", "wife's", "brothers'"."""
    return word.removesuffix("'s").removesuffix("'") in _KIN


def units_of(words: Sequence[str]) -> list[str]:
    """Return what is counted: every word, and every pair of neighbours, in which at least one says something."""
    units = list(words)
    for one, two in pairwise(words):
        if one not in EMPTY or two not in EMPTY:
            units.append(f"{one} {two}")
    return units


def pieces_of(word: str) -> list[str]:
    """Return the pieces of a word, its edges marked, each after a "#" so that no piece is taken for a word."""
    edged = f"<{word}>"
    return [f"#{edged[i : i + n]}" for n in PIECE_SIZES for i in range(len(edged) - n + 1)]
