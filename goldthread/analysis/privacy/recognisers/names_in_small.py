"""Names in small letters that are also words or in no list: "spoke to joy", "im kezza mcgrath", "garys sister"."""

from __future__ import annotations

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.recognisers import name_cues
from goldthread.analysis.privacy.tokens import TextTokens

_CLOSING = lx.wordset("thx thanks ta cheers tnx regards from love")
_NO_SIGNATURE = lx.wordset(
    "hun babe babes lads guys ppl mate pal luv all everyone xx xxx bye then again anyway google"
)
_GREETING = lx.wordset("im i'm its it's hiya hi hello names name's")
_AFTER_OWN_NAME = lx.wordset("and from here again i the his her my a mum dad")
# Ending of short forms that dictation writes small: "kezza", "gazza".
_NICKNAMED = ("zza", "zzer", "zz")
_NO_LEAD = lx.wordset(
    "a an the some more of this that these those my our your his her their its no any every prices price costs cost"
)
_DID = lx.wordset("done did came said rang told took looks does is was has had never")
_ALWAYS = lx.wordset("always never come came say says said ring rang visit go")
_ASKS = lx.wordset("do does did has why when is")
_FAMILY_PLACES = lx.wordset("at next family over opposite upstairs downstairs across from have are were had")
_WORKERS = lx.wordset(
    "worker carer nurse keyworker manager ot physio caseworker advocate officer assessor doctor gp pa therapist driver cleaner"
)
# Names that tell how somebody is, far oftener than who: "my husband is frank".
_DESCRIBING = lx.wordset(
    "frank christian sunny happy gay early merry innocent precious rich gentle patience patient love hope"
)


def _ends(around: TextTokens, i: int) -> bool:
    """Return whether the text or a part of it ends with word `i`."""
    return i + 1 == len(around.words) or bool(around.gap(i + 1).strip())


def fused_possessive(around: TextTokens, i: int) -> bool:
    """A listed name with the possessive's letter run on, before what or who is somebody's: "garys sister"."""
    word = around.words[i]
    low = word.low
    if (
        not low.endswith("s")
        or word.cut
        or word.name
        or len(low) < 4
        or around.gap(i + 1 if i + 1 < len(around.words) else 0) != " "
    ):
        return False
    lex = lx.lexicon()
    base = low[:-1]
    if base not in lex.given or base in lx.KIN or base in lx.ROLES or base in lx.NEVER_IN_SPEECH:
        return False
    following = around.low(i + 1)
    if base in lex.words or low in lex.words or word.place:
        return following in lx.FAMILY
    return following in lx.ROLES or following in lx.CARED_FOR


def _introduced(around: TextTokens, i: int) -> bool:
    """ "rich the driver waits", "grant from housing says", where neither "a" nor "the" leads up to it."""
    one = around.low(i - 1)
    if i + 1 >= len(around.words) or around.gap(i + 1) != " ":
        return False
    department = around.low(i + 2) in lx.DEPARTMENTS - {"the", "your"}
    if around.low(i + 1) == "from" and department:
        return not (i and around.gap(i) == " " and one in _NO_LEAD)
    if i and around.gap(i) == " " and one not in ("so", "and", "but", "then", "told", "asked", "when"):
        return False
    if around.low(i + 1) == "the":
        return name_cues.whose(around, i) and around.low(i + 2) not in ("lady", "person", "man", "woman")
    # "chase my grandson is the one": with "my" it is a request as often, unless the sentence goes on.
    return (
        around.starts_sentence(i)
        and name_cues.whose(around, i)
        and around.low(i + 3) in ("is", "was", "does", "has", "did")
    )


def _own_name(around: TextTokens, i: int) -> bool:
    """ "im kezza mcgrath", "its shaz here", "my names joy", "this is joy again": somebody says who they are."""
    word, one, two, nxt = around.words[i], around.low(i - 1), around.low(i - 2), around.low(i + 1)
    this_is = one == "is" and two == "this"
    if around.gap(i) != " " or not (one in _GREETING or this_is) or word.low in _DESCRIBING:
        return False
    if one in ("names", "name's"):
        return two in ("my", "me", "her", "his", "their", "our")
    if around.adjacent(i + 1) and around.words[i + 1].surname and not around.words[i + 1].plain:
        return True
    if one in ("im", "i'm"):
        return (word.given or word.low.endswith(_NICKNAMED)) and (nxt in _AFTER_OWN_NAME or _ends(around, i))
    if this_is or one in ("its", "it's"):
        return nxt in ("here", "again") or (nxt == "from" and (word.given or around.low(i + 2) == "the"))
    return word.given and not word.plain


def _spoken_of(around: TextTokens, i: int) -> bool:
    """ "spoke to joy last week", "sent mark and he", "had hope as a carer", "ask rob if"."""
    word, one, two, nxt = around.words[i], around.low(i - 1), around.low(i - 2), around.low(i + 1)
    if not word.given or around.gap(i) != " ":
        return False
    if one in ("to", "with") and two in lx.SPEECH_IN_SMALL:
        function = word.low in lx.NEVER_IN_SPEECH - {"will", "hope", "may", "bill", "love", "long", "best"}
        return not function and (_ends(around, i) or nxt in lx.TIMES_AFTER)
    if one in lx.SENT | {"had"} and word.low not in lx.NEVER_IN_SPEECH - {"hope", "bill", "will"}:
        if nxt == "as" and around.low(i + 2) in ("a", "our", "my", "her", "his"):
            return around.low(i + 3) in lx.ROLES
        if one != "had" and nxt in ("and", "who", "but") and around.low(i + 2) in ("he", "she", "they"):
            return True
    if one in lx.SAID_TO:
        if nxt == "and" and around.words[min(i + 2, len(around.words) - 1)].given:
            return True
        if nxt == "from" and (around.low(i + 2) in lx.DEPARTMENTS or around.low(i + 2) == "out"):
            return True
        if around.gap(i + 1 if i + 1 < len(around.words) else 0) == ", " and around.words[i + 1].given:
            return True
        if word.low not in lx.NEVER_A_NAME:
            return _ends(around, i) or nxt in lx.AFTER_SOMEBODY
    if two == "and" and one in lx.NEVER_A_NAME:
        return False
    # "it was robin who done the assessment and heather what signed it off"
    does = around.low(i + 2).endswith("ed") or around.low(i + 2) in _DID
    return nxt in ("who", "what") and does and one not in _NO_LEAD and word.low not in lx.NEVER_IN_SPEECH


def _joined_in_small(around: TextTokens, i: int) -> bool:
    """ "i told bill and sandy in the office", "thank sue, pat and bill": a list of names after a word of speaking."""
    if not around.words[i].given:
        return False
    k, links = i, 0
    while k > 0 and links < 5:
        if (
            around.low(k - 1) in ("and", "or")
            and around.gap(k) == " "
            and k > 1
            and around.gap(k - 1).strip() in ("", ",")
        ):
            k -= 2
        elif around.gap(k) == ", ":
            k -= 1
        else:
            break
        links += 1
        if not around.words[k].given:
            return False
    lead = around.low(k - 1)
    is_speech = lead in lx.SAID_TO or (lead == "are" and around.low(k - 2) == "names")
    return links > 0 and k > 0 and is_speech and around.gap(k) == " "


def _is_a_worker(around: TextTokens, i: int) -> bool:
    """ "her social worker is grace bell"."""
    word, two = around.words[i], around.low(i - 2)
    if (
        around.low(i - 1) not in ("is", "was")
        or two not in _WORKERS
        or not word.given
        or around.gap(i) != " "
    ):
        return False
    if word.low in _DESCRIBING:
        return False
    following = around.words[i + 1] if around.adjacent(i + 1) else None
    named = (
        following is not None
        and following.surname
        and (following.clear or following.low in lx.SMALL_SURNAMES)
    )
    return named or _ends(around, i) or around.low(i + 1) in ("and", "but", "she", "he", "who")


def _of_a_small_family(around: TextTokens, i: int) -> bool:
    """ "the patels at number nine", "the hartigans next door"."""
    low, lex = around.low(i), lx.lexicon()
    return (
        around.low(i - 1) == "the"
        and low.endswith("s")
        and low[:-1] in lex.surnames
        and low[:-1] not in lex.words
        and around.low(i + 1) in _FAMILY_PLACES
    )


def _signed(around: TextTokens, i: int) -> bool:
    """ "thx nads x", "cheers gaz": a signature in small letters at a text's end."""
    word, left = around.words[i], [around.low(k) for k in range(i + 1, min(len(around.words), i + 4))]
    if len(around.words) - i > 3 or any(low.strip("x") for low in left) or word.low in _NO_SIGNATURE:
        return False
    if word.plain or around.low(i - 1) not in _CLOSING - {"from", "love"}:
        return False
    return word.low.strip("x") != ""


def named_in_small(around: TextTokens, i: int) -> bool:
    """Return whether a word in small letters is a name by what stands around it, where no list settles it."""
    word = around.words[i]
    one, two = around.low(i - 1), around.low(i - 2)
    if one in ("called", "named") or (two == "name" and one in ("is", "was")):
        return True
    if (
        around.words[i].odd_small
        and one in lx.FAMILY
        and two in ("my", "our", "his", "her", "their")
        and around.gap(i) == " "
    ):
        return True  # "my brother kelvin it hasnt come"
    if fused_possessive(around, i) or _own_name(around, i) or _signed(around, i):
        return True
    if one == "let" and around.low(i + 1) == "know" and around.gap(i) == " " and not word.plain:
        return True  # "could you let rav know"
    if (
        one == "you"
        and two == "thank"
        and word.given
        and word.low not in lx.NEVER_IN_SPEECH
        and _ends(around, i)
    ):
        return True
    if one == "are" and two == "names" and word.given:
        return True
    if _of_a_small_family(around, i):
        return True
    if word.clear_given and around.low(i + 1) in _ALWAYS and one in _ASKS:
        return True  # "why do jo always come late"
    if _spoken_of(around, i) or _joined_in_small(around, i) or _is_a_worker(around, i):
        return True
    if word.given and word.low not in lx.NEVER_A_NAME and _introduced(around, i):
        return True
    if one not in lx.ROLES or one in ("support", "lead", "partner", "person") or word.low in lx.NEVER_SMALL:
        return False
    if around.gap(i) != " " or around.possessive(i - 1) or word.low in lx.PERSON_VERBS:
        return False
    ends = (
        i + 1 == len(around.words) or bool(around.gap(i + 1).strip()) or around.low(i + 1) in lx.PERSON_VERBS
    )
    return ends and two in lx.BEFORE_ROLES
