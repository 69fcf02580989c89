"""New feedback before it is saved: its fields, the checks on them, and detection of the same text on the same day."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from goldthread.council.command import Refused
from goldthread.council.models import Person, Team
from goldthread.council.organisations.models import Organisation
from goldthread.dates import day_in_words
from goldthread.feedback.models import Feedback, FeedbackQuerySet, Speaker
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.sources import SOURCES


@dataclass(frozen=True)
class NewFeedback:
    """A piece of feedback before it is saved: its text, split into points, and the facts about it."""

    source: str
    points: Sequence[str]
    received_on: datetime.date
    happened_on: datetime.date | None = None
    subject: str = ""
    speaker: str = ""
    channel: str = ""
    team: Team | None = None
    organisation: Organisation | None = None
    service: str = ""
    format_needed: str = ""
    wants_reply: bool = False
    outcome: str = ""
    closed_on: datetime.date | None = None
    responded_on: datetime.date | None = None
    tone: int | None = None
    # Where the issues differ in it: the sentiment of each point, in their order.
    tones: Sequence[int | None] = ()
    their_reference: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    equality: Mapping[str, str] = field(default_factory=dict)
    # People known beside the contact, such as the person for whom somebody speaks: hidden in all its texts.
    also_named: Sequence[str] = ()
    owner: Person | None = None
    # The rule of the council's that gave it its team or its owner.
    rule: IntakeRule | None = None
    batch_row: int | None = None
    # Two people may write the same few words on the same day: the second in a spreadsheet is a piece of its own.
    occurrence: int = 1

    def fingerprint(self) -> str:
        """Return what identifies this piece: the same text from the same source on the same day is saved once."""
        parts = [self.source, self.received_on.isoformat(), self.their_reference, *self.points]
        if self.occurrence > 1:
            parts.append(str(self.occurrence))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


class DuplicateFeedback(Refused):
    """The same text from the same source on the same day is saved already, as `earlier`.

    `may_read`: whether the person adding it may read the earlier piece. To anybody else it is not named.
    """

    def __init__(self, earlier: Feedback, *, may_read: bool) -> None:
        where = f"as {earlier.reference}" if may_read else "in feedback that you cannot read"
        if may_read and earlier.withdrawn_on:
            where += ", which is withdrawn"
        super().__init__(f"The same text from the same day is already saved, {where}. Nothing was added.")
        self.earlier, self.may_read = earlier, may_read


def check_new(new: NewFeedback, *, today: datetime.date) -> None:
    """Refuse dates and texts that cannot be right, with a message that says what to do."""
    if new.source not in SOURCES:
        raise Refused(f"There is no type of feedback called {new.source}.")
    if not any(text.strip() for text in new.points):
        raise Refused("Enter what they said.")
    check_dates(new.received_on, new.happened_on, new.closed_on, new.responded_on, today=today)


def check_dates(
    received_on: datetime.date,
    happened_on: datetime.date | None,
    closed_on: datetime.date | None,
    responded_on: datetime.date | None,
    *,
    today: datetime.date,
) -> None:
    """Refuse dates of feedback that cannot all be right, in the words of its pages; saving would refuse them too."""
    if received_on > today:
        raise Refused(
            f"The date received, {day_in_words(received_on)}, is in the future. Check the date.",
            field="received_on",
        )
    if happened_on and happened_on > received_on:
        raise Refused(
            "The date of incident is after the date received. Check both dates.", field="happened_on"
        )
    for day, what in ((closed_on, "closed"), (responded_on, "of the response")):
        if day and day < received_on:
            raise Refused(
                f"The date {what} is before the date received. Check both dates.", field="received_on"
            )


def resolve_duplicate(by: Person, new: NewFeedback, *, allow_duplicate: bool) -> NewFeedback:
    """Return the piece numbered so that it can be saved beside its duplicates; raise DuplicateFeedback if not allowed."""
    while (earlier := _saved_already(by, new)) is not None:
        if not allow_duplicate:
            may_read = Feedback.objects.visible_to(by, withdrawn=True).filter(pk=earlier.pk).exists()
            raise DuplicateFeedback(earlier, may_read=may_read)
        new = replace(new, occurrence=new.occurrence + 1)
    return new


def without_saved(by: Person, pieces: Mapping[str, NewFeedback]) -> dict[str, NewFeedback]:
    """Return the pieces, by fingerprint, that are not saved yet."""
    saved = saved_fingerprints(by, pieces)
    return {fingerprint: new for fingerprint, new in pieces.items() if fingerprint not in saved}


def saved_fingerprints(by: Person, fingerprints: Collection[str]) -> set[str]:
    """Return which fingerprints the council has saved already; a corrected type or date changes none."""
    saved = saved_feedback(by).filter(fingerprint__in=list(fingerprints))
    return set(saved.values_list("fingerprint", flat=True))


def unsaid_speaker(source: str, *, imported: bool) -> Speaker:
    """Return who spoke where nobody says: whom a type of feedback is by, such as staff; of a spreadsheet's rows, else not known.

    A form asks who spoke and shows "Person who draws on care" as chosen; a register without such a column has not said it.
    """
    speaker = Speaker(SOURCES[source].speaker)
    return Speaker.UNKNOWN if imported and speaker == Speaker.PERSON else speaker


def saved_feedback(by: Person) -> FeedbackQuerySet:
    """Return what a council has saved: all but what an undone import brought, which may be brought in again."""
    undone = Q(withdrawn_on__isnull=False, batch__withdrawn_on__isnull=False)
    return Feedback.objects.filter(council=by.council).exclude(undone)


def _saved_already(by: Person, new: NewFeedback) -> Feedback | None:
    return saved_feedback(by).filter(fingerprint=new.fingerprint()).first()
