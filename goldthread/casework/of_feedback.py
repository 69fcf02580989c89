"""What belongs to a complaint and is seen with it, such as a question to the person or a part of the reply by others."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import models

from goldthread.council.models import Team
from goldthread.council.records.aspects import Happening, Work
from goldthread.council.records.base import RecordQuerySet
from goldthread.council.records.states import State


class OfFeedback(models.Model):
    """A record on a complaint, its `feedback`: whoever acts for the complaint's team may act on it."""

    class Meta:
        abstract = True

    @property
    def team(self) -> Team | None:
        """Return the team of its complaint."""
        return self.feedback.team

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the key of that team."""
        return self.feedback.team_id


class OfFeedbackQuerySet(RecordQuerySet):
    """Queries on what whoever may see its feedback sees, and whoever owns it."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> OfFeedbackQuerySet:
        """Return those about feedback that this person may read, and their own."""
        teams = person.teams_for("casework.read")
        visible = self.filter(council_id=person.council_id)
        if teams is not None:
            visible = visible.filter(models.Q(feedback__team__in=teams) | models.Q(owner=person))
        return visible if withdrawn else visible.counted().filter(feedback__withdrawn_on=None)

    def open(self) -> OfFeedbackQuerySet:
        """Return those that wait: no answer came, and nobody gave them up."""
        return self.filter(answered_on=None, ended_on=None)


def work_on_case(open: models.Q) -> Work:
    """Return who does the work on what belongs to a case: whoever handles cases, or carries out what was learned."""
    return Work(
        open=open,
        assign="casework.handle",
        own="casework.handle learning.carry_out",
        team="feedback__team",
    )


def on_timeline(what: str, *, text: str = "title", icon: str = "out") -> Happening:
    """Return what the timeline of a case says of one of its records. what: in the past tense."""
    return Happening(
        what=what,
        kinds="feedback",
        ends=("", "feedback_id"),
        permission="casework.read",
        by="recorded_by__name",
        text=text,
        icon=icon,
    )


def by_date_and_owner(stem: str) -> list[models.Index]:
    """Return the indexes of a list of what is due: by its day, and of each owner."""
    return [
        models.Index(fields=["council", "due_on", "id"], name=f"{stem}_by_date"),
        models.Index(
            fields=["council", "owner", "due_on", "id"],
            name=f"{stem}_by_owner",
            condition=models.Q(owner__isnull=False),
        ),
    ]


def whether_it_came(
    record: Any, came_on: datetime.date | None, today: datetime.date, *, came: str, missing: str
) -> tuple[State, ...]:
    """Return where something stands that was asked for by a day, as a tag. came, missing: once it came; while it is late."""
    if record.ended_on:
        return (State("Given up", "stopped"),)
    if came_on:
        return (State(f"{came} late" if came_on > record.due_on else came, "done"),)
    return (State(missing, "overdue") if record.due_on < today else State("Waiting", "open"),)
