"""One route by which staff can raise a concern: what it is for, where it stands, and when it was last looked at."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.records.aspects import Gap
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import LEARNED, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State

REVIEWED_WITHIN = datetime.timedelta(days=366)


@with_history
class SpeakingUpRoute(Record):
    """A policy, forum, session or other way to raise a concern, with the address of its policy and whether it says no blame."""

    class Kind(models.TextChoices):
        POLICY = "policy", "Policy"
        CONFIDENCE = "confidence", "In confidence"
        FORUM = "forum", "Staff forum"
        SUPERVISION = "supervision", "Supervision"
        SESSION = "session", "Awareness session"
        AUDIT = "audit", "Audit"

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    purpose = models.TextField(max_length=600)
    where = models.CharField(max_length=300)
    no_blame = models.BooleanField(default=False)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    reviewed_on = models.DateField()

    retention = Retention(
        personal={"title": LEARNED, "purpose": LEARNED, "where": LEARNED},
        plain="kind no_blame times reviewed_on",
    )
    spec = RecordType(
        name="Route to raise a concern",
        plural="Routes to raise a concern",
        page="speaking_up:route",
        list_page="speaking_up:routes",
        permission="speaking_up.use",
        change="speaking_up.routes",
        on="reviewed_on",
        redacted="title purpose where",
        not_before={"reviewed_on": ""},
        on_thread=False,
        merges=False,
        notes="",
        whole_council=lambda route: "A route to raise a concern is",
        states=lambda route, today: route.states(today),
        gaps=(
            Gap(
                "Routes to raise a concern not reviewed for a year",
                lambda routes, today: routes.filter(reviewed_on__lt=today - REVIEWED_WITHIN).order_by(
                    "reviewed_on", "pk"
                ),
                do="Look at it, and correct its date",
            ),
        ),
    )

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it is to be reviewed, and whether it says that nobody is blamed, as tags."""
        due = self.reviewed_on < today - REVIEWED_WITHIN
        blame = (State("No blame", "turquoise"),) if self.no_blame else ()
        return (State("Review due", "overdue") if due else State("In use", "done"), *blame)
