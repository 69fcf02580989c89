"""Published figures of others, each with its source, period and base; beside a measure, or beside the ombudsman's figures."""

from __future__ import annotations

import datetime
import uuid

from django.db import models

from goldthread.analysis.charts.formatting import figure, number
from goldthread.council.models import Person
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.dates import add_months, day_in_words, financial_year, month_end, month_start
from goldthread.impact.models import Measure


class About(models.TextChoices):
    """What a published figure is beside where that is no measure: the ombudsman's figures, each on its own base."""

    UPHELD = "ombudsman_upheld", "Upheld, of those investigated in detail"
    SATISFACTORY = "ombudsman_satisfactory", "Satisfactory remedy before, of those upheld"
    COMPLIED = "ombudsman_complied", "Complied with, of compliance outcomes"


@with_history
class Comparator(Record):
    """A figure that somebody published of another place, or of ours: value, base, period, source."""

    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="comparators"
    )
    about = models.CharField(max_length=30, choices=About, blank=True)
    place = models.CharField(max_length=160)
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=60, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator_means = models.CharField(max_length=200, blank=True)
    counts_same = models.BooleanField(default=True)
    differs = models.CharField(max_length=300, blank=True, help_text="What it counts otherwise than we do.")
    source = models.CharField(max_length=300)
    code = models.CharField(max_length=40, blank=True, help_text="Of the measure, such as ASCOF's 3A.")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()

    retention = Retention(
        personal={
            "place": LEARNED,
            "unit": LEARNED,
            "denominator_means": LEARNED,
            "differs": LEARNED,
            "source": LEARNED,
            "recorded_by": STAFF,
        },
        plain="measure about starts ends value numerator denominator counts_same code recorded_on",
    )
    spec = RecordType(
        name="Comparator",
        plural="Comparators",
        page="impact:comparator",
        permission="impact.read",
        change="impact.measure",
        title="place",
        on="ends",
        public="place unit denominator_means source",
        redacted="differs",
        codes="code",
        not_before={"starts": "", "ends": "starts", "recorded_on": "ends"},
        searched=False,
        on_thread=False,
        merges=False,
        whole_council=lambda comparator: "" if comparator.measure_id else "A figure of the ombudsman is",
    )

    class Meta:
        ordering = ["-ends", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "measure", "about", "place", "starts", "ends"],
                condition=models.Q(withdrawn_on=None),
                nulls_distinct=False,
                name="one_comparator_a_place_and_period",
                violation_error_message="There is a figure of this place and period already. Correct that one.",
            ),
        ]
        indexes = [models.Index(fields=["council", "about", "-ends"], name="comparators_by_subject")]

    def __str__(self) -> str:
        return f"{self.place}, {self.period}"

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the team of its measure's action."""
        return self.measure.team_id if self.measure else None

    @property
    def is_financial_year(self) -> bool:
        """Return whether its period is a financial year, 1 April to 31 March."""
        last = month_end(add_months(self.starts, 11))
        return self.starts == financial_year(self.starts) and self.ends == last

    @property
    def is_whole_months(self) -> bool:
        """Return whether its period begins and ends with a month, so that monthly readings can be added up to it."""
        return self.starts == month_start(self.starts) and self.ends == month_end(self.ends)

    @property
    def period(self) -> str:
        """Return its period in words: "2024 to 2025" of a financial year, else its days."""
        if self.is_financial_year:
            return f"{self.starts.year} to {self.ends.year}"
        if self.starts == datetime.date(self.ends.year, 1, 1) and self.ends == datetime.date(
            self.ends.year, 12, 31
        ):
            return f"{self.ends.year} (calendar year)"
        return f"{day_in_words(self.starts)} to {day_in_words(self.ends)}"

    @property
    def in_words(self) -> str:
        """Return its figure with its base: "84% (1,260 of 1,500)"; where no base is published, that."""
        value = figure(float(self.value), self.unit)
        if self.numerator is not None and self.denominator is not None:
            return f"{value} ({number(float(self.numerator))} of {number(float(self.denominator))})"
        if self.denominator is not None:
            return f"{value} (of {number(float(self.denominator))})"
        return f"{value} (base not published)"
