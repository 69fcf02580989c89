"""Context cues for names: "told ...", "my carer ...", "... rang me", "... (daughter)", a signature."""

from __future__ import annotations

import re

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.tokens import TextTokens, Word

STRONG, WEAK, NONE = 2, 1, 0
_CLOSINGS = lx.wordset("regards sincerely faithfully wishes thanks love from signed cheers you truly")
_MET = lx.wordset("told asked met bless thank tell")
_SOMEBODY = lx.wordset(
    "someone somebody lady woman man girl lad boy guy gentleman carer worker nurse person manager chap officer him her"
)
_NICKED = lx.wordset("called named nicknamed known as")
_ASKING = lx.wordset("ask asked asking")
_CONDITIONS = lx.wordset(
    "disease syndrome palsy lymphoma dementia cyst fracture contracture chorea thyroiditis oesophagus ulcer phenomenon aphasia encephalopathy arthritis nodes"
)
_KINDS_OF_ROLE = lx.wordset(
    "social support key care home new old main night duty lovely young other agency student senior district community"
)
_LAWS = lx.wordset("law rule choice act amendment principle paradox bar test review")
# Books of the Bible that are names; a chapter follows.
_BOOKS = lx.wordset(
    "matthew mark luke john james peter timothy titus jude ruth esther job daniel joel amos micah ezra samuel joshua"
)
_SCRIPTURE = re.compile(r"[ ](?:[0-9]{1,3}[ ]?[:.v][ ]?[0-9]{1,3}|[0-9]{1,2}(?=[,;\"'][ ]|[ ]says))")
_OURS = lx.wordset("my his her our their the your")
_ADVERBS = lx.wordset("never always kindly even actually finally")
_SEXES = lx.wordset("female male f m she he her him they she/her he/him")
PATTERNS = {
    "chapter": _SCRIPTURE,
}
SPOKEN = "a name after words of speaking or thanks"
INTRODUCED = "a name after words that introduce one"
ROLE = "a name after a word for who the person is"
SIGNED = "a signature"


def before(around: TextTokens, i: int) -> tuple[int, str]:
    """Return how strongly the words before word `i` say that a person is named there, and why."""
    gap = around.gap(i)
    mark = gap.strip()
    one, two = around.low(i - 1), around.low(i - 2)
    left = len(around.words) - i
    if i and left <= 2 and "\n" in gap:
        return STRONG, SIGNED
    if i and left <= 4 and len(around.words) > 5:
        closing = one in _CLOSINGS and mark in (",", "", ".", "-", "!")
        if one == "from" and not around.starts_sentence(i - 1) and two not in _CLOSINGS:
            closing = False  # "got it from Argos"
        if "\n" in gap or (closing and around.low(i - 2) != "to"):
            return STRONG, SIGNED
    if not i or any(sign in gap for sign in ".!?;\n"):
        return NONE, ""
    if one in lx.ROLES and mark in ("", ",", ":", "-", "("):
        return STRONG, ROLE
    if (
        one in lx.NAMING
        or (two == "name" and one in ("is", "was", "as"))
        or (two in _ASKING and one == "for")
    ):
        return STRONG, INTRODUCED
    if two in ("call", "called", "calls", "nicknamed", "christened") and one in (
        "him",
        "her",
        "me",
        "himself",
        "herself",
    ):
        return STRONG, INTRODUCED
    if mark in (":", "") and one == "to" and two in lx.SPEAKING:
        return STRONG, SPOKEN
    if mark:
        return NONE, ""
    if one == "to" and (i == 1 or around.starts_sentence(i - 1)):
        return WEAK, SPOKEN
    leads = {"from": lx.FROM_PEOPLE, "of": lx.OF_PEOPLE, "at": lx.AT_PEOPLE}.get(one)
    if leads is not None and two in leads:
        return STRONG, "a name where a person is spoken of"
    if one == "our" and around.starts_sentence(i - 1) and around.words[i].given:
        return STRONG, "a name after our, as families say it"
    if one in lx.TELLING:
        return (STRONG if one in _MET else WEAK), SPOKEN
    if one in ("i'm", "am", "it's", "its") or (one == "is" and two in ("this", "here")):
        return (WEAK if one in ("it's", "its") else STRONG), INTRODUCED
    if one in lx.LINKING:
        return WEAK, "a name where a person is spoken of"
    return NONE, ""


def called(around: TextTokens, i: int) -> bool:
    """Return whether the words before say outright that a name comes: "a lady called", "his name is"."""
    one, two = around.low(i - 1), around.low(i - 2)
    if around.gap(i) == ' "' and one in lx.ROLES | _NICKED:
        return '"' in around.text[around.ends[i] : around.ends[i] + 15]
    if around.gap(i).strip():
        return False
    if one in ("called", "named") and two in _SOMEBODY:
        return True
    if two == "name" and one in ("is", "was"):
        return True
    if one in ("as", "aka") and two == "known":
        return True
    return two in ("call", "called", "calls") and one in ("him", "her", "me")


def after(around: TextTokens, last: int, *, strong: bool) -> bool:
    """Return whether what follows word `last` says that a person is meant; `strong` asks for what things seldom do."""
    if around.possessive(last):
        return not strong or around.low(last + 1) in lx.ROLES
    nxt = last + 1
    if nxt >= len(around.words):
        return False
    mark = around.gap(nxt).strip()
    low = around.low(nxt)
    if introduced_after(around, last):
        return True
    if joins_a_name(around, last):
        return True
    if mark:
        return False
    if low == "from" and (
        around.low(nxt + 1) in lx.DEPARTMENTS or around.words[min(nxt + 1, len(around.words) - 1)].cap
    ):
        return True
    if low in lx.HONORIFICS:
        return True
    if whose(around, last):
        return True
    return low in (lx.STRONG_VERBS if strong else lx.PERSON_VERBS)


def whose(around: TextTokens, last: int) -> bool:
    """Who somebody is, without a comma: "Tariq the driver", "Mark my social worker"."""
    nxt = last + 1
    if around.low(nxt) not in ("the", "my", "our", "his", "her", "your") or around.gap(nxt) != " ":
        return False
    return around.low(nxt + 1) in lx.ROLES or (
        around.low(nxt + 1) in _KINDS_OF_ROLE and around.low(nxt + 2) in lx.ROLES
    )


def joins_a_name(around: TextTokens, last: int) -> bool:
    """Return whether "and" and a listed given name follow word `last`: "Joy and Sarah", "Pat & Ron"."""
    nxt = last + 1
    if nxt >= len(around.words) or around.possessive(last):
        return False
    mark = around.gap(nxt).strip()
    if mark in ("&", "+", "/") or (mark == "," and around.starts_sentence(last)):
        other = nxt
    elif not mark and around.low(nxt) in ("and", "n"):
        other = nxt + 1
    else:
        return False
    if other >= len(around.words) or not around.words[other].cap or thing(around, other, other):
        return False
    joined = around.words[other]
    name = around.words[last]
    return joined.clear_given or (joined.unknown and name.unknown) or (joined.given and name.given)


def does_as_people_do(around: TextTokens, last: int) -> bool:
    """Return whether a verb follows that hardly anything but a person does: "said", "promised", "picked"."""
    nxt = last + 1
    if nxt >= len(around.words) or around.possessive(last) or around.gap(nxt).strip():
        return False
    if around.low(nxt) in _ADVERBS:  # "Faith never came"
        return around.low(nxt + 1) in lx.HUMAN_VERBS or around.low(nxt + 1) == "turned"
    if around.low(nxt) == "turned" and around.low(nxt + 1) == "up":
        return True
    return around.low(nxt) in lx.HUMAN_VERBS


def introduced_after(around: TextTokens, last: int) -> bool:
    """Who somebody is, said right after the name: "(daughter)", ", my carer", ", the student social worker"."""
    nxt = last + 1
    if nxt >= len(around.words) or around.possessive(last):
        return False
    mark = around.gap(nxt).strip()
    if mark not in ("(", ",", "-", "/"):
        return False
    low = around.low(nxt)
    if mark == "(" and low in _SEXES and around.text[around.ends[nxt] : around.ends[nxt] + 1] in ")/,":
        return True
    if mark == "(" and any(
        around.low(k) in lx.ROLES for k in range(nxt + 1, min(nxt + 3, len(around.words)))
    ):
        return ")" not in around.gap(nxt + 1)
    if low in lx.ROLES:
        return mark in ("(", "-", "/") or around.words[nxt].plain or not around.words[nxt].cap
    if low in _OURS:
        return any(
            around.low(k) in lx.ROLES and not any(sign in around.gap(k) for sign in ".!?,;")
            for k in range(nxt + 1, min(nxt + 5, len(around.words)))
        )
    return (
        mark == "("
        and around.low(nxt + 1) in lx.ROLES
        and low in ("main", "social", "support", "key", "care", "home")
    )


_PARTS = lx.wordset("wings wards units suites lounges corridors floors bays houses homes courts rooms")


# "Rowan Tree day centre", "Florence nursing home", in small letters too.
_KINDS_OF_HOUSE = lx.wordset(
    "day health medical community care nursing leisure children's resource sports residential youth bus"
)
_HOUSES = lx.wordset("centre center centres home homes hospital practice club unit hub stop station")


def thing(around: TextTokens, i: int, last: int) -> bool:
    """Return whether words `i` to `last` are part of a place, an organisation or a thing."""
    previous = around.low(i - 1) if i else ""
    if previous in ("st", "saint") and around.adjacent(i):
        return True
    if in_a_phrase(around, i) or _of_a_letter(around, i, last) or _in_a_title(around, i, last):
        return True
    low = around.low(last + 1)
    owning = around.possessive(last)
    if owning and (low in _CONDITIONS or low in _LAWS):
        return True
    if i == last and (owning or low in _CONDITIONS) and around.words[last].low in lx.EPONYMS:
        return True
    if previous in ("a", "an", "the") and low in lx.NAMED_AFTER and around.adjacent(last + 1):
        return True
    if around.words[last].low in _BOOKS and _SCRIPTURE.match(around.text, around.ends[last]):
        return True
    if i == last and (_amid_places(around, i) or _among_wards(around, i)):
        return True
    # A name that runs on into "... Hospice", "... Ward" or "... Court".
    for k in range(last + 1, min(last + 4, len(around.words))):
        gap = around.text[around.ends[k - 1] : around.starts[k]]
        if gap not in (" ", "  ", "-", "'s ", " & "):
            break
        word = around.words[k]
        if gap == "'s " and not word.cap:
            break
        if word.low in _KINDS_OF_HOUSE and around.low(k + 1) in _HOUSES:
            return True
        if word.low in lx.ORG_WORDS and (word.cap or word.low in lx.ALWAYS_ORG):
            return k == last + 1 or word.low in lx.ALWAYS_ORG
        if not word.cap:
            break
    if last == i or around.words[last].low not in lx.ORG_WORDS:
        return False
    # "in Mary Ward", and "Rose Ward" where nothing says that she is a person.
    unsaid = before(around, i)[0] != STRONG
    building = around.words[last].low in lx.PLAIN_PLACES and not after(around, last, strong=True)
    loose = not around.words[i].clear_given and around.words[last].low in lx.ALWAYS_ORG
    return previous in lx.PLACING or (unsaid and (loose or building))


def _written(around: TextTokens, k: int) -> str:
    """Word `k` in small letters with its possessive ending."""
    return around.words[k].low + ("'s" if around.words[k].cut else "")


def in_a_phrase(around: TextTokens, i: int) -> bool:
    """Return whether word `i` is part of a listed phrase: "Tom, Dick and Harry", "Bob's your uncle", "Earl Grey"."""
    for first in range(max(0, i - 3), i + 1):
        word = around.words[first]
        for phrase in word.phrases:
            last = first + len(phrase) - 1
            if last < i or last >= len(around.words):
                continue
            rest = zip(phrase[1:], range(first + 1, last + 1), strict=True)
            if all(expected in (around.low(k), _written(around, k)) for expected, k in rest):
                full = len(phrase) == 2 and word.given and around.words[last].surname
                # A namesake of somebody well known rings, says and asks.
                return not (full and does_as_people_do(around, last))
    return False


def _in_a_title(around: TextTokens, i: int, last: int) -> bool:
    """Return whether words that are names too stand among plain words with capitals: "Disabled Facilities Grant"."""
    if around.shouting or i < 2 or any(not word.plain for word in around.words[i : last + 1]):
        return False
    one, two = around.words[i - 1], around.words[i - 2]
    return (
        around.gap(i) == around.gap(i - 1) == " "
        and _titled(one)
        and (_titled(two) or around.low(i - 2) in ("a", "an", "the", "our", "their", "your", "for", "of"))
        and before(around, i)[0] != STRONG
    )


def _titled(word: Word) -> bool:
    """Return whether a capitalised plain word is no name, no title, no role and no day."""
    return (
        word.cap
        and word.plain
        and not (word.name or word.low in lx.TITLES or word.low in lx.ROLES or word.low in lx.KIN)
        and not (word.low in lx.MONTHS or word.low.endswith("day"))
    )


def _of_a_letter(around: TextTokens, i: int, last: int) -> bool:
    """ "B Wing", "C Ward": a thing told apart by a letter."""
    return (
        i == last
        and i > 0
        and around.words[i].low in lx.ORG_WORDS
        and around.words[i - 1].initial
        and around.adjacent(i)
    )


def _amid_places(around: TextTokens, i: int) -> bool:
    """Return whether a name stands in a list of places: "Derby, Stanley, Washington"."""
    before_it = i > 0 and around.gap(i) == ", " and around.words[i - 1].place and around.words[i - 1].cap
    nxt = i + 1
    after_it = nxt < len(around.words) and around.gap(nxt) in (", ", " and ") and around.words[nxt].place
    return bool(before_it and after_it and not around.words[nxt].given)


def _among_wards(around: TextTokens, i: int) -> bool:
    """Return whether a word stands in a list of parts of a building: "Jasmine, Lavender and Bluebell wings"."""
    joined = False
    for k in range(i + 1, min(i + 7, len(around.words))):
        gap, word = around.gap(k), around.words[k]
        if joined and gap == " " and word.low in _PARTS:
            return True
        if word.low in ("and", "or") and gap == " ":
            joined = True
        elif not (word.cap and gap in (" ", ", ")):
            return False
    return False
