"""Entries of the public page "You said, we did": drafted, approved by somebody else, published, in the council's own words."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.impact.models import Measure, Verdict, latest_verdicts, shown_to_work
from goldthread.learning.models import Action
from goldthread.responses.choices import How
from goldthread.responses.models import Ask


class Stage(models.TextChoices):
    """How far an entry has come."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    TAKEN_DOWN = "taken_down", "Taken down"


class Worked(models.TextChoices):
    """Whether it worked, as the public reads it."""

    WORKED = "worked", "It worked"
    EARLY = "early", "An early sign"
    NOT_YET = "not_yet", "Too early to say"
    DID_NOT = "did_not", "It did not work"
    SAID_NO = "said_no", "We said no"


class SaidBy(models.TextChoices):
    """Who said it, as the public reads it: never more exactly than this."""

    PEOPLE = "people", "People who draw on care"
    CARERS = "carers", "Unpaid carers"
    BOTH = "both", "People who draw on care and unpaid carers"
    BOARD = "board", "A board or forum"
    STAFF = "staff", "Staff"
    PARTNERS = "partners", "Partners"


LOOKS = {
    Worked.WORKED: "green",
    Worked.EARLY: "turquoise",
    Worked.NOT_YET: "grey",
    Worked.DID_NOT: "orange",
    Worked.SAID_NO: "grey",
}
_STAGES = {Stage.DRAFT: "grey", Stage.APPROVED: "blue", Stage.PUBLISHED: "green", Stage.TAKEN_DOWN: "grey"}


class EntryQuerySet(RecordQuerySet):
    """Queries on entries of the page."""

    def published(self) -> EntryQuerySet:
        """Return what the public reads, the newest first."""
        return self.counted().filter(stage=Stage.PUBLISHED).order_by("-published_on", "-id")

    def not_shown_any_more(self) -> EntryQuerySet:
        """Return what says that it worked, where no result shows that today."""
        shown = Measure.objects.counted().filter(shown_to_work(), action=OuterRef("action"))
        return self.filter(~Exists(shown), stage=Stage.PUBLISHED, worked=Worked.WORKED)


@with_history
class SaidAndDone(Numbered):
    """One entry: what people said, what the council did, and whether it worked.

    people: how many said it; of fewer than five nothing is published, but of one who consents. The page gives bands.
    """

    title = models.CharField(max_length=120)
    said_by = models.CharField(max_length=10, choices=SaidBy)
    people = models.PositiveIntegerField()
    consent_on = models.DateField(null=True, blank=True)
    consent_how = models.CharField(max_length=10, choices=How, blank=True)
    said = models.TextField()
    did = models.TextField()
    worked = models.CharField(max_length=10, choices=Worked)
    worked_words = models.TextField(blank=True)
    easy_read = models.TextField(blank=True, help_text="The whole in easy words, one idea a line.")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    drafted_on = models.DateField()
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    taken_down_on = models.DateField(null=True, blank=True)
    taken_down_because = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "said": LEARNED,
            "did": LEARNED,
            "worked_words": LEARNED,
            "easy_read": LEARNED,
            "taken_down_because": LEARNED,
            "drafted_by": STAFF,
            "approved_by": STAFF,
        },
        plain=(
            "number said_by people consent_on consent_how worked action stage drafted_on approved_on published_on "
            "taken_down_on"
        ),
    )
    spec = RecordType(
        name="You said, we did",
        plural="You said, we did",
        letter="Y",
        page="responses:said_and_done",
        list_page="responses:said_and_dones",
        menu="You said, we did",
        permission="responses.draft",
        change="responses.draft",
        notes="responses.draft",
        on="drafted_on",
        redacted="title said did worked_words easy_read taken_down_because",
        not_before={
            "drafted_on": "",
            "consent_on": "",
            "approved_on": "drafted_on",
            "published_on": "approved_on",
            "taken_down_on": "published_on",
        },
        based_on={"ask": "asks__ask", "action": "action"},
        made="Written up for the public",
        labels={
            "stage": lambda value: Stage(value).label,
            "worked": lambda value: Worked(value).label,
            "said_by": lambda value: SaidBy(value).label,
        },
        merges=False,
        states=lambda entry, today: (
            State(entry.get_stage_display(), _STAGES[Stage(entry.stage)]),
            State(entry.get_worked_display(), LOOKS[Worked(entry.worked)]),
        ),
        gaps=(
            Gap(
                "Published as working, and not shown to work any more",
                lambda entries, today: entries.not_shown_any_more().order_by("published_on", "pk"),
                "Correct the entry, or take it down.",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="unique_said_and_done_number"),
            models.CheckConstraint(
                name="published_is_approved",
                condition=~Q(stage=Stage.PUBLISHED) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="published_of_five_or_with_consent",
                condition=~Q(stage=Stage.PUBLISHED)
                | Q(people__gte=SMALLEST_SHOWN)
                | Q(people=1, consent_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["council", "-published_on", "-id"], name="said_and_done_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """Return who said it for the public: a band, so that no small number can be worked out of two entries."""
        said_by = SaidBy(self.said_by)
        if self.people == 1:
            return f"One person, with their consent. {said_by.label}"
        if said_by == SaidBy.BOARD:
            return said_by.label
        band = next((least for least in _BANDS if self.people >= least), 0)
        return f"{said_by.label}: {band} or more" if band else f"{said_by.label}: several"


_BANDS = (100, 50, 20, 10)


class SaidBasis(CouncilOwned):
    """A request that an entry is about."""

    entry = models.ForeignKey(SaidAndDone, on_delete=models.CASCADE, related_name="asks")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="written_up")

    retention = Retention(plain="entry ask")
    spec = Part(of="entry")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "ask"], name="unique_said_basis")]

    def __str__(self) -> str:
        return f"{self.entry_id} about {self.ask_id}"


def may_say(action: Action | None) -> list[str]:
    """Return what can be said of whether an action worked: that it worked only where a result shows it."""
    if action is None:
        return [Worked.NOT_YET, Worked.DID_NOT, Worked.SAID_NO]
    measures = Measure.objects.counted().filter(action=action)
    shown = measures.filter(shown_to_work()).exists()
    early = measures.filter(Exists(latest_verdicts().filter(state=Verdict.State.EARLY_SIGN))).exists()
    return [
        *([Worked.WORKED] if shown else []),
        *([Worked.EARLY] if early else []),
        Worked.NOT_YET,
        Worked.DID_NOT,
        Worked.SAID_NO,
    ]


def years_of_entry(years: Collection[int]) -> str:
    """Return the years in which it was asked, such as "2025" or "2024 to 2025"."""
    first, last = min(years, default=0), max(years, default=0)
    return "" if not first else str(first) if first == last else f"{first} to {last}"
