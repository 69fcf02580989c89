"""What is handed on outside the product keeps: its revisions, and why what was handed on is recalled.

Evidence packs and signed self-assessments follow this one rule: where a name is hidden later in what one holds, copies
that were handed on are to be recalled, and what is made anew has a revision with its reason.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.records.base import CouncilOwned, Record
from goldthread.council.records.retention import LEARNED, STAFF
from goldthread.council.records.spec import kind_of
from goldthread.dates import day_in_words


class Revision(CouncilOwned):
    """That something was made or made anew: on which day, why, and its checksum from then on."""

    class Why(models.TextChoices):
        CREATED = "created", "Created"
        HIDDEN = "hidden", "A name was hidden"

    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    why = models.CharField(max_length=10, choices=Why)
    checksum = models.CharField(max_length=64)

    KEPT: ClassVar[str] = "number on why checksum"

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"Revision {self.number}"


class Recall(CouncilOwned):
    """That what was handed on holds what is hidden now: since when, in which record, and what became of it."""

    class Answer(models.TextChoices):
        DELETED = "deleted", "Deleted or given back, and sent anew"
        GONE = "gone", "Deleted or given back"
        NOT_NEEDED = "not_needed", "No recall needed"

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    reference = models.CharField(max_length=20, help_text="Of the record in which a name was hidden.")
    found_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PERSONAL: ClassVar[dict[str, Any]] = {"note": LEARNED, "by": STAFF}
    KEPT: ClassVar[str] = "origin origin_id reference found_on answer answered_on"
    FREE: ClassVar[dict[str, Any]] = {
        "redacted": "note",
        "codes": "origin reference",
        "not_before": {"found_on": "", "answered_on": "found_on"},
    }
    # Who has the name still, as the end of a sentence.
    still: ClassVar[str]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["found_on", "created_at", "id"]

    def __str__(self) -> str:
        return f"A name was hidden in {self.reference}"

    @property
    def record(self) -> Any:
        """Return what was handed on."""
        return getattr(self, self.spec.of)

    @property
    def because(self) -> str:
        """Return why it is recalled, in a sentence."""
        where = self.reference or "a record that it is based on"
        return f"A name was hidden in {where} on {day_in_words(self.found_on)}, and {self.still}."


def add_revision(
    model: type[Revision], record: Any, *, number: int, why: Revision.Why = Revision.Why.HIDDEN
) -> None:
    """Keep that a record was made anew, why, and its checksum from now on."""
    model._default_manager.create(
        council_id=record.council_id,
        **{model.spec.of: record},
        number=number,
        on=timezone.localdate(),
        why=why,
        checksum=record.checksum,
    )


def recall(
    model: type[Recall], record: Record, *, by: Person, origin: models.Model, to: list[Person]
) -> None:
    """List a record for recall because of what was hidden in another, once until it is answered; tell these people."""
    of = {model.spec.of: record}
    if model._default_manager.filter(**of, origin_id=origin.pk, answered_on=None).exists():
        return
    model._default_manager.create(
        council_id=record.council_id,
        **of,
        origin=kind_of(origin),
        origin_id=origin.pk,
        reference=getattr(origin, "reference", ""),
        found_on=timezone.localdate(),
    )
    notify(by=by, to=to, kind="recall", record=record)


def open_recalls(model: type[Recall], person: Any, records: Any) -> models.QuerySet[Any]:
    """Return the recalls of some records that nobody has answered, longest waiting first."""
    of = model.spec.of
    waiting = model._default_manager.filter(council_id=person.council_id)
    return (
        waiting.filter(**{f"{of}__in": records}, answered_on=None)
        .select_related(of)
        .order_by("found_on", "pk")
    )
