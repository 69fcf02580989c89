"""Deletion of public forms that were never sent, and of what a sent one says beside the words of its feedback."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from goldthread.feedback.cases import forgets_with_feedback
from goldthread.public import drafts
from goldthread.public.models import KEPT, PublicDraft, Submission


def due(council_id: uuid.UUID, now: datetime.datetime) -> QuerySet[PublicDraft]:
    """Return the forms of a council that nobody has gone on with for as long as they are kept."""
    return PublicDraft.objects.filter(council=council_id, saved_at__lte=now - KEPT)


def delete_due(council_id: uuid.UUID, now: datetime.datetime) -> int:
    """Delete those; returns how many."""
    old = list(due(council_id, now).order_by("pk"))
    for draft in old:
        drafts.delete(draft)
    return len(old)


@forgets_with_feedback
def forgotten_with_feedback(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> None:
    """Delete for whom forms spoke and whether these agreed; by which door a form came, and when, stays."""
    Submission.objects.filter(council=council_id, feedback__in=keys).update(relation="", agreed="")
