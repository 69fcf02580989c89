"""Finds the names of people: by lists, by titles, by who they are ("my carer ...") and by what is said around them.

A capital alone proves nothing, and a listed name may be a word, a month or a town. So every run of name-like
words is weighed with its context: what leads up to it, what follows, and whether it stands where a sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.kinds import Find, Kind, KnownPerson
from goldthread.analysis.privacy.plain import fold

# One word: letters, with inner apostrophes and hyphens. Nothing here can backtrack far.
WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+){0,4}")
_JOIN = re.compile(r"[ \t]{1,3}|\.[ \t]{0,2}|[ \t]{0,1}\n[ \t]{0,1}")
_CAMEL = re.compile(r"(?:Mc|Mac|O'|D'|Fitz|De|Le|Al-|El-|Ap|Van|St)[A-Z]")
LONGEST = 5  # words in one name


class Token:
    """A word with what the lists say about it."""

    __slots__ = (
        "cap",
        "end",
        "given",
        "low",
        "name",
        "place",
        "plain_word",
        "start",
        "surname",
        "upper",
        "word",
    )

    def __init__(self, start: int, word: str, lex: lx.Lexicon) -> None:
        low = fold(word)
        if low.endswith("'s"):
            low, word = low[:-2], word[:-2]
        self.start, self.end, self.word, self.low = start, start + len(word), word, low
        self.cap = word[:1].isupper()
        self.upper = len(word) > 1 and word.isupper()
        bare = low.replace("'", "")
        self.plain_word = low in lex.words
        self.place = low in lex.places
        self.given = bare in lex.given
        self.surname = bare in lex.surnames
        if "-" in low:
            parts = low.split("-")
            self.given = self.given or all(part in lex.given for part in parts)
            self.surname = self.surname or (
                self.cap and parts[-1] in lex.surnames and parts[0] not in lx.ROLES
            )
            self.plain_word = self.plain_word or (
                not self.given and not self.surname and all(p in lex.words for p in parts)
            )
        elif self.cap and not self.surname and _CAMEL.match(word):
            self.surname = True
        self.name = self.given or self.surname

    @property
    def clear(self) -> bool:
        """Whether it is a listed name and nothing else."""
        return self.name and not self.plain_word and not self.place

    @property
    def clear_given(self) -> bool:
        return self.given and not self.plain_word and not self.place

    @property
    def initial(self) -> bool:
        return len(self.word) == 1 and self.cap

    @property
    def unknown(self) -> bool:
        """A capitalised word in no list that could be a name."""
        return (
            self.cap
            and not self.upper
            and len(self.word) > 2
            and not (self.name or self.plain_word or self.place)
            and self.low not in lx.ACRONYMS
            and self.low not in lx.ROLES
            and self.low not in lx.ORG_WORDS
            and not self.low.endswith(lx.WORDISH)
            and not (self.low.endswith("s") and self.low[:-1] in lx.ROLES)
        )


class Names:
    """Recognises people's names from lists and context."""

    name = "names"

    def __init__(self) -> None:
        self._lex = lx.lexicon()

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Find]:
        """Names of people in `text`; `known` people are found by `known.Known`."""
        lex = self._lex
        tokens = [Token(match.start(), match.group(), lex) for match in WORD.finditer(text)]
        if tokens:
            yield from _Reading(text, tokens, lex).finds()


class _Reading:
    """One pass over one text."""

    def __init__(self, text: str, tokens: list[Token], lex: lx.Lexicon) -> None:
        self.text, self.tokens, self.lex = text, tokens, lex
        capitals = sum(token.cap for token in tokens)
        # Where nearly everything begins with a capital, capitals say nothing.
        self.shouting = len(tokens) >= 6 and capitals > 0.7 * len(tokens)

    def finds(self) -> Iterator[Find]:
        found: list[tuple[int, int, str, float]] = []
        parts: set[str] = set()
        i = 0
        while i < len(self.tokens):
            hit = self._titled(i) or self._run(i, found)
            if hit is None:
                i += 1
                continue
            first, last, reason, confidence = hit
            found.append(hit)
            parts.update(
                t.low
                for t in self.tokens[first : last + 1]
                if len(t.low) > 2 and t.cap and t.low not in lx.TITLES
            )
            i = last + 1
        taken = {k for first, last, _, _ in found for k in range(first, last + 1)}
        for k, token in enumerate(self.tokens):
            # The same name again, on its own, later or earlier in the text.
            if (
                token.low in parts
                and k not in taken
                and token.cap
                and not self._thing(k, k)
                and self._again(k)
            ):
                found.append((k, k, "the same name stands elsewhere in this text", 0.75))
        for first, last, reason, confidence in found:
            yield Find(self.tokens[first].start, self.tokens[last].end, Kind.PERSON, reason, confidence)

    # -- reading around a word

    def _gap(self, i: int) -> str:
        """What stands between word i - 1 and word i."""
        if i <= 0:
            return self.text[: self.tokens[0].start]
        return self.text[self.tokens[i - 1].end : self.tokens[i].start]

    def _low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def _adjacent(self, i: int) -> bool:
        """Whether word i follows word i - 1 with only a space, or a full stop after an initial."""
        gap = self._gap(i)
        if gap in (" ", "  ", "\u00a0"):
            return True
        before = self.tokens[i - 1]
        return gap in (".", ". ") and (before.initial or before.low in lx.TITLES or before.low == "st")

    def _starts(self, i: int) -> bool:
        """Whether a sentence begins at word i."""
        if i == 0:
            return True
        gap = self._gap(i)
        if not any(mark in gap for mark in '.!?\n:;"*>•'):
            return False
        return not self._adjacent(i)

    def _again(self, k: int) -> bool:
        token = self.tokens[k]
        if token.clear or not token.plain_word:
            return True
        if self._starts(k) or self.shouting:
            return self._low(k + 1) in lx.STRONG_VERBS and token.low not in lx.NOT_FIRST
        return self._low(k - 1) not in lx.MONTH_LEADS or token.low not in lx.MONTH_NAMES

    # -- a title and what follows

    def _titled(self, i: int) -> tuple[int, int, str, float] | None:
        title = self.tokens[i]
        if title.low not in lx.TITLES or i + 1 >= len(self.tokens) or not self._adjacent(i + 1):
            return None
        if title.low in ("miss", "lady", "lord", "sir", "doctor", "councillor") and not title.cap:
            after = self.tokens[i + 1]
            verb = title.low == "miss" and self._low(i - 1) in (
                "i",
                "we",
                "to",
                "will",
                "they",
                "not",
                "ll",
                "really",
                "you",
                "and",
            )
            if verb or not (after.clear or (after.cap and title.low != "miss" and not after.plain_word)):
                return None
        last = i
        for k in range(i + 1, min(i + 1 + LONGEST, len(self.tokens))):
            if not self._adjacent(k) or not self._title_part(self.tokens[k], k == i + 1, k):
                break
            last = k
        while last > i and self.tokens[last].low in lx.PARTICLES and not self.tokens[last].surname:
            last -= 1
        return (i, last, "a title and a name", 0.95) if last > i else None

    def _title_part(self, token: Token, first: bool, k: int) -> bool:
        if token.initial or (len(token.word) == 1 and first):
            return token.low not in "ai" or token.cap
        if token.low in lx.TITLES or token.low in ("and", "or", "who", "was", "is", "has"):
            return False
        if token.upper and not first:
            return token.name
        if token.cap:
            return (first and token.low not in lx.ROLES and not (token.plain_word and not token.name)) or (
                (token.name or token.unknown) and not (token.plain_word and token.low in lx.NOT_FIRST)
            )
        if first:
            return token.name or not (
                token.plain_word or token.low in lx.ROLES or token.low in lx.PERSON_VERBS
            )
        if token.low in lx.PARTICLES:
            return k + 1 < len(self.tokens) and self.tokens[k + 1].cap
        return token.clear

    # -- a run of name-like words

    def _run(self, i: int, found: list[tuple[int, int, str, float]]) -> tuple[int, int, str, float] | None:
        token = self.tokens[i]
        if not self._may_begin(i):
            return None
        last = i
        for k in range(i + 1, min(i + LONGEST, len(self.tokens))):
            if not self._adjacent(k) or not self._may_follow(k, i):
                break
            last = k
        while last > i and (
            (self.tokens[last].low in lx.PARTICLES and not self.tokens[last].name)
            or self.tokens[last].initial
        ):
            last -= 1
        if last > i and token.plain_word and not token.given and self.tokens[i + 1].given:
            return None  # "Ring Doreen": the name begins later
        if (
            last > i
            and self._starts(i)
            and token.low in ("will", "may", "bless", "can", "dear", "love")
            and self.tokens[i + 1].clear_given
        ):
            return None
        run = self.tokens[i : last + 1]
        if self._thing(i, last):
            return None
        chained = bool(found) and self._chained(i, found[-1][1])
        verdict = self._weigh(i, last, run, chained)
        if verdict is None and last > i and not token.clear_given:
            return None
        return (i, last, *verdict) if verdict else None

    def _may_begin(self, i: int) -> bool:
        token = self.tokens[i]
        if token.low in lx.ACRONYMS and (token.upper or not token.name):
            return False
        if not token.cap:
            if token.clear_given and len(token.low) > 2:
                return True
            return token.given and not token.place and len(token.low) > 2 and self._named_before(i)
        if token.initial:
            follows = i + 1 < len(self.tokens) and self._adjacent(i + 1)
            return follows and (token.low not in "ai" or self.text[token.end : token.end + 1] == ".")
        if self.shouting and not token.given and not token.clear and not self._cue(i)[0]:
            return False
        return token.name or token.unknown

    def _may_follow(self, k: int, first: int) -> bool:
        token, before = self.tokens[k], self.tokens[k - 1]
        if token.cap:
            if token.initial:
                return token.low != "i" or self.text[token.end : token.end + 1] == "."
            if token.upper and not (token.name and not token.plain_word) and not self.tokens[first].upper:
                return False
            if token.low in lx.ACRONYMS and token.upper:
                return False
            if self.shouting and not token.name:
                return False
            return token.name or token.unknown or (token.low in lx.PARTICLES and self._next_cap(k))
        if token.low in lx.PARTICLES and before.cap and self._next_cap(k):
            return True
        if before.cap and not before.initial and not self.shouting:
            return token.clear and token.surname
        if before.initial:
            return token.surname and not token.plain_word
        # Lower case throughout: "david ford", "rose cook" only where the first is clear.
        return (
            token.surname
            and not token.place
            and token.low not in lx.NOT_FIRST
            and token.low not in lx.PERSON_VERBS
            and (token.clear or not token.plain_word or token.low in _LOWER_SURNAMES)
        )

    def _next_cap(self, k: int) -> bool:
        return k + 1 < len(self.tokens) and self._adjacent(k + 1) and self.tokens[k + 1].cap

    def _thing(self, i: int, last: int) -> bool:
        """Whether the run is part of a place, an organisation or a thing."""
        lows = [t.low for t in self.tokens[i : last + 2]]
        before = self._low(i - 1)
        if before in ("st", "saint") and i and self._adjacent(i):
            return True
        for size in (2, 3, 1):
            window = tuple(lows[:size])
            if window in self.lex.organisations or (i and (before, *window) in self.lex.organisations):
                return True
        after = last + 1
        if after < len(self.tokens) and self._gap(after) in (" ", "  ", "-"):
            token = self.tokens[after]
            if token.low in lx.ORG_WORDS and (token.cap or token.low in lx.ALWAYS_ORG):
                return True
        final = self.tokens[last]
        return last > i and final.low in lx.ORG_WORDS and before in lx.PLACING

    def _chained(self, i: int, last: int) -> bool:
        """Whether this follows a found name after "and" or a comma."""
        if last == i - 1:
            return self._gap(i).strip() in (",", "&", "/", "+")
        return last == i - 2 and self._low(i - 1) in ("and", "or", "n") and "." not in self._gap(i - 1)

    def _named_before(self, i: int) -> bool:
        """Lower case and also a word: only after "called", "named", "name is" or a role, before a verb or an end."""
        token = self.tokens[i]
        before, two = self._low(i - 1), self._low(i - 2)
        led = before in ("called", "named") or (two == "name" and before in ("is", "was"))
        if (
            before in lx.ROLES
            and before not in ("support", "lead", "partner", "person")
            and token.low not in ("will", "may", "mark", "hope", "grant", "chase", "love", "long", "so")
        ):
            led = led or two in ("my", "our", "his", "her", "the", "their", "worker", "social", "named")
            if not (
                self._low(i + 1) in lx.PERSON_VERBS or i + 1 == len(self.tokens) or self._gap(i + 1).strip()
            ):
                return False
        return led

    def _cue(self, i: int) -> tuple[int, str]:
        """How strongly the words before say that a person is named: 2 strong, 1 weak, 0 none; and why."""
        gap = self._gap(i)
        before, two = self._low(i - 1), self._low(i - 2)
        tail = len(self.tokens) - i
        if (
            i
            and tail <= 4
            and len(self.tokens) > 5
            and (
                "\n" in gap
                or (
                    before
                    in (
                        "regards",
                        "sincerely",
                        "faithfully",
                        "wishes",
                        "thanks",
                        "love",
                        "from",
                        "signed",
                        "cheers",
                    )
                    and gap.strip() in (",", "", ".", "-", "!")
                )
            )
        ):
            return 2, "a signature"
        if not i or any(mark in gap for mark in ".!?;\n"):
            return 0, ""
        if before in lx.ROLES and gap.strip() in ("", ",", ":", "-", "(", "called"):
            return 2, "a name after a word for who the person is"
        if (
            before in lx.NAMING
            or (two == "name" and before in ("is", "was"))
            or (two in ("ask", "asked", "asking") and before == "for")
        ):
            return 2, "a name after words that introduce one"
        if gap.strip():
            return 0, ""
        if before == "to" and two in lx.SPEAKING:
            return 2, "a name after words of speaking or thanks"
        if before in lx.TELLING:
            return 2 if before in (
                "told",
                "asked",
                "met",
                "bless",
                "thank",
                "tell",
            ) else 1, "a name after words of speaking or thanks"
        if before in ("i'm", "am") or (before == "is" and two in ("this", "here")):
            return 2, "a name after words that introduce one"
        if before in lx.LINKING:
            return 1, "a name where a person is spoken of"
        return 0, ""

    def _after(self, last: int, *, strong: bool) -> bool:
        """Whether what follows says that a person is meant."""
        nxt = last + 1
        token = self.tokens[last]
        if self.text[token.end : token.end + 2] in ("'s", "’s"):
            return True
        if nxt >= len(self.tokens):
            return False
        gap = self._gap(nxt)
        low = self.tokens[nxt].low
        if (
            gap.strip() in ("(", ",", "-", "/", "")
            and low in ("my", "his", "her", "our", "their", "the", "from")
            and (
                self._low(nxt + 1) in lx.ROLES
                or self._low(nxt + 2) in lx.ROLES
                or (low == "from" and self._low(nxt + 1) in ("the", "your"))
            )
        ):
            return True
        if gap.strip() in ("(", "-", ",") and low in lx.ROLES:
            return True
        if gap.strip():
            return False
        if (
            low in ("and", "&")
            and nxt + 1 < len(self.tokens)
            and self.tokens[nxt + 1].clear_given
            and self.tokens[nxt + 1].cap
        ):
            return True
        return low in (lx.STRONG_VERBS if strong else lx.PERSON_VERBS)

    def _weigh(self, i: int, last: int, run: list[Token], chained: bool) -> tuple[str, float] | None:
        """The reason and confidence if this run is a person, else None."""
        first = run[0]
        size = len(run)
        cue, why = self._cue(i)
        before = self._low(i - 1)
        placed = before in lx.PLACING and i > 0 and not self._gap(i).strip()
        starts = self._starts(i)
        if chained:
            cue, why = max(cue, 1), why or "a name joined to another name"
        if first.initial:
            return self._weigh_initials(i, run, cue, starts)
        if any(t.clear_given for t in run):
            if first.place and not first.given:
                return None
            return (why or "a given name from the list", 0.95 if size > 1 or cue else 0.85)
        if not first.cap:
            return (why or "a name after words that introduce one", 0.6) if self._named_before(i) else None
        if first.low in lx.MONTH_NAMES and size == 1 and (before in lx.MONTH_LEADS or self._month(i)):
            return None
        if size > 1:
            named = sum(t.name for t in run)
            odd = any(t.unknown for t in run)
            if first.place and not first.given:
                return (why, 0.6) if cue == 2 else None
            if named and (run[-1].clear or first.clear or odd) and not (placed and not first.given):
                if odd and not first.given and not cue and not self._after(last, strong=False):
                    return None
                return why or "a given name and a surname", 0.85
            if (
                named == size
                and first.given
                and run[-1].surname
                and not placed
                and not (starts and first.low in lx.NOT_FIRST and not self._after(last, strong=False))
            ):
                return why or "a given name and a surname", 0.75
            if cue == 2 or (cue and self._after(last, strong=False)) or (chained and not placed):
                return why, 0.65
            return (
                ("a name, by what is said of it", 0.55)
                if self._after(last, strong=True) and not placed
                else None
            )
        return self._weigh_one(i, first, cue, why, placed, starts)

    def _weigh_initials(self, i: int, run: list[Token], cue: int, starts: bool) -> tuple[str, float] | None:
        rest = [t for t in run if not t.initial]
        if not rest:
            return None
        dotted = self.text[run[0].end : run[0].end + 1] == "."
        family = rest[0]
        if family.clear or (dotted and (family.surname or family.unknown)):
            return "an initial and a surname", 0.85
        if family.surname and (cue or not starts) and not family.place:
            return "an initial and a surname", 0.7
        return ("an initial and a surname", 0.6) if family.unknown and cue == 2 else None

    def _month(self, i: int) -> bool:
        return bool(re.match(r"[ ]?\d", self.text[self.tokens[i].end : self.tokens[i].end + 2])) or bool(
            re.search(
                r"\d(?:st|nd|rd|th)? $", self.text[max(0, self.tokens[i].start - 5) : self.tokens[i].start]
            )
        )

    def _weigh_one(
        self, i: int, token: Token, cue: int, why: str, placed: bool, starts: bool
    ) -> tuple[str, float] | None:
        last = i
        if token.clear:  # a surname alone
            if placed or (token.upper and len(token.word) < 4):
                return None
            if cue or self._after(last, strong=False) or not starts:
                return why or "a surname from the list", 0.65
            return None
        if token.given:
            if self.shouting and cue < 2:
                return None
            if placed and self._low(i - 1) != "that":
                return None
            orphan = token.low in lx.NOT_FIRST and starts
            if cue == 2 and not token.place:
                return why, 0.7
            if cue == 2 and token.place and why != "a signature":
                return why, 0.6
            if self._after(last, strong=token.plain_word or token.place) and not orphan:
                return "a given name, by what is said of it", 0.6
            if (
                cue == 1
                and not token.place
                and self._low(i - 1)
                not in (
                    "for",
                    "like",
                    "or",
                    "of",
                    "about",
                    "than",
                    "make",
                    "made",
                    "take",
                    "took",
                    "give",
                    "gave",
                    "see",
                    "saw",
                    "get",
                    "got",
                    "text",
                    "call",
                    "ring",
                )
            ):
                return why, 0.55
            return None
        if token.unknown:
            if token.low.endswith(lx.ORGISH) or token.low.startswith(("care", "health", "home")):
                return None
            if cue == 2 and not self.shouting:
                return why, 0.6
            if cue == 1 and self._after(last, strong=True):
                return why, 0.55
            if self._introduced_after(last):
                return "a name followed by who the person is", 0.55
            return None
        if token.surname and cue == 2 and not token.place and self._after(last, strong=True):
            return why, 0.55
        return None

    def _introduced_after(self, last: int) -> bool:
        """ "Zaynub (daughter)", "Ojora, my carer": who somebody is, said right after."""
        nxt = last + 1
        if nxt >= len(self.tokens):
            return False
        mark = self._gap(nxt).strip()
        low = self._low(nxt)
        if mark == "(":
            return low in lx.ROLES or (
                low in ("my", "his", "her", "the", "our") and self._low(nxt + 1) in lx.ROLES
            )
        return mark == "," and low in ("my", "his", "her", "our") and self._low(nxt + 1) in lx.ROLES


# Surnames that are words but follow a lower-case given name more often than not.
_LOWER_SURNAMES = lx.wordset(
    "ford king green brown white black gray grey cook hill wood woods hall ward lane marsh cross bell fox rose stone price banks brooks bird "
    "knight fisher hunt lamb marshall mason carter parker porter potter baker butcher butler taylor turner walker cooper bishop pope parsons "
    "burns summers winter winters young wise noble sharp small little swift savage page day field fields forest frost gale gardener gardner "
    "jewel judge lord moon moss north west mills miller pike pool reed rice shaw shepherd singer smart speed spencer steel stock street sutton "
    "tanner tyler wall walls waters webb weaver webster wells wolf wild lee may long hale hope hay grant glen dean dale cliff barber archer"
) - lx.wordset("may long hope")
