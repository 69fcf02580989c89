"""Queries on forms that were sent, and on what must follow them."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.public.models import Submission, SubmissionQuerySet


def to_see_to(person: Any, now: datetime.datetime) -> SubmissionQuerySet:
    """Return the forms of which something failed or waits for over an hour, and that this person may see."""
    return Submission.objects.visible_to(person).to_see_to(now)


def by_the_same_door(person: Any, form: Submission) -> int:
    """Return how many forms came by the door of one in the twelve months up to it, of those this person may see."""
    year = form.sent_on - datetime.timedelta(days=365)
    forms = Submission.objects.visible_to(person).filter(door=form.door, sent_on__gt=year)
    return forms.filter(sent_on__lte=form.sent_on).count()
