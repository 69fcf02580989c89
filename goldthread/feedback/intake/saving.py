"""Saving of new feedback: redact every field, take a number, and insert many pieces in one statement a table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from goldthread.analysis.privacy import CaseNames, Redacted
from goldthread.council.models import Person
from goldthread.council.records import bulk, numbering, people_named, privacy, saving, search
from goldthread.council.records.points import points_changed
from goldthread.feedback.clocks import first_due
from goldthread.feedback.contacts.keeping import keep_keys
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.intake.new_feedback import NewFeedback, unsaid_speaker
from goldthread.feedback.labels import label_of
from goldthread.feedback.models import EqualityAnswers, Feedback, title_of
from goldthread.feedback.points import new_points
from goldthread.feedback.redaction import case_names
from goldthread.feedback.redaction.case_names import EXTRA, LONGEST, POINT
from goldthread.feedback.redaction.models import OriginalText
from goldthread.feedback.sources import SOURCES
from goldthread.standards.upheld import is_upheld

BETWEEN = "\n\n"


@dataclass(frozen=True)
class RedactedFeedback:
    """A new piece with its redacted text by field, or locked because detection failed."""

    original: dict[str, str]
    redacted: dict[str, str]
    hidden: Mapping[str, Redacted]
    names: CaseNames
    locked: bool

    def original_fields(self) -> dict[str, str]:
        """Return the fields, beside the points, that are stored as they were received."""
        return {
            name: text
            for name, text in self.original.items()
            if not name.startswith(POINT) and self.redacted[name] != text
        }

    def points(self, count: int) -> list[str]:
        """Return the redacted text of each point."""
        return [self.redacted.get(f"{POINT}{position}", "") for position in range(1, count + 1)]


@dataclass(frozen=True)
class PreparedFeedback:
    """What is made of a new piece without asking the database: its redacted text, and what search keeps of that."""

    redacted: RedactedFeedback
    indexed: search.IndexedText | None = None


def prepare(pieces: Sequence[tuple[NewFeedback, str]]) -> list[PreparedFeedback]:
    """Prepare new pieces, each given with its label; no database is asked, so that a helper process can do it."""
    redacted = [redact_new(new) for new, _ in pieces]
    texts = [
        (
            title_of(new.source, _columns(result)["subject"], label, is_locked=result.locked),
            " ".join(result.points(len(new.points))),
        )
        for (new, label), result in zip(pieces, redacted, strict=True)
    ]
    return [*map(PreparedFeedback, redacted, search.index_texts(texts))]


def redact_new(new: NewFeedback) -> RedactedFeedback:
    """Redact every field of a new piece; where detection fails, lock it and show none of it."""
    original, names = free_text(new), _known(new)
    try:
        hidden = case_names.hide(new.source, original, names)
    except privacy.CouldNotLook:
        fixed = {n: t if case_names.is_fixed(new.source, n, t) else "" for n, t in original.items()}
        return RedactedFeedback(original, fixed, {}, _known(new), locked=True)
    redacted = {name: hidden[name].text if name in hidden else text for name, text in original.items()}
    return RedactedFeedback(original, redacted, hidden, names, locked=False)


def _known(new: NewFeedback) -> CaseNames:
    """Return whom a new piece names before its text is read."""
    names = CaseNames()
    case_names.add_contact(names, new.contact, new.their_reference)
    for name in new.also_named:
        names.know(name)
    return names


def lock_intake(by: Person) -> None:
    """Let nobody else of the council save feedback until this transaction ends, so that no duplicate slips in.

    No number is taken yet, so that none is missing where a piece turns out to be saved already. Call it after
    redaction: that takes most of the time, and all others wait for whoever holds the lock.
    """
    numbering.take(by.council_id, "F", 0)


def save_feedback(
    by: Person,
    pieces: Sequence[tuple[NewFeedback, PreparedFeedback]],
    batch: ImportBatch | None = None,
    *,
    due_from: datetime.date | None = None,
) -> list[Feedback]:
    """Save many redacted pieces at once, after `lock_intake`; what could not be redacted is saved locked.

    due_from: what was due before that day is given no date: a register of past years says nothing of what is late.
    """
    council = by.council
    first = numbering.take(council.pk, "F", len(pieces)) if pieces else 0
    feedback, originals, named, contacts, equality, detections, points = [], [], [], [], [], [], []
    entries = []
    for index, (new, prepared) in enumerate(pieces):
        result = prepared.redacted
        texts = result.points(len(new.points))
        item = _feedback(by, new, result, number=first + index, batch=batch)
        item.due_on = first_due(item)
        if item.due_on and due_from and item.due_on < due_from:
            item.due_on = None
        feedback.append(item)
        originals.append(
            OriginalText(
                council_id=council.pk,
                feedback_id=item.pk,
                as_received=BETWEEN.join(new.points),
                point_spans=point_spans(new.points),
                original_fields=result.original_fields(),
            )
        )
        named.append(people_named.new_names(item, result.names))
        if any(new.contact.values()):
            contacts.append(Contact(council=council, feedback=item, **new.contact))
        if new.equality:
            equality.append(EqualityAnswers(council=council, feedback=item, answers=dict(new.equality)))
        detections += case_names.detections_of(item, result.hidden)
        tone = SOURCES[new.source].default_tone if new.tone is None else new.tone
        added = new_points(
            origin=item,
            texts=texts,
            source=item.source,
            speaker=item.speaker,
            team_id=item.team_id,
            heard_on=item.received_on,
            tone=tone,
            is_upheld=is_upheld(new.outcome),
            is_locked=item.is_locked,
        )
        if new.tones:
            for point, own in zip(added, new.tones, strict=True):
                point.tone = own
        points += added
        entries.append(replace(saving.entry_of(item, " ".join(texts)), indexed=prepared.indexed))
    names = [row for row in named if row is not None]
    for records in (feedback, originals, names, contacts, equality, detections, points):
        bulk.insert(records)
    keep_keys(contacts)
    search.put(council.pk, entries)
    if points:
        points_changed(by, written=points)
    return feedback


def _feedback(
    by: Person, new: NewFeedback, result: RedactedFeedback, *, number: int, batch: ImportBatch | None
) -> Feedback:
    source = SOURCES[new.source]
    return Feedback(
        council=by.council,
        number=number,
        label=label_of_new(new),
        source=new.source,
        speaker=new.speaker or unsaid_speaker(new.source, imported=batch is not None),
        channel=new.channel or source.channel,
        happened_on=new.happened_on,
        received_on=new.received_on,
        team=new.team,
        organisation=new.organisation,
        owner=new.owner,
        rule=new.rule,
        wants_reply=new.wants_reply or source.answer_owed,
        closed_on=new.closed_on,
        responded_on=new.responded_on,
        extra={slug: result.redacted[EXTRA + slug] for slug, answer in new.extra.items() if answer},
        recorded_by=by,
        batch=batch,
        batch_row=new.batch_row,
        fingerprint=new.fingerprint(),
        is_locked=result.locked,
        **_columns(result),
    )


def label_of_new(new: NewFeedback) -> str:
    """Return what a new piece is called, to which nobody has given themes yet."""
    return label_of(new.source, new.team.name if new.team else "")


def _columns(result: RedactedFeedback) -> dict[str, str]:
    """Return the redacted fields that are columns, as far as these reach."""
    return {name: result.redacted.get(name, "")[: longest or None] for name, longest in LONGEST.items()}


def free_text(new: NewFeedback) -> dict[str, str]:
    """Return every field with free text, as it was received."""
    fields = {name: getattr(new, name) for name in LONGEST if hasattr(new, name)}
    fields |= {EXTRA + slug: answer for slug, answer in new.extra.items()}
    fields |= {f"{POINT}{position}": text.strip() for position, text in enumerate(new.points, start=1)}
    return {name: text for name, text in fields.items() if text}


def point_spans(points: Sequence[str]) -> dict[str, list[int]]:
    """Return the [start, end] of each point in the original text, by its position."""
    spans, offset = {}, 0
    for position, text in enumerate(points, start=1):
        start = offset + len(text) - len(text.lstrip())
        spans[str(position)] = [start, start + len(text.strip())]
        offset += len(text) + len(BETWEEN)
    return spans
