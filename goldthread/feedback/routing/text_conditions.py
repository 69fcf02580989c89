"""What a rule asks of the words of new feedback: whether it has any of some, and which themes it is likely about."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Protocol

from goldthread.council.models import Person
from goldthread.feedback.labels import likely_themes
from goldthread.feedback.themes_of_points import theme_choices

_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")


class Asks(Protocol):
    """What is asked of a text."""

    words: str
    theme: str


def plain_words(text: str) -> str:
    """Return the words of a text in small letters, one space around each, so that whole words are found in it."""
    return f" {' '.join(_WORD.findall(text.casefold().replace(chr(0x2019), chr(39))))} "


def phrases(words: str) -> list[str]:
    """Return what is looked for: each word or phrase between commas; one with a star at its end begins a word."""
    beginnings = []
    for phrase in words.split(","):
        plain = plain_words(phrase).rstrip()
        if plain:
            beginnings.append(plain if phrase.strip().endswith("*") else f"{plain} ")
    return beginnings


def has_any(words: str, plain: str) -> bool:
    """Return whether a text, as `plain_words` gives it, has any of the words or phrases of a condition."""
    return any(phrase in plain for phrase in phrases(words))


def read(
    rules: Iterable[Asks], council_id: uuid.UUID, texts: Sequence[str], source: str
) -> tuple[str, frozenset[str]]:
    """Return of a text that is not saved yet what rules ask of it: its words, and the slugs of its likely themes.

    Neither is read where no rule asks. Likely themes are read as Goldthread itself: whoever adds feedback need not see
    themes for it to go where it should.
    """
    rules = list(rules)
    plain = plain_words(" ".join(texts)) if any(rule.words for rule in rules) else ""
    if not any(rule.theme for rule in rules):
        return plain, frozenset()
    clock = Person.objects.select_related("council").filter(council=council_id, is_system=True).first()
    if clock is None:
        return plain, frozenset()
    likely = {*likely_themes(clock, texts, source)}
    return plain, frozenset(slug for slug, name in theme_choices(clock) if name in likely)
