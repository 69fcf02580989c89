"""What belongs to a complaint and is seen with it, such as a question to the person or a part of the reply by others."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from goldthread.council.models import Team
from goldthread.council.records.base import RecordQuerySet


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
