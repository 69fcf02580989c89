"""The words of the public's pages, in English and in each language that has a file in `languages/`.

All words of a public page go through `say`, so that a language is one `.po` file to add. Words in a list or an object
are marked by `text(...)`, which only lets them be found. What a file lacks is said in English.
"""

from __future__ import annotations

import datetime
import functools
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

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


def words_of_pages() -> Iterator[tuple[str, str]]:
    """Yield every text that a public page can say, with the file that says it: what a language's file has to hold.

    Read from the room's own files, for a translator's file and for the test that nothing is missing in one.
    """
    room = Path(str(resources.files("goldthread.public")))
    kinds = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    options = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
    keywords: dict[str, Any] = {"say": None, "text": None}
    for name, _line, words, *_ in extract_from_dir(str(room), kinds, options, keywords):
        # With names that are put in, an extractor gives one text for each argument.
        first = words if isinstance(words, str) else words[0]
        if first:
            yield first, name


def file_for_translator(slug: str) -> bytes:
    """Return the `.po` file of a language with every text in it, those that are translated already with their words."""
    known = languages()[slug].words if slug in languages() else {}
    catalogue = Catalog(
        locale=slug.replace("-", "_"), project="Goldthread", copyright_holder="The Goldthread authors"
    )
    catalogue.header_comment = f"# The public's pages of Goldthread.\n# Checked by a speaker: {'' if slug in languages() and languages()[slug].is_checked else 'nobody yet'}"
    for words, name in sorted(set(words_of_pages()), key=lambda each: (each[1], each[0])):
        catalogue.add(words, known.get(words, ""), locations=[(name, None)])
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=False, include_lineno=False)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(file_for_translator(sys.argv[1]))
