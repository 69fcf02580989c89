"""Titles and the names after them: "Mrs Patel", "Dr. O. Ajayi", "Mr and Mrs Novak", "mr hussein"."""

from __future__ import annotations

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.tokens import TextTokens, Word

_LONGEST = 5
# In small letters these are mostly plain words ("I miss her", "the doctor came", "sir").
_ALSO_WORDS = lx.wordset("miss lady lord sir doctor councillor")
_ROLES_IN_SMALL = lx.wordset("lady lord doctor councillor")
_NAMES_HOUSES = lx.wordset("lady lord sir")
_DAYS = lx.wordset("monday tuesday wednesday thursday friday saturday sunday")
_WHO_MISSES = lx.wordset("i we to will they not ll really you and who would she he")


def find_titled(around: TextTokens, i: int) -> int | None:
    """The last word of the name that the title at word `i` begins, or None where it begins none."""
    title = around.words[i]
    if title.low not in lx.TITLES or (title.low in _ROLES_IN_SMALL and not title.cap):
        return None
    begin = i
    if around.low(i + 1) == "and" and around.low(i + 2) in lx.TITLES:
        begin = i + 2
    elif around.low(i + 1) in lx.TITLES and around.gap(i + 1).strip(" .") == "&":
        begin = i + 1
    if not around.adjacent(begin + 1):
        return None
    if around.words[begin + 1].low in ("x", "y", "z") and not (
        around.adjacent(begin + 2) and around.words[begin + 2].cap
    ):
        return None  # "Ms X": ombudsmen's decisions name nobody so
    if title.low in _ALSO_WORDS and not title.cap:
        following = around.words[begin + 1]
        family = following.surname and not following.given and not following.plain
        misses = title.low == "miss" and around.low(i - 1) in _WHO_MISSES and not family
        if misses or not (following.clear or (following.cap and title.low != "miss" and not following.plain)):
            return None
    last = begin
    for k in range(begin + 1, min(begin + 1 + _LONGEST, len(around.words))):
        if not around.adjacent(k) or not _part(around, k, first=k == begin + 1):
            break
        last = k
    while last > begin and around.words[last].low in lx.PARTICLES and not around.words[last].surname:
        last -= 1
    # "Lady Margaret House", "Sir Robert Peel Hospital".
    after = last + 1
    named = title.low in _NAMES_HOUSES and after < len(around.words) and around.gap(after) == " "
    if named and around.words[after].cap and around.words[after].low in lx.ORG_WORDS:
        return None
    return last if last > begin else None


def _part(around: TextTokens, k: int, *, first: bool) -> bool:
    """Return whether word `k` belongs to the name after a title."""
    word: Word = around.words[k]
    if len(word.low) == 1:
        return word.cap or (first and word.low not in "ai")
    if word.low in lx.TITLES or word.low in ("and", "or", "who", "was", "is", "has"):
        return False
    if word.upper and not first:
        return word.name
    if word.low in lx.PARTICLES and any(around.adjacent(n) and around.words[n].cap for n in (k + 1, k + 2)):
        return True
    if word.cap and not first and around.words[k - 1].clear_given and _may_be_a_surname(word):
        return True  # "Reverend Amos Tell"
    if word.cap:
        if first and word.low not in lx.ROLES and not (word.plain and not word.name):
            return True
        return (word.name or word.unknown) and not (word.plain and word.low in lx.NOT_FIRST)
    if first:
        return word.name or not (word.plain or word.low in lx.ROLES or word.low in lx.PERSON_VERBS)
    if word.low in lx.PARTICLES:
        return k + 1 < len(around.words) and around.words[k + 1].cap
    return word.clear


def _may_be_a_surname(word: Word) -> bool:
    """Return whether a capitalised word may be a surname after a title and a given name, though it is a word too."""
    return not (
        word.upper
        or word.low in lx.ORG_WORDS
        or word.low in lx.ROLES
        or word.low in lx.ACRONYMS
        or word.low in lx.MONTHS
        or word.low in _DAYS
    )
