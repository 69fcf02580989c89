"""An idea taken from a passage of a published report: why it interests the council, and whether it was taken up."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Action
from goldthread.sector.models import PublishedPassage, PublishedReport
from goldthread.sector.work_indexes import by_action_or_reason, work_indexes


@with_history
class Idea(Numbered):
    """Something that another council does, kept to be considered; it is no finding, and nobody owes an answer to it.

    why: why it interests the council. due_on: by when it is decided. action: by which it was taken up; because: why it
    was not.
    """

    report = models.ForeignKey(PublishedReport, on_delete=models.PROTECT, related_name="ideas")
    passage = models.ForeignKey(
        PublishedPassage, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas"
    )
    title = models.CharField(max_length=200)
    why = models.TextField()
    noted_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas")
    because = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "title": LEARNED,
            "why": LEARNED,
            "because": LEARNED,
            "owner": STAFF,
            "decided_by": STAFF,
            "recorded_by": STAFF,
        },
        plain="number report passage noted_on due_on action decided_on",
    )
    spec = RecordType(
        name="Idea",
        plural="Ideas from elsewhere",
        letter="ID",
        page="sector:idea",
        list_page="sector:ideas",
        permission="sector.read",
        change="sector.write",
        on="noted_on",
        redacted="title why because",
        not_before={"noted_on": "", "due_on": "noted_on", "decided_on": "noted_on"},
        planned="due_on",
        based_on={"publishedreport": "report"},
        made="Idea kept",
        merges=False,
        work=Work(
            open=models.Q(decided_on=None),
            assign="sector.write",
            own="sector.write",
            team="",
            steps=lambda idea: {"Decide on the idea": idea.due_on} if idea.due_on else {},
        ),
        states=lambda idea, today: (idea.state(today),),
        gaps=(
            Gap(
                "Ideas from elsewhere past their date",
                lambda ideas, today: ideas.filter(decided_on=None, due_on__lt=today).order_by("due_on", "pk"),
                "Take it up as an action, or say why not.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_idea_a_number"),
            by_action_or_reason("an_idea_is_taken_up_or_not", "decided_on"),
        ]
        indexes = work_indexes("ideas", "noted_on")

    def __str__(self) -> str:
        return self.title

    def state(self, today: datetime.date) -> State:
        """Return whether it was taken up as an action, was not, or is still to be decided."""
        if self.decided_on is None:
            late = self.due_on is not None and self.due_on < today
            return State("Not decided, overdue", "overdue") if late else State("Not decided", "open")
        return State("Taken up as an action", "done") if self.action_id else State("Not taken up", "closed")
