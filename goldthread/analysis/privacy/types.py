"""Data types of personal-data detection: kinds, detections, people a case names, and the recogniser protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """Kinds of personal data that are hidden before anything else reads a text."""

    PERSON = "PERSON"
    ADDRESS = "ADDRESS"
    POSTCODE = "POSTCODE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    NHS = "NHS"
    NINO = "NINO"
    DOB = "DOB"
    AGE = "AGE"
    REF = "REF"
    VEHICLE = "VEHICLE"
    BANK = "BANK"
    URL = "URL"
    CODE = "CODE"
    LOCATION = "LOCATION"
    DEVICE = "DEVICE"


@dataclass(frozen=True, slots=True)
class Detection:
    """One stretch of text that identifies someone.

    `start` and `end` count characters of the text as it was given (end exclusive). `reason` is a
    short sentence for the person who checks it and never repeats the words found. `confidence`
    runs from 0 to 1 and orders detections; it is not a measured probability.
    """

    start: int
    end: int
    kind: Kind
    reason: str
    confidence: float

    def as_dict(self) -> dict[str, object]:
        """Return the detection as plain values, as `goldthread redact --json` prints it."""
        return {
            "start": self.start,
            "end": self.end,
            "kind": str(self.kind),
            "reason": self.reason,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Someone the case already names, so that every form of the name is found in its texts.

    `relation` is who they are in the story in lower case ("daughter", "social worker") or empty;
    `aliases` are further names they go by ("Dot", a maiden name).
    """

    name: str
    relation: str = ""
    aliases: tuple[str, ...] = ()


class Recogniser(Protocol):
    """A detector of some kinds of personal data: a rule here, or a language model later.

    It may return overlapping detections; the `Detector` merges them. The text it is handed has been
    normalised (see `text/normalisation.py`) and positions refer to that text.
    """

    name: str

    def find(self, text: str, known: Sequence[KnownPerson]) -> Iterable[Detection]:
        """Return detections in `text`, in any order, given the people the case already names."""
        ...
