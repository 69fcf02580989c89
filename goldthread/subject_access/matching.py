"""Where a text speaks of one person: by name, former name, misspelling, telephone, e-mail, date of birth, reference.

Given names alone are not looked for: they are those of many people. The last word of a name is, however it stands.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from goldthread.feedback.contacts.keys import alike, number_of, words_of_name

NAME, FORMER, PHONE, EMAIL, BIRTH, REFERENCE, POSTCODE = (
    "name",
    "former_name",
    "telephone",
    "email",
    "date_of_birth",
    "reference",
    "postcode",
)
KINDS = {
    NAME: "Name",
    FORMER: "Former or other name",
    PHONE: "Telephone number",
    EMAIL: "E-mail address",
    BIRTH: "Date of birth",
    REFERENCE: "Reference or number",
    POSTCODE: "Postcode",
}
# Words of names shorter than this are only taken as they are written.
_MISSPELLED_FROM = 5
_ALIKE, _ALIKE_FROM_ANOTHER_LETTER, _ALIKE_BESIDE_GIVEN_NAME = 80, 87, 65
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIGURES = re.compile(r"[+(]{0,2}\d[\d\s().\-/]{4,24}\d")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,250}")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}\b")
_DAY = re.compile(r"\b(\d{1,4})[./\s-]{1,2}(\d{1,2})[./\s-]{1,2}(\d{2,4})\b")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_WORDS = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{2,4})\b"
    r"|\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{2,4})\b"
)
_LEAST_FIGURES = 6


@dataclass(frozen=True, order=True)
class Match:
    """A stretch of a text that speaks of the person, end exclusive, and by what."""

    start: int
    end: int
    how: str


@dataclass
class Person:
    """What is looked for of one person, made ready once for many texts."""

    names: list[tuple[list[str], str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)
    births: list[datetime.date] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)
    # Each word of all texts is compared once, since most are the same few thousand.
    _known: dict[str, str] = field(default_factory=dict)
    _given: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[tuple[str, str]]) -> Person:
        """Return what is looked for, from (kind, value); what cannot be looked for is left out (`problem_of`)."""
        person = cls()
        for kind, value in terms:
            if problem_of(kind, value):
                continue
            if kind in (NAME, FORMER):
                person.names.append((words_of_name(value), "name" if kind == NAME else "former name"))
            elif kind == PHONE:
                person.numbers.append(number_of(value))
            elif kind == EMAIL:
                person.emails.add(_squeezed(value))
            elif kind == BIRTH:
                person.births.append(_birth(value))
            elif kind == POSTCODE:
                person.postcodes.add(_squeezed(value))
            else:
                person.references.add(_plain(value))
        return person

    @property
    def given_names(self) -> set[str]:
        """Return every word of the names."""
        return {word for words, _ in self.names for word in words}

    def find(self, text: str) -> list[Match]:
        """Return where a text speaks of the person, in order."""
        found = [*self._names(text), *self._figures(text)]
        if self.emails and "@" in text:
            found += [
                Match(each.start(), each.end(), "e-mail address")
                for each in _EMAIL.finditer(text)
                if each.group().strip(".").lower() in self.emails
            ]
        if self.postcodes:
            found += [
                Match(each.start(), each.end(), "postcode")
                for each in _POSTCODE.finditer(text)
                if _squeezed(each.group()) in self.postcodes
            ]
        return sorted(set(found))

    def _names(self, text: str) -> Iterator[Match]:
        if not self.names:
            return
        words = [(each.start(), each.end(), _letters(each.group())) for each in _WORD.finditer(text)]
        for at, (start, end, word) in enumerate(words):
            how = self._surname(word)
            if not how and at:
                how = self._beside_given_name(words[at - 1][2], word)
            if how:
                yield Match(start, end, how)

    def _surname(self, word: str) -> str:
        how = self._known.get(word)
        if how is None:
            how = self._known[word] = next(
                (
                    called if word in (names[-1], f"{names[-1]}s") else f"{called}, spelled otherwise"
                    for names, called in self.names
                    if _same(word, names[-1])
                ),
                "",
            )
        return how

    def _beside_given_name(self, before: str, word: str) -> str:
        of = self._given.get(before)
        if of is None:
            of = self._given[before] = tuple(
                number
                for number, (names, _) in enumerate(self.names)
                if any(_same(before, each) for each in names[:-1])
            )
        for number in of:
            names, called = self.names[number]
            if len(word) > 2 and fuzz.ratio(word, names[-1]) >= _ALIKE_BESIDE_GIVEN_NAME:
                return f"{called}, spelled otherwise"
        return ""

    def _figures(self, text: str) -> Iterator[Match]:
        if self.numbers:
            for each in _FIGURES.finditer(text):
                figures = number_of(each.group())
                if any(_same_number(figures, number) for number in self.numbers):
                    yield Match(each.start(), each.end(), "telephone number")
        for day in self.births:
            for each in _DAY.finditer(text):
                if day in _days(*each.groups()):
                    yield Match(each.start(), each.end(), "date of birth")
            for each in _IN_WORDS.finditer(text):
                first, month, year, other_month, second, other_year = each.groups()
                if _is_day(day, first or second, month or other_month, year or other_year):
                    yield Match(each.start(), each.end(), "date of birth")
        for wanted in self.references:
            pattern = r"(?<![A-Za-z0-9])" + r"[\s./-]{0,2}".join(map(re.escape, wanted)) + r"(?![A-Za-z0-9])"
            for each in re.finditer(pattern, text, re.IGNORECASE):
                yield Match(each.start(), each.end(), "reference")


def problem_of(kind: str, value: str) -> str:
    """Return why something cannot be looked for, in words fit to show; "" where it can."""
    if kind in (NAME, FORMER) and not words_of_name(value):
        return "Enter a name of two letters or more."
    if kind == PHONE and len(number_of(value)) < _LEAST_FIGURES:
        return f"Enter {_LEAST_FIGURES} figures of the telephone number or more."
    if kind == EMAIL and "@" not in value:
        return "Enter an e-mail address with an @."
    if kind == BIRTH and _birth(value) is None:
        return "Enter the date of birth as 31/12/1941."
    if kind == REFERENCE and len(_plain(value)) < 4:
        return "Enter a reference of four letters and figures or more: a shorter one is found everywhere."
    if kind == POSTCODE and not _POSTCODE.fullmatch(value.strip()):
        return "Enter a whole postcode."
    return ""


def how_of(matches: Iterable[Match]) -> str:
    """Return by what a text speaks of the person, each once."""
    return ", ".join(dict.fromkeys(match.how for match in matches))


def flat(value: object) -> str:
    """Return all texts in a value as one: of a JSON field those of its parts, a line each."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(text for each in value.values() if (text := flat(each)))
    if isinstance(value, list | tuple):
        return "\n".join(text for each in value if (text := flat(each)))
    return ""


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().replace("'", "").replace("’", ""))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _same(word: str, wanted: str) -> bool:
    if word == wanted or word == f"{wanted}s":
        return True
    if min(len(word), len(wanted)) < _MISSPELLED_FROM or abs(len(word) - len(wanted)) > 3:
        return False
    likeness = alike(word, wanted)
    # Of a name that is misspelt the first letter mostly stands: "shutdown" is not Ashdown.
    return likeness >= (_ALIKE if word[0] == wanted[0] else _ALIKE_FROM_ANOTHER_LETTER)


def _same_number(figures: str, number: str) -> bool:
    """Return whether two numbers are one: people leave out the code of their town, or write it with the country's."""
    if len(figures) < _LEAST_FIGURES:
        return False
    return figures == number or number.endswith(figures) or figures.endswith(number)


def _squeezed(text: str) -> str:
    return "".join(text.lower().split())


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _birth(value: str) -> datetime.date | None:
    numbers = re.findall(r"\d+", value)
    if len(numbers) != 3:
        return None
    return next(iter(_days(*numbers)), None)


def _days(first: str, second: str, third: str) -> list[datetime.date]:
    """Return the days that three numbers may be, day first; of a year of two figures that of the last century too."""
    found = []
    if len(first) == 4:
        first, third = third, first
    for year in _years(third):
        try:
            found.append(datetime.date(year, int(second), int(first)))
        except ValueError:
            continue
    return found


def _years(text: str) -> list[int]:
    return [int(text)] if len(text) == 4 else [1900 + int(text), 2000 + int(text)] if len(text) == 2 else []


def _is_day(day: datetime.date, number: str, month: str, year: str) -> bool:
    named = month[:3].lower()
    return (
        named in _MONTHS
        and _MONTHS.index(named) + 1 == day.month
        and int(number) == day.day
        and day.year in _years(year)
    )


def words_in(text: str) -> list[str]:
    """Return the words of a text as names are compared, without titles."""
    return words_of_name(text)
