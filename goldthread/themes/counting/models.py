"""Monthly counts of each theme, quarterly totals as they were first counted, and annotations on charts."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Team
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import FreeText
from goldthread.themes.codebook.models import Theme


class ThemeMonth(CouncilOwned):
    """Points of a theme in a month, by source, team and speaker, so that a chart reads few rows."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    source = models.CharField(max_length=30)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=20)
    one_day = models.BooleanField(
        default=False, help_text="Whether it came in an import whose every row is of one day (`regular.py`)."
    )
    count = models.PositiveIntegerField()
    praise = models.PositiveIntegerField(default=0)
    fault = models.PositiveIntegerField(default=0)

    retention = Retention(
        plain=["theme", "month", "source", "team", "speaker", "one_day", "count", "praise", "fault"]
    )
    spec = FreeText(codes="source speaker")

    class Meta:
        indexes = [models.Index(fields=["council", "theme", "month"], name="theme_months")]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.month:%Y-%m}: {self.count}"


class ThemeQuarter(CouncilOwned):
    """A theme's issues in a whole quarter of the calendar as counted on one day; without a theme, all coded issues.

    Readers of totals see these and never the counts of the moment, so that one piece of feedback coded late changes
    nothing that they see (`counting/totals.py`). The three breakdowns map a value to its count; "" is no team.
    """

    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="quarters")
    first = models.DateField()
    counted_on = models.DateField()
    by_quarter = models.BooleanField()
    count = models.PositiveIntegerField()
    by_source = models.JSONField(default=dict)
    by_team = models.JSONField(default=dict)
    by_speaker = models.JSONField(default=dict)

    retention = Retention(
        plain=("theme", "first", "counted_on", "by_quarter", "count", "by_source", "by_team", "by_speaker")
    )
    spec = FreeText(codes="by_source by_team by_speaker")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "theme", "first"], nulls_distinct=False, name="one_total_of_a_quarter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.first:%Y-%m}: {self.count}"


class Annotation(CouncilOwned):
    """A dated event that may explain a number, shown on charts; of one theme, or of all.

    recalculates: control limits are made anew from the month after it, because it changed the level for good.
    """

    on = models.DateField()
    label = models.CharField(max_length=300)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="annotations"
    )
    recalculates = models.BooleanField(default=False)

    retention = Retention(plain=("on", "label", "theme", "recalculates"))
    spec = FreeText(public="label")

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return self.label
