"""The tables of fairness: which files of a round are marked twice, the second marks, and external auditors of a round."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, SCHEDULES, STAFF, Retention
from goldthread.council.records.spec import Part
from goldthread.practice.rounds.models import Audit, AuditRound

AUDITED = SCHEDULES["practice_audit"]


class SecondDraw(CouncilOwned):
    """A choice by lot of the files of a round that are marked twice: its seed, and why, where it was made again."""

    round = models.ForeignKey(AuditRound, on_delete=models.CASCADE, related_name="second_draws")
    drawn_on = models.DateField()
    seed = models.BigIntegerField()
    share = models.PositiveSmallIntegerField(help_text="The percentage of the sample that is marked twice.")
    size = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"because": LEARNED, "by": STAFF}, plain="round drawn_on seed share size of"
    )
    spec = Part(of="round", redacted="because", not_before={"drawn_on": "round__drawn_on"})

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"second marks with seed {self.seed}"


class SecondMark(CouncilOwned):
    """The second mark of a file, given without sight of the first, and what both agreed at the moderation meeting.

    The agreed grade itself stands on the audit, beside its first one. finished_on: the day from which both marks can be
    seen, where the first is in too.
    """

    audit = models.OneToOneField(Audit, on_delete=models.CASCADE, related_name="second_mark")
    marker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    grade = models.CharField(max_length=60, blank=True)
    why = models.TextField(blank=True)
    finished_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_because = models.TextField(blank=True)

    retention = Retention(
        personal={
            "marker": STAFF,
            "notes": AUDITED,
            "why": AUDITED,
            "agreed_because": AUDITED,
            "agreed_by": STAFF,
        },
        plain="audit answers grade finished_on agreed_on",
    )
    spec = Part(
        of="audit__round",
        redacted="notes why agreed_because",
        codes="answers grade",
        not_before={"finished_on": "", "agreed_on": "finished_on audit__finished_on"},
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "marker"],
                name="second_marks_to_do",
                condition=Q(marker__isnull=False, finished_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"second mark of {self.audit_id}"

    @property
    def are_both_in(self) -> bool:
        """Return whether both marks are finished, from when on each may be seen beside the other."""
        return self.finished_on is not None and self.audit.finished_on is not None


class ExternalAuditor(CouncilOwned):
    """An auditor of another council, who signs in to one round alone until a day."""

    round = models.ForeignKey(AuditRound, on_delete=models.CASCADE, related_name="external_auditors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_council = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(help_text="The last day on which they can open the round.")
    ended_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"person": STAFF, "given_by": STAFF}, plain="round from_council since until ended_on"
    )
    spec = Part(
        of="round",
        public="from_council",
        not_before={"since": "", "until": "since", "ended_on": "since"},
        planned="until",
    )

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(ended_on=None), name="one_external_auditor_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until}"

    def works(self, today: datetime.date) -> bool:
        """Return whether they can open the round on a day."""
        return self.ended_on is None and self.since <= today <= self.until
