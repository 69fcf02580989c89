"""Names of people: by lists, titles, roles ("my carer ...") and context.

A capital alone proves nothing, and a listed name may be a word, a month or a town. So every run of name-like
words is weighed with its context (`name_cues.py`): what leads up to it, what follows, and where a sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.recognisers import name_cues
from goldthread.analysis.privacy.recognisers.initials import initials
from goldthread.analysis.privacy.recognisers.name_scoring import score_name
from goldthread.analysis.privacy.recognisers.names_in_small import fused_possessive, named_in_small
from goldthread.analysis.privacy.recognisers.titles import find_titled
from goldthread.analysis.privacy.tokens import TextTokens, read_word
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson

LONGEST = 5  # words in one name
HASHTAG = re.compile(r"#[A-Za-z]{3,60}")
INNER = re.compile(r"[A-Z][a-z]{2,20}")
PATTERNS = {"hashtag": HASHTAG, "inside a hashtag": INNER}


class Hit(NamedTuple):
    """Words `first` to `last` of a text are a name."""

    first: int
    last: int
    reason: str
    confidence: float


class Names:
    """Recogniser of people's names from lists and context."""

    name = "names"

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Detection]:
        """Names of people in `text`; `known` people are found by `known_people.KnownPeople`."""
        around = TextTokens(text)
        hits = list(_hits(around))
        hits += _again(around, hits)
        yield from initials(text, shouting=around.shouting)
        for hit in hits:
            first = _nickname(around, hit.first)
            yield Detection(
                around.starts[first], around.ends[hit.last], Kind.PERSON, hit.reason, hit.confidence
            )
        yield from _in_hashtags(text)


def _nickname(around: TextTokens, i: int) -> int:
    """Return where the name at word `i` begins with "Big" or "Little" before it."""
    if i and around.adjacent(i) and around.words[i - 1].cap and around.low(i - 1) in ("big", "little", "wee"):
        return i - 1
    return i


def _in_hashtags(text: str) -> Iterator[Detection]:
    if "#" in text:
        for match in HASHTAG.finditer(text):
            for part in INNER.finditer(text, match.start(), match.end()):
                if read_word(part.group()).clear_given:
                    yield Detection(*part.span(), Kind.PERSON, "a given name inside a hashtag", 0.6)


def _hits(around: TextTokens) -> Iterator[Hit]:
    """Names from left to right; a name makes one joined to it ("and", a comma) more likely."""
    i, previous = 0, -1
    while i < len(around.words):
        if not around.words[i].begins:
            i += 1
            continue
        last = find_titled(around, i)
        if last and name_cues.in_a_phrase(around, i):
            i = last + 1  # "Mr Kipling", "Mrs Brown's Boys"
            continue
        hit = (
            Hit(i, last, "a title and a name", 0.95)
            if last
            else (around.words[i].cap and _surname_first(around, i)) or _run(around, i, previous)
        )
        if hit is None:
            i += 1
            continue
        yield hit
        previous = hit.last
        i = hit.last + 1


def _surname_first(around: TextTokens, i: int) -> Hit | None:
    """ "HALLIWELL, Constance", as forms and registers have it: at a line's beginning or after a colon."""
    word, nxt = around.words[i], i + 1
    if nxt >= len(around.words) or around.gap(nxt) != ", " or not around.starts_sentence(i):
        return None
    given = around.words[nxt]
    if not (word.cap and (word.surname or word.unknown or word.upper) and not (word.plain or word.place)):
        return None
    if (
        not (
            given.cap and (given.clear_given or (given.given and (word.upper or around.low(i - 1) == "name")))
        )
        or word.clear_given
        or around.low(nxt + 1) in ("and", "or", "who", "said")
    ):
        return None
    return Hit(i, nxt, "a surname and a given name, as registers have them", 0.8)


def _again(around: TextTokens, hits: list[Hit]) -> list[Hit]:
    """The parts of found names where they stand alone elsewhere in the text."""
    taken = {k for hit in hits for k in range(hit.first, hit.last + 1)}
    parts = {
        word.low
        for hit in hits
        for word in around.words[hit.first : hit.last + 1]
        if len(word.low) > 2
        and word.cap
        and word.low not in lx.TITLES
        and word.low not in lx.PARTICLES
        and lx.spreads(word.low)
    }
    if not parts:
        return []
    reason = "the same name stands elsewhere in this text"
    return [
        Hit(k, k, reason, 0.75)
        for k, word in enumerate(around.words)
        if word.low in parts
        and k not in taken
        and word.cap
        and _stands_alone(around, k)
        and not name_cues.thing(around, k, k)
    ]


def _stands_alone(around: TextTokens, k: int) -> bool:
    word = around.words[k]
    if word.clear or not word.plain:
        return True
    if around.starts_sentence(k) or around.shouting:
        return name_cues.after(around, k, strong=True) and word.low not in lx.NOT_FIRST
    return around.low(k - 1) not in lx.MONTH_LEADS or word.low not in lx.MONTH_NAMES


def _run(around: TextTokens, i: int, previous: int) -> Hit | None:
    """The name that begins at word `i`, as long as it goes, if it is one."""
    word = around.words[i]
    if not _may_begin(around, i):
        return None
    last = i
    for k in range(i + 1, min(i + LONGEST, len(around.words))):
        if not around.adjacent(k) or not _may_follow(around, k, i):
            break
        last = k
    while last > i and (
        (around.words[last].low in lx.PARTICLES and not around.words[last].name)
        or (around.words[last].initial and not _of_a_surname(around, last))
    ):
        last -= 1
    if last > i and around.words[i + 1].given:
        if word.plain and not word.given and not word.initial:
            return None  # "Ring Doreen": the name begins later
        if around.starts_sentence(i) and word.low in lx.ASKING_FIRST and around.words[i + 1].clear_given:
            return None  # "Will Sarah come"
    if name_cues.thing(around, i, last):
        return None
    joined = previous >= 0 and _joined(around, i, previous)
    verdict = score_name(around, i, last, joined=joined)
    return Hit(i, last, *verdict) if verdict else None


def _of_a_surname(around: TextTokens, k: int) -> bool:
    """Return whether the letter at word `k` stands for a surname: "Doreen K.", "Doreen K could not say"."""
    if not around.words[k - 1].clear_given:
        return False
    mark = around.text[around.ends[k] : around.ends[k] + 2].strip()
    if around.low(k) not in "ai" and (mark[:1] in (",", ";", ")", "(") or k == len(around.words) - 1):
        return True  # "D/W Oonagh F, DN lead"
    return around.dotted(k) or (around.low(k) not in "ai" and around.low(k + 1) in lx.PERSON_VERBS)


def _may_begin(around: TextTokens, i: int) -> bool:
    word = around.words[i]
    if word.low == "my" and around.starts_sentence(i):
        return False  # a given name in Vietnamese, and far oftener not
    if word.low in lx.KIN:
        return around.adjacent(i + 1) and around.words[i + 1].clear and around.words[i + 1].cap
    if around.tagged and around.text[around.starts[i] - 1 : around.starts[i]] == "#":
        return False  # names inside hashtags are looked for apart
    if word.low in lx.ACRONYMS and (word.upper or not word.name):
        return False
    if word.initial:
        more = around.adjacent(i + 1) and (around.words[i + 1].initial or around.dotted(i))
        return around.adjacent(i + 1) and (word.low not in "ai" or more)
    if word.low[-1:] == "s" and fused_possessive(around, i):
        return True
    if not word.cap:
        if len(word.low) == 1:  # "e. ali"
            return around.dotted(i) and around.adjacent(i + 1) and around.words[i + 1].clear
        if len(word.low) == 2 or (len(word.low) == 3 and word.clear_given and word.low not in lx.SHORT_SMALL):
            return named_in_small(around, i)
        if word.odd_small:
            return named_in_small(around, i)
        return word.clear_given or (word.given and not word.place and named_in_small(around, i))
    if name_cues.called(around, i):
        return word.low not in lx.ORG_WORDS and word.low not in lx.ROLES
    if around.shouting and not word.clear_given:
        return name_cues.before(around, i)[0] == name_cues.STRONG and not word.plain and len(word.low) > 2
    if word.place and not word.given:  # "Barnet Coombs"
        return around.adjacent(i + 1) and around.words[i + 1].cap and around.words[i + 1].clear
    return word.name or word.unknown


def _may_follow(around: TextTokens, k: int, first: int) -> bool:
    word, before = around.words[k], around.words[k - 1]
    leads_on = around.adjacent(k + 1) and around.words[k + 1].cap
    if word.cap:
        if word.initial:
            return word.low != "i" or around.dotted(k)
        if word.upper and (
            word.low in lx.ACRONYMS or not (word.name and (not word.plain or around.words[first].upper))
        ):
            return around.shouting and not word.plain and word.low not in lx.ACRONYMS
        if around.shouting and not word.name:
            return not word.plain and not word.place
        surname_like = (
            not (word.plain or word.place) and word.low not in lx.ORG_WORDS and word.low not in lx.ROLES
        )
        return (
            word.name
            or word.unknown
            or (surname_like and before.clear_given)
            or (word.low in lx.PARTICLES and leads_on)
        )
    if word.low in lx.PARTICLES and before.cap and leads_on:
        return True
    if len(before.low) == 1:
        return word.surname and not word.plain
    if before.cap and not around.shouting:
        return word.clear and word.surname
    # In small letters throughout: "david ford", "sarah cook".
    return (
        word.surname
        and not word.place
        and word.low not in lx.NOT_FIRST
        and word.low not in lx.PERSON_VERBS
        and (word.clear or word.low in lx.SMALL_SURNAMES)
    )


def _joined(around: TextTokens, i: int, previous: int) -> bool:
    """Return whether word `i` follows the name that ends at `previous` after "and" or a comma."""
    if previous == i - 1:
        return around.gap(i).strip() in (",", "&", "/", "+")
    if previous == i - 2 and around.low(i - 1) in ("and", "or", "n", "young", "little", "big"):
        return "." not in around.gap(i - 1) and not around.gap(i).strip()
    return (
        previous == i - 3
        and around.low(i - 2) == "and"
        and around.low(i - 1) in ("young", "little", "big", "then")
    )
