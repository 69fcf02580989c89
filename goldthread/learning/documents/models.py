"""The tables of documents: each document, its versions, and the lessons that it rests on."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.council.files.models import Attachment
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Happening, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback
from goldthread.learning.documents.kinds import CHOICES, DOCUMENT_KINDS, FORMATS, NEED_CONSENT, DocumentKind
from goldthread.learning.models import Lesson

# So long before its review date a document is due.
SOON = datetime.timedelta(days=30)
LEADS = "documents.leads"
KEEPERS = "documents.record"
# Still to be reviewed: neither replaced nor withdrawn from use.
IN_USE = Q(replaced_on=None, out_of_use_on=None)


class SeenBy(models.TextChoices):
    """Who may see a document."""

    STAFF = "staff", "All staff"
    LEADS = "leads", "Leads only"


class DocumentQuerySet(RecordQuerySet):
    """Reads of documents."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> DocumentQuerySet:
        """Return the documents that this person may see: those for leads only, where they are one.

        A story is for readers only while somebody's consent to telling it holds; whoever keeps documents still sees it.
        """
        seen = super().visible_to(person, withdrawn=withdrawn)
        if not person.may(KEEPERS):
            seen = seen.exclude(not_consented(timezone.localdate()))
        return seen if person.may(LEADS) else seen.exclude(seen_by=SeenBy.LEADS)

    def past_review(self, today: datetime.date) -> DocumentQuerySet:
        """Return those whose review date is over."""
        return self.filter(IN_USE, review_on__lt=today)


def not_consented(today: datetime.date) -> Q:
    """Return the condition that nobody's consent holds on a day: that it ended, or was needed and never recorded."""
    return Q(consent_until__lt=today, consent_until__isnull=False) | Q(kind__in=NEED_CONSENT, consent_on=None)


def _opens(document: Document) -> str:
    """Return what is needed beside the permission of its type to open a document: of a story without consent, to keep it."""
    if document.seen_by == SeenBy.LEADS:
        return LEADS
    return "" if document.is_consented(timezone.localdate()) else KEEPERS


def of_state(state: str, today: datetime.date) -> Q:
    """Return the condition that a document stands so on a day."""
    return {
        "draft": Q(IN_USE, in_force_since=None),
        "in_force": Q(IN_USE, in_force_since__isnull=False),
        "due": Q(IN_USE, review_on__lte=today + SOON),
        "overdue": Q(IN_USE, review_on__lt=today),
        "replaced": Q(replaced_on__isnull=False),
        "withdrawn": Q(out_of_use_on__isnull=False),
    }[state]


@with_history
class Document(Numbered):
    """A document: what it is, where it lives, who may see it, since when it is in force and when it is reviewed.

    edition, edition_on, address: of its newest version, as `DocumentVersion` has them; "" for a file that was uploaded.
    """

    kind = models.CharField(max_length=20, choices=CHOICES)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    seen_by = models.CharField(max_length=10, choices=SeenBy, default=SeenBy.STAFF)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.CharField("version", max_length=30, blank=True)
    edition_on = models.DateField("date of version")
    address = models.CharField(max_length=1000, blank=True)
    in_force_since = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    replaced_on = models.DateField(null=True, blank=True)
    out_of_use_on = models.DateField(null=True, blank=True)
    out_of_use_because = models.TextField(blank=True)
    formats = models.CharField(max_length=200, blank=True, help_text="Short names of formats, with spaces.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    consent_on = models.DateField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    extra = models.JSONField(default=dict)

    objects = DocumentQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "about": LEARNED,
            "out_of_use_because": LEARNED,
            "edition": LEARNED,
            "owner": STAFF,
            "extra": LEARNED,
        },
        plain="number formats organisation consent_on consent_until kind seen_by edition_on address in_force_since review_on reviewed_on replaced_by replaced_on "
        "out_of_use_on",
    )
    spec = RecordType(
        name="Document",
        plural="Documents",
        letter="DC",
        page="learning:document",
        list_page="learning:documents",
        menu="Documents",
        permission="documents.read",
        change="documents.record",
        opens=lambda document: _opens(document),
        on="edition_on",
        redacted="title about out_of_use_because edition extra",
        codes="address formats",
        labels={
            "kind": lambda slug: DOCUMENT_KINDS[slug].name,
            "seen_by": lambda value: SeenBy(value).label,
        },
        not_before={
            "edition_on": "",
            "in_force_since": "",
            "reviewed_on": "",
            "review_on": "in_force_since",
            "replaced_on": "in_force_since",
            "out_of_use_on": "in_force_since",
            "consent_on": "",
            "consent_until": "consent_on",
        },
        planned="review_on consent_until",
        merges=False,
        based_on={"lesson": "basis__lesson"},
        made="Put into a document",
        use=("Put into a document", "learning:use_in_document"),
        work=Work(
            open=Q(replaced_on=None, out_of_use_on=None, review_on__isnull=False),
            assign="documents.record",
            own="documents.record",
            due="review_on",
            team="",
            steps=lambda document: {"Review document": document.review_on} if document.review_on else {},
        ),
        note=lambda document: document.of_kind.name,
        states=lambda document, today: (document.state(today),),
        gaps=(
            Gap(
                "Documents past their review date",
                lambda documents, today: documents.filter(IN_USE, review_on__lt=today).order_by(
                    "review_on", "pk"
                ),
                "Review each, add its new version, or say what replaced it.",
                mine="owner",
            ),
            Gap(
                "Documents in force without a review date",
                lambda documents, today: documents.filter(
                    IN_USE, in_force_since__isnull=False, review_on=None
                ).order_by("number"),
                "Enter when each is to be reviewed.",
                mine="owner",
            ),
            Gap(
                "Stories and case studies without consent that holds",
                lambda documents, today: documents.filter(IN_USE, not_consented(today)).order_by("number"),
                "Ask the person again, or withdraw it from use. Readers do not see it meanwhile.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_document_a_number")]
        indexes = [
            models.Index(fields=["council", "title", "id"], name="documents_by_title"),
            models.Index(fields=["council", "kind", "title", "id"], name="documents_by_kind"),
            models.Index(fields=["council", "review_on", "id"], name="documents_by_review"),
            models.Index(fields=["council", "-edition_on", "-id"], name="documents_newest"),
            models.Index(
                fields=["council", "owner", "title", "id"],
                name="documents_by_owner",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kind(self) -> DocumentKind:
        """Return what sort of document it is."""
        return DOCUMENT_KINDS[self.kind]

    @property
    def is_in_use(self) -> bool:
        """Return whether it is neither replaced nor withdrawn from use."""
        return self.replaced_on is None and self.out_of_use_on is None

    def is_consented(self, today: datetime.date) -> bool:
        """Return whether consent holds, or none is needed; as `not_consented`."""
        if self.consent_until is not None and self.consent_until < today:
            return False
        return self.consent_on is not None or not self.of_kind.consent

    @property
    def formats_there(self) -> list[str]:
        """Return the formats that exist, by name."""
        return [FORMATS[slug] for slug in self.formats.split() if slug in FORMATS]

    def state(self, today: datetime.date) -> State:
        """Return how it stands: draft, in force, due for review, replaced or withdrawn from use."""
        if self.out_of_use_on:
            return State("Withdrawn from use", "retired")
        if self.replaced_on:
            return State("Replaced", "merged")
        if not self.is_consented(today):
            return State("Consent ended" if self.consent_on else "No consent yet", "overdue")
        if self.review_on and self.review_on < today:
            return State("Past its review date", "overdue")
        if self.in_force_since is None:
            return State("Draft", "draft")
        if self.review_on and self.review_on <= today + SOON:
            return State("Due for review", "due_soon")
        return State("In force", "active")


class DocumentVersion(CouncilOwned):
    """One version of a document: what it is called, its date, what changed, and where it lives. Earlier ones stay.

    file: the upload that holds it; None for one at an address, or whose file was removed.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    edition = models.CharField(max_length=30, blank=True)
    edition_on = models.DateField()
    changed = models.TextField(blank=True)
    address = models.CharField(max_length=1000, blank=True)
    file = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"edition": LEARNED, "changed": LEARNED, "by": STAFF},
        plain="document edition_on address file",
    )
    spec = Part(
        of="document",
        redacted="edition changed",
        codes="address",
        not_before={"edition_on": ""},
        happening=Happening(
            what="Version added",
            kinds="document",
            ends=("", "document_id"),
            permission="documents.read",
            text="changed",
            icon="file",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "document", "-edition_on"], name="versions_of_a_document"),
        ]

    def __str__(self) -> str:
        return self.edition or str(self.edition_on)


class DocumentBasis(CouncilOwned):
    """A lesson that a document rests on."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="basis")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="documents")

    retention = Retention(plain="document lesson")
    spec = Part(of="document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "lesson"], name="one_lesson_once_a_document")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} based on {self.lesson_id}"


class FormatRequest(CouncilOwned):
    """That somebody asked for a document in a format: when, in which feedback, and when they had it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="format_requests")
    format = models.CharField(max_length=20, choices=[*FORMATS.items()])
    asked_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    feedback = models.ForeignKey(Feedback, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    retention = Retention(plain="document format asked_on met_on feedback")
    spec = Part(of="document", not_before={"asked_on": "", "met_on": "asked_on"})

    def __str__(self) -> str:
        return f"{self.document_id} in {self.format}"

    @property
    def days(self) -> int | None:
        """Return in how many days it was met, None while it waits."""
        return (self.met_on - self.asked_on).days if self.met_on else None
