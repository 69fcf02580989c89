"""A procedure that a council wrote: its steps with their clocks, in editions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from goldthread.council.records.base import Numbered, with_history
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.standards import clocks
from goldthread.standards.entries import StandardsError


class Standing(models.TextChoices):
    """Whether cases can begin under an edition; only a draft can be changed."""

    DRAFT = "draft", "Draft"
    IN_USE = "in_use", "In use"
    ENDED = "ended", "No longer for new cases"


_COLOURS = {Standing.DRAFT: "yellow", Standing.IN_USE: "green", Standing.ENDED: "grey"}


def _states(procedure: Procedure, today: datetime.date) -> tuple[State, ...]:
    return (State(procedure.get_standing_display(), _COLOURS[Standing(procedure.standing)]),)


@with_history
class Procedure(Numbered):
    """One edition of a council's procedure. A case keeps slug and edition, so that what it follows never changes.

    content: steps, complexities and limit with their sources, as `clocks.as_plain` writes them. instead_of: the shipped
    procedure in whose place new cases follow this one.
    """

    slug = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    what_it_is = models.TextField(blank=True)
    instead_of = models.CharField(max_length=60, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.DRAFT)
    in_use_from = models.DateField(null=True, blank=True)
    in_use_until = models.DateField(null=True, blank=True)
    question_pauses = models.BooleanField(default=False)
    safeguarding_parks = models.BooleanField(default=True)
    reopening_starts_again = models.BooleanField(default=False)
    drafter_may_sign = models.BooleanField(default=False)
    content = models.JSONField(default=dict, blank=True)

    retention = Retention(
        plain=(
            "number slug edition name what_it_is instead_of standing in_use_from in_use_until question_pauses "
            "safeguarding_parks reopening_starts_again drafter_may_sign content"
        )
    )
    spec = RecordType(
        name="Procedure",
        plural="Procedures",
        letter="P",
        page="casework:procedure",
        list_page="casework:procedures",
        menu="Complaint procedures",
        permission="casework.procedures",
        change="casework.procedures",
        title="name",
        # A council publishes how it handles complaints.
        public="name what_it_is content",
        codes="slug instead_of",
        labels={"standing": lambda value: Standing(value).label},
        not_before={"in_use_until": "in_use_from"},
        states=_states,
        notes="",
        merges=False,
        on_thread=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_procedure_a_number"),
            models.UniqueConstraint(fields=["council", "slug", "edition"], name="one_procedure_an_edition"),
            models.UniqueConstraint(
                fields=["council", "slug"],
                condition=models.Q(standing="in_use", withdrawn_on=None),
                name="one_edition_in_use",
                violation_error_message="Another edition of this procedure is in use.",
            ),
            models.UniqueConstraint(
                fields=["council", "instead_of"],
                condition=models.Q(standing="in_use", withdrawn_on=None) & ~models.Q(instead_of=""),
                name="one_procedure_in_its_place",
                violation_error_message="Another of your procedures stands in place of that one already. End it first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return its steps as they are kept."""
        return list(self.content.get("steps", ()))

    def standard(self) -> clocks.Procedure:
        """Return it as the clocks read it; raises StandardsError, in words, where it cannot be followed yet."""
        if not self.steps:
            raise StandardsError("It has no steps yet.")
        record = {
            "source": "council",
            "holds_from": "not known",
            "confirmed": True,
            **self.content,
            "slug": self.slug,
            "name": self.name,
            "what_it_is": self.what_it_is,
            "starts": "it is received",
            "version": self.edition,
            "for_cases": True,
            "question_pauses": self.question_pauses,
            "safeguarding_parks": self.safeguarding_parks,
            "reopening_starts_again": self.reopening_starts_again,
            "drafter_may_sign": self.drafter_may_sign,
        }
        return clocks.from_plain(record | {"sources": {**COUNCIL, **self.content.get("sources", {})}})


# What stands as the source of whatever the council set itself.
COUNCIL = {"council": "Set by the council in its own procedure"}
