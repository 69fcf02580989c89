"""Evidence packs: what each holds, frozen, with its revisions, to whom it was sent, and why a sent one is recalled."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.base import CouncilOwned, Record
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.dates import day_in_words
from goldthread.evidence.handed_on import Recall, Revision, open_recalls
from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure
from goldthread.learning.documents.models import Document
from goldthread.learning.models import Action, Lesson
from goldthread.pilots.models import Pilot
from goldthread.reviews.models import Figure, Finding
from goldthread.reviews.quotes.models import Quotation

_FROZEN = ("framework", "statement", "as_at", "content", "kept", "html", "checksum", "revision", "sent_on")


def _changes(fields: tuple[str, ...]) -> str:
    old, new = (", ".join(f'{row}."{name}"' for name in fields) for row in ("OLD", "NEW"))
    return f"ROW({old}) IS DISTINCT FROM ROW({new})"


class EvidencePack(Record):
    """An evidence pack: the claims and their evidence as at a day, frozen; its files are written of this and of nothing else.

    content: its texts, as a document and as facts that can be compared; kept: drawings and addresses within it.
    checksum: of its HTML file. html: the whole file, of a pack that an earlier version of Goldthread made, which has no
    content. revision: goes up where a name is hidden in one that is not sent yet. Once it is sent, the database refuses
    any change.
    """

    framework = models.CharField(max_length=40)
    statement = models.CharField(max_length=60, blank=True)
    as_at = models.DateField(null=True)
    content = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    html = models.TextField(blank=True)
    checksum = models.CharField(max_length=64)
    revision = models.PositiveSmallIntegerField(default=1)
    claim_count = models.PositiveIntegerField()
    gap_count = models.PositiveIntegerField(default=0)
    override_count = models.PositiveIntegerField(default=0)
    no_change_count = models.PositiveIntegerField(default=0)
    sent_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"content": LEARNED, "html": LEARNED, "by": STAFF},
        plain=(
            "framework statement as_at kept checksum revision claim_count gap_count override_count no_change_count "
            "sent_on"
        ),
    )
    spec = RecordType(
        name="Evidence pack",
        plural="Evidence packs",
        page="evidence:pack",
        list_page="evidence:packs",
        permission="evidence.read",
        notes="",
        title="title",
        on="created_at",
        redacted="content",
        printed="content",
        as_printed="stays_as_it_is",
        public="html",
        codes="framework statement kept checksum",
        not_before={"as_at": "", "sent_on": "as_at"},
        based_on={
            kind: f"sources__{kind}"
            for kind in (
                "claim",
                "measure",
                "action",
                "briefing",
                "finding",
                "figure",
                "quotation",
                "document",
                "pilot",
                "lesson",
                "feedback",
            )
        },
        states=lambda pack, today: pack.states(),
        gaps=(
            Gap(
                "Sent evidence packs to recall",
                lambda packs, today: packs.filter(
                    pk__in=PackRecall.objects.filter(answered_on=None).values("pack")
                ),
                "Ask whoever was sent each to delete it, and send it anew.",
            ),
        ),
        searched=False,
        on_thread=False,
        merges=False,
        withdraws=False,
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["council", "-created_at", "-id"], name="packs_newest")]
        triggers = [
            pgtrigger.Protect(
                name="sent_pack_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.sent_on IS NOT NULL AND {_changes(_FROZEN)}"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return its title, which says as at which day it is."""
        return f"Evidence pack of {day_in_words(self.as_at or timezone.localdate(self.created_at))}"

    @property
    def stays_as_it_is(self) -> bool:
        """Return whether no name is looked for in it.

        One that was sent stays as it was sent, and is recalled; what a new one holds is redacted record by record.
        """
        return self._state.adding or self.sent_on is not None

    def states(self) -> tuple[State, ...]:
        """Return whether it was sent."""
        sent = State("Sent", "sent") if self.sent_on else State("Not sent", "draft")
        return (sent, State(f"Revision {self.revision}")) if self.revision > 1 else (sent,)


class PackSource(CouncilOwned):
    """A record that a pack holds words of: one of these, by which a name that is hidden there later is found here."""

    pack = models.ForeignKey(EvidencePack, on_delete=models.CASCADE, related_name="sources")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="+")
    briefing = models.ForeignKey(Briefing, null=True, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.CASCADE, related_name="+")
    figure = models.ForeignKey(Figure, null=True, on_delete=models.CASCADE, related_name="+")
    quotation = models.ForeignKey(Quotation, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="+")
    pilot = models.ForeignKey(Pilot, null=True, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.CASCADE, related_name="+")
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.CASCADE, related_name="+")

    retention = Retention(
        plain="pack claim measure action briefing finding figure quotation document pilot lesson feedback"
    )
    spec = Part(of="pack")

    def __str__(self) -> str:
        return f"source of {self.pack_id}"


class PackRevision(Revision):
    """That a pack was made or made anew; its checksum is that of its HTML file."""

    pack = models.ForeignKey(EvidencePack, on_delete=models.CASCADE, related_name="revisions")

    retention = Retention(plain=f"pack {Revision.KEPT}")
    spec = Part(of="pack", codes="checksum", not_before={"on": ""})

    class Meta(Revision.Meta):
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="one_pack_revision_a_number")]


class PackSending(CouncilOwned):
    """That a pack was sent: which revision, to whom, by whom and when."""

    pack = models.ForeignKey(EvidencePack, on_delete=models.CASCADE, related_name="sendings")
    sent_to = models.CharField(max_length=200)
    sent_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"sent_to": LEARNED, "by": STAFF}, plain="pack sent_on revision")
    spec = Part(of="pack", redacted="sent_to", not_before={"sent_on": "pack__as_at"})

    class Meta:
        ordering = ["sent_on", "created_at", "id"]

    def __str__(self) -> str:
        return self.sent_to


class PackRecall(Recall):
    """That a sent pack holds what is hidden now: since when, in which record, and what became of it."""

    pack = models.ForeignKey(EvidencePack, on_delete=models.CASCADE, related_name="recalls")

    retention = Retention(personal=Recall.PERSONAL, plain=f"pack {Recall.KEPT}")
    spec = Part(of="pack", **Recall.FREE)
    still = "the pack that was sent has it"


def recalls_of(person: Any) -> models.QuerySet[PackRecall]:
    """Return the recalls of the person's packs that nobody has answered, longest waiting first."""
    return open_recalls(PackRecall, person, EvidencePack.objects.visible_to(person))
