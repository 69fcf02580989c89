"""Measures, their monthly readings, and the verdicts of reviews."""

from __future__ import annotations

import datetime
import functools
import operator
import uuid
from collections.abc import Iterator

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from goldthread.analysis.charts.formatting import number
from goldthread.analysis.verdicts.attribution import CAME_WITH_ACTION
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.base import CouncilOwned, Record, with_history
from goldthread.council.records.kept_counts import KeptCount
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import COUNT, IMPROVED, NOT_HELD, SHARE, State, share_of
from goldthread.dates import add_months
from goldthread.impact.small_numbers import has_small_count
from goldthread.learning.models import Action, Direction, MeasureKind
from goldthread.themes.codebook.models import Theme


def _changed(*fields: str) -> pgtrigger.Q:
    """Return the condition of a trigger that any of these fields changes."""
    return functools.reduce(
        operator.or_, [pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields]
    )


def _cannot_merge(measure: Measure, into: Measure) -> str:
    """Return why two measures are not the same one."""
    if measure.verdicts.exists():
        return "Its results stay with the measure they were made for. Merge the other into this one instead."
    fixed = ("kind", "per", "direction", "data_source", "theme_id", "counted_tone", "counted_sources")
    if any(getattr(measure, name) != getattr(into, name) for name in fixed):
        return "These are not the same measure: they differ in the type of number, its direction or its data source."
    return ""


@with_history
class Measure(Record):
    """A monthly number that would show whether an action worked; what was agreed is copied from the action.

    One without an action is an indicator: it has a chart and no verdict.
    """

    class DataSource(models.TextChoices):
        TYPED = "typed", "Entered or imported"
        COUNTED = "counted", "Counted from a theme"

    class Tone(models.TextChoices):
        ALL = "count", "All issues"
        FAULT = "fault", "Negative issues"
        PRAISE = "praise", "Positive issues"

    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=MeasureKind)
    unit = models.CharField(max_length=60, blank=True)
    per = models.PositiveIntegerField(
        default=100, help_text="A percentage is out of 100; a rate may be per 1,000."
    )
    wording = models.TextField(blank=True)
    direction = models.CharField(max_length=10, choices=Direction)
    smallest_change = models.PositiveSmallIntegerField()
    data_source = models.CharField(max_length=10, choices=DataSource, default=DataSource.TYPED)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    counted_sources = models.JSONField(
        default=list, help_text="Types of feedback that are counted; empty is all."
    )
    counted_tone = models.CharField(max_length=6, choices=Tone, default=Tone.FAULT)
    denominator_means = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    acted_on = models.DateField(
        null=True, help_text="The month in which the action took effect; not compared."
    )
    bedding_in = models.PositiveSmallIntegerField(
        default=0, help_text="Months after that one in which the action beds in; not compared either."
    )
    recalculated_from = models.DateField(
        null=True, help_text="The month from which the chart's limits are recalculated."
    )
    recalculation_reason = models.CharField(max_length=300, blank=True)
    target = models.DecimalField(
        max_digits=14,
        decimal_places=4,
        null=True,
        help_text="What the council aims for, in the measure's unit: drawn on the chart, and no part of a result.",
    )

    retention = Retention(
        personal={
            "name": LEARNED,
            "unit": LEARNED,
            "wording": LEARNED,
            "denominator_means": LEARNED,
            "source": LEARNED,
            "recalculation_reason": LEARNED,
        },
        plain=(
            "action kind per direction smallest_change data_source theme counted_sources counted_tone acted_on "
            "bedding_in recalculated_from target"
        ),
    )
    spec = RecordType(
        name="Measure",
        plural="Measures",
        page="impact:measure",
        menu="Impact",
        in_bar=5,
        permission="impact.read",
        change="impact.measure",
        title="name",
        on="readings__month",
        redacted="name unit wording denominator_means source recalculation_reason",
        codes="counted_sources",
        not_before={"acted_on": "", "recalculated_from": "acted_on"},
        planned="acted_on",
        based_on={"action": "action", "theme": "theme"},
        note=lambda measure: measure.latest_result,
        cannot_merge=_cannot_merge,
        owns=("counting_changes", "comparators"),
        whole_council=lambda measure: "" if measure.action_id else "An indicator is",
        along=("verdicts",),
        states=lambda measure, today: measure.states(today),
        kept_counts=(
            KeptCount(
                slug="actions-shown-to-work",
                each="done actions",
                have="have the latest result Improved, and the change came with the action",
                of="action",
                whole=lambda actions, today: actions.filter(done_on__isnull=False, stopped_on=None),
                part=lambda actions, today: actions.filter(
                    pk__in=Measure.objects.counted().filter(shown_to_work()).values("action")
                ),
            ),
        ),
        gaps=(
            Gap(
                "Actions without their measure",
                lambda actions, today: actions.filter(
                    ~Exists(_measures_of_action()), stopped_on=None
                ).order_by("due_on", "pk"),
                "Set up the measure that was agreed, and enter readings.",
                of="action",
                mine="owner team",
            ),
            Gap(
                "Measures without readings",
                lambda measures, today: measures.filter(readings__isnull=True).order_by("pk"),
                "Enter or import readings.",
                mine="action__owner action__team",
            ),
            Gap(
                "Results that today’s rule would not give",
                lambda measures, today: measures.filter(
                    Exists(latest_verdicts().exclude(today_state=""))
                ).order_by("pk"),
                "Read on each measure’s page what the rule says today, and correct what was told of the result.",
                mine="action__owner action__team",
            ),
        ),
    )

    class Meta:
        constraints = [
            # One that was withdrawn may be set up again.
            models.UniqueConstraint(
                fields=["action"],
                condition=models.Q(withdrawn_on=None),
                name="one_measure_an_action",
                violation_error_message="The action has its measure already. Withdraw that one first.",
            )
        ]
        indexes = [models.Index(fields=["council", "name", "id"], name="measures_by_name")]
        # What was agreed cannot be changed by any page, import or SQL by hand; of an indicator, which nobody agreed
        # with an action, a name or unit can be corrected.
        triggers = [
            pgtrigger.ReadOnly(name="measure_is_fixed", fields=["action", "kind", "per", "smallest_change"]),
            pgtrigger.Protect(
                name="agreed_measure_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__action__isnull=False) & _changed("name", "unit", "direction"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def latest_result(self) -> str:
        """Return the latest result in words, or that there has been no review yet."""
        return ". ".join(state.text for state in self.result_states)

    @property
    def result_states(self) -> tuple[State, ...]:
        """Return the latest result as tags, with what today's rule says where that differs."""
        verdicts = list(self.verdicts.all())  # in the order of their reviews; prefetched for many at once
        return verdicts[-1].states() if verdicts else (State("No review yet", "not_checked"),)

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return its latest result, how far its action has come, and its newest reading, as tags.

        Only a review's result "improved" that still holds by today's rule shows that something changed for the better:
        not that the action is done, and not that readings are lower or higher since.
        """
        if self.action is None:
            return (State("Indicator: no result", "grey"), *self._newest_reading())
        return (*self.result_states, *self.action.states(today), *self._newest_reading())

    def _newest_reading(self) -> Iterator[State]:
        newest = getattr(self, "newest_readings", None)  # prefetched for many at once
        if newest is None:
            newest = self.readings.order_by("-month")[:1]
        for reading in newest:
            counts = self.kind != MeasureKind.SCORE
            # Whoever may not read feedback reads this too: no count of feedback, and no small number.
            withheld = self.data_source == self.DataSource.COUNTED or has_small_count(self.kind, reading)
            text = "Reading for" if withheld else f"{reading.in_words} in"
            share = share_of(reading.numerator, reading.denominator)
            yield State(
                f"{text} {reading.month:%B %Y}",
                "grey",
                (SHARE if share else COUNT) if counts else "",
                share,
                withheld,
            )

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the team of its action."""
        return self.action.team_id if self.action else None

    @property
    def may_show(self) -> bool:
        """Return whether it counts, and no result of Improved stands in it that today's rule would not give."""
        improved = [made for made in self.verdicts.all() if made.state == Verdict.State.IMPROVED]
        return self.withdrawn_on is None and all(made.is_improvement for made in improved)

    @property
    def settled_on(self) -> datetime.date | None:
        """Return the last month that is left out while the action beds in; reviews run from it."""
        return add_months(self.acted_on, self.bedding_in) if self.acted_on else None


@with_history
class Reading(CouncilOwned):
    """One month's reading with its parts; a correction keeps the earlier reading in the history."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    month = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    as_printed = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"as_printed": LEARNED, "source": LEARNED, "by": STAFF},
        plain="measure month value numerator denominator",
    )
    spec = Part(of="measure", redacted="as_printed source", not_before={"month": ""})

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["measure", "month"], name="unique_reading_month")]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}: {self.value}"

    @property
    def in_words(self) -> str:
        """Return the reading as "47 of 50" where it has its parts, else its value."""
        if self.numerator is not None and self.denominator is not None:
            return f"{number(float(self.numerator))} of {number(float(self.denominator))}"
        return number(float(self.value)) if self.value is not None else "No number"


class Verdict(CouncilOwned):
    """The result of a review, with the readings it was made from and the version of the rule; it never changes.

    What the rule says today of the same readings stands beside it where that differs (`reassessing.py`).
    """

    class State(models.TextChoices):
        TOO_LITTLE_DATA = "too_little_data", "Too little data"
        NO_CHANGE_YET = "no_detectable_change_yet", "No detectable change yet"
        EARLY_SIGN = "early_sign", "Early sign"
        LOWER_SINCE = "lower_since", "Lower since the action"
        HIGHER_SINCE = "higher_since", "Higher since the action"
        IMPROVED = "improved", "Improved"
        WORSENED = "worsened", "Worsened"

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="verdicts")
    review_month = models.PositiveSmallIntegerField(help_text="Months after the action: 6, 9, 12, 15 or 18.")
    on = models.DateField()
    state = models.CharField(max_length=30, choices=State)
    sentence = models.TextField()
    attribution = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    readings = models.JSONField(default=list)
    rule = models.PositiveSmallIntegerField(default=1, help_text="The version of the rule it was made by.")
    today_state = models.CharField(
        max_length=30, choices=State, blank=True, help_text="What the rule says today where that differs."
    )
    today_sentence = models.TextField(blank=True)

    retention = Retention(
        personal={"sentence": LEARNED, "attribution": LEARNED, "today_sentence": LEARNED},
        plain="measure review_month on state figures readings rule today_state",
    )
    spec = Part(
        of="measure",
        redacted="sentence attribution today_sentence",
        codes="figures readings",
        not_before={"on": "measure__acted_on"},
    )

    class Meta:
        ordering = ["review_month"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "review_month"], name="unique_verdict_review")
        ]
        # What a review found stays; what the rule says today stands beside it and follows the rule.
        triggers = [
            pgtrigger.Protect(
                name="verdict_is_fixed",
                operation=pgtrigger.Update,
                condition=_changed(
                    *[
                        "measure_id",
                        "review_month",
                        "on",
                        "state",
                        "sentence",
                        "attribution",
                        "figures",
                        "readings",
                        "rule",
                    ]
                ),
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def holds(self) -> bool:
        """Return whether today's rule, with the changes of counting recorded now, says the same of its readings.

        Of an improvement that came with the action, that too.
        """
        return not self.today_state

    @property
    def is_improvement(self) -> bool:
        """Return whether it shows a change for the better: it is Improved, and today's rule says so too."""
        return self.state == self.State.IMPROVED and self.today_state in ("", self.State.IMPROVED)

    def states(self) -> tuple[State, ...]:
        """Return its result as a tag, and beside it what today's rule says where that differs."""
        result = State(self.get_state_display(), self.state, IMPROVED if self.is_improvement else "")
        if self.holds:
            return (result, State("Counting changed since", "grey")) if self.today_sentence else (result,)
        today = f"By today’s rule: {self.get_today_state_display().lower()}"
        if self.is_improvement:
            return (result, State(f"{today}, not shown to come with the action", "gap"))
        return (result, State(today, "gap", NOT_HELD if self.state == self.State.IMPROVED else ""))


def latest_verdicts() -> QuerySet:
    """Return the latest verdict of a measure, for a subquery on measures."""
    later = Verdict.objects.filter(measure=OuterRef("measure"), review_month__gt=OuterRef("review_month"))
    return Verdict.objects.filter(~Exists(later), measure=OuterRef("pk"))


def shown_to_work() -> Exists:
    """Return the condition on measures that their action is shown to work: improved, and it came with the action.

    The one rule for every headline figure. Of "improved" alone more is false (docs/accuracy.md).
    """
    return Exists(
        latest_verdicts().filter(
            state=Verdict.State.IMPROVED, today_state="", figures__attribution=CAME_WITH_ACTION
        )
    )


def _measures_of_action() -> QuerySet:
    return Measure.objects.counted().filter(action=OuterRef("pk"))
