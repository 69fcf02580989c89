"""The tables of information returns: each return, its items, and the documents that an item gives."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Happening, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.evidence.returns.stages import LOOKS, OPEN, Redaction, Stage
from goldthread.learning.documents.models import Document


@with_history
class InformationReturn(Numbered):
    """What a body such as the Care Quality Commission asks the council for: by whom, when, and by when."""

    body = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    received_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"body": LEARNED, "title": LEARNED, "owner": STAFF},
        plain="number received_on due_on sent_on",
    )
    spec = RecordType(
        name="Information return",
        plural="Information returns",
        letter="IR",
        page="evidence:information_return",
        list_page="evidence:returns",
        menu="Information returns",
        permission="returns.read",
        notes="returns.gather",
        change="returns.record",
        on="received_on",
        redacted="title body",
        not_before={"received_on": "", "due_on": "received_on", "sent_on": "received_on"},
        planned="due_on",
        on_thread=False,
        merges=False,
        owns=("items",),
        work=Work(open=Q(sent_on=None), assign="returns.record", own="returns.record", team=""),
        states=lambda record, today: (record.state(today),),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_return_a_number")]
        indexes = [
            models.Index(fields=["council", "-received_on", "-id"], name="returns_newest"),
            models.Index(fields=["council", "due_on", "id"], name="returns_by_date"),
            models.Index(
                fields=["council", "owner", "-received_on", "-id"],
                name="returns_by_owner",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, today: datetime.date) -> State:
        """Return whether it is sent, or late."""
        if self.sent_on:
            return State("Sent", "sent")
        return State("Overdue", "overdue") if self.due_on < today else State("Open", "open")


class ItemQuerySet(RecordQuerySet):
    """Reads of items."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> ItemQuerySet:
        """Return the items of returns that count."""
        seen = super().visible_to(person, withdrawn=withdrawn)
        return seen if withdrawn else seen.filter(information_return__withdrawn_on=None)


@with_history
class ReturnItem(Numbered):
    """One thing that is asked for: its number and name as the body gives them, who finds it, and how far it is.

    statements: slugs of quality statements. document_named: what the council's own sheet says in its column of documents,
    where no document here is meant by it. extra: what stands in columns of that sheet that are none of ours, by heading.
    stage: as `stage_of` works it out.
    """

    information_return = models.ForeignKey(InformationReturn, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    item_no = models.CharField(max_length=30)
    name = models.CharField(max_length=300)
    statements = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    document_named = models.CharField(max_length=300, blank=True)
    section = models.CharField(max_length=120, blank=True)
    public_address = models.CharField(max_length=1000, blank=True)
    as_at = models.DateField(null=True, blank=True)
    redaction = models.CharField(max_length=10, choices=Redaction, blank=True)
    redacted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    redacted_on = models.DateField(null=True, blank=True)
    gathered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    gathered_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.NOT_STARTED, editable=False)

    objects = ItemQuerySet.as_manager()

    retention = Retention(
        personal={
            "name": LEARNED,
            "item_no": LEARNED,
            "document_named": LEARNED,
            "section": LEARNED,
            "extra": LEARNED,
            "owner": STAFF,
            "gathered_by": STAFF,
            "redacted_by": STAFF,
            "signed_by": STAFF,
        },
        plain="number information_return position statements due_on public_address as_at redaction redacted_on gathered_on "
        "signed_on sent_on stage",
    )
    spec = RecordType(
        name="Return item",
        plural="Return items",
        letter="RI",
        page="evidence:return_item",
        list_page="evidence:return_items",
        permission="returns.read",
        notes="returns.gather",
        change="returns.record",
        title="name",
        redacted="name item_no document_named section extra",
        references="item_no",
        codes="statements public_address",
        labels={"stage": lambda value: Stage(value).label, "redaction": lambda value: Redaction(value).label},
        not_before={
            "due_on": "information_return__received_on",
            "as_at": "",
            "gathered_on": "information_return__received_on",
            "redacted_on": "information_return__received_on",
            "signed_on": "gathered_on redacted_on",
            "sent_on": "signed_on",
        },
        planned="due_on",
        on_thread=False,
        merges=False,
        along=("information_return",),
        work=Work(open=Q(stage__in=OPEN), assign="returns.record", own="returns.gather", team=""),
        states=lambda item, today: item.states(today),
        gaps=(
            Gap(
                "Items of an information return past their due date",
                lambda items, today: items.filter(stage__in=OPEN, due_on__lt=today).order_by("due_on", "pk"),
                "Give each its document, or move its date with the reason.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_return_item_a_number"),
            models.UniqueConstraint(
                fields=["information_return", "item_no"],
                condition=Q(withdrawn_on=None),
                name="one_item_of_that_number",
                violation_error_message="This return has an item of that number already.",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "information_return", "position", "id"], name="items_in_order"),
            models.Index(fields=["council", "position", "id"], name="items_by_position"),
            models.Index(fields=["council", "stage", "position", "id"], name="items_by_stage"),
            models.Index(fields=["council", "due_on", "id"], name="items_by_date"),
            models.Index(
                fields=["council", "owner", "position", "id"],
                name="items_by_owner",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_no} {self.name}"

    @property
    def is_settled(self) -> bool:
        """Return whether it is signed off or sent, so that nothing of it is changed."""
        return self.stage in (Stage.READY, Stage.SENT)

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far it is, and whether it is late."""
        stage = Stage(self.stage)
        far = State(stage.label, LOOKS[stage])
        late = stage in OPEN and self.due_on is not None and self.due_on < today
        return (far, State("Overdue", "overdue")) if late else (far,)


class ItemDocument(CouncilOwned):
    """A document, or a section of one, that an item gives. edition: its version when it was given."""

    item = models.ForeignKey(ReturnItem, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="return_items")
    section = models.CharField(max_length=120, blank=True)
    edition = models.CharField(max_length=30, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"section": LEARNED, "edition": LEARNED, "by": STAFF}, plain="item document"
    )
    spec = Part(
        of="item",
        redacted="section edition",
        happening=Happening(
            what="Document added",
            kinds="returnitem",
            ends=("", "item_id"),
            permission="returns.read",
            icon="file",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "document", "section"],
                name="one_section_once_an_item",
                violation_error_message="This item has that section of the document already.",
            )
        ]

    def __str__(self) -> str:
        return self.section or "whole document"
