"""Safeguarding prompts and their reviews, the duty list, the council's share, and the monthly sample."""

from __future__ import annotations

import datetime
import uuid

from django.db import models

from goldthread.analysis.text.safeguarding_screening import SHARES, USUAL_SHARE
from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText, Part
from goldthread.feedback.models import Point


class Level(models.TextChoices):
    """In which order prompts are read; neither is ever left out."""

    DANGER = "danger", "Danger now?"
    TODAY = "today", "Look today"


def list_rank(level: str, *, is_finding: bool) -> int:
    """Return where a prompt stands in the list, highest first: by level, then what people say before old findings."""
    return 2 * (level == Level.DANGER) + (not is_finding)


class SafeguardingPromptQuerySet(CouncilQuerySet):
    """Reads of safeguarding prompts."""

    def visible_to(self, person: Person) -> SafeguardingPromptQuerySet:
        """Return the prompts that this person reviews: all, or those of the teams that they answer for."""
        teams = person.teams_for("themes.safeguarding")
        visible = self.filter(council_id=person.council_id)
        return visible if teams is None else visible.filter(point__team_id__in=teams)

    def raised(self, share: int) -> SafeguardingPromptQuerySet:
        """Return what is raised at a council's share; what was reviewed once stays."""
        return self.filter(models.Q(raised_at__lte=share) | models.Q(reviewed_at__isnull=False))

    def not_reviewed(self) -> SafeguardingPromptQuerySet:
        """Return the prompts that wait for a review."""
        return self.filter(reviewed_at__isnull=True)

    def danger(self) -> SafeguardingPromptQuerySet:
        """Return the prompts of the first level."""
        return self.filter(level=Level.DANGER, rank__gte=list_rank(Level.DANGER, is_finding=True))


class SafeguardingPrompt(CouncilOwned):
    """Words that may describe harm or abuse: a reason for a person to look now, and never a finding.

    Only a person's review closes it, and nothing else is opened, closed or decided by it. Every text that is raised
    at the largest share is kept; the council's share decides which are listed.
    """

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="safeguarding_prompt")
    level = models.CharField(max_length=10, choices=Level, default=Level.TODAY)
    rank = models.PositiveSmallIntegerField(default=1, help_text="Its place in the list: see list_rank.")
    raised_at = models.PositiveSmallIntegerField(
        default=SHARES[0], help_text="The smallest share of ordinary texts at which it is raised, in 100."
    )
    score = models.FloatField(default=0.0)
    cues = models.JSONField(default=list, help_text="Matched words and why: [start, end, reason].")
    rules = models.CharField(max_length=20)
    danger_since = models.DateTimeField(
        null=True, help_text="When it was first found to be of the first level."
    )
    told_at = models.DateTimeField(null=True, help_text="When people were told of danger.")
    reviewed_at = models.DateTimeField(null=True, help_text="When it was last reviewed.")

    objects = SafeguardingPromptQuerySet.as_manager()

    retention = Retention(
        plain="point level rank raised_at score cues rules danger_since told_at reviewed_at",
    )
    spec = Part(of="point", page="themes:safeguarding_prompt", codes="level cues rules")

    class Meta:
        indexes = [
            models.Index(fields=["council", "-id"], name="safeguarding_newest"),
            models.Index(
                fields=["council", "rank", "id"],
                name="safeguarding_not_reviewed",
                condition=models.Q(reviewed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"possible safeguarding concern: {self.point_id}"

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the team of its point."""
        return self.point.team_id

    @property
    def reference(self) -> str:
        """Return the reference of what its point stems from, by which people are told of it."""
        return self.point.reference


class SafeguardingReview(CouncilOwned):
    """One person's review of a prompt and its outcome; each review is kept."""

    class Outcome(models.TextChoices):
        RAISED = "raised", "I raised a safeguarding concern"
        KNOWN = "known", "The concern is already known and being looked into"
        SPOKE = "spoke", "I spoke, or arranged to speak, with the person or their worker"
        PASSED = "passed", "I passed it to somebody who will review it today"
        NO_SIGN = "no_sign", "I read it and it is not a safeguarding concern"

    prompt = models.ForeignKey(SafeguardingPrompt, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)

    retention = Retention(personal={"by": STAFF, "note": CASE}, plain=("prompt", "outcome"))
    spec = Part(of="prompt", redacted="note")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Weekday(models.IntegerChoices):
    """The days of the week, as Python counts them."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class SafeguardingDuty(CouncilOwned):
    """Who looks at possible safeguarding concerns first: on a weekday, or from one date until another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday, null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    retention = Retention(personal={"person": STAFF}, plain="weekday from_on until_on")
    spec = FreeText(not_before={"until_on": "from_on"}, planned="from_on until_on")

    class Meta:
        ordering = ["weekday", "from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "weekday", "from_on", "until_on"],
                name="one_duty_a_time",
                nulls_distinct=False,
                violation_error_message="This person is on the duty list for that time already.",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__isnull=False, from_on=None, until_on=None)
                | models.Q(weekday=None, from_on__isnull=False, until_on__gte=models.F("from_on")),
                name="duty_by_weekday_or_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.when}"

    @property
    def when(self) -> str:
        """Say when somebody is on duty."""
        if self.weekday is not None:
            return f"every {self.get_weekday_display()}"
        return f"{self.from_on:%-d %B %Y} to {self.until_on:%-d %B %Y}"

    def is_on(self, day: datetime.date) -> bool:
        """Return whether it holds on a day."""
        if self.weekday is not None:
            return day.weekday() == self.weekday
        return self.from_on <= day <= self.until_on


class SafeguardingSettings(CouncilOwned):
    """How much a council lets the screening raise: so many of 100 ordinary texts."""

    share = models.PositiveSmallIntegerField(
        default=USUAL_SHARE, choices=[(share, f"{share} in 100") for share in SHARES]
    )

    retention = Retention(plain=("share",))
    spec = FreeText()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council"], name="one_safeguarding_settings_a_council")
        ]

    def __str__(self) -> str:
        return self.get_share_display()


class SafeguardingSample(CouncilOwned):
    """A month's random sample of the texts that were not raised; with its seed it can be drawn again."""

    month = models.DateField(help_text="The first day of the month in which the texts were saved.")
    seed = models.BigIntegerField()
    out_of = models.PositiveIntegerField(help_text="How many texts of that month were not raised.")
    share = models.PositiveSmallIntegerField(help_text="The council's share on that day.")
    rules = models.CharField(max_length=20)

    retention = Retention(plain="month seed out_of share rules")
    spec = FreeText(codes="rules")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "month"], name="one_sample_a_month")]

    def __str__(self) -> str:
        return f"sample of {self.month:%B %Y}"


class SampledPointQuerySet(CouncilQuerySet):
    """Reads of sampled texts."""

    def visible_to(self, person: Person) -> SampledPointQuerySet:
        """Return the sampled texts that this person reads: all, or those of the teams that they answer for."""
        teams = person.teams_for("themes.safeguarding_sample")
        visible = self.filter(council_id=person.council_id)
        return visible if teams is None else visible.filter(point__team_id__in=teams)


class SampledPoint(CouncilOwned):
    """One text of a sample, and whether the person who read it says that it tells of harm."""

    sample = models.ForeignKey(SafeguardingSample, on_delete=models.CASCADE, related_name="sampled")
    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    harm = models.BooleanField(null=True, help_text="Empty until somebody has read it.")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    objects = SampledPointQuerySet.as_manager()

    retention = Retention(personal={"by": STAFF}, plain="sample point position harm read_at")
    spec = Part(of="point")

    class Meta:
        ordering = ["sample", "position"]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.position}"

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the team of its point."""
        return self.point.team_id
