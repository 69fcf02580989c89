"""New reviews and findings before they are saved, and how the same review is told again."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.council.models import Team


@dataclass(frozen=True)
class NewFinding:
    """A finding before it is saved."""

    text: str
    heading: str = ""
    recommendation: str = ""
    # None where the outcome of the review decides it.
    is_upheld: bool | None = None
    tone: int | None = None
    team: Team | None = None
    due_on: datetime.date | None = None
    # What went well: it is kept and spread, and needs no decision.
    is_strength: bool = False


@dataclass(frozen=True)
class NewReview:
    """A review before it is saved, with its findings."""

    kind: str
    title: str
    body: str
    decided_on: datetime.date
    findings: Sequence[NewFinding]
    their_reference: str = ""
    outcome: str = ""
    score: int | None = None
    statement: str = ""
    summary: str = ""
    source_note: str = ""
    # Who reviewed, was interviewed or took part, as roles; and which team was reviewed, where it was one.
    took_part: str = ""
    reviewed_team: Team | None = None
    # Whether it is a published report, in which no name is hidden; None where its type decides.
    is_published: bool | None = None

    def fingerprint(self) -> str:
        """Return what identifies this review, so that it is saved once."""
        parts = [self.kind, self.body, self.title, self.decided_on.isoformat(), self.their_reference]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
