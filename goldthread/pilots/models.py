"""A pilot: what was predicted before it began, by which measure it is judged, how it stands, and what is missing."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.analysis.verdicts.attribution import CAME_WITH_ACTION
from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import IMPROVED, State
from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Action, Lesson
from goldthread.pilots import standing
from goldthread.pilots.kinds import KINDS

PERSONAL_DATA = {"yes": "Yes", "no": "No"}
CONSENT = {
    "asked": "Asked of each person, and recorded",
    "other": "Another lawful basis than consent",
    "not_needed": "Not needed: nobody's data is used",
}
"""How people's consent stands."""

_LOOKS = {
    standing.IDEA: "draft",
    standing.EXPLORING: "open",
    standing.TRYING: "open",
    standing.DUE: "due_soon",
    standing.ADAPT: "partly",
    standing.STOP: "stopped",
}


def _begun_without_measure() -> models.Q:
    return models.Q(started_on__isnull=False) & (
        models.Q(action=None) | models.Q(action__agreed_on__gt=models.F("started_on"))
    )


@with_history
class Pilot(Numbered):
    """A pilot: the idea, the question, what was predicted before, with whom, by which measure, and what was decided.

    action: what is done, with the measure agreed at the start that would show that it worked; its results are the pilot's. came_from,
    came_from_link: where the idea is from, such as another council's report. stop_on: by when it is decided. outcome,
    decided_on: of the newest decision; ended_on: None while it goes on.
    """

    kind = models.CharField(max_length=20, choices=[(kind.slug, kind.name) for kind in KINDS.values()])
    title = models.CharField(max_length=200)
    idea = models.TextField()
    question = models.TextField(blank=True)
    prediction = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    came_from = models.CharField(max_length=300, blank=True)
    came_from_link = models.CharField(max_length=400, blank=True)
    lesson = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="pilots")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="pilots")
    where_tried = models.CharField(max_length=300, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField("money", max_digits=12, decimal_places=2, null=True, blank=True)
    funder = models.CharField(max_length=200, blank=True)
    personal_data = models.CharField(max_length=3, choices=[*PERSONAL_DATA.items()], blank=True)
    consent = models.CharField(max_length=10, choices=[*CONSENT.items()], blank=True)
    dpia_on = models.DateField("date of the data protection impact assessment", null=True, blank=True)
    dpia_reference = models.CharField(max_length=60, blank=True)
    no_dpia_because = models.TextField(blank=True)
    noted_on = models.DateField("date of the idea")
    explored_on = models.DateField(null=True, blank=True)
    started_on = models.DateField("date it began", null=True, blank=True)
    stop_on = models.DateField("stop date", null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=[*standing.OUTCOMES.items()], blank=True)
    decided_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "title": LEARNED,
            "idea": LEARNED,
            "question": LEARNED,
            "prediction": LEARNED,
            "extra": LEARNED,
            "came_from": LEARNED,
            "where_tried": LEARNED,
            "funder": LEARNED,
            "dpia_reference": LEARNED,
            "no_dpia_because": LEARNED,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain=(
            "number kind came_from_link lesson action team amount personal_data consent dpia_on noted_on explored_on "
            "started_on stop_on outcome decided_on ended_on"
        ),
    )
    spec = RecordType(
        name="Pilot",
        plural="Pilots",
        letter="PI",
        page="pilots:pilot",
        menu="Pilots",
        permission="pilots.read",
        change="pilots.record",
        on="noted_on",
        redacted="title idea question prediction extra came_from where_tried funder dpia_reference no_dpia_because",
        references="dpia_reference",
        codes="came_from_link",
        search_text=lambda pilot: pilot.words,
        labels={
            "kind": lambda slug: KINDS[slug].name,
            "outcome": lambda slug: standing.OUTCOMES.get(slug, ""),
            "personal_data": lambda slug: PERSONAL_DATA.get(slug, ""),
            "consent": lambda slug: CONSENT.get(slug, ""),
        },
        not_before={
            "noted_on": "",
            "dpia_on": "",
            "explored_on": "noted_on",
            "started_on": "noted_on",
            "stop_on": "started_on",
            "decided_on": "noted_on started_on",
            "ended_on": "started_on",
        },
        planned="stop_on",
        based_on={"lesson": "lesson", "action": "action"},
        made="Pilot added",
        merges=False,
        along=("action__measures__verdicts",),
        note=lambda pilot: KINDS[pilot.kind].name,
        work=Work(
            open=models.Q(ended_on=None),
            assign="pilots.record",
            own="pilots.record",
            due="stop_on",
            steps=lambda pilot: {"Decide on the pilot": pilot.stop_on} if pilot.stop_on else {},
            no_date_by_hand=lambda pilot: (
                "Its date is the stop date that was agreed. Move it on the pilot's page, with the reason."
            ),
        ),
        states=lambda pilot, today: pilot.states(today),
        gaps=(
            Gap(
                "Pilots past their stop date",
                lambda pilots, today: pilots.filter(standing.of_state(standing.OVERDUE, today)).order_by(
                    "stop_on", "pk"
                ),
                "Decide: spread, adapt, stop, or benefit not yet shown.",
                mine="owner team",
            ),
            Gap(
                "Pilots begun without a measure agreed before",
                lambda pilots, today: pilots.filter(_begun_without_measure(), ended_on=None).order_by(
                    "started_on", "pk"
                ),
                "Nothing can show that they worked. Say so where they are cited, or begin anew with a measure.",
                mine="owner team",
            ),
            Gap(
                "Pilots that others are said to have taken up",
                lambda pilots, today: (
                    pilots.filter(adoptions__isnull=False, adoptions__confirmed_on=None)
                    .distinct()
                    .order_by("noted_on", "pk")
                ),
                "Ask each organisation to confirm it, and record their words.",
                mine="owner team",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_pilot_a_number"),
            models.CheckConstraint(
                name="a_decision_on_a_pilot_has_its_day",
                condition=models.Q(outcome="") | models.Q(decided_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-noted_on", "-id"], name="pilots_newest"),
            models.Index(fields=["council", "-number", "-id"], name="pilots_by_number"),
            models.Index(fields=["council", "stop_on", "id"], name="pilots_by_date"),
            models.Index(
                fields=["council", "owner", "-noted_on", "-id"],
                name="pilots_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, today: datetime.date) -> str:
        """Return in which of `standing.STATES` it is on a day."""
        return standing.state_of(
            explored_on=self.explored_on,
            started_on=self.started_on,
            stop_on=self.stop_on,
            outcome=self.outcome,
            today=today,
        )

    def is_overdue(self, today: datetime.date) -> bool:
        """Return whether its stop date is past and it goes on; `standing.of_state` is the same as a condition."""
        begun = self.started_on is not None and self.ended_on is None
        return begun and self.stop_on is not None and self.stop_on < today

    @property
    def measure(self) -> Measure | None:
        """Return the measure agreed with its action; None where it is not set up."""
        measures = self.action.measures.all() if self.action else ()
        return next((each for each in measures if each.withdrawn_on is None), None)

    @property
    def verdict(self) -> Verdict | None:
        """Return the latest result of its measure."""
        made = list(self.measure.verdicts.all()) if self.measure else []
        return made[-1] if made else None

    @property
    def has_measure_before(self) -> bool:
        """Return whether its measure was agreed before it began, or on that day."""
        return (
            self.action is not None
            and self.started_on is not None
            and self.action.agreed_on <= self.started_on
        )

    @property
    def why_not_shown(self) -> str:
        """Return why it may not be called shown to work; "" where it may, by the results there are today."""
        verdict = self.verdict
        return standing.why_not_shown(
            started_on=self.started_on,
            agreed_on=self.action.agreed_on if self.action else None,
            has_result=verdict is not None,
            # The same as `impact.models.shown_to_work`, which says it as a condition.
            improved=verdict is not None
            and verdict.state == Verdict.State.IMPROVED
            and verdict.holds
            and verdict.figures.get("attribution") == CAME_WITH_ACTION,
        )

    @property
    def words(self) -> str:
        """Return what it is found by: why it was stopped too, and what was seen in its cycles."""
        own = (
            self.idea,
            self.question,
            self.prediction,
            *self.extra.values(),
            self.came_from,
            self.where_tried,
        )
        of_cycles = [part for cycle in self.cycles.order_by("number") for part in (cycle.plan, cycle.seen)]
        why = self.decisions.order_by("decided_on", "pk").values_list("because", flat=True)
        return " ".join(part for part in (*own, self.funder, *of_cycles, *why) if part)

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how it stands, whether it is overdue, and what is missing for anything to show that it worked."""
        late = (State("Past its stop date", "overdue"),) if self.is_overdue(today) else ()
        return (self._stand(today), *late, *self._missing())

    def _stand(self, today: datetime.date) -> State:
        state = self.state(today)
        if state == standing.NOT_SHOWN:
            return State("Benefit not yet shown", "gap")
        if state != standing.SPREAD:
            return State(standing.STATES[state], _LOOKS[state])
        if not self.why_not_shown:
            return State("Spread, shown to work", "improved", IMPROVED)
        if self.outcome == standing.SPREAD_SHOWN:
            return State("Spread, shown to work then, not by today’s rule", "gap")
        return State("Spread, benefit not shown", "gap")

    def _missing(self) -> tuple[State, ...]:
        if self.started_on is None or self.has_measure_before:
            return ()
        return (State("No measure agreed before it began", "gap"),)
