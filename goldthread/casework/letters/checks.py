"""What stops a letter before it goes: fields that nobody filled, hidden names left in it, and names of other people.

A name that looks like somebody else's may belong in the letter all the same, such as that of a care worker: whoever
sends it says so of each word, and of each a mark is kept, never the word itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from goldthread.analysis.privacy import Kind
from goldthread.analysis.privacy.lexicon import TITLES, lexicon
from goldthread.casework.letters import wording
from goldthread.casework.letters.fields import LATE
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.contacts.keys import words_of_name
from goldthread.feedback.contacts.models import ContactKey
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import contact_of, known_people

_REFERENCE = re.compile(r"\bF-\d{1,9}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST = 20
OPEN_FIELD, HIDDEN, REFERENCE, NAME = "field", "hidden", "reference", "name"


@dataclass(frozen=True)
class Problem:
    """What stops a letter: what it is, and the words. meant: whether somebody may say that they belong in it."""

    kind: str
    words: str
    says: str

    @property
    def meant(self) -> bool:
        """Return whether somebody may say that these words belong in the letter."""
        return self.kind == NAME


def problems(feedback: Feedback, text: str, allowed: Collection[str] = ()) -> list[Problem]:
    """Return what stops a letter about a case, as far as its text says; `allowed` are marks of words that are meant."""
    text = text.replace("\r\n", "\n")
    found = [
        Problem(OPEN_FIELD, each, f"{each} is not filled. Write what belongs there, or take it out.")
        for each in wording.left_open(text, tuple(LATE))
    ]
    found += [
        Problem(HIDDEN, each, f"{each} stands for something hidden. Say it in words that may be sent.")
        for each in wording.placeholders_in(text)
    ]
    found += [
        Problem(REFERENCE, each, f"{each} is the reference of another case.")
        for each in dict.fromkeys(_REFERENCE.findall(text))
        if each.upper() != feedback.reference
    ]
    names = _names_of_others(feedback, text)
    found += [
        Problem(NAME, words, says) for words, says in names.items() if mark(feedback, words) not in allowed
    ]
    return found[:_MOST]


def mark(feedback: Feedback, words: str) -> str:
    """Return the mark of words that belong in letters about a case, from which nobody reads the words."""
    said = " ".join(words.lower().split())
    return salted_hmac(
        "goldthread.casework.letters", f"{feedback.pk} {said}", algorithm="sha256"
    ).hexdigest()[:32]


def in_words(found: Sequence[Problem]) -> str:
    """Return what stops a letter, in a sentence or two."""
    return "This letter cannot go yet. " + " ".join(problem.says for problem in found)


def _names_of_others(feedback: Feedback, text: str) -> dict[str, str]:
    """Return the words of a text that name somebody else, each with why it stops."""
    own = set(words_of_name(contact_of(feedback).get("name", "")))
    staff = _of_staff(feedback)
    found = {
        words: f"“{words}” is the name of somebody else who gave feedback."
        for words in _other_contacts(feedback, text, own, staff)
    }
    known = known_people(feedback)
    of_case = {word for person in known.known() for word in words_of_name(person.name)}
    seen = {word for words in found for word in words_of_name(words)}
    for detection in privacy.hide(text, known).detections:
        words = " ".join(text[detection.start : detection.end].split())
        parts = set(words_of_name(words))
        if detection.kind != Kind.PERSON or not parts or parts <= own | of_case | seen:
            continue
        if " ".join(words_of_name(words)) in staff or (len(parts) > 1 and parts <= own | of_case | staff):
            continue
        found.setdefault(words, f"“{words}” looks like the name of somebody else.")
    return found


def _of_staff(feedback: Feedback) -> set[str]:
    """Return the names of the council's people, whole, and each word of them."""
    names = Person.objects.filter(council_id=feedback.council_id).values_list("name", flat=True)
    whole = [words_of_name(name) for name in names]
    return {" ".join(words) for words in whole} | {word for words in whole for word in words}


def _other_contacts(feedback: Feedback, text: str, own: set[str], staff: set[str]) -> Iterable[str]:
    """Yield the names of other people's contact details that stand in a text: whole, after "Mrs", or an unusual one alone."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    plain = {at: "".join(words_of_name(word)) for at, (word, _, _) in enumerate(words)}
    capital = {
        at
        for at, (word, _, _) in enumerate(words)
        if word[:1].isupper() and len(plain[at]) > 1 and plain[at] not in own
    }
    if not capital:
        return
    keys = ContactKey.objects.filter(
        council_id=feedback.council_id, key__in={f"n:{plain[at]}" for at in capital}
    ).exclude(contact__feedback=feedback)
    rows = keys.values_list("contact_id", "key", "contact__name")
    names: dict[str, set[str]] = {}
    for _, key, name in rows.order_by("contact_id")[:5000]:
        names.setdefault(key[2:], set()).add(" ".join(words_of_name(name)))
    told: set[str] = set()
    for at in sorted(capital):
        whole = names.get(plain[at])
        if not whole or at in told:
            continue
        # "Ada Example": two words of one name beside each other.
        after = plain.get(at + 1, "")
        if at + 1 in capital and any({plain[at], after} <= set(name.split()) for name in whole):
            told.add(at + 1)
            if f"{plain[at]} {after}" not in staff:
                yield text[words[at][1] : words[at + 1][2]]
            continue
        if any(plain[at] == name.split()[-1] for name in whole):
            titled = at and words[at - 1][0].lower() in TITLES
            if titled:
                yield text[words[at - 1][1] : words[at][2]]
            elif plain[at] not in staff and not _is_ordinary(plain[at]):
                yield words[at][0]


def _is_ordinary(word: str) -> bool:
    """Return whether a word that is somebody's surname is as well a word, a place or a first name."""
    lists = lexicon()
    return word in lists.words or word in lists.places or word in lists.given
