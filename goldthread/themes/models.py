"""The codebook with its versions, what was suggested for each point, and what a person decided."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, Retention
from goldthread.feedback.models import Point, Speaker


class Theme(CouncilOwned):
    """What something is about; merged and split themes stay, so that history keeps its meaning."""

    class State(models.TextChoices):
        ACTIVE = "active", "In use"
        MERGED = "merged", "Merged into another"
        SPLIT = "split", "Split into others"
        RETIRED = "retired", "No longer used"

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=120)
    what_it_is = models.TextField()
    what_it_is_not = models.TextField(blank=True)
    examples = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="split_into")
    position = models.PositiveSmallIntegerField(default=0)

    retention = Retention(
        plain=("slug name group what_it_is what_it_is_not examples state merged_into split_from position"),
    )

    class Meta:
        ordering = ["group", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="one_theme_a_slug")]

    def __str__(self) -> str:
        return self.name


class CodebookVersion(CouncilOwned):
    """One change to the codebook: what was changed, why, by whom, and the whole codebook as it then stood."""

    number = models.PositiveIntegerField()
    change = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    book = models.JSONField(default=list)

    retention = Retention(personal={"by": STAFF}, plain=("number", "change", "reason", "book"))

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_codebook_a_number")]

    def __str__(self) -> str:
        return f"version {self.number}: {self.change}"


class Suggestion(CouncilOwned):
    """What the machine thought a point is about, with the words that led it there; kept whatever is decided."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="suggestions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    why = models.JSONField(default=list, help_text="Where the words stand: [start, end, weight].")
    model = models.CharField(max_length=60)
    rests_on = models.PositiveIntegerField(
        default=0, help_text="How many points this council had confirmed as being about the theme."
    )

    retention = Retention(plain=("point", "theme", "score", "why", "model", "rests_on"))

    class Meta:
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(fields=["point", "theme", "model"], name="suggested_once")]

    def __str__(self) -> str:
        return f"{self.theme}? {self.score:.2f}"


class Coding(CouncilOwned):
    """A person's decision that a point is, or is not, about a theme.

    The point's month, source, team, speaker and tone stand here too, so that counting need not join.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    stands = models.BooleanField(help_text="True: it is about this. False: suggested, and a person said no.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    suggestion = models.ForeignKey(Suggestion, null=True, on_delete=models.SET_NULL, related_name="+")
    first_theme = models.ForeignKey(
        Theme, null=True, on_delete=models.PROTECT, related_name="+", help_text="Before a merge or a split."
    )
    month = models.DateField()
    source = models.CharField(max_length=30)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=20, choices=Speaker)
    tone = models.SmallIntegerField(null=True)

    retention = Retention(
        personal={"by": STAFF},
        plain="point theme stands at suggestion first_theme month source team speaker tone",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "theme"], name="coded_once_a_theme")]
        indexes = [
            models.Index(
                fields=["council", "theme", "-month", "-id"],
                name="codings_of_a_theme",
                condition=models.Q(stands=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {'is' if self.stands else 'is not'} {self.theme}"


class ThemeMonth(CouncilOwned):
    """How many points a theme had in a month, by source, team and speaker: so that a chart reads a few rows."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    source = models.CharField(max_length=30)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    praise = models.PositiveIntegerField(default=0)
    fault = models.PositiveIntegerField(default=0)

    retention = Retention(plain=("theme", "month", "source", "team", "speaker", "count", "praise", "fault"))

    class Meta:
        indexes = [models.Index(fields=["council", "theme", "month"], name="theme_months")]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.month:%Y-%m}: {self.count}"


class KnownEvent(CouncilOwned):
    """Something that happened and may explain a number; marked on charts."""

    on = models.DateField()
    label = models.CharField(max_length=120)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="events")

    retention = Retention(plain=("on", "label", "theme"))

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return self.label
