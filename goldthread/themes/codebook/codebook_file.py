"""The codebook as a file that one council can give to another: writing, reading and comparing it.

Definitions and examples are checked for anything that identifies a person before it is written, and again when it
is read. `docs/codebook.md` gives the format.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.text import slugify

from goldthread.analysis import privacy
from goldthread.council.command import Refused
from goldthread.sent_json import read_json
from goldthread.standards import codebook as shipped
from goldthread.themes.codebook import file_formats
from goldthread.themes.codebook.models import Theme
from goldthread.themes.codebook.queries import FIELD_NAMES

FORMAT = file_formats.JSON_FORMAT
MOST_BYTES = 500_000
_MOST_THEMES, _MOST_EXAMPLES, _LONGEST = 300, 200, 2_000


@dataclass(frozen=True)
class Entry:
    """One theme of a codebook file."""

    slug: str
    name: str
    group: str
    what_it_is: str
    what_it_is_not: str
    examples: tuple[str, ...]

    def texts(self) -> list[tuple[str, str]]:
        """Return each text with what it is called on a page."""
        numbered = [(f"example {number}", text) for number, text in enumerate(self.examples, start=1)]
        return [
            (FIELD_NAMES["name"], self.name),
            (FIELD_NAMES["what_it_is"], self.what_it_is),
            (FIELD_NAMES["what_it_is_not"], self.what_it_is_not),
            *numbered,
        ]


@dataclass(frozen=True)
class Identifier:
    """Words in a codebook that may identify somebody, in which part of which theme, and why."""

    entry: Entry
    part: str
    words: str
    reason: str


@dataclass(frozen=True)
class ComparedEntry:
    """A theme of a file beside the council's own: `state` is new, changed, same or closed."""

    entry: Entry
    state: str
    theme: Theme | None
    changes: tuple[tuple[str, str, str], ...] = ()
    examples: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


def current_entries(council_id: uuid.UUID) -> list[Entry]:
    """Return a council's active themes as entries of a file."""
    themes = Theme.objects.filter(council_id=council_id, state=Theme.State.ACTIVE)
    return [
        Entry(
            theme.slug,
            theme.name,
            theme.group,
            theme.what_it_is,
            theme.what_it_is_not,
            tuple(map(str, theme.examples)),
        )
        for theme in themes.order_by("group", "position", "name")
    ]


def find_identifiers(entries: Sequence[Entry]) -> list[Identifier]:
    """Return what may identify somebody; the words of Goldthread's own codebook, invented, are passed over.

    A word of a theme's name ("Charging") is taken for a surname by itself; within its codebook it is none.
    """
    names = {word for entry in entries for word in f"{entry.name} {entry.group}".lower().split()}
    return [
        Identifier(entry, part, text[detection.start : detection.end], detection.reason)
        for entry in entries
        for part, text in entry.texts()
        if text and text not in _shipped_texts()
        for detection in privacy.find_personal_data(text)
        if not (
            detection.kind == privacy.Kind.PERSON
            and set(text[detection.start : detection.end].lower().split()) <= names
        )
    ]


def without_examples(entries: Sequence[Entry], identifiers: Iterable[Identifier]) -> list[Entry]:
    """Return the entries without the examples in which these identifiers are."""
    unsafe = {(one.entry.slug, one.part) for one in identifiers}
    return [
        replace(
            entry,
            examples=tuple(text for part, text in entry.texts()[3:] if (entry.slug, part) not in unsafe),
        )
        for entry in entries
    ]


def to_json(entries: Sequence[Entry], *, made_on: datetime.date) -> bytes:
    """Return a codebook as a file for another council."""
    return to_file(entries, ".json", made_on=made_on)


def to_file(entries: Sequence[Entry], ending: str, *, made_on: datetime.date) -> bytes:
    """Return a codebook as a file of one of `file_formats.ENDINGS`."""
    return file_formats.write(map(asdict, entries), ending, made_on=made_on)


def parse(data: bytes, name: str = "theme-list") -> list[Entry]:
    """Return the themes of a file; raises Refused, with what is wrong and where, for anything else.

    The JSON that Goldthread exports, a table (CSV, XLSX) or a REFI-QDA Codebook. What the last two leave out is filled
    in with words that say so.
    """
    if len(data) > MOST_BYTES:
        raise Refused("The file is too large for a theme list. Choose a file exported from Goldthread.")
    if file_formats.is_json(data):
        themes = _json_themes(data)
    else:
        try:
            themes = _completed(file_formats.read(data, name))
        except file_formats.UnreadableThemeList as error:
            raise Refused(str(error)) from error
    if not isinstance(themes, list) or not 0 < len(themes) <= _MOST_THEMES:
        raise Refused(f"The file has no themes, or more than {_MOST_THEMES}. Choose a theme list of fewer.")
    entries = [_entry(number, theme) for number, theme in enumerate(themes, start=1)]
    slugs = [entry.slug for entry in entries]
    repeated = next((slug for slug in slugs if slugs.count(slug) > 1), None)
    if repeated:
        raise Refused(f"The short name {repeated} is in the file twice. Each theme needs its own.")
    return entries


def _completed(themes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return themes of another program with a group, a definition and a short name of their own each."""
    names = [slugify(theme["slug"] or theme["name"]) for theme in themes]
    for theme, slug in zip(themes, names, strict=True):
        if names.count(slug) > 1 and not theme["slug"]:
            # The same name in two groups is two themes.
            theme["slug"] = f"{theme['group']} {theme['name']}"
        theme["group"] = theme["group"] or file_formats.NO_GROUP
        theme["what_it_is"] = theme["what_it_is"] or file_formats.NO_DEFINITION
    return themes


def _json_themes(data: bytes) -> Any:
    try:
        content = read_json(data.decode("utf-8-sig"))
    except ValueError as error:
        raise Refused(
            "The file cannot be read. Choose a theme list exported from Goldthread (.json)."
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Refused(
            "The file is not a theme list exported from Goldthread. The format is described in docs/codebook.md."
        )
    return content.get("themes")


def compare_entries(council_id: uuid.UUID, entries: Sequence[Entry]) -> list[ComparedEntry]:
    """Return each theme of a file beside the council's own of the same short name, or else of the same name."""
    own = list(Theme.objects.filter(council_id=council_id).select_related("merged_into"))
    by_slug = {theme.slug: theme for theme in own}
    by_name = {theme.name.casefold(): theme for theme in own if theme.state == Theme.State.ACTIVE}
    by_entry: dict[str, list[Identifier]] = {}
    for one in find_identifiers(entries):
        by_entry.setdefault(one.entry.slug, []).append(one)
    compared = []
    for entry in entries:
        theme = by_slug.get(entry.slug) or by_name.get(entry.name.casefold())
        identifiers = tuple(by_entry.get(entry.slug, ()))
        if theme is None:
            compared.append(
                ComparedEntry(entry, "new", None, examples=entry.examples, identifiers=identifiers)
            )
            continue
        changes = tuple(
            (FIELD_NAMES[field], getattr(theme, field), getattr(entry, field))
            for field in ("name", "group", "what_it_is", "what_it_is_not")
            if getattr(theme, field) != getattr(entry, field)
        )
        more = tuple(text for text in entry.examples if text not in theme.examples)
        state = "changed" if changes or more else "same"
        if theme.state != Theme.State.ACTIVE:
            state = "closed"
        compared.append(ComparedEntry(entry, state, theme, changes, more, identifiers))
    return compared


def _entry(number: int, theme: Any) -> Entry:
    if not isinstance(theme, dict):
        raise Refused(f"Theme {number} of the file cannot be read.")
    parts = {}
    for part, longest in (
        ("name", 120),
        ("group", 120),
        ("what_it_is", _LONGEST),
        ("what_it_is_not", _LONGEST),
    ):
        text = theme.get(part, "")
        if not isinstance(text, str) or len(text) > longest:
            raise Refused(f"Theme {number} of the file: its {FIELD_NAMES[part]} is not text, or is too long.")
        parts[part] = text.replace("\x00", "").strip()
    if not parts["name"] or not parts["group"] or not parts["what_it_is"]:
        raise Refused(f"Theme {number} of the file needs a name, a group and a definition.")
    examples = theme.get("examples", [])
    if (
        not isinstance(examples, list)
        or len(examples) > _MOST_EXAMPLES
        or not all(isinstance(text, str) and len(text) <= _LONGEST for text in examples)
    ):
        raise Refused(f"Theme {number} of the file: its examples are not text, too many, or too long.")
    slug = slugify(str(theme.get("slug") or parts["name"]))[:80]
    if not slug:
        raise Refused(f"Theme {number} of the file needs a short name of letters and hyphens.")
    unique = tuple(dict.fromkeys(text.replace("\x00", "").strip() for text in examples if text.strip()))
    return Entry(slug=slug, examples=unique, **parts)


@lru_cache(maxsize=1)
def _shipped_texts() -> frozenset[str]:
    """Return every text of the codebook that Goldthread ships: all of it is invented."""
    return frozenset(
        text
        for theme in shipped.current().themes
        for text in (theme.name, theme.what_it_is, theme.what_it_is_not, *theme.examples)
    )
