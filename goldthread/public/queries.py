"""Queries on forms that were sent, and on what must follow them."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.public.models import Submission, SubmissionQuerySet


def to_see_to(person: Any, now: datetime.datetime) -> SubmissionQuerySet:
    """Return the forms of which something failed or waits for over an hour, and that this person may see."""
    return Submission.objects.visible_to(person).to_see_to(now)
