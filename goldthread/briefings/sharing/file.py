"""A briefing as a small file for another council: JSON with the checksum of what it holds, and nobody's personal data."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.briefings.models import BLOCKS
from goldthread.briefings.questions import PARTS, PLACES
from goldthread.cell_text import without_controls
from goldthread.sent_json import read_json

FORMAT = "goldthread-briefing-1"
MOST_BYTES = 100_000
MOST_LETTERS = 1500
_LONGEST_TITLE, _LONGEST_COUNCIL, _LONGEST_ANSWER = 200, 120, 200
_REFERENCE = re.compile(r"B-[0-9]{1,12}")
_KEYS = frozenset({"format", "council", "reference", "title", "blocks", "easy_read", "questions", "sources"})


class NoBriefing(Exception):
    """A file that is no briefing, or not as it was shared; says what to do, in words fit to show."""


@dataclass(frozen=True)
class SharedBriefing:
    """A briefing as another council shared it. sources: what it rests on there, by kind and reference."""

    council: str
    reference: str
    title: str
    blocks: Mapping[str, str]
    easy_read: str
    questions: Mapping[str, str]
    sources: tuple[str, ...]

    @property
    def content(self) -> dict[str, Any]:
        """Return what it holds, as its checksum counts it."""
        return {
            "format": FORMAT,
            "council": self.council,
            "reference": self.reference,
            "title": self.title,
            "blocks": dict(self.blocks),
            "easy_read": self.easy_read,
            "questions": dict(self.questions),
            "sources": list(self.sources),
        }

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of what it holds: the same whatever the spaces and the order in the file."""
        return checksum_of(self.content)


def checksum_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of JSON in one form: keys in order, no spaces, UTF-8."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def write(shared: SharedBriefing) -> bytes:
    """Return the file."""
    whole = {**shared.content, "checksum": shared.checksum}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read(sent: bytes) -> SharedBriefing:
    """Return the briefing of a file; raises NoBriefing for one that is none, or that was changed since it was shared."""
    if len(sent) > MOST_BYTES:
        raise NoBriefing("The file is too large to be a briefing.")
    try:
        whole = read_json(sent)
    except ValueError:
        raise NoBriefing("This is no briefing that Goldthread shared. Ask for the .json file.") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NoBriefing("This is no briefing that Goldthread shared. Ask for the .json file.")
    stated = whole.pop("checksum", None)
    if set(whole) != _KEYS or stated != checksum_of(whole):
        raise NoBriefing(
            "This file was changed since it was shared: its checksum is not that of what it holds. "
            "Ask the other council for it again."
        )
    return SharedBriefing(
        council=_text(whole["council"], _LONGEST_COUNCIL, needed=True),
        reference=_reference(whole["reference"]),
        title=_text(whole["title"], _LONGEST_TITLE, needed=True),
        blocks=_texts(whole["blocks"], {slug for slug, _ in BLOCKS}, MOST_LETTERS),
        easy_read=_text(whole["easy_read"], MOST_LETTERS),
        questions=_texts(
            whole["questions"], {f"{at}{part}" for at in PLACES for part in PARTS}, _LONGEST_ANSWER
        ),
        sources=_sources(whole["sources"]),
    )


def _broken() -> NoBriefing:
    return NoBriefing(
        "This file does not hold a briefing as Goldthread writes one. Ask the other council for it again."
    )


def _text(value: Any, longest: int, *, needed: bool = False) -> str:
    if not isinstance(value, str) or len(value) > longest or (needed and not value.strip()):
        raise _broken()
    return without_controls(value)


def _texts(value: Any, names: set[str], longest: int) -> dict[str, str]:
    if not isinstance(value, dict) or not set(value) <= names:
        raise _broken()
    return {name: _text(text, longest) for name, text in value.items()}


def _reference(value: Any) -> str:
    if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
        raise _broken()
    return value


def _sources(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 100:
        raise _broken()
    return tuple(_text(each, 60) for each in value)
