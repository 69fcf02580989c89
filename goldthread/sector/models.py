"""A published report as it was read: whose it is, statement, score and dates, its passages in order, and its figures."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.base import (
    CouncilOwned,
    CouncilQuerySet,
    Numbered,
    RecordQuerySet,
    with_history,
)
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.reviews.models import Review
from goldthread.sector.choices import AreaFrom, Speaker, Tells, statement_name
from goldthread.themes.codebook.models import Theme


class ReportQuerySet(RecordQuerySet):
    """Published reports, and which of them count on the shelf."""

    def on_shelf(self) -> ReportQuerySet:
        """Return those that a person confirmed: what they are counted by is as the report says."""
        return self.counted().filter(confirmed_on__isnull=False)

    def unconfirmed(self) -> ReportQuerySet:
        """Return those that were read and nobody confirmed."""
        return self.counted().filter(confirmed_on=None)


@with_history
class PublishedReport(Numbered):
    """One page of a published report: one quality statement of a council, or a summary of its whole assessment.

    area: the council that it is about, as printed, "" where no name stands anywhere. area_from: what says so.
    statement: its slug in the framework, "" for a summary. published: the date as printed; published_on: the same as a
    day, never the day of reading. sections, dates, cadences, unread: as the reader gave them, each with its place. scores:
    of a summary, the statements' scores that it prints. themes_model: the model that suggested themes for its passages.
    is_own: it is about the council that keeps it; review: the inspection that was made of it.
    """

    title = models.CharField(max_length=260)
    area = models.CharField(max_length=160, blank=True)
    area_from = models.CharField(max_length=10, choices=AreaFrom, blank=True)
    statement = models.CharField(max_length=60, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=160, blank=True)
    indicative = models.BooleanField(default=False)
    rating = models.CharField(max_length=60, blank=True)
    overall_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    published = models.CharField(max_length=80, blank=True)
    published_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_note = models.CharField(max_length=300, blank=True)
    sections = models.JSONField(default=list, blank=True)
    dates = models.JSONField(default=list, blank=True)
    cadences = models.JSONField(default=list, blank=True)
    unread = models.JSONField(default=list, blank=True)
    scores = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64)
    themes_model = models.CharField(max_length=80, blank=True)
    added_on = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_own = models.BooleanField(default=False)
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.SET_NULL, related_name="published_reports"
    )

    # Which model has read it is no change of the report.
    no_history = ("themes_model",)

    objects = ReportQuerySet.as_manager()

    retention = Retention(
        personal={"added_by": STAFF, "confirmed_by": STAFF},
        plain=(
            "number title area area_from statement score label indicative rating overall_percent published published_on "
            "source source_note sections dates cadences unread scores fingerprint themes_model added_on confirmed_on is_own review"
        ),
    )
    spec = RecordType(
        name="Published report",
        plural="Published reports",
        letter="PR",
        page="sector:report",
        list_page="sector:list",
        menu="Published reports",
        permission="sector.read",
        change="sector.write",
        on="published_on",
        public="title area label rating published source source_note sections dates cadences unread",
        codes="statement scores fingerprint themes_model",
        not_before={"published_on": "", "added_on": "", "confirmed_on": "added_on"},
        search_text=lambda report: f"{report.area} {statement_name(report.statement)} {report.label}",
        # Each page of a report stands by itself: two of one council are two statements.
        merges=False,
        states=lambda report, today: report.states(),
        gaps=(
            Gap(
                "Published reports nobody confirmed",
                lambda reports, today: reports.unconfirmed().order_by("added_on", "pk"),
                "Check the council, statement, score and date as they were read. Only then is the report counted.",
                slug="reports-unconfirmed",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_published_report_a_number"),
            models.UniqueConstraint(
                fields=["council", "fingerprint"],
                condition=models.Q(withdrawn_on=None),
                name="one_published_report_a_content",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-published_on", "-id"], name="published_reports_newest"),
            models.Index(fields=["council", "area", "-id"], name="published_reports_by_area"),
            models.Index(fields=["council", "statement", "score", "-id"], name="published_reports_by_score"),
            models.Index(fields=["council", "-number", "-id"], name="published_reports_by_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def statement_name(self) -> str:
        """Return the name of its statement, "Summary" where it is of no single one."""
        return statement_name(self.statement) if self.statement else "Summary"

    @property
    def published_words(self) -> str:
        """Return the date as printed, or that it is not known."""
        return self.published or "Not known"

    def states(self) -> tuple[State, ...]:
        """Return its score, whether it is the council's own, and whether somebody still has to confirm it."""
        return (
            *((State(f"Score {self.score}", "grey"),) if self.score else ()),
            *((State("Our own report", "blue"),) if self.is_own else ()),
            *(() if self.confirmed_on else (State("To be confirmed", "draft"),)),
        )


def title_of(area: str, statement: str) -> str:
    """Return what a report is called: the council and the statement, or that it is a summary."""
    of = statement_name(statement) if statement else "Summary"
    return f"{area or 'A council the page does not name'}: {of}"[:260]


class PassageManager(models.Manager.from_queryset(CouncilQuerySet)):
    """Passages without the words that search keeps of them, which no page shows."""

    def get_queryset(self) -> Any:
        """Return the passages without their search words."""
        return super().get_queryset().defer("words")


class PublishedPassage(CouncilOwned):
    """One passage of a published report, in its order: its words as printed, its place, who speaks and what it tells of.

    paragraph, page: where it stands in the source, from 1. speaker, tells: as a person says, or else as they were read;
    read_speaker, read_tells: as they were read. words: what search keeps of it.
    """

    report = models.ForeignKey(PublishedReport, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    text = models.TextField()
    paragraph = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    section = models.CharField(max_length=200, blank=True)
    speaker = models.CharField(max_length=10, choices=Speaker, blank=True)
    tells = models.CharField(max_length=10, choices=Tells, blank=True)
    systems = models.JSONField(default=list, blank=True)
    read_speaker = models.CharField(max_length=10, choices=Speaker, blank=True)
    read_tells = models.CharField(max_length=10, choices=Tells, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PassageManager()

    retention = Retention(
        plain="report position text paragraph page section speaker tells systems read_speaker read_tells words"
    )
    spec = Part(of="report", public="text section systems")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_passage_a_position"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="passages_by_words"),
            models.Index(fields=["council", "-report", "position"], name="passages_in_order"),
        ]
        ordering = ["report", "position"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_corrected(self) -> bool:
        """Return whether a person says otherwise than it was read who speaks, or what it tells of."""
        return (self.speaker, self.tells) != (self.read_speaker, self.read_tells)

    @property
    def place(self) -> str:
        """Return where it stands in its report, in words."""
        return f"Paragraph {self.paragraph}" + (f", page {self.page}" if self.page else "")


class PublishedFigure(CouncilOwned):
    """A figure of a published report with all its parts, as the reader gave them; what is not printed is empty.

    comparable: whether it may be put beside another council's figure.
    """

    report = models.ForeignKey(PublishedReport, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField()
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    counts = models.CharField(max_length=300, blank=True)
    period = models.CharField(max_length=120, blank=True)
    period_kind = models.CharField(max_length=40, blank=True)
    comparator = models.CharField(max_length=300, blank=True)
    printed = models.TextField()
    comparable = models.BooleanField(default=False)
    paragraph = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)

    retention = Retention(
        plain=(
            "report position value unit numerator denominator counts period period_kind comparator printed comparable "
            "paragraph page"
        )
    )
    spec = Part(of="report", public="unit counts period comparator printed", codes="period_kind")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_figure_a_position"),
        ]
        ordering = ["report", "position"]

    def __str__(self) -> str:
        return self.printed[:80]

    @property
    def value_words(self) -> str:
        """Return the value as it is written: without a point where it is whole, "" where only words are printed."""
        return "" if self.value is None else f"{self.value:,.10g}"


class PassageTheme(CouncilOwned):
    """A theme of the council's codebook on a passage: suggested by the model, then given or declined by a person.

    A passage is no issue that the council heard: it enters none of the council's own counts.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", "Suggested"
        GIVEN = "given", "Given by a person"
        DECLINED = "declined", "Declined by a person"

    passage = models.ForeignKey(PublishedPassage, on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="published_passages")
    state = models.CharField(max_length=10, choices=State, default=State.SUGGESTED)
    likelihood = models.FloatField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    retention = Retention(personal={"decided_by": STAFF}, plain="passage theme state likelihood decided_on")
    spec = Part(of="passage__report", not_before={"decided_on": ""})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "theme"], name="one_theme_a_passage"),
        ]
        indexes = [models.Index(fields=["council", "theme", "state"], name="passages_by_theme")]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.state}"
