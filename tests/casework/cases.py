"""Complaints with two issues, received eleven days ago, for the tests of casework."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from goldthread.casework.models import ComplaintCase
from goldthread.feedback import commands
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback

AGO = datetime.timedelta(days=11)


def made(cast: Any, *, source: str = "complaint", team: str = "locality-north", **fields: Any) -> Feedback:
    today = timezone.localdate()
    new = NewFeedback(
        source=source,
        points=["Nobody came on Tuesday.", "I was billed for the visit that never was."],
        received_on=fields.pop("received_on", today - AGO),
        team=cast.team(team),
        **fields,
    )
    feedback = commands.receive(
        by=cast.person("complaints_manager"), new=new, today=today, allow_duplicate=True
    )
    cast.enter()
    return feedback


def case_of(feedback: Feedback) -> ComplaintCase:
    """Return the case of feedback as it is saved now."""
    return ComplaintCase.objects.get(feedback=feedback)
