"""The words of the public's pages, in English and in each language that has a file in `languages/`.

All words of a public page go through `say`, so that a language is one `.po` file to add. Words in a list or an object
are marked by `text(...)`, which only lets them be found. What a file lacks is said in English.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from goldthread.dates import day_in_words

_NAMED = re.compile(r"\{(\w+)\}")
_UNCHECKED = "checked by a speaker: nobody yet"
ENGLISH = "en-GB"


@dataclass(frozen=True)
class Language:
    """A language of the public's pages: as a page states it (`lang`), its own name, which way it runs, who checked it.

    is_checked: whether a speaker has read it; where not, every page in it says so.
    """

    slug: str
    name: str
    direction: str = "ltr"
    is_checked: bool = True
    words: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def say(self, words: str, **named: Any) -> str:
        """Return words in this language, with what is named in them put in: "Sent on {day}"; a date in its own form."""
        found = self.words.get(words) or words
        return _NAMED.sub(lambda name: self._shown(named[name[1]]) if name[1] in named else name[0], found)

    def _shown(self, value: Any) -> str:
        if not isinstance(value, datetime.date):
            return str(value)
        if self.slug == ENGLISH:
            return day_in_words(value)
        return format_date(value, "long", locale=Locale.parse(self.slug, sep="-"))


def text(words: str) -> str:
    """Mark words that a page says later, so that the languages' files are checked for them."""
    return words


@functools.cache
def languages() -> dict[str, Language]:
    """Return every language, English first; the others by their files."""
    found = {ENGLISH: Language(ENGLISH, "English")}
    folder = resources.files("goldthread.public").joinpath("languages")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            slug = file.name.removesuffix(".po")
            with file.open("rb") as held:
                found[slug] = _language(slug, read_po(held, locale=slug.replace("-", "_")))
    return found


def _language(slug: str, catalogue: Catalog) -> Language:
    locale = Locale.parse(slug, sep="-")
    name = (locale.get_display_name(locale) or slug).capitalize()
    words = {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
    checked = _UNCHECKED not in catalogue.header_comment.lower()
    return Language(slug, name, locale.text_direction, checked, words)
