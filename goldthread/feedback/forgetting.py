"""Deleting what is due: the person goes, and what was learned stays without them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps

from goldthread.council import search
from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.retention import CASE, years_before
from goldthread.feedback.models import (
    Contact,
    EqualityAnswers,
    Feedback,
    Find,
    FindDecision,
    ImportFile,
    ImportProblem,
    Point,
    Words,
)
from goldthread.feedback.sources import SOURCES

GONE = "Deleted on {on:%-d %B %Y}, as the council's schedule says."
_AT_ONCE = 500
ABANDONED = datetime.timedelta(days=30)
"""After so long a spreadsheet that nobody brought in is deleted."""


@dataclass(frozen=True)
class Due:
    """What one run forgot."""

    feedback: int
    files: int


def due(council: Council, today: datetime.date) -> list[Feedback]:
    """Return the feedback whose time is up: counted from its closing where it was closed, else its coming."""
    found: list[Feedback] = []
    for source in SOURCES.values():
        limit = years_before(
            today, max(source.years_kept, CASE.years) if source.slug == "complaint" else source.years_kept
        )
        old = Feedback.objects.filter(
            council=council, source=source.slug, received_on__lt=limit, forgotten_on__isnull=True
        )
        found += [item for item in old if (item.closed_on or item.received_on) < limit]
    return found


@command("council.forget")
def forget(*, by: Person, feedback: Sequence[Feedback], on: datetime.date) -> list[Feedback]:
    """Delete every word and name of some feedback, in the history too; its themes and counts stay."""
    ids = [item.pk for item in feedback]
    for model in (Words, Contact, EqualityAnswers, Find, FindDecision):
        model.objects.filter(council=by.council, feedback__in=ids).delete()
    gone = GONE.format(on=on)
    Point.objects.filter(council=by.council, feedback__in=ids).update(text=gone)
    for item in feedback:
        item.title, item.told_what, item.their_reference, item.format_needed = gone, "", "", ""
        item.extra, item.wants_reply, item.forgotten_on = {}, False, on
        # The mark of the words must not let them be guessed; a mark of its own keeps it unique.
        item.fingerprint = f"forgotten-{item.pk}"
        item.save(
            update_fields=[
                "title", "told_what", "their_reference", "format_needed", "extra", "wants_reply", "forgotten_on",
                "fingerprint",
            ]
        )  # fmt: skip
    points = list(Point.objects.filter(council=by.council, feedback__in=ids).values_list("pk", flat=True))
    # The history keeps earlier states; what is forgotten must not live on in it.
    apps.get_model("goldthread", "FeedbackEvent").objects.filter(pgh_obj_id__in=ids).delete()
    apps.get_model("goldthread", "PointEvent").objects.filter(pgh_obj_id__in=points).delete()
    search.remove(by.council_id, ids)
    return list(feedback)


@command("council.forget")
def clear_imports(*, by: Person, before: datetime.datetime) -> list[ImportFile]:
    """Delete spreadsheets that were brought and never brought in, and what was said about their rows."""
    files = list(ImportFile.objects.filter(council=by.council, created_at__lt=before).defer("content"))
    ImportProblem.objects.filter(council=by.council, created_at__lt=before).delete()
    ImportFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    return files


def forget_due(by: Person, *, today: datetime.date, now: datetime.datetime) -> Due:
    """Forget everything that is due in a council, a part at a time."""
    items = due(by.council, today)
    for start in range(0, len(items), _AT_ONCE):
        forget(by=by, feedback=items[start : start + _AT_ONCE], on=today)
    if items:
        search.drop_unused_words(by.council_id)
    files = clear_imports(by=by, before=now - ABANDONED)
    return Due(len(items), len(files))
