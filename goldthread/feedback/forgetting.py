"""Deletion of feedback at the end of its retention period; what was learned stays without the person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from goldthread.council.command import command
from goldthread.council.database import tenant
from goldthread.council.drafts.store import forget_about
from goldthread.council.models import Council, Person, SearchEntry
from goldthread.council.records import attached, holds, people_named, search
from goldthread.council.records.retention import SCHEDULES, years_of
from goldthread.dates import day_in_words, years_before
from goldthread.feedback import cases
from goldthread.feedback.contacts.models import Contact, ContactChange
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.importing.models import (
    ImportBatch,
    ImportFile,
    ImportRowEdit,
    ImportRowError,
    ImportUnmatchedValue,
    ImportUpdate,
)
from goldthread.feedback.models import EqualityAnswers, Feedback, Point
from goldthread.feedback.redaction.case_names import LONGEST
from goldthread.feedback.redaction.models import Detection, DetectionDecision, OriginalText
from goldthread.feedback.sources import SOURCES

GONE = "Deleted on {on}, as the retention schedule requires."
_AT_ONCE = 500
NOT_IMPORTED = "It was not imported within a month, so the spreadsheet was deleted. Upload it again."
ABANDONED = datetime.timedelta(days=30)
"""A spreadsheet that nobody has imported is deleted after this long."""


@dataclass(frozen=True)
class Due:
    """How much one run deleted."""

    feedback: int
    files: int


def due(council: Council, today: datetime.date) -> list[Feedback]:
    """Return the feedback at the end of its retention: counted from the date closed, else the date received."""
    items: list[Feedback] = []
    for source in SOURCES.values():
        limit = years_before(today, years_of(council, SCHEDULES[source.retention]))
        old = Feedback.objects.filter(
            council=council, source=source.slug, received_on__lt=limit, forgotten_on__isnull=True
        ).exclude(pk__in=holds.held(council.pk, "feedback"))
        items += [item for item in old if (item.closed_on or item.received_on) < limit]
    return items


@command("council.forget")
def forget(*, by: Person, feedback: Sequence[Feedback], on: datetime.date) -> list[Feedback]:
    """Delete the text and names of feedback, in its history too; its themes and counts stay."""
    ids = [item.pk for item in feedback]
    holds.check(by.council_id, "feedback", ids)
    # Locked first: what somebody is writing at this moment is saved before this, or refused after it.
    list(Feedback.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    for model in (OriginalText, Contact, ContactChange, EqualityAnswers, Detection, DetectionDecision):
        model.objects.filter(council=by.council, feedback__in=ids).delete()
    cases.forgotten(by.council_id, ids)
    people_named.forget_names("feedback", ids)
    attached.forget_on(by.council_id, "feedback", ids)
    forget_about(by.council_id, [*feedback, *Point.objects.filter(council=by.council, feedback__in=ids)])
    gone = GONE.format(on=day_in_words(on))
    Point.objects.filter(council=by.council, feedback__in=ids).update(
        text=gone, is_locked=False, forgotten_on=on
    )
    for item in feedback:
        for name in LONGEST:
            setattr(item, name, "")
        item.extra, item.wants_reply, item.is_locked, item.forgotten_on = {}, False, False, on
        # The fingerprint must not let the text be guessed; one of its own keeps it unique.
        item.fingerprint = f"forgotten-{item.pk}"
        item.save(
            update_fields=[*LONGEST, "extra", "wants_reply", "is_locked", "forgotten_on", "fingerprint"]
        )
    # A group's name says what its feedback asked for: it is deleted with the last of them.
    named = DuplicateGroup.objects.filter(council=by.council, members__feedback__in=ids).exclude(name="")
    still = named.filter(members__feedback__forgotten_on__isnull=True).values("pk")
    DuplicateGroup.objects.filter(pk__in=named.exclude(pk__in=still).values("pk")).update(name="")
    points = list(Point.objects.filter(council=by.council, feedback__in=ids).values_list("pk", flat=True))
    # The history keeps earlier versions, which must not outlive the text.
    apps.get_model("goldthread", "FeedbackEvent").objects.filter(pgh_obj_id__in=ids).delete()
    apps.get_model("goldthread", "PointEvent").objects.filter(pgh_obj_id__in=points).delete()
    search.remove(by.council_id, ids)
    return list(feedback)


@command("council.forget")
def clear_imports(*, by: Person, before: datetime.datetime) -> list[ImportFile]:
    """Delete spreadsheets that were uploaded and never imported, and what was found in their rows."""
    files = list(ImportFile.objects.filter(council=by.council, created_at__lt=before).defer("content"))
    for model in (ImportRowError, ImportRowEdit, ImportUnmatchedValue, ImportUpdate):
        model.objects.filter(council=by.council, created_at__lt=before).delete()
    ImportFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    # Without its file none can continue: each says so, whatever it was waiting for.
    ended = (ImportBatch.State.DONE, ImportBatch.State.FAILED)
    waiting = ImportBatch.objects.filter(council=by.council, created_at__lt=before).exclude(state__in=ended)
    waiting.filter(file__isnull=True).update(state=ImportBatch.State.FAILED, failure=NOT_IMPORTED)
    return files


def abandoned(council: Council, now: datetime.datetime) -> QuerySet[ImportFile]:
    """Return the spreadsheets that were uploaded too long ago to be imported."""
    return ImportFile.objects.filter(council=council, created_at__lt=now - ABANDONED)


def forget_due(by: Person, *, today: datetime.date, now: datetime.datetime) -> Due:
    """Delete everything due in a council, a part at a time; call outside a transaction, so that each part is saved.

    Nobody else waits for longer than one part takes. Search words of all parts are removed together at the end.
    """
    with tenant.inside(by.council_id):
        items = due(by.council, today)
    words: set[str] = set()
    for start in range(0, len(items), _AT_ONCE):
        part = items[start : start + _AT_ONCE]
        with tenant.inside(by.council_id):
            entries = SearchEntry.objects.filter(council_id=by.council_id, record_id__in=[i.pk for i in part])
            words |= search.words_of(text for pair in entries.values_list("title", "body") for text in pair)
        forget(by=by, feedback=part, on=today)
    if words:
        with tenant.inside(by.council_id):
            search.drop_unused_words(by.council_id, among=words)
    files = clear_imports(by=by, before=now - ABANDONED)
    return Due(len(items), len(files))
