"""What a passage of a published report describes, as features that reports are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from goldthread.analysis.reports.practices import practice_names, practices_in
from goldthread.analysis.reports.voices import system_kinds_in
from goldthread.sector.choices import Speaker, Tells
from goldthread.sector.models import PublishedPassage

KINDS = {
    "theme": "Theme",
    "practice": "Practice",
    "speaker": "Who speaks",
    "tells": "Who tells of what",
    "system": "Kind of system",
}


class Feature(NamedTuple):
    """One thing that a passage describes: its kind, and which of that kind."""

    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


def feature_of(key: str) -> Feature | None:
    """Return the feature that an address names, None where it names none."""
    kind, _, value = key.partition(":")
    return Feature(kind, value) if kind in KINDS and value else None


def features_of(passage: PublishedPassage, themes: Iterable[str]) -> Iterator[Feature]:
    """Yield what one passage describes; themes: keys of those given or suggested and not declined."""
    for theme in themes:
        yield Feature("theme", theme)
    for practice in practices_in(passage.text):
        yield Feature("practice", practice)
    for kind in kinds_of_systems(tuple(passage.systems)):
        yield Feature("system", kind)
    if passage.speaker and passage.speaker != Speaker.DATA:
        yield Feature("speaker", passage.speaker)
        if passage.tells and passage.speaker != Speaker.REGULATOR:
            yield Feature("tells", f"{passage.speaker}-{passage.tells}")
    if passage.tells:
        yield Feature("tells", passage.tells)


@lru_cache(maxsize=5_000)
def kinds_of_systems(systems: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kinds of systems that are named so, each once."""
    return tuple(dict.fromkeys(kind for name in systems for kind in system_kinds_in(name)))


def words_of(feature: Feature, theme_names: dict[str, str]) -> str:
    """Return a feature in words."""
    if feature.kind == "theme":
        return theme_names.get(feature.value, "A theme no longer used")
    if feature.kind == "practice":
        return practice_names().get(feature.value, feature.value)
    if feature.kind == "speaker":
        return (
            f"{Speaker(feature.value).label} speak"
            if feature.value != "regulator"
            else "The regulator speaks"
        )
    if feature.kind == "tells":
        speaker, _, tells = feature.value.rpartition("-")
        told = Tells(tells).label.lower()
        return f"{Speaker(speaker).label} tell of a {told}" if speaker else f"Tells of a {told}"
    return feature.value[:1].upper() + feature.value[1:]
