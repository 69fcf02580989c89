"""A piece of feedback before it is kept: what makes it itself, and that the same words of one day come once."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from goldthread.council.command import Refused
from goldthread.council.models import Person, Team
from goldthread.feedback.models import Feedback


@dataclass(frozen=True)
class NewFeedback:
    """A piece of feedback before it is kept: what was said, split into its points, and everything about it."""

    source: str
    points: Sequence[str]
    received_on: datetime.date
    happened_on: datetime.date | None = None
    title: str = ""
    speaker: str = ""
    channel: str = ""
    team: Team | None = None
    service: str = ""
    format_needed: str = ""
    wants_reply: bool = False
    outcome: str = ""
    closed_on: datetime.date | None = None
    tone: int | None = None
    their_reference: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    equality: Mapping[str, str] = field(default_factory=dict)
    batch_row: int | None = None
    # Two people may write the same few words on the same day: the second in a spreadsheet is its own voice.
    occurrence: int = 1

    def fingerprint(self) -> str:
        """Return what makes this piece itself: the same words from the same source on the same day come once."""
        said = [self.source, self.received_on.isoformat(), self.their_reference, *self.points]
        if self.occurrence > 1:
            said.append(str(self.occurrence))
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


class DuplicateFeedback(Refused):
    """The same words came from the same source on the same day already; `twin` is what was kept then.

    `may_read`: whether whoever wrote them down may read the twin. To anybody else it is not named.
    """

    def __init__(self, twin: Feedback, *, may_read: bool) -> None:
        where = f"as {twin.reference}" if may_read else "in feedback that you may not read"
        super().__init__(f"The same words came on the same day already, {where}. Nothing was added.")
        self.twin, self.may_read = twin, may_read


def resolve_duplicate(by: Person, new: NewFeedback, *, again: bool) -> NewFeedback:
    """Return a piece as it may be kept beside those that are here; without `again` raise DuplicateFeedback for a twin."""
    while (twin := _twin(by, new)) is not None:
        if not again:
            raise DuplicateFeedback(
                twin, may_read=Feedback.objects.visible_to(by).filter(pk=twin.pk).exists()
            )
        new = replace(new, occurrence=new.occurrence + 1)
    return new


def without_duplicates(by: Person, pieces: Mapping[str, NewFeedback]) -> dict[str, NewFeedback]:
    """Return those of some pieces, by fingerprint, that are not here yet."""
    known = _known(by, {new.source for new in pieces.values()}, pieces)
    return {mark: new for mark, new in pieces.items() if mark not in known}


def _twin(by: Person, new: NewFeedback) -> Feedback | None:
    prints = {"source": new.source, "fingerprint": new.fingerprint()}
    return Feedback.objects.filter(council=by.council, **prints).first()


def _known(by: Person, sources: Collection[str], marks: Collection[str]) -> set[str]:
    here = Feedback.objects.filter(council=by.council, source__in=sources, fingerprint__in=list(marks))
    return set(here.values_list("fingerprint", flat=True))
