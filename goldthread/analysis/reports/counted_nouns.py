"""What a number counts: the noun after it, "110 statutory complaints received" -> complaints, by rules of the language."""

from __future__ import annotations

import re
from typing import NamedTuple

from goldthread.analysis.reports.word_sets import words

_WORD = re.compile(
    r" (?P<word>Deprivation of Liberty Safeguards?\b|[Ss](?:ection )?(?:42|117|9)\b|[A-Za-z][A-Za-z&’']*(?:-[A-Za-z]+)*)"
)
IRREGULAR = words("people staff children men women adults carers applicants personnel")
# Words that end what a number counts: prepositions, auxiliaries, relative words and the verbs that follow a count.
_STOPS = words("""
    a an the and or but nor of in on at to for from by with within without about across after against along among
    around as before behind below beneath beside besides between beyond despite down during except into like near off
    onto out outside over past per plus since than through throughout towards under until up upon versus via whereas
    while when where which who whom whose that this these those there it its they their them he she his her we our us
    you your i my if because so then also both either neither not no is was are were be been being am has have had do
    does did will would can could may might must shall should said says told felt made sent received reported raised
    upheld completed waiting waited found took taken given gave went came became getting got using used use uses
    including included includes available required needed awaiting compared rated judged aged living working trained
    attended supported identified closed open delayed allocated unallocated outstanding submitted referred started
    qualified recruited employed involved responded agreed showed shows highlighted described ago later earlier each
    every again only just still already now currently annually monthly weekly daily respectively overall met held left requires includes means shows remains relates
    """)
# Words that end in s and are no plural.
_SINGULAR = re.compile(
    r"(?:ss|us|is|’s|'s|s’|s')$|^(?:across|previous|always|perhaps|needs-led|news|mathematics|politics)$"
)
# Words of order and kind, of which a number tells no quantity: "three priorities", "four ways", "two sides".
STRUCTURE = words("""
    ways reasons priorities themes aims objectives principles pillars steps stages levels tiers types strands areas
    elements parts factors sides things points examples options statements domains categories kinds phases times
    aspects components ambitions goals commitments values dimensions facets headings topics criteria questions sections
    chapters approaches perspectives fronts occasions issues concepts layers streams workstreams senses halves ends
    figures percentages numbers stars thirds quarters fifths tenths
    """)
DURATIONS = words("minute minutes hour hours day days week weeks month months year years")
_ONE = words("""
    complaint concern investigation council person adult carer case team review referral assessment enquiry application
    decision provider home death appeal compliment contact post member incident audit
    """)
# Words that say more of the thing counted and are no part of its name.
_MORE = words("""
    statutory formal informal new more additional further different separate other such full total active open
    outstanding late upheld detailed completed individual local external internal key main specific small large
    dedicated permanent temporary recent current closed similar comparable whole extra fewer registered unresolved concluded
    successful remaining existing unallocated overdue pending online annual substantive confirmed long-standing of
    """)
# What may stand before the person counted: "3 trained assessors", "5 newly qualified social workers".
_OF_PEOPLE = words("qualified trained employed recruited rated")
# What is often counted together: "21 complaints and enquiries" are not 21 complaints.
_TOGETHER = words("complaints enquiries compliments concerns comments queries suggestions")
# "5 day centres" are centres, "5 day courses" are not counted.
_DAYTIME = words("centres services opportunities")
# "12 week courses", "6 bed units": the number belongs to the next word, and counts nothing.
_MEASURED_IN = words("minute hour day week month year point bed bedroom tier stage strand step way page item")


class Counted(NamedTuple):
    """What a number counts. end: where its words end; unit: its short name; phrase: all its words as printed."""

    end: int
    unit: str
    phrase: str


def counted_after(text: str, at: int, *, plural: bool = True) -> Counted | None:
    """Return the noun that a number ending at `at` counts, or None where no plural noun follows it directly."""
    taken: list[str] = []
    end = at
    while len(taken) < 7 and (match := _WORD.match(text, end)):
        word, plain = match["word"], match["word"].casefold()
        if plain in _STOPS and not _says_more(plain, taken) and not (taken and word[0].isupper()):
            return None
        taken.append(word)
        end = match.end()
        if is_plural(plain) if plural else plain in _ONE:
            break
    else:
        return None
    if plural:
        end = _with_next(text, end, taken)
    if taken[-1].casefold() in STRUCTURE or (
        taken[0].casefold() in _MEASURED_IN and taken[-1].casefold() not in _DAYTIME
    ):
        return None
    if taken[-1].casefold() == "members" and (
        of := re.compile(r" of (?:staff|the public)\b").match(text, end)
    ):
        taken.extend(of[0].split())
        end = of.end()
    return Counted(end, unit_of(taken), " ".join(taken))


def _with_next(text: str, end: int, taken: list[str]) -> int:
    """Add a second plural that makes one name with the first, "carers assessments", and return where the name ends."""
    following = _WORD.match(text, end)
    if following and is_plural(following["word"].casefold()) and following["word"].casefold() not in _STOPS:
        taken.append(following["word"])
        end = following.end()
    pair = re.match(r" (?:and|or) ([a-z]+)\b", text[end : end + 30])
    if pair and taken[-1].casefold() in _TOGETHER and pair[1] in _TOGETHER:
        taken.extend(pair[0].split())
        end += pair.end()
    return end


def _says_more(plain: str, taken: list[str]) -> bool:
    """Return whether a word that mostly ends a count belongs to it: "3 open cases", "5 newly qualified social workers"."""
    return (plain in _MORE and not taken) or (plain in _OF_PEOPLE and (not taken or taken[-1].endswith("ly")))


def is_plural(word: str) -> bool:
    """Return whether a word in small letters is a plural noun by its form."""
    return (
        word in IRREGULAR
        or (len(word) > 3 and word.endswith("s") and not _SINGULAR.search(word))
        or word in ("gps", "ots")
    )


def is_thing(word: str) -> bool:
    """Return whether a word is a plural noun, and none such as "this" that ends like one."""
    return is_plural(word.casefold()) and word.casefold() not in _STOPS


def unit_of(phrase: list[str]) -> str:
    """Return the short name of what is counted: without "statutory" and the like in front; in small letters but for names."""
    kept = list(phrase)
    while len(kept) > 1 and kept[0].casefold() in _MORE and kept[:2] != ["extra", "care"]:
        kept.pop(0)
    return " ".join(kept)


_BASE_WORD = re.compile(r" ?(?P<word>[A-Za-z0-9][A-Za-z0-9&’']*(?:-[A-Za-z]+)*)")
_WHO = re.compile(
    r" (?:who|that) (?:(?:use|used|using|access|accessed|receive|received|draw on|drew on|get|got) (?:[a-z-]+ ){0,3}?(?:services|support|care|homecare)"
    r"|(?:have|had|need|needed|live with|lived with) (?:[a-z-]+ ){0,3}?(?:needs|disabilit(?:y|ies)|conditions?|dementia|autism|support|care))\b"
)
_WITH = re.compile(
    r" with (?:an? )?(?:[a-z]+ ){0,2}(?:disabilit(?:y|ies)|needs|conditions?|autism|dementia|lived experience)\b|"
    r" (?:aged|over|under) (?:between )?\d{1,3}(?: ?(?:to|and|-) ?\d{1,3})?(?: ?(?:and|or) (?:over|under|above|older))?|"
    r" from (?:an? )?(?:[a-z-]+ ){1,4}?(?:groups|communities|backgrounds)\b"
)


# "cases investigated", "people using services": a participle that says which of them, and not what became of them.
_DONE = re.compile(
    r" in receipt of (?:[a-z-]+ ){0,2}?(?:services|care|support)\b|"
    r" (?:using|receiving|accessing) (?:[a-z-]+ ){0,2}?(?:services|care|support|care and support|direct payments)\b|"
    r" (?:investigated|received|surveyed|audited|decided|sampled|reviewed|discharged(?: from hospital)?)"
    r"(?= (?:were|was|are|had|have|in|by|during|between|showed|still)\b|[,.;)]|$)"
)


def base_after(text: str, at: int, preposition: str = "(?:of|among|for)") -> Counted | None:
    """Return what a share is of, where "of ..." follows at `at`: "of people who use services", "of concerns"."""
    of = re.match(
        rf" {preposition} (?:the |these |its |their |all |our |local |those (?!aged|who|with|in receipt))*",
        text[at : at + 60],
    )
    if of is None:
        return None
    end = start = at + of.end()
    taken: list[str] = []
    while len(taken) < 6 and (match := _BASE_WORD.match(text, end)):
        word = match["word"]
        plain = word.casefold()
        if plain in _STOPS and plain != "those" and not _says_more(plain, taken or ["-"]):
            break
        taken.append(word)
        end = match.end()
        if plain == "those" or is_plural(plain):
            end = _with_next(text, end, taken) if plain != "those" else end
            break
    if not any(word[0].isalpha() for word in taken):
        return None
    more = _WHO.match(text, end) or _WITH.match(text, end) or _DONE.match(text, end)
    if more:
        end = more.end()
    return Counted(end, unit_of(taken), text[start:end])
