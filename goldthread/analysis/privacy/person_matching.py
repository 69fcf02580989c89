"""Matching of names to people, so that one person has one placeholder however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.case_values import bare
from goldthread.analysis.privacy.recognisers.known_people import joined_forms, nearly, nicknames
from goldthread.analysis.privacy.tokens import WORD
from goldthread.analysis.privacy.types import KnownPerson
from goldthread.analysis.text.normalisation import NormalisedText, fold

_COMPOUND = lx.wordset("social support care key case personal")
# Words for anybody: "the lady Doreen" is no relation.
_ANYBODY = lx.wordset(
    "person man woman lady gentleman gent guy fella bloke chap mate lead deputy support executor relative twin ex in-law student boss lad"
)
_LEFT = re.compile(r"(?:([\w\-]{2,20})[ ])?([\w\-]{2,20})[ ]?[,:(\-]?[ ]?(?:called[ ]|named[ ]|is[ ])?$")
_RIGHT = re.compile(
    r"[ ]?[(,\-][ ]?(?:(?:my|his|her|our|their|the)[ ])?([\w\-]{2,20})(?:[ ]([\w\-]{2,20}))?", re.ASCII
)
# A firm that is hidden, because nothing tells its name from a person's, is called a provider and no person.
_FIRM = r"(?:agency|provider|company|firm|contractor|supplier|care home|nursing home)"
_FIRM_LEFT = re.compile(
    rf"\b{_FIRM}(?:[ ](?:called|named|is|was|are|known as))?[ ]?[,:(\-\"]?[ ]?$", re.IGNORECASE
)
_FIRM_RIGHT = re.compile(
    r"[ ](?:Ltd|Limited|LLP|plc|PLC|CIC|Care|Homecare|Healthcare|Group|Services|Agency|Lifts|Mobility|Cleaning|& Sons?|and Sons?)\b"
    rf"|[ ]?[,(][ ]?(?:the|our|a|my|her|his|their)[ ](?:new[ ]|old[ ]|care[ ]|homecare[ ])?{_FIRM}\b"
)
PROVIDER = "provider"
PATTERNS = {
    "relation before": _LEFT,
    "relation after": _RIGHT,
    "firm before": _FIRM_LEFT,
    "firm after": _FIRM_RIGHT,
}
_TITLE_RELATION = {
    "dr": "doctor",
    "doctor": "doctor",
    "cllr": "councillor",
    "councillor": "councillor",
    "rev": "minister",
    "revd": "minister",
}


# Where more people than this share a name, nobody can say which one is meant.
_CROWD = 50
_NEAR = 2000  # letters around a name within which the same name is looked for
_PLACES = 5  # where a name stands that are looked at for words of a firm
_SHORT = 4  # letters below which no near-spelling is looked for
_MANY = 200  # names in one case above which no near-spelling is looked for


@dataclass(eq=False)
class Person:
    """One person of a case, as far as their names tell. All in lower case without accents."""

    given: str = ""
    initial: str = ""
    surname: str = ""
    sex: str = ""
    relation: str = ""
    label: str = ""
    written: set[str] = field(default_factory=set)

    def could_be(self, other: Person) -> bool:
        """Return whether two namings can be of one person: nothing they tell contradicts, and something agrees."""
        if self.sex and other.sex and self.sex != other.sex:
            return False
        if self.surname and other.surname and self.surname != other.surname:
            return False
        if self.given and other.given and not same_given(self.given, other.given):
            return False
        both_given = bool(self.given and other.given)
        # "Peggy" and "Margaret" begin differently and may still be one person.
        if self.initial and other.initial and self.initial != other.initial and not both_given:
            return False
        return both_given or bool(self.surname and self.surname == other.surname)

    def take(self, other: Person) -> None:
        """Add what another naming of the same person tells."""
        self.given = self.given or other.given
        self.initial = self.initial or other.initial
        self.surname = self.surname or other.surname
        self.sex = self.sex or other.sex
        if not self.label:
            self.relation = self.relation or other.relation
        self.written |= other.written


def same_given(a: str, b: str) -> bool:
    """Return whether two given names are one name or its short form."""
    return a == b or b in nicknames().get(a, ()) or a in nicknames().get(b, ())


def read_name(written: str, relation: str = "") -> Person:
    """Return what a name as written tells: "Mrs D. Smith" is a woman, initial d, surname smith."""
    person = Person(relation=relation, written={written})
    words = [fold(match.group()) for match in WORD.finditer(NormalisedText(written).text)]
    titles = [word for word in words if word in lx.TITLES]
    rest = [word for word in words if word not in lx.TITLES and word not in lx.ROLES]
    for title in titles:
        person.sex = "f" if title in lx.FEMALE_TITLES else "m" if title in lx.MALE_TITLES else person.sex
        person.relation = person.relation or _TITLE_RELATION.get(title, "")
    if not rest:
        return person
    person.initial = rest[0][0]
    if len(rest) > 1:
        person.surname = rest[-1]
        person.given = rest[0] if len(rest[0]) > 1 else ""
    elif titles and titles[0] not in ("sir", "dame"):
        person.surname, person.initial = rest[0], ""
        if rest[0] in lx.lexicon().given and rest[0] not in lx.lexicon().surnames:
            person.surname, person.given, person.initial = "", rest[0], rest[0][0]
    elif rest[0] in lx.lexicon().surnames and rest[0] not in lx.lexicon().given:
        person.surname, person.initial = rest[0], ""
    else:
        person.given = rest[0]
    return person


def relation_around(text: str, start: int, end: int) -> str:
    """Who a person is by the words beside the name ("social worker"), or nothing."""
    if _is_a_firm(text, start, end):
        return PROVIDER
    match = _LEFT.search(text[max(0, start - 50) : start])
    if match and match.group(2).lower() in lx.ROLES and match.group(2).lower() not in _ANYBODY:
        role = match.group(2).lower()
        lead = (match.group(1) or "").lower()
        return f"{lead} {role}" if lead in _COMPOUND and role in ("worker", "carer", "assistant") else role
    match = _RIGHT.match(text[end : end + 50])
    if match:
        first, second = match.group(1).lower(), (match.group(2) or "").lower()
        if first in _COMPOUND and second == "worker":
            return f"{first} {second}"
        if first in lx.ROLES and first not in _ANYBODY:
            return first
    return ""


def relation_in(text: str, start: int, end: int) -> str:
    """Who somebody is by the words beside the name here, or where the same name is said to be a firm elsewhere."""
    relation, name = relation_around(text, start, end), text[start:end]
    at, last = max(0, start - _NEAR) - 1, end + _NEAR
    for _ in range(_PLACES):
        at = text.find(name, at + 1, last)
        if relation or at < 0:
            break
        if _is_a_firm(text, at, at + len(name)):
            relation = PROVIDER
    return relation


def _is_a_firm(text: str, start: int, end: int) -> bool:
    """Return whether the words beside a name say that it is a firm's; a title or a given name before another is a person's."""
    words = [fold(match.group()) for match in WORD.finditer(text[start:end])]
    if not words or any(word in lx.TITLES for word in words):
        return False
    if len(words) > 1 and words[0] in lx.lexicon().given:
        return False
    return bool(
        _FIRM_LEFT.search(text[max(0, start - 40) : start]) or _FIRM_RIGHT.match(text[end : end + 50])
    )


def _settle_a_lone_word(person: Person, naming: Person) -> None:
    """A lone word that no list has as a given name is the surname where the other naming has it as one."""
    for one, other in ((person, naming), (naming, person)):
        lone = one.given if not one.surname else ""
        if lone and lone == other.surname and lone not in lx.lexicon().given:
            one.surname, one.given, one.initial = lone, "", ""


class PersonRegister:
    """The people of one case."""

    def __init__(self, people: Iterable[Person] = (), counts: Mapping[str, int] | None = None) -> None:
        self.people: list[Person] = []
        self.counts: dict[str, int] = dict(counts or {})
        self._written: dict[str, Person] = {}
        self._parts: dict[str, list[Person]] = {}
        self._forms: dict[str, list[Person]] = {}
        for person in people:
            self.people.append(person)
            self._index(person)

    def know(self, known: KnownPerson) -> Person:
        """Take in someone the case names, with their aliases."""
        person = self.meet(known.name, known.relation)
        person.written |= set(known.aliases)
        self._index(person)
        return person

    def meet(self, written: str, relation: str = "") -> Person:
        """The person a name means: the one it fits, or somebody new where it fits nobody or several."""
        same = self._written.get(fold(written))
        if same is not None:
            same.take(Person(relation=relation))
            return same
        same = self._disguised(written)
        if same is not None:
            return same
        naming = read_name(written, relation)
        near = self._near(naming)
        for person in near:
            _settle_a_lone_word(person, naming)
        fitting = [person for person in near if person.could_be(naming)] if len(near) <= _CROWD else []
        person = fitting[0] if len(fitting) == 1 else naming
        if person is naming:
            self.people.append(naming)
        else:
            person.take(naming)
        self._index(person)
        return person

    def _disguised(self, written: str) -> Person | None:
        """The one person meant by initials, a file name or a near-spelling, if it is only one."""
        letters = bare(written)
        fitting = self._forms.get(letters, [])
        if not fitting and " " not in written and len(letters) > _SHORT and letters not in self._parts:
            lists = lx.lexicon()
            if letters not in lists.given and letters not in lists.surnames and len(self._parts) <= _MANY:
                fitting = [p for part, people in self._parts.items() if nearly(part, letters) for p in people]
        return fitting[0] if len(fitting) == 1 else None

    def _near(self, naming: Person) -> list[Person]:
        """People who share a part of the name, each once."""
        parts = {naming.surname, naming.given, *nicknames().get(naming.given, ())} - {""}
        return list({id(person): person for part in parts for person in self._parts.get(part, ())}.values())

    def _index(self, person: Person) -> None:
        for written in person.written:
            self._written.setdefault(fold(written), person)
        for part in {person.surname, person.given} - {""}:
            self._put(self._parts, part, person)
        if person.given and person.surname:
            initials = person.given[0] + person.surname[0]
            for form in {*joined_forms((person.given, person.surname)), initials}:
                self._put(self._forms, form, person)

    @staticmethod
    def _put(index: dict[str, list[Person]], key: str, person: Person) -> None:
        people = index.setdefault(key, [])
        if len(people) <= _CROWD and person not in people:
            people.append(person)

    def label(self, person: Person) -> str:
        """The placeholder, given out once and kept: "[daughter A]", "[person 2]"."""
        if not person.label:
            kind = person.relation or "person"
            number = self.counts.get(kind, 0) + 1
            self.counts[kind] = number
            person.label = f"[{kind} {_letters(number) if person.relation else number}]"
        return person.label


def _letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
