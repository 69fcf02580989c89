"""What one group said when it was asked whether a change is felt: who asked whom, when and how, and their words."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Record, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType, confirmed_types
from goldthread.council.records.states import State


class Group(models.TextChoices):
    """Whose word it is."""

    PEOPLE = "people", "People"
    STAFF = "staff", "Staff"
    LEADERS = "leaders", "Leaders"
    PARTNERS = "partners", "Partners"


class Felt(models.TextChoices):
    """What they say of the change."""

    FELT = "felt", "The change is felt"
    PARTLY = "partly", "Partly felt"
    NOT_FELT = "not_felt", "Not felt"


class AskedBy(models.TextChoices):
    """How they were asked."""

    MEETING = "meeting", "At a meeting"
    SURVEY = "survey", "By a survey question"
    ISSUE = "issue", "By what they raised themselves"
    VISIT = "visit", "On a visit, or in supervision"
    OTHER = "other", "In another way"


LOOKS = {Felt.FELT: "yes", Felt.PARTLY: "partly", Felt.NOT_FELT: "no"}


class ConfirmationQuerySet(RecordQuerySet):
    """Confirmations on records of the types that somebody may open."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> ConfirmationQuerySet:
        """Return those on records of a type that this person may open."""
        kinds = [kind for kind, model in confirmed_types().items() if person.may(model.spec.permission)]
        visible = self.filter(council_id=person.council_id, origin__in=kinds)
        return visible if withdrawn else visible.counted()

    def latest(self, until: datetime.datetime | None = None) -> ConfirmationQuerySet:
        """Return of each record and group what they said last; until: a moment, for what was last before it."""
        told = Confirmation.objects.counted()
        said = self.counted()
        if until is not None:
            told, said = told.filter(created_at__lt=until), said.filter(created_at__lt=until)
        later = told.filter(origin_id=OuterRef("origin_id"), group=OuterRef("group"))
        newer = Q(asked_on__gt=OuterRef("asked_on")) | Q(asked_on=OuterRef("asked_on"), pk__gt=OuterRef("pk"))
        return said.filter(~Exists(later.filter(newer)))


@with_history
class Confirmation(Record):
    """One asking of one group about one record of whatever type, named by `origin` and its key.

    again_on: when they are asked again, by `owner`; settled_on: the day on which that was done, or given up.
    """

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    group = models.CharField(max_length=10, choices=Group)
    felt = models.CharField(max_length=10, choices=Felt)
    whom = models.CharField(max_length=160)
    how_many = models.PositiveIntegerField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=AskedBy)
    source = models.CharField(max_length=160, blank=True)
    words = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    again_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    retention = Retention(
        personal={
            "whom": LEARNED,
            "source": LEARNED,
            "words": LEARNED,
            "asked_by": STAFF,
            "owner": STAFF,
        },
        plain="origin origin_id group felt how_many how asked_on again_on settled_on",
    )
    spec = RecordType(
        name="Confirmation",
        plural="Confirmations",
        page="confirmations:confirmation",
        menu="Confirmations",
        permission="learning.read",
        change="confirmations.record",
        on="asked_on",
        redacted="whom source words",
        codes="origin",
        not_before={"asked_on": "", "again_on": "asked_on", "settled_on": "asked_on"},
        planned="again_on",
        ends=(("origin", "origin_id"),),
        work=Work(
            open=Q(again_on__isnull=False, settled_on=None),
            assign="confirmations.record",
            own="confirmations.record",
            due="again_on",
            team="",
            steps=lambda confirmation: {"Ask again": confirmation.again_on} if confirmation.again_on else {},
        ),
        labels={
            "group": lambda value: Group(value).label,
            "felt": lambda value: Felt(value).label,
            "how": lambda value: AskedBy(value).label,
        },
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda confirmation, today: (
            State(confirmation.get_felt_display(), LOOKS[Felt(confirmation.felt)]),
        ),
        gaps=(
            Gap(
                "Changes that somebody says are not felt",
                lambda actions, today: denied(actions).order_by("done_on", "pk"),
                "Ask what is missing, and ask again later.",
                of="action",
                mine="owner team",
            ),
            Gap(
                "Actions shown to be embedded that nobody was asked about",
                lambda actions, today: not_asked(actions.shown_embedded()).order_by("done_on", "pk"),
                "Ask people, staff and partners whether the change is felt.",
                of="action",
                slug="nobody-asked",
                mine="owner team",
            ),
            Gap(
                "Claims that somebody denies",
                lambda claims, today: denied(claims).order_by("created_at", "pk"),
                "Read what they say, and change the claim or ask again.",
                of="claim",
            ),
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "origin_id"], name="confirmations_by_record"),
            models.Index(fields=["council", "-asked_on", "-id"], name="confirmations_newest"),
            models.Index(
                fields=["council", "owner", "again_on", "id"],
                name="confirmations_by_owner",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return whose word it is and what they say."""
        return f"{self.get_group_display()}: {self.get_felt_display().lower()}"


def confirmations_on(kind: str, key: uuid.UUID) -> QuerySet[Confirmation]:
    """Return what was said of a record, the newest first."""
    rows = Confirmation.objects.counted().filter(origin=kind, origin_id=key)
    return rows.select_related("asked_by").order_by("-asked_on", "-pk")


def _of(records: QuerySet) -> QuerySet:
    return Confirmation.objects.counted().filter(
        origin=records.model._meta.model_name, origin_id=OuterRef("pk")
    )


def denied(records: QuerySet) -> QuerySet:
    """Return the records of which a group's last word is that the change is not felt."""
    last = Confirmation.objects.latest().filter(
        origin=records.model._meta.model_name, origin_id=OuterRef("pk"), felt=Felt.NOT_FELT
    )
    return records.filter(Exists(last))


def not_asked(records: QuerySet) -> QuerySet:
    """Return the records of which nobody was asked whether the change is felt."""
    return records.filter(~Exists(_of(records)))
