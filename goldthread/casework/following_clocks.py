"""Due dates that somebody set by hand, in a version where that could be done, become those of the clocks."""

from __future__ import annotations

import uuid

from django.db.models import F

from goldthread.casework.choices import ENDED
from goldthread.casework.events import is_casework
from goldthread.casework.models import ComplaintCase
from goldthread.feedback.clocks import first_due, steps_of
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES


def follow_clocks(council_id: uuid.UUID) -> int:
    """Give open complaints and enquiries the date of their next step, where they have another; returns how many.

    What has no date at all came from a register, and keeps none until something happens to it.
    """
    open_ = Feedback.objects.filter(
        council=council_id,
        source__in=[slug for slug in SOURCES if is_casework(slug)],
        closed_on=None,
        forgotten_on=None,
        due_on__isnull=False,
    )
    cases = ComplaintCase.objects.filter(feedback__in=open_).exclude(state__in=ENDED)
    others = cases.exclude(feedback__due_on=F("feedback__step_on"))
    dates = {pk: day for pk, day in others.values_list("feedback", "feedback__step_on")}
    for feedback in open_.filter(case=None):
        if feedback.due_on not in steps_of(feedback).values():
            dates[feedback.pk] = first_due(feedback)
    for pk, day in dates.items():
        Feedback.objects.filter(pk=pk).update(due_on=day)
    return len(dates)
