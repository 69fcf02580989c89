"""Scoring of whether a run of name-like words is a person, with a reason and a confidence."""

from __future__ import annotations

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.recognisers import name_cues, name_sayings
from goldthread.analysis.privacy.tokens import TextTokens, Word

Verdict = tuple[str, float] | None
_BY_WHAT_IS_SAID = "a name, by what is said of it"
_LISTED = "a given name from the list"
_BOTH = "a given name and a surname"
# "for Hope", "like Joy", "make Grace": too weak a lead for a name that is also a word at a sentence's beginning.
# An unknown word with a capital after these is as likely a place or an organisation.
_LEADS_TO_PLACES = lx.wordset("from of to towards the")
_FAMILIES = lx.wordset("family sisters brothers twins household siblings boys girls lads clan")
_NEIGHBOURS = lx.wordset("next upstairs downstairs opposite round over across")
_TOO_WEAK = lx.wordset(
    "for like or of about than make made take took give gave see saw get got text call ring"
)


def score_name(around: TextTokens, i: int, last: int, *, joined: bool) -> Verdict:
    """The reason and confidence if words `i` to `last` are a person, else None."""
    run = around.words[i : last + 1]
    first = run[0]
    lead, why = name_cues.before(around, i)
    if joined:
        lead, why = max(lead, name_cues.WEAK), why or "a name joined to another name"
    if len(first.low) == 1:
        return _initials(around, i, run, lead)
    if first.odd_small:
        return why or name_cues.INTRODUCED, 0.55
    if (
        first.low in lx.HARDLY
        and (len(run) == 1 or not run[1].clear)
        and lead != name_cues.STRONG
        and not name_cues.introduced_after(around, last)
        and not name_cues.does_as_people_do(around, i)
    ):
        return None
    if not first.cap:
        return (why or (_LISTED if first.clear else name_cues.INTRODUCED), 0.85 if first.clear else 0.6)
    if any(word.clear_given for word in run):
        if first.place and not first.given and len(run) > 1 and around.low(i - 1) in lx.PLACING:
            return None
        return (why or _LISTED, 0.95 if len(run) > 1 or lead else 0.85)
    if len(run) == 1:
        if first.low in lx.MONTH_NAMES and (
            around.low(i - 1) in lx.MONTH_LEADS or name_sayings.dated(around, i)
        ):
            return None
        return _alone(around, i, first, lead, why, joined=joined)
    return _together(around, i, last, run, lead, why, joined=joined)


def _placed(around: TextTokens, i: int) -> bool:
    """Return whether a word of place leads up to it: "in Chelsea", "the Beaumont"."""
    return i > 0 and around.low(i - 1) in lx.PLACING and not around.gap(i).strip()


def _initials(around: TextTokens, i: int, run: list[Word], lead: int) -> Verdict:
    rest = [word for word in run if len(word.low) > 1]
    if not rest:
        return None
    family = rest[0]
    if family.clear or (around.dotted(i) and (family.surname or family.unknown)):
        return "an initial and a surname", 0.85
    if family.surname and (lead or not around.starts_sentence(i)) and not family.place:
        return "an initial and a surname", 0.7
    return ("an initial and a surname", 0.6) if family.unknown and lead == name_cues.STRONG else None


def _together(
    around: TextTokens, i: int, last: int, run: list[Word], lead: int, why: str, *, joined: bool
) -> Verdict:
    """Several words, none of them a listed given name and nothing else."""
    first, final = run[0], run[-1]
    if final.low in lx.ROLES and not first.given and lead != name_cues.STRONG:
        return None  # "Parish Nurse"
    if not first.given and (final.low == "day" or first.low in ("north", "south", "east", "west")):
        return None  # "Groundhog Day", "North Shields"
    placed = _placed(around, i) and lead != name_cues.STRONG
    follows = name_cues.after(around, last, strong=False)
    if (
        first.place
        and not first.given
        and not (lead == name_cues.STRONG or (final.clear and follows and not placed))
    ):
        return None
    named = sum(word.name for word in run)
    odd = any(word.unknown for word in run)
    if named and (final.clear or first.clear or odd) and not (placed and not first.given):
        if odd and not first.given and not lead and not follows and not (final.clear and not placed):
            return None
        return why or _BOTH, 0.85
    verbish = around.starts_sentence(i) and first.low in lx.NOT_FIRST and not follows
    if named == len(run) and first.given and final.name and not placed and not verbish:
        return why or _BOTH, 0.75
    if lead == name_cues.STRONG or (lead and follows) or (joined and not placed):
        return why, 0.65
    if name_cues.after(around, last, strong=True) and not placed:
        return _BY_WHAT_IS_SAID, 0.55
    # Two words with capitals that no list has, inside a sentence or before a verb: more often a name than not.
    known_thing = any(word.place or word.plain or word.low.endswith(lx.ORGISH) for word in run)
    leads_elsewhere = placed or around.low(i - 1) in _LEADS_TO_PLACES
    if all(word.unknown or word.name for word in run) and not known_thing and not leads_elsewhere:
        return why or "two words with capitals that are in no list", 0.5
    return None


def _alone(around: TextTokens, i: int, word: Word, lead: int, why: str, *, joined: bool) -> Verdict:
    """One word that is not a listed given name and nothing else."""
    placed = _placed(around, i) and lead != name_cues.STRONG
    starts = around.starts_sentence(i)
    if name_cues.called(around, i):
        return name_cues.INTRODUCED, 0.7
    if around.low(i - 1) == "the" and _of_a_family(around, i, word):
        return "a family's name", 0.7
    if around.shouting:
        return (why, 0.6) if lead == name_cues.STRONG and not word.plain and not word.place else None
    if name_sayings.heads_a_line(around, i) and not word.clear_given and lead != name_cues.STRONG:
        return None
    if word.clear:  # a surname
        if around.low(i - 1) in ("a", "an") and around.gap(i) == " ":
            return None
        if word.gaelic and not placed and not around.possessive(i):
            return why or "a surname by its form", 0.65
        if placed or (word.upper and len(word.low) < 4):
            return None
        return (
            (why or "a surname from the list", 0.65)
            if lead
            or not starts
            or name_cues.after(around, i, strong=False)
            or around.low(i + 1).endswith("ed")
            else None
        )
    if placed:
        return None
    if word.given:
        return _given_and_word(around, i, word, lead, why, starts=starts)
    if word.unknown:
        return _unknown(around, i, word, lead, why, starts=starts, joined=joined)
    if (
        word.surname
        and lead == name_cues.STRONG
        and not word.place
        and name_cues.after(around, i, strong=True)
    ):
        return why, 0.55
    if word.place and why == name_cues.ROLE and name_cues.after(around, i, strong=True):
        return why, 0.55
    return None


def _of_a_family(around: TextTokens, i: int, word: Word) -> bool:
    """ "the Okonjo family", "the Hartigan sisters", "the Szymanskis", "the Xs next door"."""
    if word.plain or around.gap(i) != " ":
        return False
    following = around.low(i + 1) if i + 1 < len(around.words) and around.gap(i + 1) == " " else ""
    if following in _FAMILIES:
        return not word.place and word.low not in lx.ORG_WORDS
    return word.plural_name or (word.unknown and word.low.endswith("s") and following in _NEIGHBOURS)


def _given_and_word(around: TextTokens, i: int, word: Word, lead: int, why: str, *, starts: bool) -> Verdict:
    """A given name that is also a word or a place."""
    month = word.low in lx.MONTH_NAMES
    if month and why == name_cues.SPOKEN and lx.MONTHS & {around.low(k) for k in (i + 1, i + 2, i + 3)}:
        return None  # "we were told April, then June"
    if lead == name_cues.STRONG and (not word.place or why != name_cues.SIGNED):
        return why, 0.7 if not word.place else 0.6
    if around.text[around.ends[i] : around.ends[i] + 4].strip(" .:(+")[:1].isdigit():
        return None  # "Tel 0117 ..."
    if (
        name_cues.does_as_people_do(around, i)
        or name_cues.introduced_after(around, i)
        or name_cues.joins_a_name(around, i)
    ):
        return _BY_WHAT_IS_SAID, 0.6
    if name_sayings.lives(around, i) or (
        around.low(i + 2) == "been" and not month and name_sayings.with_people(around, i)
    ):
        return _BY_WHAT_IS_SAID, 0.6
    if name_sayings.aged(around, i):
        return "a given name followed by an age", 0.6
    if word.place:
        return None
    if (
        name_cues.after(around, i, strong=word.low in lx.NOT_FIRST)
        and not (starts and word.low in lx.NOT_FIRST)
        and not month
    ):
        return _BY_WHAT_IS_SAID, 0.6
    if month:
        return None
    if not starts and not word.upper and word.low not in lx.FAITHS and not _amid_capitals(around, i):
        return why or "a given name with a capital inside a sentence", 0.55
    return (why, 0.55) if lead == name_cues.WEAK and around.low(i - 1) not in _TOO_WEAK else None


def _a_thing(around: TextTokens, i: int) -> bool:
    """Return whether what stands right before a word makes a thing of it: "a Stannah", "Bristol Gazette", "Warfarin and Ramipril"."""
    if not i or around.gap(i) != " ":
        return False
    before = around.words[i - 1]
    if before.low in ("a", "an", "her", "his", "your", "since", "until", "till", "during"):
        return not name_cues.after(around, i, strong=True)
    if before.cap and before.place and not before.name:
        return True
    if before.cap and not before.name and before.low not in lx.ROLES and not around.starts_sentence(i - 1):
        return not before.upper
    if before.low in ("and", "or") and i > 1:
        other = around.words[i - 2]
        return not (
            other.name or other.low in lx.ROLES or other.low in lx.SOMEBODY or around.gap(i - 1) != " "
        )
    return False


def _amid_capitals(around: TextTokens, i: int) -> bool:
    """Return whether the next word has a capital too, as in the title of a thing: "Hope Project"."""
    return around.adjacent(i + 1) and around.words[i + 1].cap and not around.words[i + 1].initial


def _unknown(
    around: TextTokens, i: int, word: Word, lead: int, why: str, *, starts: bool, joined: bool
) -> Verdict:
    """A capitalised word in no list."""
    if (word.low.endswith(lx.MEDICINES) or _a_thing(around, i)) and lead != name_cues.STRONG:
        return None
    if word.compound and lead != name_cues.STRONG:
        return None
    if word.low.endswith(lx.ORGISH) or word.low.startswith(("care", "health", "home")):
        return None
    if lead == name_cues.STRONG or joined:
        return why, 0.6
    if name_cues.introduced_after(around, i):
        return "a name followed by who the person is", 0.6
    if around.possessive(i) and (around.low(i + 1) in lx.ROLES or around.low(i + 1) in lx.CARED_FOR):
        return "a name followed by whose it is", 0.55
    if name_cues.does_as_people_do(around, i) or (lead and name_cues.after(around, i, strong=True)):
        return why or _BY_WHAT_IS_SAID, 0.55
    if (
        name_sayings.with_people(around, i)
        or name_cues.joins_a_name(around, i)
        or name_sayings.number_follows(around, i)
    ):
        return _BY_WHAT_IS_SAID, 0.55
    if around.possessive(i) and lead:
        return why, 0.55
    if lead and around.low(i - 1) not in _LEADS_TO_PLACES and not _amid_capitals(around, i):
        return why, 0.5
    if name_cues.after(around, i, strong=False) and not _placed(around, i):
        return _BY_WHAT_IS_SAID, 0.5
    had = around.low(i - 1) in lx.HAVING and around.low(i + 1) not in ("again", "back", "on")
    if not starts and not had and around.low(i - 1) not in _LEADS_TO_PLACES and not _amid_capitals(around, i):
        return "a capital inside a sentence on a word that is in no list", 0.5
    return None
